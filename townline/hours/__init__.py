"""
Arithmetic of the city's working time: which minutes count, and when a promise falls due.

Every moment that comes in must know its zone (a naive one is refused with ``ValueError``); every
moment that goes out is in the zone of the working week. Beware of subtracting two of them: within
one zone Python subtracts what the clocks show, not what has passed; ask :func:`worked`, or take
both to UTC.

Where a clock is set forward, a local time that it skips is taken for the moment of the change.
Where it is set back, a local time that comes twice is taken for its first coming. Working time is
time that really passes, so a span over such a night is an hour shorter or longer than it looks.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from numpy.typing import NDArray

from townline.hours.openings import (
    DAY_S,
    MICROSECOND,
    SECOND,
    YEARS,
    Calendar,
    NeverOpen,
    clock_of,
    decades,
    micros_of,
    moment_of,
    seconds_of,
    year_of,
)

__all__ = [
    "ALWAYS", "UNITS", "YEARS", "NeverOpen", "Promise", "Span", "WorkingWeek", "add", "due",
    "due_many", "is_open", "next_opening", "worked",
]  # fmt: skip

Span = tuple[time, time]
"""Local opening and closing; a closing of 00:00 means the end of the day."""

UNITS = ("hours", "days", "working_hours", "working_days")


@dataclass(frozen=True)
class Promise:
    """
    How long something may take: an amount of one of ``UNITS``.

    :raises ValueError: if the amount is less than 1, or the unit unknown
    """

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit {self.unit!r}; it is one of: {', '.join(UNITS)}")
        if self.amount < 1:
            raise ValueError(f"a promise takes at least 1 of its unit, not {self.amount}")


@dataclass(frozen=True)
class WorkingWeek:
    """
    When a department works: spans for each weekday (0 is Monday), and those of holidays on them.

    :raises ValueError: unless there are seven days, each with its spans in order and apart, or if
        only holidays have any
    """

    zone: ZoneInfo
    open: tuple[tuple[Span, ...], ...]
    """Seven tuples of spans, Monday first."""
    holidays: frozenset[date] = frozenset()
    on_holidays: tuple[Span, ...] = ()
    """The spans of every holiday, whichever weekday it is; none: nobody works."""
    keeps_time: bool = False
    """
    Working days are counted by the clock alone. A start before the opening keeps its time, one on a
    day without hours has it on the next working day; only from the last closing on does it count
    from the opening of the next. Else whatever lies outside the hours waits for the next opening.
    """

    def __post_init__(self) -> None:
        if len(self.open) != 7:
            raise ValueError(f"a working week has 7 days, Monday first, not {len(self.open)}")
        for spans in (*self.open, self.on_holidays):
            closed_until = 0
            for opens, closes in (seconds_of(span) for span in spans):
                if not closed_until <= opens < closes:
                    given = ", ".join(f"{a:%H:%M}-{b:%H:%M}" for a, b in spans)
                    raise ValueError(f"the spans of a day must follow one another: {given}")
                closed_until = closes
        if self.on_holidays and not any(self.open):
            raise ValueError("a week with hours on holidays has some on other days, too")

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the opening hours of a day: those of holidays, if it is one."""
        return self.on_holidays if day in self.holidays else self.open[day.weekday()]

    def works_on(self, day: date) -> bool:
        """Return whether the day has opening hours."""
        return bool(self.spans_on(day))

    @cached_property
    def _calendar(self) -> Calendar:
        return Calendar(self)


@lru_cache(maxsize=64)
def ALWAYS(zone: ZoneInfo) -> WorkingWeek:  # noqa: N802
    """Return the week that never closes, holidays included."""
    return WorkingWeek(zone=zone, open=(((time(0), time(0)),),) * 7)


def due(start: datetime, promise: Promise, week: WorkingWeek) -> datetime:
    """
    Return the moment at which a promise given at ``start`` falls due.

    - ``hours`` and ``days`` are the calendar's: so many hours that pass; the same local time so
      many days later.
    - ``working_hours`` are used up while the week is open (see :func:`add`).
    - ``working_days``: the same local time so many working days later. A start outside the hours
      counts from the next opening: Friday 16:50 and one day is Monday 16:50, Saturday and one day
      is Tuesday at opening. A time outside that day's own hours moves to its next opening, else
      back to its last closing. A working day is one with hours.

    A due moment in a working unit is in open time or at a closing, never in closed time, unless the
    week keeps the time of day (``keeps_time``): then working days end no later than the closing.

    :raises NeverOpen: for a working unit, if the week has no opening
    :raises OverflowError: beyond ``YEARS``
    """
    begin = micros_of(start)
    if promise.unit == "working_hours":
        worth = promise.amount * 3600 * SECOND
        known = week._calendar.reaching(begin, begin, working=worth)
        return moment_of(known.at(known.worth(begin) + worth), week.zone)
    if promise.unit == "working_days":
        known = week._calendar.reaching(begin, begin, days=promise.amount + 1)
        return moment_of(known.days_later(begin, promise.amount), week.zone)
    if promise.unit == "hours":
        return moment_of(begin + promise.amount * 3600 * SECOND, week.zone)
    wall = start.astimezone(week.zone).replace(tzinfo=UTC) + timedelta(days=promise.amount)
    clock = clock_of(week.zone, *decades(wall.year, wall.year))
    return moment_of(clock.first(micros_of(wall)), week.zone)


def add(start: datetime, working: timedelta, week: WorkingWeek) -> datetime:
    """
    Return the first moment by which so much working time has passed since ``start``.

    Time that ends with the day's last minute ends at the closing, not at the next opening; no
    time at all ends at ``start``, be it open or not.

    :raises NeverOpen: if the week has no opening
    :raises ValueError: if ``working`` is negative
    :raises OverflowError: beyond ``YEARS``
    """
    amount = working // MICROSECOND
    if amount < 0:
        raise ValueError("working time cannot be added backwards")
    begin = micros_of(start)
    known = week._calendar.reaching(begin, begin, working=amount)
    return moment_of(known.at(known.worth(begin) + amount) if amount else begin, week.zone)


def worked(start: datetime, end: datetime, week: WorkingWeek) -> timedelta:
    """Return the working time between two moments: negative where ``end`` is the earlier."""
    begin, finish = micros_of(start), micros_of(end)
    if not any(week.open):
        return timedelta(0)
    known = week._calendar.reaching(min(begin, finish), max(begin, finish))
    return timedelta(microseconds=known.worth(finish) - known.worth(begin))


def is_open(at: datetime, week: WorkingWeek) -> bool:
    """Return whether the week is open: from the opening on, and no longer at the closing."""
    moment = micros_of(at)
    return any(week.open) and week._calendar.reaching(moment, moment).open_from(moment) == moment


def next_opening(at: datetime, week: WorkingWeek) -> datetime:
    """Return the first open moment from ``at`` on, maybe itself; raises as :func:`add` does."""
    moment = micros_of(at)
    return moment_of(week._calendar.reaching(moment, moment).open_from(moment), week.zone)


def due_many(starts: NDArray[Any], promise: Promise, week: WorkingWeek) -> NDArray[Any]:
    """
    Return what :func:`due` says for many starts at once; it raises the same.

    Starts and dues are seconds since 1970 in UTC, in whole numbers or with fractions.
    """
    if not starts.size:
        return starts.copy()
    if promise.unit == "hours":
        return starts + promise.amount * 3600
    first, last = int(starts.min()) - 1, int(starts.max()) + 1
    if promise.unit == "days":
        years = decades(year_of(first), year_of(last + promise.amount * DAY_S))
        clock = clock_of(week.zone, *years)
        return clock.firsts(clock.walls(starts) + promise.amount * DAY_S)
    bounds = first * SECOND, last * SECOND
    if promise.unit == "working_hours":
        worth = promise.amount * 3600
        known = week._calendar.reaching(*bounds, working=worth * SECOND)
        return known.at_many(known.worths(starts) + worth)
    known = week._calendar.reaching(*bounds, days=promise.amount + 1)
    return known.days_later_many(starts, promise.amount)
