"""Measure how fast requests are read.

GET one request; GET lists of 50 by each filter; GET 4,000 points of a map's box. The floor of each
is the same server answering the same rows and columns by one SELECT.
"""

import itertools
import json
import random
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from bench import load
from bench.asked import Asked

NEEDS_SERVER = True
CLIENTS, ROUNDS, SEED = 4, 5, 311
SHARE = 0.2
"""Of the seconds that a round may last: floor and ours come in turn, shortly and often."""
LISTS = ("list_newest", "list_service", "list_status", "list_area", "list_dates")
SPANS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64)
"""Degrees north and south of a place, until a box holds more points than an answer may."""


@dataclass(frozen=True)
class Pair:
    """One question, asked of us and of the floor."""

    ours: str
    floor: str


def measure(asked: Asked) -> dict[str, Any]:
    """Ask each kind of question of us and of the floor in turn; return medians and ratios."""
    found: dict[str, Any] = {"clients": CLIENTS, "rounds": ROUNDS}
    for kind, pairs in _questions().items():
        asked.say(kind.replace("_", " "))
        for pair in pairs[:5]:
            _same(kind, pair, asked.port)
        found |= _in_turn(kind, pairs, asked)
    found["ratio_to_floor_list"] = min(found[f"ratio_to_floor_{kind}"] for kind in LISTS)
    found["list_p50_ms"] = max(found[f"{kind}_p50_ms"] for kind in LISTS)
    return found


def _in_turn(kind: str, pairs: list[Pair], asked: Asked) -> dict[str, Any]:
    seconds = asked.seconds * SHARE
    ours = itertools.cycle(_get(pair.ours, asked.port) for pair in pairs)
    floor = itertools.cycle(_get(pair.floor, asked.port) for pair in pairs)
    took: dict[str, list[load.Load]] = {"ours": [], "floor": []}
    for turn in range(ROUNDS + 1):  # the first one warms
        for name, messages in (("floor", floor), ("ours", ours)):
            done = load.run(messages, port=asked.port, clients=CLIENTS, seconds=seconds)
            refused = sum(n for status, n in done.statuses.items() if status != 200)
            assert not refused, (kind, name, done.refusals)
            if turn:
                took[name].append(done)
    ratios = [a.per_s / b.per_s for a, b in zip(took["ours"], took["floor"], strict=True)]
    return {
        f"{kind}_per_s": _median([each.per_s for each in took["ours"]]),
        f"floor_{kind}_per_s": _median([each.per_s for each in took["floor"]]),
        f"{kind}_p50_ms": _median([each.percentile_ms(0.5) for each in took["ours"]]),
        f"{kind}_p99_ms": _median([each.percentile_ms(0.99) for each in took["ours"]]),
        f"ratio_to_floor_{kind}": round(statistics.median(ratios), 3),
    }


def _median(values: list[float]) -> float:
    return round(statistics.median(values), 2)


def _questions() -> dict[str, list[Pair]]:
    from townline.cities import queries as cities
    from townline.requests import queries as requests
    from townline.requests.queries import Filter

    city = cities.first()
    assert city is not None
    at, chance = datetime.now(UTC), random.Random(SEED)
    days = [at - timedelta(days=chance.uniform(30, 340)) for _ in range(40)]
    known = [
        row
        for until in days
        for row in requests.find(
            city, Filter(until=until, origins=("synthetic",)), language="en", at=at, limit=25
        ).rows
    ]
    services = sorted({row.service_code for row in known})
    areas = sorted({area for row in known for area in row.areas})
    return {
        "one": [_one(row.number) for row in known],
        "list_newest": [_list(at)],
        "list_service": [_list(at, service_code=code) for code in services],
        "list_status": [_list(at, status=status) for status in ("open", "closed")],
        "list_area": [_list(at, area=area) for area in areas],
        "list_dates": [_list(day, start=day - timedelta(days=7)) for day in days],
        "points": [_points(box) for box in _boxes(city, known)],
    }


def _one(number: str) -> Pair:
    return Pair(f"/open311/v2/requests/{number}.json", f"/open311/v2/floor/requests/{number}.json")


def _list(end: datetime, *, start: datetime | None = None, **more: str) -> Pair:
    begins = start or end - timedelta(days=89)
    asked = {"start_date": _text(begins), "end_date": _text(end), "page_size": "50", **more}
    query = urlencode(asked)
    return Pair(f"/open311/v2/requests.json?{query}", f"/open311/v2/floor/requests.json?{query}")


def _text(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()


def _points(box: tuple[float, float, float, float]) -> Pair:
    south, west, north, east = box
    query = urlencode({"bbox": f"{west},{south},{east},{north}"})
    return Pair(f"/requests/points.json?{query}", f"/floor/points.json?{query}")


def _boxes(city: Any, known: list[Any]) -> Iterator[tuple[float, float, float, float]]:
    """Yield boxes around real places, each just so wide that it holds more than one answer may."""
    from townline.requests import queries as requests
    from townline.requests.queries import Filter

    for row in [row for row in known if row.lat is not None][:: max(1, len(known) // 12)]:
        for span in SPANS:
            box = (row.lat - span, row.lon - span, row.lat + span, row.lon + span)
            if requests.points(city, Filter(box=box)).more:
                yield box
                break


def _same(kind: str, pair: Pair, port: int) -> None:
    """Make sure that both answer the same requests in the same order."""
    ours, floor = _fetched(pair.ours, port), _fetched(pair.floor, port)
    if kind == "points":
        numbers = [feature["id"] for feature in ours["features"]]
        floors = [row[2] for row in floor][: len(numbers)]
    else:
        numbers = [row["service_request_id"] for row in ours]
        floors = [row[0] for row in floor][: len(numbers)]
    assert numbers == floors, (kind, pair)


def _fetched(path: str, port: int) -> Any:
    wire = HTTPConnection("127.0.0.1", port)
    wire.request("GET", path)
    return json.loads(wire.getresponse().read())


def _get(path: str, port: int) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
