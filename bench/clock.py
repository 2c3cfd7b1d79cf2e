"""
How many promises a second fall due, one by one and by the million.

Run ``python -m bench.clock``; figures go to standard output as one JSON document.
"""

import json
import time as clock
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from townline.hours import UNITS, Promise, WorkingWeek, add, due, due_many, is_open, worked

ZONE = ZoneInfo("America/Los_Angeles")
HOLIDAYS = frozenset(date(year, month, day) for year in range(2011, 2031) for month, day in
                     ((1, 1), (7, 4), (11, 11), (12, 25)))  # fmt: skip
LUNCH = ((time(8), time(12)), (time(13), time(17)))
WEEK = WorkingWeek(zone=ZONE, open=(LUNCH,) * 5 + ((), ()), holidays=HOLIDAYS)
SINGLE, MANY, ROUNDS = 50_000, 1_000_000, 3


def best(work: Callable[[], object]) -> float:
    """Return the shortest of some rounds, in seconds."""
    took = []
    for _ in range(ROUNDS):
        began = clock.perf_counter()
        work()
        took.append(clock.perf_counter() - began)
    return min(took)


def main() -> None:
    """Measure over starts of twenty years and print the rates."""
    seconds = np.random.default_rng(311).integers(1_300_000_000, 1_900_000_000, MANY)
    starts = [datetime.fromtimestamp(int(at), UTC) for at in seconds[:SINGLE]]
    fresh = WorkingWeek(zone=ZONE, open=WEEK.open, holidays=HOLIDAYS)
    found: dict[str, float] = {
        "first_answer_of_a_week_ms": 1000
        * _once(lambda: due(starts[0], Promise(1, "working_days"), fresh))
    }
    for unit in UNITS:
        promise = Promise(5, unit)
        found[f"due_{unit}_per_s"] = SINGLE / best(
            lambda promise=promise: [due(at, promise, WEEK) for at in starts]
        )
        found[f"due_many_{unit}_per_s"] = MANY / best(
            lambda promise=promise: due_many(seconds, promise, WEEK)
        )
    later = timedelta(hours=20)
    found["add_per_s"] = SINGLE / best(lambda: [add(at, later, WEEK) for at in starts])
    found["worked_per_s"] = SINGLE / best(lambda: [worked(at, at + later, WEEK) for at in starts])
    found["is_open_per_s"] = SINGLE / best(lambda: [is_open(at, WEEK) for at in starts])
    print(json.dumps({key: round(value, 2) for key, value in found.items()}, indent=2))


def _once(work: Callable[[], object]) -> float:
    began = clock.perf_counter()
    work()
    return clock.perf_counter() - began


if __name__ == "__main__":
    main()
