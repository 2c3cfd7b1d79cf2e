"""When agents are to answer, and whether they did: planned time against what they said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

HALF_HOUR = timedelta(minutes=30)
LONGEST = timedelta(hours=16)


class BadShift(ValueError):
    """A shift cannot be; the text says why."""


@dataclass(frozen=True, order=True)
class Stretch:
    """A time from one moment to another, kept in UTC: what is reckoned with is what passes."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts_at", self.starts_at.astimezone(UTC))
        object.__setattr__(self, "ends_at", self.ends_at.astimezone(UTC))

    def within(self, other: "Stretch") -> timedelta:
        """Return how much of it lies in another."""
        begin, end = max(self.starts_at, other.starts_at), min(self.ends_at, other.ends_at)
        return max(end - begin, timedelta(0))

    def both(self, other: "Stretch") -> "Stretch | None":
        """Return what lies in both; None where nothing does."""
        begin, end = max(self.starts_at, other.starts_at), min(self.ends_at, other.ends_at)
        return Stretch(begin, end) if begin < end else None


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A half-hour: how much was planned in it, and how much of that somebody was there."""

    at: datetime
    planned: timedelta
    kept: timedelta
    unplanned: timedelta
    """How long they were there outside what was planned."""

    @property
    def share(self) -> float | None:
        """Which share of the planned time was kept; None where none was planned."""
        return self.kept / self.planned if self.planned else None


def check(shift: Stretch, others: Iterable[Stretch]) -> None:
    """
    See to it that a shift can be, beside an agent's others.

    :raises BadShift: if it ends before it begins, is too long, or lies over another
    """
    if shift.ends_at <= shift.starts_at:
        raise BadShift("A shift ends after it begins.")
    if shift.ends_at - shift.starts_at > LONGEST:
        raise BadShift(f"A shift lasts {LONGEST // timedelta(hours=1)} hours at most.")
    if any(shift.within(each) for each in others):
        raise BadShift("It lies over another shift of this agent.")


def adherence(
    planned: Sequence[Stretch], there: Sequence[Stretch], *, of: Stretch, until: datetime
) -> tuple[Interval, ...]:
    """
    Return how planned time was kept, by half-hours from the beginning of a time on.

    Half-hours are time that really passes: a day on which clocks are set has 46 or 50 of them.

    :param planned: shifts, none over another
    :param there: when somebody was available, none over another
    :param until: what comes later has not happened yet, and counts neither way
    """
    found, at = list[Interval](), of.starts_at
    end = min(of.ends_at, until)
    meant = [each for shift in planned for one in there if (each := shift.both(one))]
    while at < end:
        half = Stretch(at, min(at + HALF_HOUR, end))
        wanted = sum((half.within(each) for each in planned), timedelta(0))
        was = sum((half.within(each) for each in there), timedelta(0))
        kept = sum((half.within(each) for each in meant), timedelta(0))
        found.append(Interval(at=at, planned=wanted, kept=kept, unplanned=was - kept))
        at += HALF_HOUR
    return tuple(found)


def whole(intervals: Iterable[Interval], at: datetime) -> Interval:
    """Return several half-hours as one: sums, never the mean of shares."""
    every = list(intervals)
    return Interval(
        at=at,
        planned=sum((each.planned for each in every), timedelta(0)),
        kept=sum((each.kept for each in every), timedelta(0)),
        unplanned=sum((each.unplanned for each in every), timedelta(0)),
    )
