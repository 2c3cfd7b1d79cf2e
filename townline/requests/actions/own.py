"""What a resident does with their own request; an agent may do it for them."""

from datetime import date, datetime

from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City, words_in
from townline.contacts import actions as contacts
from townline.contacts import queries as contacts_known
from townline.record.verbs import SYSTEM, Actor
from townline.requests import verbs
from townline.requests.actions import booking, children, incidents, satisfaction
from townline.requests.actions.change import (
    NoSuchRequest,
    changing,
    happen,
    offer_of,
    tell,
    week_of,
)
from townline.requests.actions.work import add_photos, end, go_on
from townline.requests.models import ServiceRequest
from townline.requests.rules import clock, ordering, reopening
from townline.requests.rules.submission import Unfit

MOST_PHOTOS = 10
MEDIA_FIELDS = {"email": "email", "sms": "phone"}
"""A medium to what its address is called among the details."""


def answer(*, city: City, number: str, text: str, by: Actor, at: datetime) -> None:
    """Answer what the department asked; the clock runs again."""
    if not text.strip() or len(text) > 4000 or "\x00" in text:
        raise Unfit("bad_text", "answer", "write an answer of 4000 characters at most")
    with changing(city, number) as request:
        go_on(request, at)
        happen(request, verbs.ANSWERED, by=by, at=at, note=text)


def add_photo(
    *, city: City, number: str, photos: tuple[bytes, ...], by: Actor, at: datetime
) -> None:
    """Add photos later."""
    with changing(city, number) as request:
        if request.closed_at:
            raise Unfit("closed", "media", "this request is closed")
        _check_room(request, photos)
        add_photos(request, photos, by=by, at=at, evidence=False)


def cancel(
    *, city: City, number: str, by: Actor, at: datetime, reason: str = "", seen: int | None = None
) -> None:
    """
    Cancel: an outcome of its own, with public wording, and the day given back.

    Others who joined the request still wait for the work: the first of them leads from then on.
    """
    with changing(city, number, seen=seen) as request:
        offer = offer_of(request)
        outcome = next((o for o in offer.outcomes if o.kind == "cancelled"), None)
        code = outcome.code if outcome else "cancelled"
        words = words_in(outcome.words, "") if outcome else ""
        incidents.leave(request)
        happen(
            request, verbs.CANCELLED, by=by, at=at, note=reason, outcome=code, kind="cancelled",
            outcome_words=words,
        )  # fmt: skip
        booking.release(request, offer)
        end(request, code, at)
        tell(request, "closed", by=by, at=at, outcome=code, remark="")
        incidents.hand_over(request, at=at)
        children.ended(city, request, at=at)


def move(
    *, city: City, number: str, to: date, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """
    Choose another day for an order; staff may do so even when the crew has its list.

    :raises Unfit: if the day is not offered or full, or it is too late to change it
    """
    with changing(city, number, seen=seen) as request:
        offer = offer_of(request)
        today = at.astimezone(city.zone).date()
        if offer.dates is None:
            raise Unfit("no_dates", "order_date", "this service is not ordered for a day")
        if to == request.order_date:
            raise Unfit("same_day", "order_date", "this is the day that it is planned for")
        if to not in ordering.days(offer.dates, week_of(request), today):
            raise Unfit("day_not_offered", "order_date", "choose one of the days that are offered")
        was = request.order_date
        if was and by.kind != "staff" and today > ordering.last_change(offer.dates, was):
            raise Unfit("too_late_to_move", "order_date", "the day can no longer be changed")
        booking.move(request, offer, to)
        if was is None:
            happen(request, verbs.SCHEDULED, by=by, at=at, date=to.isoformat())
        else:
            happen(
                request, verbs.MOVED, by=by, at=at, date=to.isoformat(), from_date=was.isoformat()
            )
        tell(request, "moved", by=by, at=at, date=to.isoformat())


def reopen(
    *,
    city: City,
    number: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    reasons: tuple[str, ...] = (),
    photos: tuple[bytes, ...] = (),
    seen: int | None = None,
) -> None:
    """
    Say that it is not done; the promise starts anew, as it was made in the request's edition.

    What was rejected as no real request is opened again by staff alone: it was never shown.

    :param reason: what is still wrong, in words
    :param reasons: codes of ``reopening.REASONS``; words are needed where none says enough
    :param photos: how it looks now
    :raises Unfit: if it was closed too long ago or rejected, or no reason is given
    """
    reopening.check_reasons(reasons, reason)
    with changing(city, number, seen=seen) as request:
        offer = offer_of(request)
        if by.kind != "staff":
            _may_reopen(request, offer, at)
        _check_room(request, photos)
        why = {"reasons": list(reasons)} if reasons else {}
        happen(request, verbs.REOPENED, by=by, at=at, note=reason, **why)
        _begin_anew(request, offer, at)
        add_photos(request, photos, by=by, at=at, evidence=False)
        satisfaction.not_fixed(request, at=at)


def _begin_anew(request: ServiceRequest, offer: Offer, at: datetime) -> None:
    """Give the request back to its department, with a promise that starts now."""
    begun = clock.start(at, respond=offer.respond, resolve=offer.resolve, week=week_of(request))
    request.closed_at, request.outcome, request.lead = None, "", None
    request.responded_at = None
    request.flags = [f for f in request.flags if f not in ("due_soon", "overdue")]
    request.respond_by, request.due_at = begun.respond_by, begun.due_at
    happen(
        request, verbs.ROUTED, by=SYSTEM, at=at, department=request.department,
        crew=request.crew, rule=None, because={},
        due_at=begun.due_at.isoformat() if begun.due_at else None,
    )  # fmt: skip


def _may_reopen(request: ServiceRequest, offer: Offer, at: datetime) -> None:
    if request.hidden:
        raise Unfit("rejected", "reason", "it was found to be no real request")
    last = reopening.until(request.closed_at, days=offer.reopen_days)
    if last and at > last:
        raise Unfit("too_late", "reason", f"it was closed more than {offer.reopen_days} days ago")


def _check_room(request: ServiceRequest, photos: tuple[bytes, ...]) -> None:
    if request.photos.filter(evidence=False).count() + len(photos) > MOST_PHOTOS:
        raise Unfit("too_many_photos", "media", f"{MOST_PHOTOS} photos at most")


def tell_by(*, city: City, number: str, medium: str, address: str, by: Actor, at: datetime) -> None:
    """
    Change how the reporter is told.

    :param medium: ``email``, ``sms`` or ``none``
    :param address: where to; empty keeps the one that is known
    :raises NoSuchRequest: if there is none, or if its reporter left no details
    :raises Unfit: if there is no address for that medium
    """
    found = ServiceRequest.objects.filter(city_id=city.id, number=number)
    contact_id = found.values_list("contact_id", flat=True).first()
    if contact_id is None or contacts_known.reach_of(contact_id) is None:
        raise NoSuchRequest(number)
    given = {} if medium == "none" or not address else {MEDIA_FIELDS[medium]: address}
    if not contacts.tell_by(contact_id=contact_id, medium=medium, by=by, at=at, **given):
        raise Unfit("no_address", "address", "say where to send the messages")


def forget(*, city: City, number: str, by: Actor, at: datetime, passkeys: bool = False) -> None:
    """
    Delete what identifies the reporter; what was owed to them is given up. The request stays.

    :param passkeys: also the passkeys by which they sign in for the address that they left
    :raises Unfit: if nothing is known of them
    """
    with changing(city, number) as request:
        reach = request.contact_id and contacts_known.reach_of(request.contact_id)
        if not (request.contact_id and reach):
            raise Unfit("nothing_known", "number", "no contact details are kept for this request")
        for medium, address in (("email", reach.email), ("sms", reach.phone)):
            if passkeys and address:
                contacts.remove_passkeys(
                    city_id=city.id, medium=medium, address=address, by=by, at=at
                )
        contacts.forget(contact_id=request.contact_id, by=by, at=at)
        happen(request, verbs.FORGOTTEN, by=by, at=at)
