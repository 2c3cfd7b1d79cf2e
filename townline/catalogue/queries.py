"""What others may ask about the offer: the services of an edition, and what is suspended."""

import functools
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.db.models import Q, QuerySet

from townline.catalogue.models import Service
from townline.catalogue.models import Suspension as SuspensionRow
from townline.catalogue.rules.offers import Offer, Suspension
from townline.cities import queries as cities
from townline.cities.freshness import Fresh

EDITIONS_KEPT = 32
"""How many editions' offers a process holds; an edition never changes, so it never goes stale."""
FRESH_S = 1.0
"""How long a process trusts what it read of the suspensions, in seconds."""


class NoSuchService(LookupError):
    """The edition offers no service of that code; the text names it."""


class NotYetOffered(LookupError):
    """The edition has no services yet, so that nothing may be kept of it."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A suspension that has not been resumed, with who made it and when."""

    id: int
    suspension: Suspension
    by_folder: bool
    """Whether the city's folder says so, and not a member of staff."""
    made_at: datetime
    made_by: str


def offers(edition_id: int) -> dict[str, Offer]:
    """Return the services of an edition by code, in the order of the folder."""
    try:
        return dict(_offers(edition_id))
    except NotYetOffered:
        return {}


def offer(edition_id: int, code: str) -> Offer:
    """
    Return one service of an edition.

    :raises NoSuchService: if the edition does not offer it
    """
    try:
        return _offers(edition_id)[code]
    except (KeyError, NotYetOffered):
        raise NoSuchService(f"The city offers no service {code}.") from None


def suspensions(city_id: int, on: date) -> tuple[Suspension, ...]:
    """Return the suspensions of a city that hold on a day, for whatever areas."""
    standing = _fresh.read(city_id)
    if standing is None:
        rows = _standing_rows(city_id).values_list("data", flat=True)
        found = tuple(msgspec.convert(data, Suspension) for data in rows)
        standing = _fresh.keep(city_id, found)
    return tuple(s for s in standing if _includes(s, on))


def standing(city_id: int, on: date) -> tuple[Standing, ...]:
    """Return what is suspended on a day or later, for those who may resume it."""
    rows = _standing_rows(city_id).filter(Q(until_date=None) | Q(until_date__gte=on))
    return tuple(
        Standing(
            id=row.pk,
            suspension=msgspec.convert(row.data, Suspension),
            by_folder=row.edition_id is not None,
            made_at=row.made_at,
            made_by=row.made_by,
        )
        for row in rows
    )


_fresh: Fresh[int, tuple[Suspension, ...]] = Fresh(FRESH_S)
forget_suspensions = _fresh.forget
"""Drop what is kept of the suspensions; for the actions of this room."""


def _standing_rows(city_id: int) -> QuerySet[SuspensionRow]:
    edition_id = cities.by_id(city_id).edition_id
    return SuspensionRow.objects.of(city_id, edition_id).order_by("pk")


def _includes(suspension: Suspension, on: date) -> bool:
    since, until = suspension.since or date.min, suspension.until or date.max
    return since <= on <= until


@functools.lru_cache(maxsize=EDITIONS_KEPT)
def _offers(edition_id: int) -> dict[str, Offer]:
    rows = Service.objects.filter(edition_id=edition_id).order_by("position")
    found = {row.code: msgspec.convert(row.data, Offer) for row in rows}
    if not found:
        raise NotYetOffered
    return found
