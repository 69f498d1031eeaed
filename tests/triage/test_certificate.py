"""What a certificate promises."""

import numpy as np
import pytest

from triage.classifier.certificate import most_errors, upper_bound


@pytest.mark.parametrize("target", [0.01, 0.05, 0.2])
@pytest.mark.parametrize("confidence", [0.85, 0.95, 0.99])
def test_most_errors_are_those_that_the_bound_lets_pass(target: float, confidence: float) -> None:
    sizes = np.arange(1, 500)
    for size, most in zip(sizes.tolist(), most_errors(sizes, target, confidence).astype(int).tolist(), strict=True):
        assert upper_bound(most + 1, size, confidence) > target
        assert most == -1 or upper_bound(most, size, confidence) <= target
