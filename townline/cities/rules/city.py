"""A city as every room knows it: its name, its clock, its languages and its present edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

Words = Mapping[str, str]
"""One text in the city's languages, keyed by language code: ``{"en": "Pothole", "es": "Bache"}``."""


@dataclass(frozen=True, kw_only=True)
class City:
    """One city of this installation, under the edition that is in force now."""

    id: int
    slug: str
    name: str
    zone: ZoneInfo
    languages: tuple[str, ...]
    """Language codes, the first being the one that every text must have."""
    hosts: tuple[str, ...]
    jurisdiction: str
    """The Open311 ``jurisdiction_id``, e.g. ``lacity.gov``."""
    centre: tuple[float, float]
    """Latitude and longitude where a map opens."""
    bounds: tuple[float, float, float, float]
    """South, west, north, east, in degrees WGS 84: nothing outside can be in the city."""
    phone: str
    contact: str
    """How to reach the people who run this, as Open311 discovery prints it."""
    edition_id: int
    edition: int
    """The edition's number within the city, 1 for the first."""
    demo: bool


def words_in(words: Words, language: str) -> str:
    """
    Return the text in ``language``, else in its base language, else in the first one given.

    ``zh-hans`` falls back to ``zh`` before it falls back to the city's first language.
    """
    base = language.split("-")[0]
    for code in (language, base):
        if words.get(code):
            return words[code]
    return next(iter(words.values()), "")
