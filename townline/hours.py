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
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Span = tuple[time, time]
"""Local opening and closing; a closing of 00:00 means the end of the day."""

UNITS = ("hours", "days", "working_hours", "working_days")
YEARS = (1900, 9000)
"""No moment outside these years is reckoned with."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
_DAY_S = 86_400
_FIRST_DAY = date(1970, 1, 1).toordinal()
_MARGIN_S = 3 * _DAY_S
"""Days worked out beyond the years, since a year begins earlier or later in other zones."""
_FAR_S = 2**62 // _SECOND


class NeverOpen(Exception):
    """A working week has no opening hours at all, so no working time can ever be used up."""


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
    When a department works: spans for each weekday (0 is Monday), less the holidays.

    :raises ValueError: unless there are seven days, each with its spans in order and apart
    """

    zone: ZoneInfo
    open: tuple[tuple[Span, ...], ...]
    """Seven tuples of spans, Monday first."""
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.open) != 7:
            raise ValueError(f"a working week has 7 days, Monday first, not {len(self.open)}")
        for spans in self.open:
            closed_until = 0
            for opens, closes in (_seconds_of(span) for span in spans):
                if not closed_until <= opens < closes:
                    given = ", ".join(f"{a:%H:%M}-{b:%H:%M}" for a, b in spans)
                    raise ValueError(f"the spans of a day must follow one another: {given}")
                closed_until = closes

    def works_on(self, day: date) -> bool:
        """Return whether the day has opening hours and is no holiday."""
        return bool(self.open[day.weekday()]) and day not in self.holidays

    @cached_property
    def _calendar(self) -> "_Calendar":
        return _Calendar(self)


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
      back to its last closing. A working day is one with hours that is no holiday.

    A due moment in a working unit is in open time or at a closing, never in closed time.

    :raises NeverOpen: for a working unit, if the week has no opening
    :raises OverflowError: beyond ``YEARS``
    """
    begin = _micros(start)
    if promise.unit == "working_hours":
        worth = promise.amount * 3600 * _SECOND
        known = week._calendar.reaching(begin, begin, working=worth)
        return _moment(known.at(known.worth(begin) + worth), week.zone)
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
    known = week._calendar.reaching(begin, begin, working=amount)
    return _moment(known.at(known.worth(begin) + amount) if amount else begin, week.zone)


def worked(start: datetime, end: datetime, week: WorkingWeek) -> timedelta:
    """Return the working time between two moments: negative where ``end`` is the earlier."""
    begin, finish = _micros(start), _micros(end)
    if not any(week.open):
        return timedelta(0)
    known = week._calendar.reaching(min(begin, finish), max(begin, finish))
    return timedelta(microseconds=known.worth(finish) - known.worth(begin))


def is_open(at: datetime, week: WorkingWeek) -> bool:
    """Return whether the week is open: from the opening on, and no longer at the closing."""
    moment = _micros(at)
    return any(week.open) and week._calendar.reaching(moment, moment).open_from(moment) == moment


def next_opening(at: datetime, week: WorkingWeek) -> datetime:
    """Return the first open moment from ``at`` on, maybe itself; raises as :func:`add` does."""
    moment = _micros(at)
    return _moment(week._calendar.reaching(moment, moment).open_from(moment), week.zone)


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


class _Clock:
    """A zone's offsets over some years. Here and below, one is in microseconds, many in seconds."""

    def __init__(self, zone: ZoneInfo, first_year: int, last_year: int) -> None:
        turns, offsets = _turns(zone, first_year, last_year)
        self.turns, self.offsets = turns, offsets
        self.ends = np.append(turns[1:] + offsets[:-1], _FAR_S)
        """What clocks are about to show when each change comes."""
        self._turns, self._offsets = _exact(turns), _exact(offsets)
        self._ends = _exact(self.ends)

    def first(self, wall: int) -> int:
        """Return the first moment at which clocks show ``wall`` or later, in microseconds."""
        i = bisect_right(self._ends, wall)
        return max(self._turns[i], wall - self._offsets[i])

    def firsts(self, walls: Any) -> Any:
        i = np.searchsorted(self.ends, walls, side="right")
        return np.maximum(self.turns[i], walls - self.offsets[i])

    def wall(self, moment: int) -> int:
        """Return what clocks show, as microseconds since 1970 by the clock."""
        return moment + self._offsets[bisect_right(self._turns, moment) - 1]

    def walls(self, moments: Any) -> Any:
        return moments + self.offsets[np.searchsorted(self.turns, moments, side="right") - 1]


class _Openings:
    """All openings of some years."""

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
        ends = np.ones(len(days), dtype=bool)
        ends[:-1] = days[1:] != days[:-1]
        self.opens_s, self.closes_s = np.append(opens, _FAR_S), closes
        self.before_s = np.append(0, np.cumsum(closes - opens))
        """Working time before each opening, and in all."""
        self.days_s, self.day_closes_s = days[ends], closes[ends]
        """Midnight by the clock of each working day, and the moment of its last closing."""
        self.opens, self.closes = _exact(self.opens_s), _exact(self.closes_s)
        self.before = _exact(self.before_s)
        self.days, self.day_closes = _exact(self.days_s), _exact(self.day_closes_s)

    def worth(self, moment: int) -> int:
        """Return the working time up to a moment."""
        i = bisect_right(self.closes, moment)
        return self.before[i] + max(0, moment - self.opens[i])

    def holds(self, moment: int, working: int, days: int) -> bool:
        """Return whether so much working time is known to follow, or else so many openings."""
        if working:
            return self.worth(moment) + working <= self.before[-1]
        return bisect_right(self.days, self.clock.wall(moment)) + days < len(self.days)

    def worths(self, moments: Any) -> Any:
        i = np.searchsorted(self.closes_s, moments, side="right")
        return self.before_s[i] + np.maximum(0, moments - self.opens_s[i])

    def at(self, worth: int) -> int:
        """Return the first moment of so much working time, which is more than none."""
        i = bisect_left(self.before, worth) - 1
        return self.opens[i] + worth - self.before[i]

    def at_many(self, worths: Any) -> Any:
        i = np.searchsorted(self.before_s, worths, side="left") - 1
        return self.opens_s[i] + worths - self.before_s[i]

    def open_from(self, moment: int) -> int:
        """Return the first open moment from this one on."""
        return max(moment, self.opens[bisect_right(self.closes, moment)])

    def open_from_many(self, moments: Any) -> Any:
        return np.maximum(moments, self.opens_s[np.searchsorted(self.closes_s, moments, "right")])

    def same_time(self, moment: int, days: int) -> int:
        """Return the same time so many working days later, moved into that day's hours."""
        wall = self.clock.wall(moment)
        day = bisect_right(self.days, wall) - 1 + days
        target = self.clock.first(self.days[day] + wall % (_DAY_S * _SECOND))
        closing = self.day_closes[day]
        return closing if target >= closing else self.open_from(target)

    def same_time_many(self, moments: Any, days: int) -> Any:
        walls = self.clock.walls(moments)
        day = np.searchsorted(self.days_s, walls, side="right") - 1 + days
        targets = self.clock.firsts(self.days_s[day] + walls % _DAY_S)
        return np.minimum(self.open_from_many(targets), self.day_closes_s[day])


class _Calendar:
    """One week's openings as far as asked for; replaced as a whole, so threads may share them."""

    def __init__(self, week: WorkingWeek) -> None:
        self.week = week
        self.known: _Openings | None = None

    def reaching(self, first: int, last: int, working: int = 0, days: int = 0) -> _Openings:
        """Return openings that hold two moments, and so much time and an opening after them."""
        known = self.known
        if known is None or first < known.first or last >= known.last:
            years = [
                _year(first // _SECOND),
                _year(last // _SECOND),
                *(known.years if known else ()),
            ]
            known = self._learn(min(years), max(years))
        while not known.holds(last, working, days):
            early, late = known.years
            known = self._learn(early, late + (late - early + 1))
        return known

    def _learn(self, first_year: int, last_year: int) -> _Openings:
        if not any(self.week.open):
            raise NeverOpen("the working week has no opening hours on any day")
        self.known = known = _Openings(self.week, *_decades(first_year, last_year))
        return known


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
            night = range(moment - _DAY_S, moment)
            turned = bisect_left(night, True, key=lambda at: _offset(zone, at) == offset)
            turns.append(night.start + turned)
            offsets.append(offset)
    return np.array(turns), np.array(offsets)


def _offset(zone: ZoneInfo, moment: int) -> int:
    return int(datetime.fromtimestamp(moment, zone).replace(tzinfo=UTC).timestamp()) - moment


def _spans(week: WorkingWeek, first_year: int, last_year: int) -> NDArray[np.int64]:
    """Return opening and closing of each span of some years, by the clock, in order."""
    first, last = _new_year(first_year) - _MARGIN_S, _new_year(last_year + 1) + _MARGIN_S
    days = np.arange(first // _DAY_S, last // _DAY_S)
    holidays = [holiday.toordinal() - _FIRST_DAY for holiday in week.holidays]
    days = days[~np.isin(days, np.array(holidays, dtype=np.int64))]
    weekdays = (days + 3) % 7  # 1970 began on a Thursday
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


def _exact(seconds: NDArray[np.int64]) -> list[int]:
    micros: list[int] = (seconds * _SECOND).tolist()
    return micros


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
