"""Two simple tests of whether a queue that sorts by itself still does what its certificate promises."""

from collections.abc import Sequence

from scipy.stats import binom, ks_2samp

SURE_OF_OVERRIDES = 0.01
"""So unlikely must the corrections be under the promised error before the queue is stopped."""
SURE_OF_SHIFT = 0.001
LARGE_SHIFT = 0.2
"""Largest gap between the two distributions that is let pass, however sure the test is."""
FEWEST_SCORES = 25


def overridden_too_often(elsewhere: int, confirmed: int, target: float) -> bool:
    """Of what the machine sorted and people confirmed, more belonged elsewhere than the promised error explains.

    One-sided binomial test.
    """
    return bool(binom.sf(elsewhere - 1, confirmed, target) < SURE_OF_OVERRIDES)


def scores_have_shifted(earlier: Sequence[float], late: Sequence[float]) -> bool:
    """Late tickets are less familiar to the model than earlier ones (one-sided Kolmogorov-Smirnov).

    Earlier ones came in like the late ones. Those that certified would not do: copies of taught tickets are not among
    them, so the model finds them stranger than what comes in, and a shift that makes the late ones as strange is
    not seen.
    """
    if min(len(earlier), len(late)) < FEWEST_SCORES:
        return False
    result = ks_2samp(earlier, late, alternative="less")  # the earlier distribution function lies lower
    return bool(result.pvalue < SURE_OF_SHIFT and result.statistic > LARGE_SHIFT)
