"""Which place a form means: a point on the map, a chosen candidate or what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from townline.cities.rules.city import City
from townline.geography import queries as geography
from townline.geography.rules.place import Match, Point

SURE = 0.6
"""The least confidence at which the best answer is taken without asking."""
ALIKE = 0.02
"""Answers within this much confidence of the best one may be meant just as well."""


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """What was understood: a place, or several of which one must be chosen."""

    point: Point | None = None
    address: str = ""
    zipcode: str = ""
    candidates: tuple[Match, ...] = ()
    """Ask which of these is meant."""


def find(city: City, *, point: Point | None, typed: str, chosen: str = "") -> Whereabouts:
    """Return where it is: ``point`` if set, else what ``chosen`` or ``typed`` is found to be."""
    typed = typed.strip()
    if point is not None:
        return Whereabouts(point=point, address=typed)
    if not typed:
        return Whereabouts()
    matches = geography.geocode(city, typed)
    picked = next((m for m in matches if m.label == chosen), None)
    if picked is None and len(likely := _likely(matches)) == 1 and likely[0].confidence >= SURE:
        picked = likely[0]
    if picked is None:
        return Whereabouts(address=typed, candidates=tuple(matches))
    return Whereabouts(point=picked.point, address=picked.label, zipcode=picked.zipcode)


def _likely(matches: Sequence[Match]) -> list[Match]:
    if not matches:
        return []
    best = matches[0]
    return [
        m
        for m in matches
        if m.confidence >= best.confidence - ALIKE and (m is best or m.label != best.label)
    ]
