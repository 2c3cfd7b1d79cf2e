"""Forwarding: what is owed to other Open311 servers, and what they say of it, once each."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM, Actor, require
from townline.requests import verbs
from townline.requests.actions.change import changing, happen
from townline.requests.actions.hand_over import named
from townline.requests.models import Forwarding, ServiceRequest
from townline.requests.queries.handed import partner_actor
from townline.requests.rules.lifecycle import AT_WORK
from townline.requests.rules.submission import Unfit
from townline.staff import queries as staff
from townline.staff.rules.partners import Partner

TRIES = 8
CLAIM_LASTS = timedelta(minutes=10)
"""After this another worker takes what one did not settle: perhaps it arrived."""
LOOK_EVERY = timedelta(minutes=10)
LONGEST_FAULT = 500
LONGEST_WORDS = 2000


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A request to be forwarded now."""

    id: int
    number: str
    partner: str
    perhaps_out: bool
    first_tried_at: datetime
    requested_at: datetime


@dataclass(frozen=True, kw_only=True)
class Abroad:
    """A request that another server has: by its number there, or by what stands for it."""

    id: int
    number: str
    partner: str
    token: str
    their_number: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """How a request stands at another server."""

    open: bool
    words: str


def enlist(*, city: City, by: Actor, at: datetime, most: int = 200) -> int:
    """Owe other servers the open requests of the departments that forward to them."""
    made = 0
    for partner in staff.partners(city.edition_id).values():
        if partner.open311 is None:
            continue
        known = Forwarding.objects.filter(request=OuterRef("pk"), partner=partner.code)
        fresh = _theirs(city, partner).exclude(Exists(known)).order_by("pk")
        keys = list(fresh.values_list("pk", flat=True)[:most])
        Forwarding.objects.bulk_create(
            (
                Forwarding(
                    city_id=city.id, request_id=key, partner=partner.code, enlisted_at=at,
                    try_after=at,
                )
                for key in keys
            ),
            ignore_conflicts=True,
        )  # fmt: skip
        made += len(keys)
    return made


def _theirs(city: City, partner: Partner) -> QuerySet[ServiceRequest]:
    """Return the requests that a partner's server is to have: nothing confidential is sent."""
    endpoint = partner.open311
    assert endpoint is not None
    return ServiceRequest.objects.filter(
        city_id=city.id,
        closed_at=None,
        department__in=endpoint.departments,
        status__in=[status.value for status in AT_WORK],
        service_code__in=list(endpoint.services),
        origin__in=("live", "demo"),
    ).exclude(publicity="nothing")


@transaction.atomic
def claim(*, city: City, by: Actor, at: datetime, most: int = 5) -> list[Owed]:
    """
    Take what is to be sent now; each is then this worker's until ``sent`` or ``failed``.

    One that was never settled is taken again after ten minutes, as what has perhaps arrived. What
    meanwhile is closed, or another department's, is let go.
    """
    due = Forwarding.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        city_id=city.id, sent_at=None, given_up_at=None, over_at=None, try_after__lte=at
    )
    owed = []
    for row in due.select_related("request").order_by("try_after", "pk")[:most]:
        partner = staff.partners(city.edition_id).get(row.partner)
        if not (partner and partner.open311 and _is_still(row.request, partner)):
            row.over_at = at
            row.save(update_fields=["over_at"])
            continue
        row.perhaps_out = row.perhaps_out or bool(row.tried and not row.fault)
        row.tried, row.try_after, row.fault = row.tried + 1, at + CLAIM_LASTS, ""
        row.first_tried_at = row.first_tried_at or at
        row.save()
        owed.append(
            Owed(
                id=row.pk,
                number=row.request.number,
                partner=row.partner,
                perhaps_out=row.perhaps_out,
                first_tried_at=row.first_tried_at,
                requested_at=row.request.requested_at,
            )
        )
    return owed


def _is_still(request: ServiceRequest, partner: Partner) -> bool:
    endpoint = partner.open311
    return (
        endpoint is not None
        and request.closed_at is None
        and request.department in endpoint.departments
        and request.service_code in endpoint.services
    )


def sent(
    *, city: City, forwarding_id: int, their_number: str, token: str = "", by: Actor, at: datetime
) -> None:
    """
    Say that the other server has a request, and by which number.

    :param their_number: empty where it gave a token alone
    """
    row = _row(city, forwarding_id)
    with changing(city, row.request.number) as request:
        row = Forwarding.objects.select_for_update().get(pk=forwarding_id)
        if row.sent_at is not None and (row.their_number or not their_number):
            return
        row.sent_at = row.sent_at or at
        row.token, row.their_number, row.fault = token, their_number, ""
        row.their_status, row.look_after = "open", at + LOOK_EVERY
        row.given_up_at = None
        row.save()
        if their_number:
            happen(
                request, verbs.FORWARDED, by=by, at=at, their_number=their_number,
                **_named(city, row),
            )  # fmt: skip


def failed(
    *,
    city: City,
    forwarding_id: int,
    fault: str,
    perhaps_out: bool,
    for_good: bool,
    by: Actor,
    at: datetime,
) -> None:
    """
    Say that a request could not be sent: it is tried again later, eight times at most.

    :param perhaps_out: whether it may have arrived all the same
    :param for_good: whether trying again is of no use
    """
    with transaction.atomic():
        row = Forwarding.objects.select_for_update().get(pk=forwarding_id, city_id=city.id)
        row.fault = fault[:LONGEST_FAULT]
        row.perhaps_out = row.perhaps_out or perhaps_out
        row.try_after = at + timedelta(minutes=2**row.tried)
        if for_good or row.tried >= TRIES:
            row.given_up_at = at
        row.save()


def try_again(*, city: City, number: str, by: Actor, at: datetime) -> None:
    """
    Let what was given up be sent once more.

    :raises Unfit: if nothing of the request was given up
    """
    with changing(city, number) as request:
        rows = Forwarding.objects.select_for_update().filter(
            request=request, given_up_at__isnull=False, over_at=None
        )
        row = rows.first()
        if row is None:
            raise Unfit("not_given_up", "number", "nothing of it waits to be sent again")
        happen(request, verbs.WRITTEN_AGAIN, by=by, at=at, **_named(city, row))
        row.given_up_at, row.tried, row.try_after = None, 0, at
        row.save()


def to_look_at(*, city: City, by: Actor, at: datetime, most: int = 50) -> list[Abroad]:
    """Return what other servers are to be asked about now; nobody else asks meanwhile."""
    with transaction.atomic():
        abroad = Forwarding.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            city_id=city.id, sent_at__isnull=False, over_at=None, look_after__lte=at
        )
        rows = list(abroad.select_related("request").order_by("look_after", "pk")[:most])
        for row in rows:
            row.look_after = at + LOOK_EVERY
            if row.request.closed_at is not None or row.partner not in staff.partners(
                city.edition_id
            ):
                row.over_at = at
            row.save(update_fields=["look_after", "over_at"])
    return [
        Abroad(
            id=row.pk,
            number=row.request.number,
            partner=row.partner,
            token=row.token,
            their_number=row.their_number,
        )
        for row in rows
        if row.over_at is None
    ]


def told(*, city: City, forwarding_id: int, told: Told, at: datetime, by: Actor = SYSTEM) -> bool:
    """
    Enter how a request stands at another server, if that is news; return whether it was.

    Everyone reads that the work is done there; the words of the other side are for staff.
    """
    require(by, verbs.FORWARDED)
    row = _row(city, forwarding_id)
    status, words = "open" if told.open else "closed", told.words.strip()[:LONGEST_WORDS]
    with changing(city, row.request.number) as request:
        row = Forwarding.objects.select_for_update().get(pk=forwarding_id)
        if (status, words) == (row.their_status, row.their_words) or request.closed_at:
            return False
        ends = status == "closed" and row.their_status != "closed"
        verb = verbs.PARTNER_REPORTED if ends else verbs.PARTNER_WROTE
        actor = partner_actor(city, row.partner)
        happen(request, verb, by=actor, at=at, note=words, **_named(city, row))
        request.unread_since = request.unread_since or at
        row.their_status, row.their_words = status, words
        row.save()
    return True


def _row(city: City, forwarding_id: int) -> Forwarding:
    return Forwarding.objects.select_related("request").get(pk=forwarding_id, city_id=city.id)


def _named(city: City, row: Forwarding) -> dict[str, str]:
    partner = staff.partners(city.edition_id).get(row.partner)
    return named(partner) if partner else {"partner": row.partner, "partner_words": row.partner}
