"""How far an answer may be trusted: the chance that it lies within a hundred metres."""

LEAST = 0.25
"""What is less likely than this to be near is no answer."""
HALF_M = 115.0
"""Of guesses that may be this far off, half lie within a hundred metres."""
STEEPNESS = 1.7
GUESSED = 0.99
"""No guess is surer than this."""


def confidence(doubt_m: float) -> float:
    """
    Return the confidence in a place that may be so many metres off.

    The curve was drawn through guesses about addresses whose places were known, and tried on
    others; ``townline truth`` prints how it holds.
    """
    return min(GUESSED, 1 / (1 + (doubt_m / HALF_M) ** STEEPNESS))
