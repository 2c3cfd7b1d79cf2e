"""Measure how fast words in texts are found, and services by what residents type.

A rare word, a common one, one that nobody wrote, and two at once: through the query that pages ask,
as everyone and as staff, and over HTTP. Prints milliseconds, the median and the longest of 20.

Then services as they are suggested letter by letter, at 100 services and 2,000 answers in five
languages, over HTTP (suggest_ms, beside floor_suggest_ms: a SELECT 1 through the same server), and
with answers within the process (suggest_all_kinds_ms); the median, and the time 95 of 100 keep.
"""

import statistics
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from bench import suggesting
from bench.asked import Asked

NEEDS_SERVER = True
TIMES = 20


def measure(asked: Asked) -> dict[str, Any]:
    """Ask for each kind of words by each way, many times, and return how long it took."""
    from townline.cities import queries as cities
    from townline.record.verbs import Actor, Role
    from townline.requests import queries as requests
    from townline.requests.queries import Filter

    city, at = cities.first(), datetime.now(UTC)
    assert city is not None
    staff = Actor(
        kind="staff", label="bench", roles=frozenset({Role.WORKER}), departments=frozenset({"*"})
    )

    def ask(words: str, by: Actor | None) -> int:
        wanted = Filter(words=words)
        return len(requests.find(city, wanted, language="en", at=at, by=by, limit=50).rows)

    found: dict[str, Any] = {"times": TIMES}
    for kind, words in _words(lambda words: ask(words, staff)).items():
        asked.say(f"{kind}: {words}")
        found[f"{kind}_words"] = words
        for who, by in (("everyone", None), ("staff", staff)):
            found[f"{kind}_{who}_found"] = ask(words, by)
            found |= _timed(f"{kind}_{who}", partial(ask, words, by))
        path = f"/open311/v2/requests.json?{urlencode({'q': words, 'page_size': 50})}"
        with closing(HTTPConnection("127.0.0.1", asked.port)) as wire:
            found |= _timed(f"{kind}_http", partial(_get, wire, path))
    found["longest_ms"] = max(v for name, v in found.items() if name.endswith("_max_ms"))
    return found | suggesting.measure(asked, city)


def _words(count: Callable[[str], int]) -> dict[str, str]:
    """Return words of each kind, as the synthetic texts hold them."""
    from townline.requests.rules import made_up

    rare = (made_up.rare(position) for position in range(made_up.RARE))
    return {
        "common": made_up.COMMON,
        "uncommon": made_up.UNCOMMON[0],
        "rare": next((word for word in rare if count(word)), made_up.rare(0)),
        "none": "unwrittenword",
        "two": f"{made_up.COMMON} {made_up.UNCOMMON[0]}",
        "two_apart": f"{made_up.UNCOMMON[0]} {made_up.UNCOMMON[1]}",
    }


def _timed(name: str, ask: Callable[[], object]) -> dict[str, float]:
    took = []
    ask()
    for _ in range(TIMES):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return {f"{name}_ms": round(statistics.median(took), 2), f"{name}_max_ms": round(max(took), 2)}


def _get(wire: HTTPConnection, path: str) -> None:
    wire.request("GET", path)
    answer = wire.getresponse()
    answer.read()
    assert answer.status == 200, answer.status
