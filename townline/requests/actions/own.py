"""What a resident does with their own request; an agent may do it for them."""

from datetime import date, datetime, timedelta

from townline.cities.rules.city import City, words_in
from townline.record.verbs import SYSTEM, Actor
from townline.requests import verbs
from townline.requests.actions import booking, incidents
from townline.requests.actions.change import changing, happen, offer_of, tell, week_of
from townline.requests.actions.work import add_photos, end, go_on
from townline.requests.rules import clock, ordering
from townline.requests.rules.submission import Unfit

REOPEN_WITHIN = timedelta(days=30)
"""How long after the end a resident may say that it is not done."""
MOST_PHOTOS = 10


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
        if request.photos.filter(evidence=False).count() + len(photos) > MOST_PHOTOS:
            raise Unfit("too_many_photos", "media", f"{MOST_PHOTOS} photos at most")
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


def move(
    *, city: City, number: str, to: date, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """
    Choose another day for an order.

    :raises Unfit: if the day is not offered or full
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
        booking.move(request, offer, to)
        if was is None:
            happen(request, verbs.SCHEDULED, by=by, at=at, date=to.isoformat())
        else:
            happen(
                request, verbs.MOVED, by=by, at=at, date=to.isoformat(), from_date=was.isoformat()
            )
        tell(request, "moved", by=by, at=at, date=to.isoformat())


def reopen(
    *, city: City, number: str, reason: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """
    Say that it is not done; the promise starts anew, as it was made in the request's edition.

    What was rejected as no real request is opened again by staff alone: it was never shown.

    :raises Unfit: if it was closed too long ago or rejected, or no reason is given
    """
    if not reason.strip() or len(reason) > 4000 or "\x00" in reason:
        raise Unfit("empty", "reason", "say what is still wrong")
    with changing(city, number, seen=seen) as request:
        if request.hidden and by.kind != "staff":
            raise Unfit("rejected", "reason", "it was found to be no real request")
        if request.closed_at and at - request.closed_at > REOPEN_WITHIN and by.kind != "staff":
            raise Unfit(
                "too_late", "reason", f"it was closed more than {REOPEN_WITHIN.days} days ago"
            )
        offer = offer_of(request)
        happen(request, verbs.REOPENED, by=by, at=at, note=reason)
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
