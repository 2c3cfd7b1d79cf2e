"""
Numbers of event items.

Legistar's clients fetch votes by the number of an event item or of a row of a history, as if these
were one. So both are drawn from one space: what a number is of is told by its remainder by four.
"""

from enum import IntEnum

STRIDE = 4


class Of(IntEnum):
    """What a number is of."""

    ENTRY = 0
    """An activity of a file's record."""
    ITEM = 1
    """An item of an agenda."""
    ROLL = 2
    """The roll of a meeting, when it was called."""


def number(of: Of, key: int) -> int:
    """Return the number of something by its own key."""
    return key * STRIDE + of


def read(told: int) -> tuple[Of, int] | None:
    """Return what a number is of, and its own key; None if it is of nothing."""
    key, rest = divmod(told, STRIDE)
    return (Of(rest), key) if rest in (Of.ENTRY, Of.ITEM, Of.ROLL) else None
