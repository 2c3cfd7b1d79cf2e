"""
How fast services are suggested while somebody types, at the size of a great city.

100 services in five languages and 2,000 made-up answers in five; asked for are the beginnings of
what residents type, as the city's folder lists it, letter by letter.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote

from bench.asked import Asked
from townline.cities.rules.city import City

SERVICES, ANSWERS = 100, 2_000
MOST = 300
"""How many beginnings are asked for."""
SHORTEST = 2


def measure(asked: Asked, city: City) -> dict[str, Any]:
    """Ask for each beginning over HTTP and within the process, and return how long it took."""
    with _grown(city) as topics:
        typed = _typed(city)
        asked.say(f"{len(typed)} beginnings of words, among {topics} topics")
        found: dict[str, Any] = {"suggest_topics": topics, "suggest_questions": len(typed)}
        with closing(HTTPConnection("127.0.0.1", asked.port)) as wire:
            paths = [f"/{_prefix(lang)}report/suggest.json?q={quote(text)}" for lang, text in typed]
            found |= _timed("floor_suggest", [partial(_get, wire, "/floor/one.json")] * len(typed))
            found |= _timed("suggest", [partial(_get, wire, path) for path in paths])
        found |= _timed("suggest_all_kinds", [partial(_find, city, *each) for each in typed])
    found["suggest_over_floor_ms"] = round(found["suggest_ms"] - found["floor_suggest_ms"], 2)
    return found


def _prefix(language: str) -> str:
    return "" if language == "en" else f"{language}/"


def _find(city: City, language: str, text: str) -> None:
    from townline.topics import queries

    queries.find(city, text, language)


def _typed(city: City) -> list[tuple[str, str]]:
    """Return what is in the box at each letter, evenly out of all searches of the folder."""
    from townline.cities import queries as cities
    from townline.founding.rules import draft

    files = cities.edition_files(city.edition_id)
    kept = {path: held for path, held in files.items() if not path.startswith("places/")}
    every = [
        (each.language, each.text[:length])
        for each in draft.of_files(city.slug, kept).searches
        for length in range(SHORTEST, len(each.text) + 1)
    ]
    return every[:: max(1, len(every) // MOST)][:MOST]


@contextmanager
def _grown(city: City) -> Iterator[int]:
    """Let the city have as many topics as a great one, and take them away again."""
    from townline.catalogue import queries as catalogue
    from townline.catalogue.rules.topics import topics_of
    from townline.record.verbs import SYSTEM
    from townline.topics import actions

    at = datetime.now(UTC)
    offers = list(catalogue.offers(city.edition_id).values())
    own = [topic for offer in offers for topic in topics_of(offer)]
    words = sorted({word for topic in own for word in topic.text.split()})
    more = _made_up("service", max(0, SERVICES - len(offers)), city, words)
    answers = _made_up("answer", ANSWERS, city, words)
    put = partial(actions.put_topics, by=SYSTEM, at=at)
    put(edition_id=city.edition_id, kind="service", topics=[*own, *more])
    put(city_id=city.id, kind="answer", topics=answers)
    try:
        yield len(own) + len(more) + len(answers)
    finally:
        put(edition_id=city.edition_id, kind="service", topics=own)
        put(city_id=city.id, kind="answer", topics=())


def _made_up(kind: str, count: int, city: City, words: list[str]) -> list[Any]:
    """Return topics whose words are drawn from those of the real ones, the same each time."""
    from townline.topics.rules.topics import Topic

    def drawn(number: int, length: int) -> str:
        return " ".join(words[(number * 7919 + i * 104_729) % len(words)] for i in range(length))

    return [
        Topic(
            kind=kind, code=f"made-up-{number}", language=language,
            name=drawn(number + place, 4),
            synonyms=tuple(drawn(number * 3 + place + i, 2) for i in range(3)),
            text=drawn(number * 5 + place, 25),
        )
        for number in range(count)
        for place, language in enumerate(city.languages)
    ]  # fmt: skip


def _timed(name: str, asks: list[Callable[[], None]]) -> dict[str, float]:
    """Return the median and the time that 95 of 100 keep, in milliseconds, the first left out."""
    took = []
    for ask in [asks[0], *asks]:
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    took = sorted(took[1:])
    late = took[min(len(took) - 1, int(len(took) * 0.95))]
    return {f"{name}_ms": round(statistics.median(took), 2), f"{name}_p95_ms": round(late, 2)}


def _get(wire: HTTPConnection, path: str) -> None:
    wire.request("GET", path)
    answer = wire.getresponse()
    answer.read()
    assert answer.status == 200, (answer.status, path)
