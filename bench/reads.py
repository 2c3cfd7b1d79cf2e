"""Measure how fast requests are read.

GET one request; GET lists of 50 by each filter; GET 4,000 points of a map's box. The floor of each
is the same server answering the same rows and columns by one SELECT.
"""

import itertools
import json
import random
import re
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from bench.asked import Asked

NEEDS_SERVER = True
SEED = 311
WARM = 20
"""How many questions of each kind are asked before the measured ones."""
LISTS = ("list_newest", "list_service", "list_status", "list_area", "list_dates")
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
SPANS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64)
"""Degrees north and south of a place, until a box holds more points than an answer may."""


@dataclass(frozen=True)
class Pair:
    """One question, asked of us and of the floor."""

    ours: str
    floor: str


def measure(asked: Asked) -> dict[str, Any]:
    """Ask each kind of question of the floor and of us in turn; return medians and ratios."""
    found: dict[str, Any] = {}
    for kind, pairs in _questions().items():
        if not pairs:
            asked.say(f"too few requests for {kind.replace('_', ' ')}")
            continue
        asked.say(kind.replace("_", " "))
        for pair in pairs[:5]:
            _same(kind, pair, asked.port)
        found |= _in_turn(kind, pairs, asked)
    found["ratio_to_floor_list"] = min(found[f"ratio_to_floor_{kind}"] for kind in LISTS)
    found["list_p50_ms"] = max(found[f"{kind}_p50_ms"] for kind in LISTS)
    return found


def _in_turn(kind: str, pairs: list[Pair], asked: Asked) -> dict[str, Any]:
    """
    Ask the floor and us for the same, one after the other on one connection, for some seconds.

    So whatever else the machine does slows both. Each goes first as often as the other: whoever
    comes second finds the rows in memory.
    """
    took: dict[str, list[float]] = {"floor": [], "ours": []}
    with socket.create_connection(("127.0.0.1", asked.port)) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        asks = [
            {"floor": _get(pair.floor, asked.port), "ours": _get(pair.ours, asked.port)}
            for pair in pairs
        ]
        turns = itertools.starmap(_turned, enumerate(itertools.cycle(asks)))
        for both in itertools.islice(turns, WARM):
            for message in both.values():
                _timed(wire, message)
        ends = time.monotonic() + asked.seconds
        while time.monotonic() < ends or not took["ours"]:
            for name, message in next(turns).items():
                took[name].append(_timed(wire, message))
    p50 = {name: statistics.median(times) for name, times in took.items()}
    return {
        f"{kind}_per_s": round(1000 / p50["ours"], 1),  # by one client, at the median
        f"floor_{kind}_per_s": round(1000 / p50["floor"], 1),
        f"{kind}_p50_ms": round(p50["ours"], 3),
        f"{kind}_p99_ms": round(_percentile(took["ours"], 0.99), 3),
        f"floor_{kind}_p50_ms": round(p50["floor"], 3),
        f"ratio_to_floor_{kind}": round(p50["floor"] / p50["ours"], 3),
        f"{kind}_asked": len(took["ours"]),
    }


def _turned(turn: int, both: dict[str, bytes]) -> dict[str, bytes]:
    return dict(reversed(both.items())) if turn % 2 else both


def _percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def _timed(wire: socket.socket, message: bytes) -> float:
    """Return after how many milliseconds the last byte of the answer was there."""
    began = time.perf_counter()
    wire.sendall(message)
    head, _, body = wire.recv(1 << 20).partition(b"\r\n\r\n")
    length = int(LENGTH.search(head)[1])  # type: ignore[index]
    missing = length - len(body)
    while missing > 0:
        missing -= len(wire.recv(1 << 20))
    took_ms = (time.perf_counter() - began) * 1000
    assert head[9:12] == b"200", head
    return took_ms


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
    with closing(HTTPConnection("127.0.0.1", port)) as wire:
        wire.request("GET", path)
        return json.loads(wire.getresponse().read())


def _get(path: str, port: int) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
