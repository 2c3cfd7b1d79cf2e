"""
Measure how fast points are located in the areas of an applied city.

    python bench/locate.py [--city SLUG] [--points N] [--json]

Points are spread evenly over the city's bounds, from a fixed seed, so that some are outside.
Prints one JSON document:

``single_us``          the median time of ``locate``, one point a call, in microseconds
``single_p99_us``      99 of 100 calls took no longer
``bulk_points_per_s``  points a second of ``locate_many``, the best of five runs
``load_s``             the time to read and index the areas, once in a process
"""

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

import numpy as np

from townline.config import command

SEED = 311
SINGLE_CALLS = 5_000
RUNS = 5


def main() -> int:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description="Measure how fast points are located.")
    parser.add_argument("--city", metavar="SLUG", help="else the first that was applied")
    parser.add_argument("--points", type=int, default=200_000, help="how many for locate_many")
    parser.add_argument("--json", action="store_true", help="JSON is what it prints anyway")
    asked = parser.parse_args()
    command.set_up()
    from townline.cities import queries as cities

    city = cities.by_slug(asked.city) if asked.city else cities.first()
    if city is None:
        print("No such city is applied: run townline city apply FOLDER.", file=sys.stderr)
        return 2
    print(json.dumps(measure(city, asked.points)))
    return 0


def measure(city: Any, points: int) -> dict[str, Any]:
    """Return the figures for a city, today."""
    from townline.geography import queries
    from townline.geography.rules.place import Point

    day = datetime.now(UTC).date()
    south, west, north, east = city.bounds
    chance = np.random.default_rng(SEED)
    lats, lons = chance.uniform(south, north, points), chance.uniform(west, east, points)
    start = time.perf_counter()
    queries.locate(city, Point(float(lats[0]), float(lons[0])), day)
    load_s = time.perf_counter() - start
    singles = [Point(float(a), float(o)) for a, o in zip(lats, lons, strict=True)][:SINGLE_CALLS]
    took = np.array([_timed(queries.locate, city, point, day) for point in singles])
    bulk = min(_timed(queries.locate_many, city, lats, lons, day) for _ in range(RUNS))
    return {
        "city": city.slug,
        "edition": city.edition,
        "points": points,
        "load_s": round(load_s, 3),
        "single_us": round(float(np.median(took)) * 1e6, 1),
        "single_p99_us": round(float(np.quantile(took, 0.99)) * 1e6, 1),
        "bulk_points_per_s": round(points / bulk),
    }


def _timed(call: Any, *arguments: Any) -> float:
    start = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
