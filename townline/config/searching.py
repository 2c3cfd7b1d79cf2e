"""Trying a city's searches: whether residents find what they want among the first three."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from townline.catalogue import queries as catalogue
from townline.cities import queries as cities
from townline.cities.rules.city import City, words_in
from townline.founding.rules import draft
from townline.founding.rules.words import SEARCHES, Search
from townline.topics import queries as topics

FIRST = 3
"""As many as are read before somebody gives up."""
LEAST = 0.95
"""The share of searches that must find their service among these."""


@dataclass(frozen=True, kw_only=True)
class Missed:
    """A search whose service is not among the first."""

    search: Search
    found: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What trying searches found."""

    tried: int
    at_once: int
    """Those whose service is the very first."""
    missed: tuple[Missed, ...]

    @property
    def share(self) -> float:
        """The share that found its service among the first three."""
        return 1 - len(self.missed) / self.tried if self.tried else 1.0

    def as_json(self) -> dict[str, Any]:
        """Return it as the command prints it."""
        return {
            "searches": self.tried,
            "found_of_first_three": round(self.share, 4),
            "found_first": round(self.at_once / self.tried, 4) if self.tried else 1.0,
            "least": LEAST,
            "missed": [
                {
                    "language": each.search.language,
                    "text": each.search.text,
                    "wanted": list(each.search.services),
                    "found": list(each.found),
                }
                for each in self.missed
            ],
        }


def trial(city: City, searches: Iterable[Search]) -> Tried:
    """Search for each text as a resident would on a page of its language."""
    tried = at_once = 0
    missed = []
    for search in searches:
        found = topics.find(city, search.text, search.language, kinds=("service",), most=FIRST)
        codes = tuple(each.code for each in found)
        tried += 1
        at_once += codes[:1] != () and codes[0] in search.services
        if not set(codes) & set(search.services):
            missed.append(Missed(search=search, found=codes))
    return Tried(tried=tried, at_once=at_once, missed=tuple(missed))


def tried(city: City) -> tuple[dict[str, Any], bool]:
    """Return what trying the searches of the city's own folder found, and whether that will do."""
    files = cities.edition_files(city.edition_id)
    kept = {path: content for path, content in files.items() if not path.startswith("places/")}
    found = trial(city, draft.of_files(city.slug, kept).searches)
    told = {"city": city.slug, **found.as_json()}
    return told, found.share >= LEAST and bool(SEARCHES in files)


def found(city: City, text: str, language: str) -> tuple[dict[str, Any], bool]:
    """Return which services a text finds, and whether it finds any."""
    offers = catalogue.offers(city.edition_id)
    spoken = language or city.languages[0]
    known = [
        each for each in topics.find(city, text, spoken, kinds=("service",)) if each.code in offers
    ]
    services = [
        {
            "service": each.code,
            "name": words_in(offers[each.code].words, spoken),
            "language": each.language,
            "score": each.score,
        }
        for each in known
    ]
    reading = known[0].reading if known else ""
    return {"city": city.slug, "text": text, "read_as": reading, "services": services}, bool(known)


def lines(told: dict[str, Any]) -> str:
    """Return what a person reads of either."""
    if "searches" in told:
        head = (
            f"{told['searches']} searches: {told['found_of_first_three']:.1%} find their service"
            f" among the first {FIRST}, {told['found_first']:.1%} as the first"
        )
        missed = (
            f"  {each['language']} {each['text']!r}: wanted {', '.join(each['wanted'])};"
            f" found {', '.join(each['found']) or 'nothing'}"
            for each in told["missed"]
        )
        return "\n".join((head, *missed))
    read = [f"Read as {told['read_as']!r}."] if told["read_as"] else []
    rows = [f"{s['score']:.2f}  {s['service']}  {s['name']}" for s in told["services"]]
    return "\n".join((*read, *(rows or ["Nothing found."])))
