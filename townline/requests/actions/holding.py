"""Messages that wait until what they tell of can no longer be taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime


@dataclass
class Held:
    """Until when messages wait, and the keys of those that were owed meanwhile."""

    until: datetime
    notices: list[int]


_held: ContextVar[Held | None] = ContextVar("held_back", default=None)


def held() -> Held | None:
    """Return how messages are held back now; None where they are not."""
    return _held.get()


@contextmanager
def held_back(until: datetime) -> Iterator[list[int]]:
    """
    Let what is told meanwhile wait, so that it can be withdrawn.

    Gives the keys of these notices, which are all known at the end.
    """
    begun = Held(until, [])
    token = _held.set(begun)
    try:
        yield begun.notices
    finally:
        _held.reset(token)
