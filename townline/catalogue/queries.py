"""What others may ask about the offer: the services of an edition, and what is suspended."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.db.models import Q, QuerySet

from townline.catalogue.models import KeptText, KeptTextEntry, ReadyTextRow, Service
from townline.catalogue.models import Suspension as SuspensionRow
from townline.catalogue.rules.offers import Offer, Suspension
from townline.catalogue.rules.ready_texts import ReadyText
from townline.cities import queries as cities
from townline.cities.freshness import Fresh
from townline.cities.rules.city import City

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


class NoSuchText(LookupError):
    """The city keeps no text of that number."""


@dataclass(frozen=True, kw_only=True)
class KeptTextShown:
    """A text that staff keep, as its page shows it."""

    number: str
    department: str
    """Empty where all departments use it."""
    text: ReadyText
    ended_at: datetime | None
    seq: int


@dataclass(frozen=True, kw_only=True)
class TextLine:
    """What happened to a kept text once."""

    verb: str
    name: str
    at: datetime
    by: str
    words: Mapping[str, str]
    """How it was worded from then on; empty where it ended."""


_texts: Fresh[int, dict[str, ReadyText]] = Fresh(float("inf"))
forget_texts = _texts.forget
"""Drop what is kept of ready texts; for the actions of this room."""


def ready_texts(edition_id: int) -> dict[str, ReadyText]:
    """Return the ready texts of an edition by code, in the order of the folder."""
    known = _texts.read(edition_id)
    if known is None:
        rows = ReadyTextRow.objects.filter(edition_id=edition_id).order_by("position")
        found = {row.code: msgspec.convert(row.data, ReadyText) for row in rows}
        known = _texts.keep(edition_id, found)
    return dict(known)


def kept_texts(city: City, *, ended: bool = False) -> tuple[KeptTextShown, ...]:
    """Return the texts that staff keep, or have kept, by name."""
    rows = KeptText.objects.filter(city_id=city.id, ended_at__isnull=not ended)
    found = (_kept_text(row) for row in rows)
    return tuple(sorted(found, key=lambda one: one.text.name.casefold()))


def kept_text(city: City, number: str) -> KeptTextShown:
    """
    Return one text that staff keep or kept.

    :raises NoSuchText: if there is none of that number
    """
    row = KeptText.objects.filter(city_id=city.id, number=number).first()
    if row is None:
        raise NoSuchText(number)
    return _kept_text(row)


def text_history(city: City, number: str) -> tuple[TextLine, ...]:
    """Return what happened to a kept text, the newest first."""
    entries = KeptTextEntry.objects.filter(subject__city_id=city.id, subject__number=number)
    return tuple(
        TextLine(
            verb=entry.verb,
            name=entry.data["name"],
            at=entry.at,
            by=entry.actor_label,
            words=entry.data.get("text", {}).get("words", {}),
        )
        for entry in entries.order_by("-seq")
    )


def _kept_text(row: KeptText) -> KeptTextShown:
    return KeptTextShown(
        number=row.number,
        department=row.department,
        text=msgspec.convert(row.data, ReadyText),
        ended_at=row.ended_at,
        seq=row.seq,
    )


@functools.lru_cache(maxsize=EDITIONS_KEPT)
def _offers(edition_id: int) -> dict[str, Offer]:
    rows = Service.objects.filter(edition_id=edition_id).order_by("position")
    found = {row.code: msgspec.convert(row.data, Offer) for row in rows}
    if not found:
        raise NotYetOffered
    return found
