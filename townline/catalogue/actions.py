"""What may be done to the offer: put an edition's services, suspend one, resume it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection, transaction

from townline.catalogue import queries, verbs
from townline.catalogue.models import KeptText, ReadyTextRow, Service
from townline.catalogue.models import Suspension as SuspensionRow
from townline.catalogue.rules import ready_texts
from townline.catalogue.rules.offers import Offer, Suspension
from townline.catalogue.rules.ready_texts import ReadyText
from townline.catalogue.rules.topics import topics_of
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.record import actions as record
from townline.record.verbs import Actor, NotAllowed, Verb, require
from townline.topics import actions as topics


class NothingToResume(LookupError):
    """There is no such suspension, or it was resumed before."""


class EndsBeforeItBegins(ValueError):
    """A suspension whose last day comes before its first."""


@transaction.atomic
def put_offers(*, edition_id: int, offers: Sequence[Offer], by: Actor, at: datetime) -> None:
    """Keep the services of a new edition, in their order."""
    Service.objects.bulk_create(
        Service(edition_id=edition_id, position=position, code=offer.code, data=_plain(offer))
        for position, offer in enumerate(offers)
    )
    put_topics(edition_id=edition_id, offers=offers, by=by, at=at)


@transaction.atomic
def put_topics(*, edition_id: int, offers: Sequence[Offer], by: Actor, at: datetime) -> None:
    """Let the services of an edition be found by the words of residents."""
    found = [topic for offer in offers for topic in topics_of(offer)]
    topics.put_topics(edition_id=edition_id, kind="service", topics=found, by=by, at=at)


@transaction.atomic
def put_suspensions(
    *, city_id: int, edition_id: int, suspensions: Sequence[Suspension], by: Actor, at: datetime
) -> None:
    """Keep the suspensions that a new edition brings; they stand while it is in force."""
    SuspensionRow.objects.bulk_create(
        _row(city_id, suspension, by=by, at=at, edition_id=edition_id) for suspension in suspensions
    )
    queries.forget_suspensions()


@transaction.atomic
def suspend(*, city_id: int, suspension: Suspension, by: Actor, at: datetime) -> int:
    """
    Stop taking a service for areas and a period, and return the suspension's number.

    :raises NoSuchService: if the edition in force does not offer the service
    :raises EndsBeforeItBegins: if its days are the wrong way round
    :raises NotAllowed: if the actor may not suspend for the service's department
    """
    edition_id = cities.by_id(city_id).edition_id
    offer = queries.offer(edition_id, suspension.service_code)
    require(by, verbs.SUSPENDED, department=offer.department)
    if suspension.since and suspension.until and suspension.until < suspension.since:
        raise EndsBeforeItBegins(f"{suspension.until} is before {suspension.since}.")
    row = _row(city_id, suspension, by=by, at=at)
    row.save(force_insert=True)
    queries.forget_suspensions()
    return row.pk


@transaction.atomic
def resume(*, suspension_id: int, by: Actor, at: datetime) -> None:
    """
    Take the service again. What the folder suspends comes back with the next edition.

    :raises NothingToResume: if there is no such suspension, or it was resumed before
    :raises NotAllowed: if the actor may not resume for the service's department
    """
    row = SuspensionRow.objects.select_for_update().filter(pk=suspension_id).first()
    if row is None or row.resumed_at is not None:
        raise NothingToResume(f"There is no standing suspension {suspension_id}.")
    offers = queries.offers(cities.by_id(row.city_id).edition_id)
    offer = offers.get(row.service_code)
    require(by, verbs.RESUMED, department=offer.department if offer else None)
    row.resumed_at, row.resumed_by = at, by.label
    row.save(update_fields=["resumed_at", "resumed_by"])
    queries.forget_suspensions()


def _row(
    city_id: int,
    suspension: Suspension,
    *,
    by: Actor,
    at: datetime,
    edition_id: int | None = None,
) -> SuspensionRow:
    return SuspensionRow(
        city_id=city_id,
        edition_id=edition_id,
        service_code=suspension.service_code,
        data=_plain(suspension),
        until_date=suspension.until,
        made_at=at,
        made_by=by.label,
    )


def _plain(value: Offer | Suspension) -> object:
    """Return the value as JSON has it."""
    return msgspec.to_builtins(value)


class NoSuchText(LookupError):
    """There is no such kept text, or it was ended; the text names it."""


class TextChanged(Exception):
    """Somebody else changed the text since the actor saw it; nothing was written."""


@transaction.atomic
def put_texts(*, edition_id: int, texts: Mapping[str, ReadyText], by: Actor, at: datetime) -> None:
    """Keep the ready texts of a new edition, by code, in their order."""
    ReadyTextRow.objects.bulk_create(
        ReadyTextRow(edition_id=edition_id, position=position, code=code, data=_plain_text(text))
        for position, (code, text) in enumerate(texts.items())
    )
    queries.forget_texts()


@transaction.atomic
def keep_text(*, city: City, department: str, text: ReadyText, by: Actor, at: datetime) -> str:
    """
    Keep a text for a department, and return its number.

    :param department: whose it is; empty for all, which is for those who work for all of them
    :raises Unready: if it cannot be kept
    :raises NotAllowed: if the actor may not
    """
    _may_keep(by, department, verbs.TEXT_MADE)
    ready_texts.check(text, city.languages)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('catalogue_text_number')")
        number = f"T{cursor.fetchone()[0]}"
    made = KeptText(city_id=city.id, number=number, department=department, data=_plain_text(text))
    made.save(force_insert=True)
    told = {"name": text.name, "department": department, "text": made.data}
    record.enter(subject=made, verb=verbs.TEXT_MADE, by=by, at=at, **told)
    made.save(update_fields=["seq", "head"])
    return number


@transaction.atomic
def change_text(
    *, city: City, number: str, text: ReadyText, by: Actor, at: datetime, seen: int
) -> None:
    """
    Put another wording in the place of a kept text; the history keeps the former one.

    :param seen: the last entry that the actor had before their eyes
    :raises NoSuchText: if there is none
    :raises TextChanged: if somebody else has changed it since
    :raises Unready: if it cannot be kept
    """
    kept = _kept(city, number)
    _may_keep(by, kept.department, verbs.TEXT_CHANGED)
    if kept.seq != seen:
        raise TextChanged(number)
    ready_texts.check(text, city.languages)
    kept.data = _plain_text(text)
    told = {"name": text.name, "text": kept.data}
    record.enter(subject=kept, verb=verbs.TEXT_CHANGED, by=by, at=at, **told)
    kept.save(update_fields=["data", "seq", "head"])


@transaction.atomic
def end_text(*, city: City, number: str, by: Actor, at: datetime) -> None:
    """
    Use a kept text no longer.

    :raises NoSuchText: if there is none
    """
    kept = _kept(city, number)
    _may_keep(by, kept.department, verbs.TEXT_ENDED)
    kept.ended_at = at
    record.enter(subject=kept, verb=verbs.TEXT_ENDED, by=by, at=at, name=kept.data["name"])
    kept.save(update_fields=["ended_at", "seq", "head"])


def _kept(city: City, number: str) -> KeptText:
    rows = KeptText.objects.select_for_update().filter(city_id=city.id, number=number)
    found = rows.filter(ended_at=None).first()
    if found is None:
        raise NoSuchText(f"{city.name} keeps no text {number}.")
    return found


def _may_keep(by: Actor, department: str, verb: Verb) -> None:
    require(by, verb, department=department)
    if not department and not by.works_for("*"):
        raise NotAllowed("a text for all departments is kept by those who work for all of them")


def _plain_text(text: ReadyText) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(text)
    return data
