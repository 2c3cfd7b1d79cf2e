"""A child request: what another department is to do first, at the same place."""

from datetime import datetime

from townline.catalogue import queries as catalogue
from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City
from townline.geography.rules.place import Point
from townline.record.verbs import SYSTEM, Actor
from townline.requests import verbs
from townline.requests.actions import statement
from townline.requests.actions.change import changing, happen, offer_of
from townline.requests.actions.spot import Spot, Where
from townline.requests.actions.statement import Draft
from townline.requests.models import ServiceRequest, Words
from townline.requests.queries.family import has_open_children
from townline.requests.rules import carrying, clock, publicity, routing
from townline.requests.rules.numbering import RequestNumber
from townline.requests.rules.submission import MOST_TEXT, Submission, Unfit
from townline.staff import queries as staff


def ask_first(
    *,
    city: City,
    number: str,
    service_code: str,
    reason: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> str:
    """
    Ask another department to do something first, and return the number of its request.

    That is of another service, at the same place, with the answers that fit; Townline makes it, and
    the record of the first one says who asked.

    :param reason: what is to be done, for those who do it
    :raises Unfit: if there is no reason, if the service is ordered for a day, or if this request is
        itself what another department does first
    :raises NoSuchService: if the city does not offer it
    """
    offer = catalogue.offer(city.edition_id, service_code)
    _check(offer, reason)
    with changing(city, number, seen=seen) as parent:
        if parent.parent_id:
            raise Unfit("child_itself", "service_code", "this is itself done first for another one")
        draft = _draft(city, parent, offer, reason.strip(), at)
        happen(
            parent, verbs.ASKED_FIRST, by=by, at=at, note=reason.strip(), child=draft.number,
            department=draft.routing.department,
        )  # fmt: skip
        statement.write(draft, lead_id=None)
        with changing(city, draft.number) as child:
            child.parent = parent
            child.publicity = publicity.stricter(child.publicity, parent.publicity)
            happen(child, verbs.CAME_OF, by=SYSTEM, at=at, parent=number, asked_by=by.label)
    return draft.number


def _check(offer: Offer, reason: str) -> None:
    if not reason.strip():
        raise Unfit("empty", "reason", "this needs a text")
    if len(reason) > MOST_TEXT or "\x00" in reason:
        raise Unfit("too_long", "reason", f"{MOST_TEXT} characters are allowed")
    if offer.kind == "order":
        raise Unfit("ordered", "service_code", "an order is made for a day: make it by itself")


def _draft(city: City, parent: ServiceRequest, offer: Offer, reason: str, at: datetime) -> Draft:
    """Return the child as it is to be written: answers and place are those of its parent."""
    submission = Submission(
        service_code=offer.code, channel="crew", description=reason, language=city.languages[0]
    )
    today = at.astimezone(city.zone).date()
    words = Words.objects.filter(request=parent).first()
    given = carrying.carry(words.answers if words else {}, offer_of(parent), offer).kept
    goes = routing.route(offer, areas=parent.areas, answers=given, on=today)
    week = staff.week_of(city.edition_id, goes.department)
    before = statement.before(city, offer, submission, Spot(), at)
    return Draft(
        city=city,
        offer=offer,
        submission=submission,
        number=str(RequestNumber(today.year, before.serial)),
        given=given,
        where=_where(parent),
        routing=goes,
        clock=clock.start(at, respond=offer.respond, resolve=offer.resolve, week=week),
        order_date=None,
        items={},
        photos=[],
        by=SYSTEM,
        at=at,
        origin="demo" if parent.origin == "demo" else "live",
    )


def _where(parent: ServiceRequest) -> Where:
    """Return the place of a request; what was typed beside the address is the reporter's own."""
    placed = parent.lat is not None and parent.lon is not None
    return Where(
        point=Point(parent.lat or 0, parent.lon or 0) if placed else None,
        address=parent.address,
        zipcode=parent.zipcode,
        areas=tuple(parent.areas),
    )


def refuse_end(request: ServiceRequest, *, despite: str) -> None:
    """
    Refuse to end as done what waits for another department, unless it is said why.

    :raises Unfit: at the field ``despite``
    """
    if not despite.strip() and has_open_children(request.pk):
        raise Unfit("first_open", "despite", "another department has not finished: say why")


def ended(city: City, child: ServiceRequest, *, at: datetime) -> None:
    """Let the record of the parent say that a child has ended."""
    if child.parent_id is None:
        return
    known = ServiceRequest.objects.filter(pk=child.parent_id)
    number = known.values_list("number", flat=True).get()
    with changing(city, number) as parent:
        told = {"child": child.number, "outcome": child.outcome}
        happen(parent, verbs.FIRST_ENDED, by=SYSTEM, at=at, **told)
