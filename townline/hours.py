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

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Span = tuple[time, time]
"""Local opening and closing; a closing of 00:00 means the end of the day."""
Moments = NDArray[Any]
"""Seconds since 1970 in UTC, whole or with fractions."""

UNITS = ("hours", "days", "working_hours", "working_days")
YEARS = (1900, 9000)
"""No moment outside these years is reckoned with."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
_DAY_S = 86_400
_FIRST_DAY = date(1970, 1, 1).toordinal()
_FIRST_WEEKDAY = date(1970, 1, 1).weekday()
_MARGIN_S = 3 * _DAY_S
"""Days worked out beyond the years, since a year begins earlier or later in other zones."""
_FAR_S = 2**62 // _SECOND


class NeverOpen(Exception):
    """A working week has no opening at all, so no working time can ever be used up."""


@dataclass(frozen=True)
class Promise:
    """
    How long something may take: an amount of one of ``UNITS``.

    :raises ValueError: if the amount is less than 1, or the unit unknown
    """

    amount: int
    unit: str

    def __post_init__(self) -> None:
        """Refuse what cannot be promised."""
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit {self.unit!r}; it is one of: {', '.join(UNITS)}")
        if self.amount < 1:
            raise ValueError(f"a promise takes at least 1 of its unit, not {self.amount}")


@dataclass(frozen=True)
class WorkingWeek:
    """
    When a department works: spans for each weekday (0 is Monday), less the holidays.

    :raises ValueError: unless there are seven days, each with its spans in order and apart
    """

    zone: ZoneInfo
    open: tuple[tuple[Span, ...], ...]
    """Seven tuples of spans, Monday first."""
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a week that cannot be read in one way only."""
        if len(self.open) != 7:
            raise ValueError(f"a working week has 7 days, Monday first, not {len(self.open)}")
        for spans in self.open:
            closed_until = 0
            for opens, closes in (_seconds_of(span) for span in spans):
                if not closed_until <= opens < closes:
                    raise ValueError(f"the spans of a day must follow one another: {_say(spans)}")
                closed_until = closes

    @property
    def ever_opens(self) -> bool:
        """Whether there is any span in the week."""
        return any(self.open)

    def works_on(self, day: date) -> bool:
        """Return whether the day has opening hours and is no holiday."""
        return bool(self.open[day.weekday()]) and day not in self.holidays

    @cached_property
    def _calendar(self) -> "_Calendar":
        return _Calendar(self)


def ALWAYS(zone: ZoneInfo) -> WorkingWeek:  # noqa: N802
    """Return the week that never closes, holidays included."""
    return _always(zone)


def due(start: datetime, promise: Promise, week: WorkingWeek) -> datetime:
    """
    Return the moment at which a promise given at ``start`` falls due.

    - ``hours`` and ``days`` are the calendar's: so many hours that pass; the same local time so
      many days later.
    - ``working_hours`` are used up while the week is open (see :func:`add`).
    - ``working_days``: the same local time so many working days later. A start outside the hours
      counts from the next opening: Friday 16:50 and one day is Monday 16:50, Saturday and one day
      is Tuesday at opening. A time outside that day's own hours moves to its next opening, else
      back to its last closing. A working day is one with hours that is no holiday.

    A due moment in a working unit is in open time or at a closing, never in closed time.

    :raises NeverOpen: for a working unit, if the week has no opening
    :raises OverflowError: beyond ``YEARS``
    """
    begin = _micros(start)
    if promise.unit == "working_hours":
        return _moment(_after(begin, promise.amount * 3600 * _SECOND, week), week.zone)
    if promise.unit == "working_days":
        known = week._calendar.reaching(begin, begin, days=promise.amount)
        return _moment(known.same_time(known.open_from(begin), promise.amount), week.zone)
    if promise.unit == "hours":
        return _moment(begin + promise.amount * 3600 * _SECOND, week.zone)
    wall = start.astimezone(week.zone).replace(tzinfo=UTC) + timedelta(days=promise.amount)
    clock = _clock(week.zone, *_decades(wall.year, wall.year))
    return _moment(clock.first(_micros(wall)), week.zone)


def add(start: datetime, working: timedelta, week: WorkingWeek) -> datetime:
    """
    Return the first moment by which so much working time has passed since ``start``.

    Time that ends with the day's last minute ends at the closing, not at the next opening; no
    time at all ends at ``start``, be it open or not.

    :raises NeverOpen: if the week has no opening
    :raises ValueError: if ``working`` is negative
    :raises OverflowError: beyond ``YEARS``
    """
    amount = working // _MICROSECOND
    if amount < 0:
        raise ValueError("working time cannot be added backwards")
    begin = _micros(start)
    return _moment(_after(begin, amount, week) if amount else begin, week.zone)


def worked(start: datetime, end: datetime, week: WorkingWeek) -> timedelta:
    """Return the working time between two moments: negative where ``end`` is the earlier."""
    if not week.ever_opens:
        return timedelta(0)
    begin, finish = _micros(start), _micros(end)
    known = week._calendar.covering(min(begin, finish), max(begin, finish))
    return timedelta(microseconds=known.worth(finish) - known.worth(begin))


def is_open(at: datetime, week: WorkingWeek) -> bool:
    """Return whether the week is open: from the opening on, and no longer at the closing."""
    moment = _micros(at)
    return week.ever_opens and week._calendar.covering(moment, moment).holds(moment)


def next_opening(at: datetime, week: WorkingWeek) -> datetime:
    """
    Return the first open moment from ``at`` on: ``at`` itself where the week is open.

    :raises NeverOpen: if the week has no opening
    :raises OverflowError: beyond ``YEARS``
    """
    moment = _micros(at)
    return _moment(week._calendar.reaching(moment, moment).open_from(moment), week.zone)


def due_many(starts: Moments, promise: Promise, week: WorkingWeek) -> Moments:
    """
    Return what :func:`due` says for many starts at once, all in seconds since 1970 in UTC.

    :raises NeverOpen: for a working unit, if the week has no opening
    :raises OverflowError: beyond ``YEARS``
    """
    if not starts.size:
        return starts.copy()
    if promise.unit == "hours":
        return starts + promise.amount * 3600
    first, last = int(starts.min()), int(starts.max()) + 1
    if promise.unit == "days":
        years = _decades(_year(first), _year(last + promise.amount * _DAY_S))
        clock = _clock(week.zone, *years)
        return clock.firsts(clock.walls(starts) + promise.amount * _DAY_S)
    bounds = first * _SECOND, last * _SECOND
    if promise.unit == "working_hours":
        worth = promise.amount * 3600
        known = week._calendar.reaching(*bounds, working=worth * _SECOND)
        return known.at_many(known.worths(starts) + worth)
    known = week._calendar.reaching(*bounds, days=promise.amount)
    return known.same_time_many(known.open_from_many(starts), promise.amount)


def _after(begin: int, working: int, week: WorkingWeek) -> int:
    known = week._calendar.reaching(begin, begin, working=working)
    return known.at(known.worth(begin) + working)


class _Clock:
    """A zone's offsets over some years, as arrays of the moments at which they change."""

    def __init__(self, zone: ZoneInfo, first_year: int, last_year: int) -> None:
        turns, offsets = _turns(zone, first_year, last_year)
        ends = np.append(turns[1:] + offsets[:-1], _FAR_S)
        self.turns, self.offsets = turns, offsets
        self.ends = np.maximum.accumulate(ends)
        """The latest wall time shown before each change: never falling, though clocks do."""
        self._turns = (turns * _SECOND).tolist()
        self._offsets = (offsets * _SECOND).tolist()
        self._ends = (self.ends * _SECOND).tolist()

    def first(self, wall: int) -> int:
        """Return the first moment at which clocks show ``wall`` or later, in microseconds."""
        i = bisect_right(self._ends, wall)
        return max(self._turns[i], wall - self._offsets[i])

    def firsts(self, walls: Any) -> Any:
        """Return :meth:`first` of many, in seconds."""
        i = np.searchsorted(self.ends, walls, side="right")
        return np.maximum(self.turns[i], walls - self.offsets[i])

    def wall(self, moment: int) -> int:
        """Return what clocks show, as microseconds since 1970 by the clock."""
        return moment + self._offsets[bisect_right(self._turns, moment) - 1]

    def walls(self, moments: Any) -> Any:
        """Return :meth:`wall` of many, in seconds."""
        return moments + self.offsets[np.searchsorted(self.turns, moments, side="right") - 1]


class _Openings:
    """All openings of some years: microseconds in lists for one question, seconds for many."""

    def __init__(self, week: WorkingWeek, first_year: int, last_year: int) -> None:
        self.years = (first_year, last_year)
        self.first = _new_year(first_year) * _SECOND
        self.last = _new_year(last_year + 1) * _SECOND
        """All is known from ``first`` to before ``last``."""
        self.clock = _clock(week.zone, first_year, last_year)
        spans = _spans(week, first_year, last_year)
        opens, closes = self.clock.firsts(spans[:, 0]), self.clock.firsts(spans[:, 1])
        spans, opens, closes = (each[opens < closes] for each in (spans, opens, closes))
        days = spans[:, 0] // _DAY_S * _DAY_S
        last_of_day = np.append(days[1:] != days[:-1], True)
        begins = np.append(True, opens[1:] > closes[:-1])
        self.opens_s = np.append(opens[begins], _FAR_S)
        self.closes_s = closes[np.append(begins[1:], True)]
        self.before_s = np.append(0, np.cumsum(self.closes_s - self.opens_s[:-1]))
        """Working time before each opening, and in all."""
        self.days_s = days[last_of_day]
        """Midnight by the clock of each working day; beside it the moment of its last closing."""
        self.day_closes_s = closes[last_of_day]
        self.opens: list[int] = (self.opens_s * _SECOND).tolist()
        self.closes: list[int] = (self.closes_s * _SECOND).tolist()
        self.before: list[int] = (self.before_s * _SECOND).tolist()
        self.days: list[int] = (self.days_s * _SECOND).tolist()
        self.day_closes: list[int] = (self.day_closes_s * _SECOND).tolist()

    def worth(self, moment: int) -> int:
        """Return the working time up to a moment."""
        i = bisect_right(self.closes, moment)
        return self.before[i] + max(0, moment - self.opens[i])

    def worths(self, moments: Any) -> Any:
        """Return :meth:`worth` of many, in seconds."""
        i = np.searchsorted(self.closes_s, moments, side="right")
        return self.before_s[i] + np.maximum(0, moments - self.opens_s[i])

    def holds(self, moment: int) -> bool:
        """Return whether a moment is in open time."""
        return self.opens[bisect_right(self.closes, moment)] <= moment

    def at(self, worth: int) -> int:
        """Return the first moment of so much working time, which is more than none."""
        i = bisect_left(self.before, worth) - 1
        return self.opens[i] + worth - self.before[i]

    def at_many(self, worths: Any) -> Any:
        """Return :meth:`at` of many, in seconds."""
        i = np.searchsorted(self.before_s, worths, side="left") - 1
        return self.opens_s[i] + worths - self.before_s[i]

    def open_from(self, moment: int) -> int:
        """Return the first open moment from this one on."""
        return max(moment, self.opens[bisect_right(self.closes, moment)])

    def open_from_many(self, moments: Any) -> Any:
        """Return :meth:`open_from` of many, in seconds."""
        return np.maximum(moments, self.opens_s[np.searchsorted(self.closes_s, moments, "right")])

    def same_time(self, moment: int, days: int) -> int:
        """Return the same time so many working days later, moved into that day's hours."""
        wall = self.clock.wall(moment)
        day = bisect_right(self.days, wall) - 1 + days
        target = self.clock.first(self.days[day] + wall % (_DAY_S * _SECOND))
        closing = self.day_closes[day]
        return closing if target >= closing else self.open_from(target)

    def same_time_many(self, moments: Any, days: int) -> Any:
        """Return :meth:`same_time` of many, in seconds."""
        walls = self.clock.walls(moments)
        day = np.searchsorted(self.days_s, walls, side="right") - 1 + days
        targets = self.clock.firsts(self.days_s[day] + walls % _DAY_S)
        return np.minimum(self.open_from_many(targets), self.day_closes_s[day])


class _Calendar:
    """
    The openings of one week, worked out for the years that were asked for so far.

    What is known is replaced as a whole by something wider, so threads may share it.
    """

    def __init__(self, week: WorkingWeek) -> None:
        self.week = week
        self.known: _Openings | None = None

    def covering(self, first: int, last: int) -> _Openings:
        """Return openings that hold two moments, given in microseconds."""
        known = self.known
        if known is not None and known.first <= first and last < known.last:
            return known
        years = {_year(first // _SECOND), _year(last // _SECOND), *(known.years if known else ())}
        return self._learn(min(years), max(years))

    def reaching(self, first: int, last: int, working: int = 0, days: int = 0) -> _Openings:
        """Return openings that hold so much working time, and an opening, after ``last``."""
        known = self.covering(first, last)
        while known.worth(last) + working > known.before[-1] or bisect_right(
            known.days, known.clock.wall(last)
        ) + days >= len(known.days):
            early, late = known.years
            known = self._learn(early, late + (late - early + 1))
        return known

    def _learn(self, first_year: int, last_year: int) -> _Openings:
        if not self.week.ever_opens:
            raise NeverOpen("the working week has no opening hours on any day")
        self.known = known = _Openings(self.week, *_decades(first_year, last_year))
        return known


@lru_cache(maxsize=64)
def _always(zone: ZoneInfo) -> WorkingWeek:
    return WorkingWeek(zone=zone, open=(((time(0), time(0)),),) * 7)


@lru_cache(maxsize=256)
def _clock(zone: ZoneInfo, first_year: int, last_year: int) -> _Clock:
    return _Clock(zone, first_year, last_year)


def _turns(zone: ZoneInfo, first_year: int, last_year: int) -> tuple[Any, Any]:
    """Return when the offset changes over some years, and to what; the first counts for ever."""
    known = _new_year(first_year) - _MARGIN_S
    turns, offsets = [-_FAR_S], [_offset(zone, known)]
    for moment in range(known + _DAY_S, _new_year(last_year + 1) + _MARGIN_S, _DAY_S):
        offset = _offset(zone, moment)
        if offset != offsets[-1]:
            same, other = moment - _DAY_S, moment
            while other - same > 1:
                middle = (same + other) // 2
                if _offset(zone, middle) == offset:
                    other = middle
                else:
                    same = middle
            turns.append(other)
            offsets.append(offset)
    return np.array(turns), np.array(offsets)


def _offset(zone: ZoneInfo, moment: int) -> int:
    shown = datetime.fromtimestamp(moment, zone).utcoffset()
    assert shown is not None
    return shown.days * _DAY_S + shown.seconds


def _spans(week: WorkingWeek, first_year: int, last_year: int) -> NDArray[np.int64]:
    """Return opening and closing of each span of some years, by the clock, in order."""
    first, last = _new_year(first_year) - _MARGIN_S, _new_year(last_year + 1) + _MARGIN_S
    days = np.arange(first // _DAY_S, last // _DAY_S)
    holidays = [holiday.toordinal() - _FIRST_DAY for holiday in week.holidays]
    days = days[~np.isin(days, np.array(holidays, dtype=np.int64))]
    weekdays = (days + _FIRST_WEEKDAY) % 7
    found = [
        days[weekdays == weekday, None] * _DAY_S + np.array([_seconds_of(span)])
        for weekday, spans in enumerate(week.open)
        for span in spans
    ]
    spans = np.concatenate(found)
    return spans[np.argsort(spans[:, 0], kind="stable")]


def _seconds_of(span: Span) -> tuple[int, int]:
    opens, closes = (each.hour * 3600 + each.minute * 60 + each.second for each in span)
    return opens, closes or _DAY_S


def _say(spans: Sequence[Span]) -> str:
    return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in spans)


def _micros(at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} does not say in which zone it is")
    since = at - _EPOCH
    return (since.days * _DAY_S + since.seconds) * _SECOND + since.microseconds


def _moment(micros: int, zone: ZoneInfo) -> datetime:
    return (_EPOCH + timedelta(microseconds=micros)).astimezone(zone)


def _year(moment: int) -> int:
    return (_EPOCH + timedelta(seconds=moment)).year


def _new_year(year: int) -> int:
    return (date(year, 1, 1).toordinal() - _FIRST_DAY) * _DAY_S


def _decades(first_year: int, last_year: int) -> tuple[int, int]:
    """Widen years to decades, so that moments near one another share their openings."""
    if first_year < YEARS[0] or last_year >= YEARS[1]:
        raise OverflowError(f"moments are reckoned from {YEARS[0]} to {YEARS[1]} only")
    return first_year // 10 * 10, last_year // 10 * 10 + 9
