"""What others may ask about the cities: which there are, and what was applied."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.db.models import QuerySet

from townline.cities.freshness import Fresh
from townline.cities.models import Content, Edition, EditionFile
from townline.cities.rules.city import City, CitySettings
from townline.cities.rules.editions import EditionLine, Way

FRESH_S = 1.0
"""How long a process trusts what it read of the cities, in seconds."""


class NoSuchCity(LookupError):
    """No city of this installation is meant; the text says what was asked for."""


class NoSuchFile(LookupError):
    """The edition holds no file of that path; the text names it."""


class NoSuchEdition(LookupError):
    """The city has no edition of that number; the text names it."""


_fresh: Fresh[str, tuple[City, ...]] = Fresh(FRESH_S)
forget = _fresh.forget
"""Drop what is kept of the cities; for the actions of this room."""


def every() -> tuple[City, ...]:
    """Return all cities under their editions in force, in the order first applied."""
    kept = _fresh.read("all")
    if kept is not None:
        return kept
    latest = (
        Edition.objects.select_related("city").order_by("city_id", "-number").distinct("city_id")
    )
    return _fresh.keep("all", tuple(_city(edition) for edition in latest))


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


def applied_at(edition_id: int) -> datetime:
    """Return when the edition was applied."""
    return Edition.objects.values_list("applied_at", flat=True).get(pk=edition_id)


def digest_of(edition_id: int) -> str:
    """Return the fingerprint of the folder that the edition was made from."""
    return Edition.objects.values_list("digest", flat=True).get(pk=edition_id)


def editions(city_id: int, *, before: int | None = None, most: int = 50) -> tuple[EditionLine, ...]:
    """Return the editions of a city, the newest first, those below a number where one is given."""
    rows = _lines(city_id)
    if before is not None:
        rows = rows.filter(number__lt=before)
    return tuple(line_of(row) for row in rows[:most])


def edition_of(city_id: int, number: int) -> EditionLine:
    """
    Return the edition of that number.

    :raises NoSuchEdition: if the city has none
    """
    row = _lines(city_id).filter(number=number).first()
    if row is None:
        raise NoSuchEdition(f"The city has no edition {number}.")
    return line_of(row)


def editions_numbered(city_id: int, numbers: Collection[int]) -> dict[int, EditionLine]:
    """Return those editions of a city that there are of some numbers."""
    return {row.number: line_of(row) for row in _lines(city_id).filter(number__in=numbers)}


def editions_on_screen(city_id: int, *, after: int) -> tuple[EditionLine, ...]:
    """Return the editions made on screen after one, the newest first."""
    rows = _lines(city_id).filter(way=Way.SCREEN, number__gt=after)
    return tuple(line_of(row) for row in rows)


def last_of_folder(city_id: int) -> EditionLine | None:
    """Return the newest edition that came from a folder."""
    row = _lines(city_id).filter(way=Way.FOLDER).first()
    return line_of(row) if row else None


def edition_of_digest(city_id: int, digest: str) -> EditionLine | None:
    """Return the newest edition that was made from a folder of that fingerprint."""
    row = _lines(city_id).filter(digest=digest).first()
    return line_of(row) if row else None


def line_of(row: Any) -> EditionLine:
    """Return the value of a row of an edition, which another room read with its own."""
    return EditionLine(
        id=row.pk,
        number=row.number,
        way=Way(row.way),
        reason=row.reason,
        digest=row.digest,
        applied_at=row.applied_at,
        applied_by=row.applied_by,
        base=row.base.number if row.base else None,
    )


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


def _lines(city_id: int) -> QuerySet[Edition]:
    """Return the editions of a city, the newest first, with the number of what each changed."""
    rows = Edition.objects.filter(city_id=city_id).order_by("-number")
    return rows.select_related("base").defer("settings", "base__settings")


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
        quiet=told.quiet,
        escalation=told.escalation,
    )
