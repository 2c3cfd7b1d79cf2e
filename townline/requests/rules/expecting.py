"""What may honestly be expected of a request: how long others like it took, and what that means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ENOUGH = 30
"""Of fewer requests nothing is said: a handful of chances is no rule."""
LOW, HALF, HIGH = 0.1, 0.5, 0.9
"""The shares that were finished after the days told: most of them lie between the outer two."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """How long requests of one service took, in one area or in the whole city, in days."""

    area: str
    """Area key; empty for the whole city."""
    low: float
    """One in ten was finished by then."""
    half: float
    high: float
    """One in ten took longer."""
    count: int
    since: datetime
    until: datetime
    """When the first and the last of them was finished."""
    learned_at: datetime


class Standing(StrEnum):
    """Where an open request stands, beside others like it."""

    EARLY = "early"
    """Fewer than half of them were finished at this age."""
    USUAL = "usual"
    LONG = "long"
    """Nine in ten were finished at this age."""


@dataclass(frozen=True)
class Window:
    """The days between which most requests like this one are finished."""

    first: date
    half: date
    last: date
    standing: Standing


def most_local(found: Iterable[Expected]) -> Expected | None:
    """
    Return what is known of the smallest area with enough requests, else of the whole city.

    The area with the fewest is the smallest one; None where even the city has too few.
    """
    enough = [e for e in found if e.count >= ENOUGH]
    return min(enough, key=lambda e: (e.count, e.area == "", e.area), default=None)


def window(expected: Expected, *, since: datetime, at: datetime, zone: ZoneInfo) -> Window:
    """Return the days in which a request that was made at ``since`` may be expected to be done."""

    def day(days: float) -> date:
        return (since + timedelta(days=days)).astimezone(zone).date()

    age = at - since
    standing = Standing.EARLY
    if age > timedelta(days=expected.high):
        standing = Standing.LONG
    elif age > timedelta(days=expected.half):
        standing = Standing.USUAL
    return Window(day(expected.low), day(expected.half), day(expected.high), standing)
