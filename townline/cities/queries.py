"""What others may ask about the cities: which there are, and what was applied."""

import threading
import time
from zoneinfo import ZoneInfo

import msgspec
from django.db import connection

from townline.cities.models import Content, Edition, EditionFile
from townline.cities.rules.city import City, CitySettings

FRESH_S = 1.0
"""How long a process trusts what it read of the cities, in seconds."""


class NoSuchCity(LookupError):
    """No city of this installation is meant; the text says what was asked for."""


class NoSuchFile(LookupError):
    """The edition holds no file of that path; the text names it."""


class _Memory:
    """The cities as last read, for a second; shared by the threads of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cities: tuple[City, ...] = ()
        self._until = 0.0

    def read(self) -> tuple[City, ...] | None:
        """Return what is remembered, or None where that is nothing or too old."""
        with self._lock:
            return self._cities if time.monotonic() < self._until else None

    def keep(self, cities: tuple[City, ...]) -> None:
        """Remember the cities from now on."""
        with self._lock:
            self._cities, self._until = cities, time.monotonic() + FRESH_S

    def forget(self) -> None:
        """Read anew next time."""
        with self._lock:
            self._until = 0.0


_memory = _Memory()
forget = _memory.forget


def every() -> tuple[City, ...]:
    """Return all cities under their editions in force, in the order first applied."""
    remembered = _memory.read()
    if remembered is not None:
        return remembered
    latest = (
        Edition.objects.select_related("city").order_by("city_id", "-number").distinct("city_id")
    )
    cities = tuple(_city(edition) for edition in latest)
    if not connection.in_atomic_block:  # what a transaction sees may yet be undone
        _memory.keep(cities)
    return cities


def first() -> City | None:
    """Return the city applied first, if there is any."""
    return next(iter(every()), None)


def by_slug(slug: str) -> City | None:
    """Return the city of that folder name."""
    return next((c for c in every() if c.slug == slug), None)


def by_host(host: str) -> City | None:
    """Return the city that answers to a host name, given without its port."""
    host = host.lower()
    return next((c for c in every() if host in c.hosts), None)


def by_jurisdiction(jid: str) -> City | None:
    """Return the city of an Open311 ``jurisdiction_id``."""
    return next((c for c in every() if c.jurisdiction == jid), None)


def by_id(city_id: int) -> City:
    """
    Return the city of that row.

    :raises NoSuchCity: if there is none, or none with an edition
    """
    for city in every():
        if city.id == city_id:
            return city
    raise NoSuchCity(f"There is no city {city_id}.")


def settings_of(edition_id: int) -> CitySettings:
    """
    Return what ``city.toml`` said in that edition.

    :raises NoSuchCity: if there is no such edition
    """
    found = Edition.objects.filter(pk=edition_id).values_list("settings", flat=True).first()
    if found is None:
        raise NoSuchCity(f"There is no edition {edition_id}.")
    return msgspec.convert(found, CitySettings)


def digest_of(edition_id: int) -> str:
    """Return the fingerprint of the folder that the edition was made from."""
    return Edition.objects.values_list("digest", flat=True).get(pk=edition_id)


def edition_digests(edition_id: int) -> dict[str, str]:
    """Return the fingerprint of each file of the edition, by path."""
    rows = EditionFile.objects.filter(edition_id=edition_id).order_by("path")
    return dict(rows.values_list("path", "content_id"))


def edition_files(edition_id: int) -> dict[str, bytes]:
    """Return the folder as it was applied, by path."""
    rows = EditionFile.objects.filter(edition_id=edition_id).order_by("path")
    return {path: bytes(held) for path, held in rows.values_list("path", "content__content")}


def edition_file(edition_id: int, path: str) -> bytes:
    """
    Return one file of the folder as it was applied.

    :raises NoSuchFile: if the edition holds none of that path
    """
    held = Content.objects.filter(
        digest__in=EditionFile.objects.filter(edition_id=edition_id, path=path).values("content")
    )
    content = held.values_list("content", flat=True).first()
    if content is None:
        raise NoSuchFile(f"The edition holds no file {path}.")
    return bytes(content)


def _city(edition: Edition) -> City:
    """Build the value from an edition whose city has been read with it."""
    told = msgspec.convert(edition.settings, CitySettings)
    return City(
        id=edition.city_id,
        slug=edition.city.slug,
        name=told.name,
        zone=ZoneInfo(told.zone),
        languages=told.languages,
        hosts=told.hosts,
        jurisdiction=told.jurisdiction,
        centre=told.centre,
        bounds=told.bounds,
        phone=told.phone,
        contact=told.contact,
        edition_id=edition.pk,
        edition=edition.number,
        demo=edition.city.demo,
    )
