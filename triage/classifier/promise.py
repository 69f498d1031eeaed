"""What a certificate promises, and the fewest tickets that can prove it. Plain sums: the web process needs them too."""

import math

CONFIDENCE = 0.95


def fewest_without_error(target: float, confidence: float = CONFIDENCE) -> int:
    """How many tickets without an error certify `target`: 59 for 5 % at 95 %."""
    return math.ceil(math.log(1.0 - confidence) / math.log(1.0 - target))
