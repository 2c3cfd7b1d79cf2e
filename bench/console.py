"""Measure the one search box of the agent's console.

What residents type, as the city's folder lists it, at half and at full length, with numbers of
requests, telephone numbers and addresses among it: everything that the page asks and words, within
the process and on one connection. The floor is the one question to the index of services and
answers. Prints milliseconds: the median, what 95 of 100 keep, and the longest.
"""

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from bench.asked import Asked

NEEDS_SERVER = False
MOST = 200
EVERY = 20
"""How many numbers, telephones and addresses are looked for."""


def measure(asked: Asked) -> dict[str, Any]:
    """Measure the box, and then the floor, with the same words."""
    from townline.cities import queries as cities
    from townline.desk.console import seek
    from townline.record.verbs import Actor, Role
    from townline.topics import queries as topics

    city = cities.first()
    assert city is not None
    by = Actor(kind="staff", label="Bench", roles=frozenset({Role.AGENT}))
    typed, other = _words(city), _other(city, by)
    asked.say(f"{len(typed)} words, {len(other)} numbers and addresses")
    for text in (*typed[:10], *other[:10]):
        seek.sought(city, by, text, None)
    gc.freeze()  # as web processes do: else some search pays for all that is loaded
    box = _timed([partial(seek.sought, city, by, text, None) for text in (*typed, *other)])
    floor = _timed([
        partial(topics.find, city, text, "en", kinds=("answer", "service"), most=seek.TOPICS)
        for text in typed
    ])  # fmt: skip
    longest = max(zip(box, (*typed, *other), strict=True))
    median, least = statistics.median(box), statistics.median(floor)
    return {
        "searches": len(box), "requests": asked.requests, "console_ms": round(median, 2),
        "console_p95_ms": _share(box), "console_max_ms": round(max(box), 2),
        "longest": longest[1], "floor_ms": round(least, 2), "floor_p95_ms": _share(floor),
        "ratio_to_floor": round(median / least, 2),
    }  # fmt: skip


def _words(city: Any) -> list[str]:
    """Return what residents type, at half and at full length, evenly out of the folder's list."""
    from townline.cities import queries as cities
    from townline.founding.rules import draft

    files = cities.edition_files(city.edition_id)
    kept = {path: held for path, held in files.items() if not path.startswith("places/")}
    said = [each.text for each in draft.of_files(city.slug, kept).searches]
    every = [text[:n] for text in said for n in (max(2, len(text) // 2), len(text))]
    return every[:: max(1, len(every) // MOST)][:MOST]


def _other(city: Any, by: Any) -> list[str]:
    """Return numbers and addresses of requests that there are, and telephone numbers."""
    from django.utils import timezone

    from townline.requests import queries as requests
    from townline.requests.queries import Filter

    page = requests.find(city, Filter(), language="en", at=timezone.now(), by=by, limit=EVERY)
    numbers = [each.number for each in page.rows]
    addresses = [each.address for each in page.rows if each.address[:1].isdigit()]
    phones = [f"213 555 01{n:02}" for n in range(EVERY)]
    return [*numbers, *addresses, *phones]


def _timed(calls: Sequence[Callable[[], Any]]) -> list[float]:
    took = []
    for call in calls:
        begun = time.perf_counter()
        call()
        took.append((time.perf_counter() - begun) * 1000)
    return took


def _share(took: list[float]) -> float:
    return round(statistics.quantiles(took, n=20)[-1], 2)
