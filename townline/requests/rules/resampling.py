"""
Many requests out of some real ones: drawn again, at other times and a few steps away.

What is drawn keeps what a real request ties together: its service, channel, department and crew,
its place, how long it took and how it ended. Everything is decided by a seed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import words_in
from townline.requests.rules import made_up
from townline.requests.rules.imported import Past

SERIES = "syn-"
"""Begins every number; neither ours nor, as far as is known, any other system's do."""
DAYS = 365
"""Over how many days before the end the requests are spread."""
STEP_M = 40.0
"""How far a place is moved, as a standard deviation north and east, in metres."""
DEGREE_M = 111_320.0
OF_TIMES = ("closed_", "closing_", "unreadable_", "odd_year_", "no_such_time_", "unknown_status")
"""Beginnings of flags that speak of a row's own times, which are not kept."""

Floats = npt.NDArray[np.float64]
Inside = Callable[[Floats, Floats], npt.NDArray[np.bool_]]
"""Says of each point, by latitude and longitude, whether the city holds it."""


class TooFew(ValueError):
    """There are no real requests to draw from."""


def number(serial: int) -> str:
    """Return the number of a synthetic request; they sort as their serials do."""
    return f"{SERIES}{serial:09d}"


def serial_of(text: str) -> int:
    """Return the serial in such a number."""
    return int(text.removeprefix(SERIES))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be made."""

    first: int
    """The serial of the first new request; the others follow in the order of their time."""
    count: int
    open_share: float | None
    """The share that is left open; None for the share among the real ones."""
    seed: int
    until: datetime
    """The end of the days that they are spread over."""
    zone: ZoneInfo
    """The city's, in which people keep their hours."""


class Pools:
    """The real requests that can be drawn: those that ended after they began, and those open."""

    def __init__(self, past: Sequence[Past]) -> None:
        self.closed = tuple(p for p in past if p.closed_at and p.closed_at >= p.requested_at)
        self.open = tuple(p for p in past if p.state in ("open", "waiting"))
        if not self.closed and not self.open:
            raise TooFew("there are no real requests to draw from")

    @property
    def open_share(self) -> float:
        """Return the share of the open among all that can be drawn."""
        return len(self.open) / (len(self.open) + len(self.closed))


def profile(moments: Sequence[datetime], zone: ZoneInfo) -> Floats:
    """
    Return how many requests came in each hour of a weekday on average, by weekday and hour.

    A weekday of which the data has no day is taken for an average one.
    """
    found = np.zeros((7, 24))
    days: list[set[Any]] = [set() for _ in range(7)]
    for moment in moments:
        local = moment.astimezone(zone)
        found[local.weekday(), local.hour] += 1
        days[local.weekday()].add(local.date())
    seen = np.array([len(each) for each in days], dtype=float)
    means = found / np.maximum(seen, 1)[:, None]
    means[seen == 0] = found.sum(axis=0) / max(seen.sum(), 1)
    return means


class Resampler:
    """Draws the requests of a plan, a batch at a time; the same plan always gives the same."""

    def __init__(
        self, past: Sequence[Past], plan: Plan, *, offers: Mapping[str, Offer], inside: Inside
    ) -> None:
        """:raises TooFew: if there is nothing to draw from."""
        self.plan, self._inside = plan, inside
        self._offers = offers
        self._names = {o.code: words_in(o.words, "") for o in offers.values()}
        pools = Pools([p for p in past if p.service_code in offers])
        self._drawn = (*pools.closed, *pools.open)
        self._closed = len(pools.closed)
        self._open_share = pools.open_share if plan.open_share is None else plan.open_share
        places = [(p.lat, p.lon) if p.lat is not None else (np.nan, np.nan) for p in self._drawn]
        self._places = np.array(places, dtype=float)
        self._hours, self._weights = self._calendar()

    def batch(self, start: int, count: int) -> list[Past]:
        """Return ``count`` requests from the one at position ``start`` of the plan on."""
        chance = np.random.default_rng([self.plan.seed, self.plan.first, start])
        opened = chance.random(count) < self._open_share
        which = self._which(opened, chance)
        moments = self._moments(start, count, chance)
        lats, lons = self._moved(which, chance)
        left = chance.random(count)
        chances = chance.integers(0, 1 << 30, (count, made_up.DRAWS)).tolist()
        return [
            self._one(start + n, which[n], opened_, began, (lat, lon), left_, drawn)
            for n, (opened_, began, lat, lon, left_, drawn) in enumerate(
                zip(
                    opened.tolist(), moments.tolist(), lats.tolist(), lons.tolist(),
                    left.tolist(), chances, strict=True,
                )
            )
        ]  # fmt: skip

    def _which(self, opened: npt.NDArray[np.bool_], chance: np.random.Generator) -> list[int]:
        """Return which real request each is drawn from: an open one for those that stay open."""
        closed, every = self._closed, len(self._drawn)
        lowest = np.where(opened & (closed < every), closed, 0)
        beyond = np.where(opened | (closed == 0), every, closed)
        found: list[int] = chance.integers(lowest, beyond).tolist()
        return found

    def _calendar(self) -> tuple[Floats, Floats]:
        """Return when each hour of the days began, and the running share of requests before it."""
        often = profile([p.requested_at for p in self._drawn], self.plan.zone)
        last = self.plan.until.astimezone(self.plan.zone)
        begins, weights = [], []
        for back in range(DAYS, -1, -1):
            day = last.date() - timedelta(days=back)
            for hour in range(24):
                at = datetime.combine(day, time(hour), self.plan.zone)
                if at + timedelta(hours=1) <= last:
                    begins.append(at.timestamp())
                    weights.append(often[day.weekday(), hour])
        total = np.cumsum(weights)
        return np.array(begins), total / total[-1]

    def _moments(self, start: int, count: int, chance: np.random.Generator) -> Floats:
        """Return seconds since 1970, in order, as often at each hour as the profile has it."""
        share = (start + np.arange(count) + chance.random(count)) / self.plan.count
        hour = np.searchsorted(self._weights, share, side="right")
        return np.sort(np.floor(self._hours[hour] + 3600 * chance.random(count)))

    def _moved(self, which: list[int], chance: np.random.Generator) -> tuple[Floats, Floats]:
        """Return a place a few steps away, or the very place where that is outside the city."""
        places = self._places[which]
        steps = chance.normal(0, STEP_M / DEGREE_M, places.shape)
        steps[:, 1] /= np.cos(np.radians(places[:, 0]))
        moved = np.round(places + steps, 6)
        known = ~np.isnan(places[:, 0])
        stays = known.copy()
        stays[known] = ~self._inside(moved[known, 0], moved[known, 1])
        moved[stays] = places[stays]
        return moved[:, 0], moved[:, 1]

    def _one(
        self, position: int, which: int, opened: bool, began_s: float,
        place: tuple[float, float], left: float, chances: Sequence[int],
    ) -> Past:  # fmt: skip
        real = self._drawn[which]
        offer = self._offers[real.service_code]
        began = datetime.fromtimestamp(began_s, UTC)
        known = real.lat is not None
        return replace(
            real,
            number=number(self.plan.first + position),
            requested_at=began,
            due_at=None,
            scheduled_at=_shifted(real.scheduled_at, real, began, self.plan.zone),
            lat=place[0] if known else None,
            lon=place[1] if known else None,
            flags=tuple(f for f in real.flags if not f.startswith(OF_TIMES)),
            areas={},
            description=""
            if real.channel == "crew"
            else made_up.text(
                self._names[offer.code], order=offer.kind == "order", chances=chances
            ),
            **(self._left_open(real, began) if opened else self._ended(real, began, left)),
        )

    def _left_open(self, real: Past, began: datetime) -> dict[str, Any]:
        state = real.state if real.state in ("open", "waiting") else "open"
        touched = began + max(real.updated_at - real.requested_at, timedelta())
        updated = min(touched, self.plan.until) if state == real.state else began
        return {"state": state, "closed_at": None, "outcome": "", "updated_at": updated}

    def _ended(self, real: Past, began: datetime, left: float) -> dict[str, Any]:
        """Return how it ended: after as long as the real one, or before the end of all days."""
        ends = self.plan.until
        ended = began + (real.closed_at - real.requested_at) if real.closed_at else None
        if ended is None or ended > ends:
            ended = began + (ends - began) * left
        known = real.closed_at or real.updated_at
        after = max(real.updated_at - known, timedelta())
        state = real.state if real.closed_at else "closed"
        return {"state": state, "closed_at": ended, "updated_at": min(ended + after, ends)}


def _shifted(day: datetime | None, real: Past, began: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the day that it was ordered for, as long after the order as the real one was."""
    if day is None:
        return None
    ahead = day.date() - real.requested_at.astimezone(zone).date()
    return datetime.combine(began.astimezone(zone).date() + ahead, time(), zone)


def batches(count: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield where each batch of a plan starts, and how long it is."""
    for start in range(0, count, size):
        yield start, min(size, count - start)
