"""Incidents: several requests about the same thing, whose lead is worked and tells them all."""

from contextlib import nullcontext
from datetime import datetime

from django.db import transaction

from townline.catalogue.rules.offers import Outcome
from townline.cities.rules.city import City, words_in
from townline.contacts import actions as contacts
from townline.record.verbs import SYSTEM, Actor
from townline.requests import verbs
from townline.requests.actions.change import NoSuchRequest, changing, happen, tell
from townline.requests.actions.holding import held_back
from townline.requests.actions.statement import Draft
from townline.requests.models import ServiceRequest
from townline.requests.rules import lifecycle
from townline.requests.rules.lifecycle import Status
from townline.requests.rules.submission import Unfit


def lead_of(draft: Draft) -> ServiceRequest:
    """
    Return the lead that a submission joins, held until the transaction ends.

    :raises Unfit: if there is no such open request of the service
    """
    if draft.offer.dates:
        raise Unfit("cannot_join", "join", "every order has a day of its own; send a new one")
    city_id, number = draft.city.id, draft.submission.join
    lead = (
        ServiceRequest.objects.select_for_update()
        .filter(city_id=city_id, number=number, service_code=draft.offer.code)
        .first()
    )
    fits = lead and lead.lead_id is None and lifecycle.possible(Status(lead.status), verbs.LED)
    if lead is None or not fits or lead.publicity == "nothing" or lead.hidden:
        raise Unfit("cannot_join", "join", "this request can no longer be joined; send a new one")
    return lead


def welcome(lead: ServiceRequest, *, by: Actor, at: datetime) -> None:
    """Enter on a lead that is held that one more person reported it."""
    happen(lead, verbs.LED, by=by, at=at)
    lead.reports += 1
    lead.save(force_update=True)


def merge(
    *,
    city: City,
    number: str,
    lead: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    told_from: datetime | None = None,
) -> None:
    """
    Join a request, with all who joined it, to the incident of another one.

    :param told_from: until then nobody is told, so that it can be taken back
    :raises Unfit: if the two cannot be one incident
    """
    if number == lead:
        raise Unfit("cannot_join", "lead", "a request cannot be joined to itself")
    waits = held_back(told_from) if told_from else nullcontext()
    with waits, transaction.atomic():
        _hold_both(city, number, lead)
        _merge(city, number, lead, by=by, at=at, seen=seen)


def _hold_both(city: City, *numbers: str) -> None:
    """Lock both rows in one order, so that two merges at once wait for each other."""
    rows = ServiceRequest.objects.filter(city_id=city.id, number__in=numbers)
    list(rows.select_for_update().order_by("id").values_list("id"))


def _merge(
    city: City, number: str, lead: str, *, by: Actor, at: datetime, seen: int | None
) -> None:
    with (
        changing(city, number, seen=seen, beside=(lead,)) as request,
        changing(city, lead) as target,
    ):
        _refuse_merge(request, target)
        joined = request.joined.select_for_update().filter(status=Status.JOINED)
        moved = [request, *joined.order_by("id")]
        leave(request)
        for one in moved:
            _join(one, target, by=by, at=at)
        target.reports += len(moved)
        request.reports = 1
        happen(target, verbs.LED, by=by, at=at, count=len(moved))


def _refuse_merge(request: ServiceRequest, target: ServiceRequest) -> None:
    if target.lead_id or not lifecycle.possible(Status(target.status), verbs.LED):
        raise Unfit("cannot_join", "lead", "the other request is closed or joined itself")
    if "nothing" in (request.publicity, target.publicity):
        raise Unfit("cannot_join", "lead", "a confidential request is handled by itself")
    if request.order_date or target.order_date:
        raise Unfit("cannot_join", "lead", "every order has a day of its own; cancel one instead")
    if request.lead_id == target.pk:
        raise Unfit("cannot_join", "lead", "it is joined to that request already")


def leave(one: ServiceRequest) -> ServiceRequest | None:
    """Count a request out of the incident that it is in, and return the lead that it had."""
    if one.lead_id is None:
        return None
    lead = ServiceRequest.objects.select_for_update().get(pk=one.lead_id)
    lead.reports = max(1, lead.reports - 1)
    lead.save(update_fields=["reports"])
    return lead


def _join(one: ServiceRequest, target: ServiceRequest, *, by: Actor, at: datetime) -> None:
    if one.status == Status.JOINED:
        happen(one, verbs.PARTED, by=by, at=at, lead=one.lead.number if one.lead else "")
        one.status = Status.RECEIVED.value
    happen(one, verbs.JOINED, by=by, at=at, lead=target.number)
    one.lead = target
    one.paused_at, one.pause_reason, one.rest = None, "", None
    one.save(force_update=True)
    tell(one, "joined", by=by, at=at, lead=target.number)


def part(*, city: City, number: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """
    Take a request out of its incident and give it back to its department.

    What is still kept back about its joining is withdrawn: nobody is told of what was a mistake.
    """
    with changing(city, number, seen=seen) as request:
        if request.lead_id is None:
            raise NoSuchRequest(number)
        lead = leave(request)
        _withdraw(request, by=by, at=at)
        _stand_alone(request, lead.number if lead else "", by=by, at=at)


def _withdraw(request: ServiceRequest, *, by: Actor, at: datetime) -> None:
    told = [*request.followers.values_list("contact_id", flat=True), request.contact_id]
    contacts.withdraw_kept_back(
        contact_ids=[contact for contact in told if contact], templates=("joined", "followed"),
        number=request.number, by=by, at=at,
    )  # fmt: skip


def close_joined(
    lead: ServiceRequest, outcome: Outcome, *, by: Actor, at: datetime, remark: str
) -> None:
    """Close all who joined with the lead's outcome, each with an entry and a notice of its own."""
    joined = lead.joined.select_for_update().filter(status=Status.JOINED).order_by("id")
    for one in joined:
        happen(
            one, verbs.CLOSED, by=SYSTEM, at=at, note=remark, outcome=outcome.code,
            kind=outcome.kind, outcome_words=words_in(outcome.words, ""), lead=lead.number,
        )  # fmt: skip
        one.closed_at, one.outcome = max(at, one.requested_at), outcome.code
        one.save(force_update=True)
        tell(one, "closed", by=by, at=at, outcome=outcome.code, remark=remark, lead=lead.number)


def hand_over(lead: ServiceRequest, *, at: datetime) -> None:
    """Let the first who joined a lead that was cancelled lead the others from then on."""
    joined = lead.joined.select_for_update().filter(status=Status.JOINED).order_by("id")
    if not joined:
        return
    first, *others = joined
    _stand_alone(first, lead.number, by=SYSTEM, at=at)
    first.reports = 1 + len(others)
    first.save(force_update=True)
    for one in others:
        _join(one, first, by=SYSTEM, at=at)


def _stand_alone(one: ServiceRequest, was: str, *, by: Actor, at: datetime) -> None:
    happen(one, verbs.PARTED, by=by, at=at, lead=was)
    happen(
        one, verbs.ROUTED, by=SYSTEM, at=at, department=one.department, crew=one.crew, rule=None,
        because={}, due_at=one.due_at.isoformat() if one.due_at else None,
    )  # fmt: skip
    one.lead = None
