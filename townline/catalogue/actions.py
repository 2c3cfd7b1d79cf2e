"""What may be done to the offer: put an edition's services, suspend one, resume it."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import transaction

from townline.catalogue import queries, verbs
from townline.catalogue.models import Service
from townline.catalogue.models import Suspension as SuspensionRow
from townline.catalogue.rules.offers import Offer, Suspension
from townline.catalogue.rules.topics import topics_of
from townline.cities import queries as cities
from townline.record.verbs import Actor, require
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
