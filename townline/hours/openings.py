"""
The openings of a working week on the clock of its zone, worked out for some years at once.

Here one moment is in microseconds since 1970 in UTC, many are in seconds; what a clock shows is
told in the same way, as if it were UTC.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

YEARS = (1900, 9000)
"""No moment outside these years is reckoned with."""
DAY_S = 86_400
SECOND = 1_000_000
MICROSECOND = timedelta(microseconds=1)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1).toordinal()
_MARGIN_S = 3 * DAY_S
"""Days worked out beyond the years, since a year begins earlier or later in other zones."""
_FAR_S = 2**62 // SECOND


class NeverOpen(Exception):
    """A working week has no opening hours at all, so no working time can ever be used up."""


class Week(Protocol):
    """What must be known of a working week."""

    @property
    def zone(self) -> ZoneInfo:
        """Where its clocks hang."""

    @property
    def open(self) -> Sequence[Sequence[tuple[time, time]]]:
        """The spans of each weekday, Monday first."""

    @property
    def holidays(self) -> frozenset[date]:
        """Days whose hours are not those of their weekday."""

    @property
    def on_holidays(self) -> Sequence[tuple[time, time]]:
        """The spans of each holiday; none: it has no hours."""

    @property
    def keeps_time(self) -> bool:
        """Whether working days are counted by the clock alone."""


class Clock:
    """A zone's offsets over some years."""

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


class Openings:
    """All openings of some years."""

    def __init__(self, week: Week, first_year: int, last_year: int) -> None:
        self.years = (first_year, last_year)
        self.keeps_time = week.keeps_time
        self.first = _newyear_of(first_year) * SECOND
        self.last = _newyear_of(last_year + 1) * SECOND
        """All is known from ``first`` to before ``last``."""
        self.clock = clock_of(week.zone, first_year, last_year)
        spans = _spans(week, first_year, last_year)
        opens, closes = self.clock.firsts(spans[:, 0]), self.clock.firsts(spans[:, 1])
        spans, opens, closes = (each[opens < closes] for each in (spans, opens, closes))
        days = spans[:, 0] // DAY_S * DAY_S
        ends = np.ones(len(days), dtype=bool)
        ends[:-1] = days[1:] != days[:-1]
        begins = np.roll(ends, 1)
        self.opens_s, self.closes_s = np.append(opens, _FAR_S), closes
        self.before_s = np.append(0, np.cumsum(closes - opens))
        """Working time before each opening, and in all."""
        self.days_s, self.day_closes_s = days[ends], closes[ends]
        """Midnight by the clock of each working day, and the moment of its last closing."""
        self.openings_s = (spans[:, 0] - days)[begins]
        """What the clock shows at its first opening, since that midnight."""
        self.opens, self.closes = _exact(self.opens_s), _exact(self.closes_s)
        self.before = _exact(self.before_s)
        self.days, self.day_closes = _exact(self.days_s), _exact(self.day_closes_s)
        self.openings = _exact(self.openings_s)

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

    def days_later(self, moment: int, days: int) -> int:
        """Return the moment so many working days later, as the week counts them."""
        if not self.keeps_time:
            return self._same_time(self.open_from(moment), days)
        wall = self.clock.wall(moment)
        shown = wall % (DAY_S * SECOND)
        day = bisect_left(self.days, wall - shown)
        if self.clock.first(self.days[day] + shown) >= self.day_closes[day]:
            day += 1
            shown = self.openings[day]
        return min(self.clock.first(self.days[day + days] + shown), self.day_closes[day + days])

    def days_later_many(self, moments: Any, days: int) -> Any:
        if not self.keeps_time:
            return self._same_time_many(self.open_from_many(moments), days)
        walls = self.clock.walls(moments)
        shown = walls % DAY_S
        day = np.searchsorted(self.days_s, walls - shown)
        late = self.clock.firsts(self.days_s[day] + shown) >= self.day_closes_s[day]
        day = day + late
        shown = np.where(late, self.openings_s[day], shown)
        targets = self.clock.firsts(self.days_s[day + days] + shown)
        return np.minimum(targets, self.day_closes_s[day + days])

    def _same_time(self, moment: int, days: int) -> int:
        """Return the same time so many working days later, moved into that day's hours."""
        wall = self.clock.wall(moment)
        day = bisect_right(self.days, wall) - 1 + days
        target = self.clock.first(self.days[day] + wall % (DAY_S * SECOND))
        closing = self.day_closes[day]
        return closing if target >= closing else self.open_from(target)

    def _same_time_many(self, moments: Any, days: int) -> Any:
        walls = self.clock.walls(moments)
        day = np.searchsorted(self.days_s, walls, side="right") - 1 + days
        targets = self.clock.firsts(self.days_s[day] + walls % DAY_S)
        return np.minimum(self.open_from_many(targets), self.day_closes_s[day])


class Calendar:
    """One week's openings as far as asked for; replaced as a whole, so threads may share them."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.known: Openings | None = None

    def reaching(self, first: int, last: int, working: int = 0, days: int = 0) -> Openings:
        """Return openings that hold two moments, and so much time and an opening after them."""
        known = self.known
        if known is None or first < known.first or last >= known.last:
            years = [
                year_of(first // SECOND),
                year_of(last // SECOND),
                *(known.years if known else ()),
            ]
            known = self._learn(min(years), max(years))
        while not known.holds(last, working, days):
            early, late = known.years
            known = self._learn(early, late + (late - early + 1))
        return known

    def _learn(self, first_year: int, last_year: int) -> Openings:
        if not any(self.week.open):
            raise NeverOpen("the working week has no opening hours on any day")
        self.known = known = Openings(self.week, *decades(first_year, last_year))
        return known


@lru_cache(maxsize=256)
def clock_of(zone: ZoneInfo, first_year: int, last_year: int) -> Clock:
    return Clock(zone, first_year, last_year)


def _turns(zone: ZoneInfo, first_year: int, last_year: int) -> tuple[Any, Any]:
    """Return when the offset changes over some years, and to what; the first counts for ever."""
    known = _newyear_of(first_year) - _MARGIN_S
    turns, offsets = [-_FAR_S], [_offset(zone, known)]
    for moment in range(known + DAY_S, _newyear_of(last_year + 1) + _MARGIN_S, DAY_S):
        offset = _offset(zone, moment)
        if offset != offsets[-1]:
            night = range(moment - DAY_S, moment)
            turned = bisect_left(night, True, key=lambda at: _offset(zone, at) == offset)
            turns.append(night.start + turned)
            offsets.append(offset)
    return np.array(turns), np.array(offsets)


def _offset(zone: ZoneInfo, moment: int) -> int:
    return int(datetime.fromtimestamp(moment, zone).replace(tzinfo=UTC).timestamp()) - moment


def _spans(week: Week, first_year: int, last_year: int) -> NDArray[np.int64]:
    """Return opening and closing of each span of some years, by the clock, in order."""
    first, last = _newyear_of(first_year) - _MARGIN_S, _newyear_of(last_year + 1) + _MARGIN_S
    days = np.arange(first // DAY_S, last // DAY_S)
    holidays = [holiday.toordinal() - _FIRST_DAY for holiday in week.holidays]
    weekdays = (days + 3) % 7  # 1970 began on a Thursday
    weekdays[np.isin(days, np.array(holidays, dtype=np.int64))] = 7  # as if after Sunday
    found = [
        days[weekdays == weekday, None] * DAY_S + np.array([seconds_of(span)])
        for weekday, spans in enumerate((*week.open, week.on_holidays))
        for span in spans
    ]
    spans = np.concatenate(found)
    return spans[np.argsort(spans[:, 0], kind="stable")]


def seconds_of(span: tuple[time, time]) -> tuple[int, int]:
    opens, closes = (each.hour * 3600 + each.minute * 60 + each.second for each in span)
    return opens, closes or DAY_S


def _exact(seconds: NDArray[np.int64]) -> list[int]:
    micros: list[int] = (seconds * SECOND).tolist()
    return micros


def micros_of(at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} does not say in which zone it is")
    since = at - _EPOCH
    return (since.days * DAY_S + since.seconds) * SECOND + since.microseconds


def moment_of(micros: int, zone: ZoneInfo) -> datetime:
    return (_EPOCH + timedelta(microseconds=micros)).astimezone(zone)


def year_of(moment: int) -> int:
    return (_EPOCH + timedelta(seconds=moment)).year


def _newyear_of(year: int) -> int:
    return (date(year, 1, 1).toordinal() - _FIRST_DAY) * DAY_S


def decades(first_year: int, last_year: int) -> tuple[int, int]:
    """Widen years to decades, so that moments near one another share their openings."""
    if first_year < YEARS[0] or last_year >= YEARS[1]:
        raise OverflowError(f"moments are reckoned from {YEARS[0]} to {YEARS[1]} only")
    return first_year // 10 * 10, last_year // 10 * 10 + 9
