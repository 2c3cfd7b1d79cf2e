"""Growing a demo city's council: as many synthetic files as a great city has, out of real ones."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connections

from townline.cities.rules.city import City
from townline.config import tied
from townline.config.growing import GROWER, PROCESSES, Grown, NotHere
from townline.council.actions import growing
from townline.council.queries import past
from townline.council.rules.resampling import Plan, Resampler, TooFew

BATCH = 1_000
WORTH_IT = 4 * BATCH
"""Fewer files than this are made by one process."""


@dataclass(frozen=True)
class _Making:
    """All that a process needs to make batches."""

    city: City
    resampler: Resampler
    at: datetime

    def take_in(self, batch: tuple[int, int]) -> int:
        files = self.resampler.files(*batch)
        return growing.take_in(city=self.city, files=files, by=GROWER, at=self.at)


def grow(
    *,
    city: City,
    files: int,
    seed: int,
    at: datetime,
    progress: Callable[[int], None] = lambda new: None,
) -> Grown:
    """
    See to it that the city has ``files`` synthetic ones; what is there already is left alone.

    :raises NotHere: if the city is no demo, or has no real files to draw from
    """
    if not city.demo:
        raise NotHere(f"{city.slug} is not marked as a demo: no file may be made up in a city")
    began = time.monotonic()
    there = past.synthetic(city)
    if files <= there:
        return Grown(there, 0, 0.0)
    today = at.astimezone(city.zone).date()
    try:
        resampler = Resampler(
            past.real_rounds(city, until=today), past.cast(city), Plan(seed=seed, until=today)
        )
    except TooFew as fault:
        raise NotHere(
            f"{city.slug}: {fault}; take some in first: townline council import"
        ) from None
    new = 0
    for made in _made(_Making(city, resampler, at), files):
        new += made
        progress(made)
    return Grown(there, new, time.monotonic() - began)


def _made(making: _Making, files: int) -> Iterator[int]:
    """Make all batches and yield how many files each had, in one process or in two."""
    todo = [(first, min(BATCH, files - first)) for first in range(0, files, BATCH)]
    if files < WORTH_IT:
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
