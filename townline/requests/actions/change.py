"""How a request that is already there changes: held, allowed, in order, and entered."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from townline.catalogue import queries as catalogue
from townline.catalogue.rules.offers import Offer
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.hours import WorkingWeek
from townline.record import actions as record
from townline.record.verbs import Actor, Reader, Verb, require
from townline.requests import verbs
from townline.requests.actions.following import tell_followers
from townline.requests.actions.holding import held
from townline.requests.models import ServiceRequest
from townline.requests.rules import lifecycle, publicity
from townline.requests.rules.lifecycle import Status
from townline.staff import queries as staff


class NoSuchRequest(LookupError):
    """There is no request of that number, or not for this actor."""


class Stale(Exception):
    """Somebody else changed the request since the actor saw it; nothing was written."""

    def __init__(self, number: str, seen: int, now: int) -> None:
        self.number, self.seen, self.now = number, seen, now
        super().__init__(
            f"{number} has changed since you opened it; look at what is new and try again"
        )


@contextmanager
def changing(
    city: City, number: str, *, seen: int | None = None, beside: tuple[str, ...] = ()
) -> Iterator[ServiceRequest]:
    """
    Hold the request's row, in one transaction, and save what was changed of it at the end.

    :param seen: the last entry that the actor had before their eyes; None for those who add to
        the record whatever it says by then
    :param beside: numbers of other requests that will be changed in the same transaction
    :raises NoSuchRequest: if there is none
    :raises Stale: if the record has grown since
    """
    with transaction.atomic():
        try:
            request = ServiceRequest.objects.held(city.id, number, *beside)
        except ServiceRequest.DoesNotExist:
            raise NoSuchRequest(number) from None
        if seen is not None and seen != request.seq:
            raise Stale(number, seen, request.seq)
        yield request
        request.save(force_update=True)


def happen(
    request: ServiceRequest, verb: Verb, *, by: Actor, at: datetime, note: str = "", **data: Any
) -> None:
    """
    Let ``verb`` happen to a request that is being changed.

    :raises NotAllowed: if the actor may not
    :raises OutOfOrder: if it may not follow the present status
    """
    require(by, verb, department=request.department)
    request.status = lifecycle.after(Status(request.status), verb).value
    if verb is verbs.ROUTED and data.get("department") != request.department:
        request.assignee_id = None  # who had it there does not work here
    if by.kind == "staff":
        request.unread_since = None
    if note or verb is verbs.PHOTOGRAPHED:
        request.released_at = publicity.read_until(request.released_at, said_at=at)
    record.enter(subject=request, verb=verb, by=by, at=at, note=note, **data)
    if verb.reader is Reader.EVERYONE:
        request.updated_at = max(at, request.updated_at)
    tell_followers(request, verb, by=by, at=at)


def offer_of(request: ServiceRequest) -> Offer:
    """Return the service as it stood in the edition that the request was made under."""
    return catalogue.offer(request.edition_id, request.service_code)


def week_of(request: ServiceRequest) -> WorkingWeek:
    """Return the working week of the department that owns the request."""
    try:
        return staff.week_of(request.edition_id, request.department)
    except staff.NoSuchDepartment:
        # It was reassigned to a department that came with a later edition.
        return staff.week_of(cities.by_id(request.city_id).edition_id, request.department)


def tell(request: ServiceRequest, template: str, *, by: Actor, at: datetime, **data: Any) -> None:
    """Owe the reporter a notice, if they left a way to reach them."""
    if not request.contact_id:
        return
    waits = held()
    notice = contacts.owe(
        city_id=request.city_id,
        contact_id=request.contact_id,
        template=template,
        data={"number": request.number, **data},
        by=by,
        at=at,
        not_before=waits.until if waits else None,
    )
    if waits and notice is not None:
        waits.notices.append(notice)
