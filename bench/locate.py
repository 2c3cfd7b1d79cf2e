"""Measure how fast points are located.

In the areas of the demo city, of every kind and date. Points are spread evenly over the city's
bounds, so that some are outside. The floor is the plain query of Shapely's own tree over the same
shapes for the same points: it knows neither days nor kinds, nor which of two areas has the point on
their border.
"""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import shapely

from bench.asked import Asked

NEEDS_SERVER = False
NEEDS_REQUESTS = False
SEED = 311
SINGLES, POINTS, ROUNDS = 2_000, 100_000, 3
PLAIN_POINTS = 5_000
"""How many the plain query is asked for at once; more take it no shorter each."""
Coordinates = np.ndarray[Any, np.dtype[np.float64]]


def measure(asked: Asked) -> dict[str, Any]:
    """Locate the points of today, one a call and all at once, in turn with the plain query."""
    from townline.cities import queries as cities
    from townline.geography import queries
    from townline.geography.queries.trees import tree_of
    from townline.geography.rules.place import Point

    city = cities.first()
    assert city is not None
    day = datetime.now(UTC).date()
    lats, lons = _spread(city.bounds)
    points = [Point(float(a), float(o)) for a, o in zip(lats, lons, strict=True)][:SINGLES]
    began = time.perf_counter()
    queries.locate(city, points[0], day)
    load_s = time.perf_counter() - began
    shapes = tree_of(city.edition_id).shapes
    plain = shapely.STRtree(shapes)

    def plainly(point: Point) -> object:
        return plain.query(shapely.Point(point.lon, point.lat), predicate="intersects")

    works: dict[str, Callable[[], list[float]]] = {
        "floor_single": lambda: [_timed(plainly, point) for point in points],
        "single": lambda: [_timed(queries.locate, city, point, day) for point in points],
        "floor_bulk": lambda: [_timed(_in_bulk, plain, lats[:PLAIN_POINTS], lons[:PLAIN_POINTS])],
        "bulk": lambda: [_timed(queries.locate_many, city, lats, lons, day)],
    }
    took = _in_turn(works, asked)
    return {"city": city.slug, "areas": len(shapes), "load_s": round(load_s, 3)} | _figures(took)


def _spread(bounds: tuple[float, float, float, float]) -> tuple[Coordinates, Coordinates]:
    south, west, north, east = bounds
    chance = np.random.default_rng(SEED)
    return chance.uniform(south, north, POINTS), chance.uniform(west, east, POINTS)


def _in_bulk(plain: shapely.STRtree, lats: Coordinates, lons: Coordinates) -> object:
    return plain.query(shapely.points(lons, lats), predicate="intersects")


def _in_turn(works: dict[str, Callable[[], list[float]]], asked: Asked) -> dict[str, list[float]]:
    """Do each for a share of the seconds, at least once a round; return how long each call took."""
    took: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(ROUNDS):
        asked.say(f"round {turn + 1} of {ROUNDS}")
        for name, work in works.items():
            ends = time.perf_counter() + asked.seconds / len(works)
            took[name] += work()
            while time.perf_counter() < ends:
                took[name] += work()
    return took


def _figures(took: dict[str, list[float]]) -> dict[str, Any]:
    median = {name: statistics.median(each) for name, each in took.items()}
    bulk_per_s, floor_per_s = POINTS / median["bulk"], PLAIN_POINTS / median["floor_bulk"]
    return {
        "points": POINTS,
        "rounds": ROUNDS,
        "single_us": round(median["single"] * 1e6, 1),
        "single_p99_us": round(float(np.quantile(took["single"], 0.99)) * 1e6, 1),
        "floor_single_us": round(median["floor_single"] * 1e6, 1),
        "bulk_points_per_s": round(bulk_per_s),
        "floor_bulk_points_per_s": round(floor_per_s),
        "ratio_to_floor": round(median["floor_single"] / median["single"], 3),
        "ratio_to_floor_bulk": round(bulk_per_s / floor_per_s, 3),
    }


def _timed(call: Callable[..., object], *arguments: Any) -> float:
    began = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - began
