"""Following a request without having reported it: asked for, confirmed by a link, left by one."""

import json
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts import queries as contacts_known
from townline.record.verbs import Actor, Verb
from townline.requests import verbs
from townline.requests.actions.holding import held
from townline.requests.models import Follower, ServiceRequest
from townline.requests.queries.following import leave_path, page_path
from townline.requests.rules.submission import Unfit

TOLD = frozenset(
    {
        verbs.STARTED, verbs.PAUSED, verbs.RESUMED, verbs.SCHEDULED, verbs.MOVED, verbs.OVERDUE,
        verbs.CLOSED, verbs.CANCELLED, verbs.REOPENED, verbs.JOINED, verbs.PARTED,
    }
)  # fmt: skip
"""What followers are told of: public steps that change what one may expect."""
OF_THE_LEAD = frozenset({verbs.STARTED, verbs.PAUSED, verbs.RESUMED, verbs.OVERDUE})
"""What those who follow a joined request are told of its lead; its end is entered on each."""
_OWE = """
SELECT contacts_owe(%s, told.contact, 'followed', told.data, %s::timestamptz, %s, false)
FROM jsonb_to_recordset(%s::jsonb) AS told (contact bigint, data jsonb)
"""


class NoSuchRequest(LookupError):
    """There is no request of that number that everyone may know of."""


@transaction.atomic
def follow(
    *,
    city: City,
    number: str,
    medium: str,
    address: str,
    language: str,
    by: Actor,
    at: datetime,
) -> None:
    """
    Ask to be told how a request goes on; a message asks the owner of the address to confirm.

    Who follows it already is sent nothing. The caller limits how often an address is written to.

    :param medium: ``email`` or ``sms``
    :raises NoSuchRequest: if everyone may not know of the request
    :raises Unfit: if it is closed, or the address is none
    """
    request = ServiceRequest.objects.public().filter(city_id=city.id, number=number).first()
    if request is None:
        raise NoSuchRequest(number)
    if request.closed_at:
        raise Unfit("closed", "address", "this request is closed")
    if contacts_known.digest_of(medium, address) is None:
        raise Unfit("no_address", "address", "write an address that messages can be sent to")
    same = contacts_known.same_address(city_id=city.id, medium=medium, address=address)
    there = Follower.objects.filter(request=request, contact_id__in=same, left_at=None).first()
    if there is None:
        field = "phone" if medium == "sms" else "email"
        contact_id = contacts.hear(
            city_id=city.id, channel="web", language=language, purpose="follow_up",
            details={field: address.strip(), "told_by": medium}, by=by, at=at,
        )  # fmt: skip
        there = Follower.objects.create(request=request, contact_id=contact_id, since=at)
    if there.confirmed_at is None:
        contacts.owe(
            city_id=city.id, contact_id=there.contact_id, template="follow",
            data={"number": number, "confirm": page_path(there.pk)}, asked_for=True, by=by, at=at,
        )  # fmt: skip


@transaction.atomic
def confirm(*, city: City, follower_id: int, by: Actor, at: datetime) -> None:
    """Say yes by the link: from now on the follower is told; also after having left before."""
    follower = _held(city, follower_id)
    follower.confirmed_at, follower.left_at = at, None
    follower.save(update_fields=["confirmed_at", "left_at"])
    reach = contacts_known.reach_of(follower.contact_id)
    if reach and reach.told_by == "email":  # whoever silenced it by a link, has come back by one
        contacts.listen_again(city_id=city.id, medium="email", address=reach.email, by=by, at=at)


@transaction.atomic
def leave(*, city: City, follower_id: int, by: Actor, at: datetime) -> None:
    """Be told no more; once more changes nothing."""
    follower = _held(city, follower_id)
    if follower.left_at is None:
        follower.left_at = at
        follower.save(update_fields=["left_at"])


def _held(city: City, follower_id: int) -> Follower:
    return Follower.objects.select_for_update().get(pk=follower_id, request__city_id=city.id)


def tell_followers(request: ServiceRequest, verb: Verb, *, by: Actor, at: datetime) -> None:
    """
    Owe a notice to all who follow a request that has come on, and to those of what joined it.

    Within the transaction of the change. Nothing of what is confidential, held or hidden.
    """
    if verb not in TOLD or request.publicity == "nothing" or request.hidden:
        return
    whose = Q(request_id=request.pk)
    if verb in OF_THE_LEAD and request.reports > 1:
        whose |= Q(request__lead_id=request.pk, request__status="joined")
    listening = Follower.objects.filter(whose, confirmed_at__isnull=False, left_at=None)
    told = [
        {"contact": contact_id, "data": _data(pk, number, request.number, verb)}
        for pk, contact_id, number in listening.values_list("pk", "contact_id", "request__number")
    ]
    waits = held()
    if told:
        until = waits.until if waits else None
        with connection.cursor() as cursor:
            cursor.execute(_OWE, [request.city_id, at, until, json.dumps(told)])
            owed = [notice for (notice,) in cursor.fetchall() if notice is not None]
        if waits:
            waits.notices += owed


def _data(follower_id: int, number: str, of: str, verb: Verb) -> dict[str, Any]:
    return {"number": number, "of": of, "verb": verb.code, "leave": leave_path(follower_id)}


def sweep_unconfirmed(*, before: datetime, by: Actor, at: datetime, most: int = 500) -> int:
    """Forget those who asked before a moment and never confirmed; return how many."""
    gone = list(
        Follower.objects.filter(confirmed_at=None, since__lt=before)
        .order_by("since")
        .values_list("pk", "contact_id")[:most]
    )
    for _pk, contact_id in gone:
        contacts.forget(contact_id=contact_id, by=by, at=at)
    Follower.objects.filter(pk__in=[pk for pk, _contact in gone], confirmed_at=None).delete()
    return len(gone)
