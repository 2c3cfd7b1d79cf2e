"""A city as every room knows it: its name, its clock, its languages and its present edition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from zoneinfo import ZoneInfo

from townline.cities.rules.ladder import Ladder

Words = Mapping[str, str]
"""One text in the city's languages by language code: ``{"en": "Pothole", "es": "Bache"}``."""

Quiet = Mapping[str, tuple[time, time]]
"""From when to when, by the city's clock, no message goes out by a medium, and nobody is called."""
QUIET: Quiet = {"sms": (time(21), time(8)), "voice": (time(21), time(8))}
"""The quiet hours of a city that says nothing of them."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a city's facts come from, and under which terms they may be used."""

    name: str = ""
    url: str = ""
    licence: str = ""
    retrieved: str = ""
    """When they were fetched, as the folder says it."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Past requests that come with the folder: a file of rows and the mapping that reads them."""

    file: str
    mapping: str


@dataclass(frozen=True, kw_only=True)
class CitySettings:
    """What ``city.toml`` says of a city; one edition keeps one of these for ever."""

    name: str
    zone: str
    """An IANA name, e.g. ``America/Los_Angeles``."""
    languages: tuple[str, ...]
    """Language codes, the first being the one that every text must have."""
    centre: tuple[float, float]
    """Latitude and longitude where a map opens."""
    bounds: tuple[float, float, float, float]
    """South, west, north, east, in degrees WGS 84."""
    jurisdiction: str
    """The Open311 ``jurisdiction_id``."""
    hosts: tuple[str, ...] = ()
    phone: str = ""
    contact: str = ""
    source: Source = field(default_factory=Source)
    sample: Sample | None = None
    assumed: tuple[str, ...] = ()
    """What of this is our assumption and not the city's published word."""
    quiet: Quiet = field(default_factory=lambda: QUIET, hash=False)
    escalation: Ladder = ()
    """Who is told of what is late, for services without a ladder of their own."""


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
    quiet: Quiet = field(default_factory=lambda: QUIET, hash=False)
    """When no message goes out, by medium."""
    escalation: Ladder = ()
    """Who is told of what is late, for services without a ladder of their own."""


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
