"""Growing a demo city: as many synthetic requests as a great city has, out of its real ones."""

import fcntl
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connections

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.config import tied
from townline.geography.queries.inside import inside_many
from townline.record.verbs import Actor, Role
from townline.requests.actions import reconstruct
from townline.requests.queries import past
from townline.requests.rules.resampling import Plan, Resampler, TooFew, batches

BATCH = 5_000
DRAWN_FROM = 60_000
"""At most so many real requests are drawn from; they are kept in memory."""
PROCESSES = 2
WORTH_IT = 4 * BATCH
"""Fewer rows than this are made by one process."""
GROWER = Actor(kind="system", label="synthetic", roles=frozenset({Role.SYSTEM}))


class NotHere(Exception):
    """Synthetic requests may not be made here; the text says why and what to do."""


@dataclass(frozen=True)
class Grown:
    """What became of it."""

    there: int
    """How many synthetic requests there were before."""
    new: int
    seconds: float

    def as_json(self) -> dict[str, int | float | None]:
        """Return the figures as the command prints them."""
        return {
            "there_before": self.there,
            "new": self.new,
            "took_s": round(self.seconds, 2),
            "rows_per_s": round(self.new / self.seconds) if self.new and self.seconds else None,
        }


@dataclass(frozen=True)
class _Making:
    """All that a process needs to make batches."""

    city: City
    plan: Plan
    resampler: Resampler
    at: datetime

    def take_in(self, batch: tuple[int, int]) -> int:
        taken = reconstruct.take_in(
            city=self.city,
            batch=self.resampler.batch(*batch),
            source=f"townline demo grow, seed {self.plan.seed}",
            by=GROWER,
            at=self.at,
            origin="synthetic",
        )
        return taken.new


def grow(
    *,
    city: City,
    home: Path,
    requests: int,
    open_share: float | None,
    seed: int,
    until: datetime,
    at: datetime,
    progress: Callable[[int], None] = lambda new: None,
) -> Grown:
    """
    See to it that the city has ``requests`` synthetic ones; what is there already is left alone.

    :param open_share: the share of the new ones that is left open; None for that of the real ones
    :param until: the end of the days that the new ones are spread over
    :raises NotHere: if the city is no demo, has no real requests, or is grown by somebody else
    """
    if not city.demo:
        raise NotHere(f"{city.slug} is not marked as a demo: no request may be made up in a city")
    with _alone(home):
        began = time.monotonic()
        there, first = past.synthetic(city)
        count = max(requests - there, 0)
        if not count:
            return Grown(there, 0, 0.0)
        plan = Plan(
            first=first, count=count, open_share=open_share, seed=seed, until=until, zone=city.zone
        )
        new = 0
        for made in _made(_Making(city, plan, _resampler(city, plan), at)):
            new += made
            progress(made)
        return Grown(there, new, time.monotonic() - began)


def _resampler(city: City, plan: Plan) -> Resampler:
    real = past.imported(city, most=DRAWN_FROM)
    day = plan.until.astimezone(plan.zone).date()
    try:
        return Resampler(
            real,
            plan,
            offers=catalogue.offers(city.edition_id),
            inside=lambda lats, lons: inside_many(city, lats, lons, day),
        )
    except TooFew as fault:
        raise NotHere(f"{city.slug}: {fault}; import some first: townline demo prepare") from None


def _made(making: _Making) -> Iterator[int]:
    """Make all batches and yield how many rows each had, in one process or in two."""
    todo = batches(making.plan.count, BATCH)
    if making.plan.count < WORTH_IT:
        yield from map(making.take_in, todo)
        return
    connections.close_all()  # a fork must not speak on the connection of its parent
    with multiprocessing.get_context("fork").Pool(
        PROCESSES, initializer=_begin, initargs=(making, os.getpid())
    ) as pool:
        yield from pool.imap_unordered(_take_in, todo)


_making: _Making | None = None


def _begin(making: _Making, parent: int) -> None:
    """Begin a process that makes batches; Ctrl-C is for its parent, with whom it ends."""
    global _making
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tied.end_with_parent(parent, signal.SIGKILL)
    _making = making


def _take_in(batch: tuple[int, int]) -> int:
    assert _making is not None
    return _making.take_in(batch)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """
    Let nobody else grow anything in this home meanwhile.

    :raises NotHere: if somebody does already
    """
    with (home / "grow.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotHere("another townline demo grow runs on this home") from None
        yield
