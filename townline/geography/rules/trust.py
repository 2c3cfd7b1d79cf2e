"""How far an answer may be trusted: the chance that it lies within a hundred metres."""

SURE = 1.0
"""A place that is known, asked for as it is written."""
LEAST = 0.2
"""What is less likely than this to be near is no answer."""
HALF_M = 100.0
"""Of guesses that may be this far off, half lie within a hundred metres."""
STEEPNESS = 1.9
GUESSED = 0.99
"""No guess is surer than this."""


def confidence(doubt_m: float) -> float:
    """
    Return the confidence in a place that may be so many metres off.

    The curve was drawn through guesses about addresses whose places were known, and tried on
    others; ``townline truth`` prints how it holds.
    """
    return min(GUESSED, 1 / (1 + (doubt_m / HALF_M) ** STEEPNESS))
