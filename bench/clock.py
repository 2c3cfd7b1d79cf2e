"""Measure how fast promises fall due.

One by one, and vectorised for imports. Starts are spread over twenty years with holidays and a
lunch break. The floor of the single one is the naive sum of a start and a length, which knows no
working time; that of many is the same sum over an array.
"""

import statistics
import time as clock
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from bench.asked import Asked
from townline.hours import UNITS, Promise, WorkingWeek, add, due, due_many, is_open, worked

NEEDS_SERVER = False
NEEDS_HOME = False
ZONE = ZoneInfo("America/Los_Angeles")
HOLIDAYS = frozenset(date(year, month, day) for year in range(2011, 2031) for month, day in
                     ((1, 1), (7, 4), (11, 11), (12, 25)))  # fmt: skip
LUNCH = ((time(8), time(12)), (time(13), time(17)))
WEEK = WorkingWeek(zone=ZONE, open=(LUNCH,) * 5 + ((), ()), holidays=HOLIDAYS)
SINGLE, MANY, ROUNDS = 5_000, 100_000, 3
LATER = timedelta(hours=20)


def measure(asked: Asked) -> dict[str, Any]:
    """Measure everything and its floors in turn, for a share of the seconds each round."""
    seconds = np.random.default_rng(311).integers(1_300_000_000, 1_900_000_000, MANY)
    starts = [datetime.fromtimestamp(int(at), UTC) for at in seconds[:SINGLE]]
    fresh = WorkingWeek(zone=ZONE, open=WEEK.open, holidays=HOLIDAYS)
    first = _once(lambda: due(starts[0], Promise(1, "working_days"), fresh))
    works = _works(starts, seconds)
    each_s = asked.seconds / len(works)
    rates: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(ROUNDS):
        asked.say(f"round {turn + 1} of {ROUNDS}")
        for name, (count, work) in works.items():
            rates[name].append(_rate(count, work, each_s))
    found = {name: round(statistics.median(each)) for name, each in rates.items()}
    slowest = min(found[f"due_{unit}_per_s"] for unit in UNITS)
    slowest_many = min(found[f"due_many_{unit}_per_s"] for unit in UNITS)
    return {
        "rounds": ROUNDS,
        "round_s": asked.seconds,
        "first_answer_of_a_week_ms": round(1000 * first, 2),
        **found,
        "due_per_s": slowest,
        "due_many_per_s": slowest_many,
        "ratio_to_floor": round(slowest / found["floor_per_s"], 3),
        "ratio_to_floor_many": round(slowest_many / found["floor_many_per_s"], 3),
    }


Work = tuple[int, Callable[[], object]]
"""How many answers a call gives, and the call."""


def _works(starts: list[datetime], seconds: "np.ndarray[Any, Any]") -> dict[str, Work]:
    works: dict[str, Work] = {
        "floor_per_s": (SINGLE, lambda: [at + LATER for at in starts]),
        "floor_many_per_s": (MANY, lambda: seconds + 72_000),
    }
    for unit in UNITS:
        works[f"due_{unit}_per_s"] = (SINGLE, partial(_due_singly, starts, Promise(5, unit)))
        works[f"due_many_{unit}_per_s"] = (MANY, partial(due_many, seconds, Promise(5, unit), WEEK))
    works["add_per_s"] = (SINGLE, lambda: [add(at, LATER, WEEK) for at in starts])
    works["worked_per_s"] = (SINGLE, lambda: [worked(at, at + LATER, WEEK) for at in starts])
    works["is_open_per_s"] = (SINGLE, lambda: [is_open(at, WEEK) for at in starts])
    return works


def _due_singly(starts: list[datetime], promise: Promise) -> list[datetime]:
    return [due(at, promise, WEEK) for at in starts]


def _rate(count: int, work: Callable[[], object], seconds: float) -> float:
    """Return answers a second, of as many calls as the time allows and one at least."""
    began = clock.perf_counter()
    calls = 0
    while calls == 0 or clock.perf_counter() - began < seconds:
        work()
        calls += 1
    return count * calls / (clock.perf_counter() - began)


def _once(work: Callable[[], object]) -> float:
    began = clock.perf_counter()
    work()
    return clock.perf_counter() - began
