"""Measure the council's files: sentences understood, searches, a file's page, all clocks reckoned.

Sentences of the real files, as the folder's grammar reads them; the floor splits each into words
and looks one up. The 200 searches of bench/council_searches.txt, by the query that pages ask; the
floor is a file looked up by its number. What a file's page asks, of files all over; its floor is
the same. All files reckoned anew, with every row to be written; the floor reads the same entries.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench.asked import Asked

NEEDS_SERVER = True
NEEDS_REQUESTS = False
NEEDS_FILES = True
SEARCHES = Path(__file__).with_name("council_searches.txt")
FILES = 200
"""How many files' pages are asked for."""
ROUNDS = 3


def measure(asked: Asked) -> dict[str, Any]:
    """Measure each and its floor in turn."""
    from django.utils import timezone

    from townline.cities import queries as cities
    from townline.council.models import CouncilFile

    city = cities.first()
    assert city is not None
    files = CouncilFile.objects.filter(city_id=city.id)
    found: dict[str, Any] = {
        "files": files.count(),
        "activities": sum(files.values_list("activities", flat=True).iterator()),
    }
    today = timezone.now().astimezone(city.zone).date()
    asked.say("sentences")
    found |= _parsed(city, asked.seconds)
    asked.say("searches")
    found |= _searched(city)
    asked.say("files")
    found |= _read(city, today, asked.port)
    asked.say(f"clocks of {found['files']:,} files")
    return found | _reckoned(city)


def _parsed(city: Any, seconds: float) -> dict[str, Any]:
    """Return how many sentences of real files a second are understood, on one core."""
    from townline.council import queries
    from townline.council.models import CouncilFile

    grammar = queries.grammar(city)
    real = CouncilFile.objects.filter(city_id=city.id, origin="imported", restricted=False)
    sentences = [
        each.sentence
        for identifier in real.values_list("identifier", flat=True)
        for each in queries.history(city, identifier)
    ]
    words = {sentence.split()[0] for sentence in sentences}

    def floor(sentence: str) -> bool:
        return sentence.split()[0] in words

    rates: dict[str, list[float]] = {"parse_per_s": [], "floor_parse_per_s": []}
    for _ in range(ROUNDS):
        rates["parse_per_s"].append(_rate(grammar.parse, sentences, seconds / ROUNDS))
        rates["floor_parse_per_s"].append(_rate(floor, sentences, seconds / ROUNDS / 4))
    found = {name: round(statistics.median(each)) for name, each in rates.items()}
    ratio = found["parse_per_s"] / found["floor_parse_per_s"]
    return {"sentences": len(sentences), **found, "ratio_to_floor_parse": round(ratio, 4)}


def _rate(work: Callable[[str], object], sentences: Sequence[str], seconds: float) -> float:
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        for sentence in sentences:
            work(sentence)
        count += len(sentences)
    return count / (time.perf_counter() - began)


def _searched(city: Any) -> dict[str, Any]:
    """Return what the searches of the list take, after each was asked once."""
    from townline.council import queries
    from townline.council.models import CouncilFile
    from townline.council.rules.searching import Wanted

    words = SEARCHES.read_text().splitlines()
    numbers = list(CouncilFile.objects.values_list("identifier", flat=True)[: len(words)])
    took: dict[str, list[float]] = {each: [] for each in words}
    floors: list[float] = []
    for turn in range(ROUNDS + 1):
        for place, each in enumerate(words):
            ms = _ms(partial(queries.search, city, Wanted(words=each)))
            floor = _ms(partial(queries.files, city, [numbers[place % len(numbers)]]))
            if turn:
                took[each].append(ms)
                floors.append(floor)
    medians = {each: statistics.median(times) for each, times in took.items()}
    slowest = sorted(medians, key=lambda each: medians[each])
    return {
        "searches": len(words),
        **_spread("search", [ms for times in took.values() for ms in times]),
        "search_council_ms": round(medians["council"], 2),
        "slowest_searches": slowest[:-6:-1],
        **_spread("floor_search", floors),
    }


def _read(city: Any, today: Any, port: int) -> dict[str, Any]:
    """Return what a file's page asks takes, and its page where the server has one."""
    from townline.council import queries
    from townline.council.models import CouncilFile

    keys = CouncilFile.objects.filter(city_id=city.id, restricted=False).order_by("pk")
    every = max(1, keys.count() // FILES)
    numbers = list(keys.values_list("identifier", flat=True)[::every])

    def page(number: str) -> None:
        queries.file(city, number)
        queries.history(city, number)
        queries.documents(city, number)
        queries.clock(city, number, as_of=today, known_on=today)

    page(numbers[0])
    found = _spread("file", [_ms(partial(page, n)) for n in numbers])
    found |= _spread("floor_file", [_ms(partial(queries.file, city, n)) for n in numbers])
    with closing(HTTPConnection("127.0.0.1", port)) as wire:
        if _get(wire, f"/council/files/{numbers[0]}/") == 200:
            paths = [f"/council/files/{number}/" for number in numbers]
            found |= _spread("page", [_ms(partial(_get, wire, path)) for path in paths])
            floors = [_ms(partial(_get, wire, "/healthz")) for _ in numbers]
            found |= _spread("floor_page", floors)
    return found


def _reckoned(city: Any) -> dict[str, Any]:
    """Return how long it takes to reckon all files anew and to write every row."""
    from django.utils import timezone

    from townline.council import actions
    from townline.council.models import CouncilFile, FileEntry
    from townline.record.verbs import SYSTEM

    began = time.perf_counter()
    rows = FileEntry.objects.order_by("subject_id", "seq")
    entries = rows.values_list("subject_id", "seq", "date", "data")
    read = sum(1 for _ in entries.iterator(chunk_size=10_000))
    floor_s = time.perf_counter() - began
    CouncilFile.objects.filter(city_id=city.id).update(rounds=0, expires_date=None)
    began = time.perf_counter()
    changed = actions.reckon_all(city=city, by=SYSTEM, at=timezone.now())
    took_s = time.perf_counter() - began
    began = time.perf_counter()
    actions.reckon_all(city=city, by=SYSTEM, at=timezone.now())
    again_s = time.perf_counter() - began
    return {
        "entries_read": read,
        "reckoned": changed,
        "reckon_s": round(took_s, 2),
        "reckon_unchanged_s": round(again_s, 2),
        "floor_reckon_s": round(floor_s, 2),
        "ratio_to_floor_reckon": round(floor_s / took_s, 3),
    }


def _spread(name: str, took: Sequence[float]) -> dict[str, float]:
    ordered = sorted(took)
    return {
        f"{name}_p50_ms": round(statistics.median(ordered), 2),
        f"{name}_p95_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 2),
        f"{name}_max_ms": round(ordered[-1], 2),
    }


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _get(wire: HTTPConnection, path: str) -> int:
    wire.request("GET", path)
    answer = wire.getresponse()
    answer.read()
    return answer.status
