"""Submit: what a resident handed over becomes a numbered request, or is refused with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from townline.catalogue import queries as catalogue
from townline.catalogue.queries import NoSuchService
from townline.catalogue.rules import answers, suspended
from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City, Words
from townline.geography.rules.place import OutsideCity, Place
from townline.hours import WorkingWeek
from townline.knowledge import queries as knowledge
from townline.record.verbs import Actor, require
from townline.requests import verbs
from townline.requests.actions import booking, incidents, spot, statement, uploads
from townline.requests.actions.statement import Before, Draft
from townline.requests.queries.secret import secret_of
from townline.requests.rules import clock, ordering, routing
from townline.requests.rules.numbering import RequestNumber
from townline.requests.rules.submission import Submission, Unfit, check_text
from townline.staff import queries as staff


class KeyReused(Exception):
    """The idempotency key came before, with something else."""


class Suspended(Exception):
    """The service is not taken there at present; ``notice`` says why and what to do."""

    def __init__(self, notice: Words) -> None:
        self.notice = notice
        super().__init__(next(iter(notice.values()), ""))


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the resident gets: the number, the promise, and the secret that opens their own page."""

    number: str
    status: str
    department: str
    due_at: datetime | None
    secret: str
    held: bool = False
    repeated: bool = False
    """The same submission came before; this is the number that it was given then."""
    nearby: tuple[dict[str, Any], ...] = ()


def submit(
    *, city: City, submission: Submission, by: Actor, at: datetime, origin: str = "live"
) -> Receipt:
    """
    Open a service request: check, locate, route, promise, and owe the resident a receipt.

    :raises NoSuchService: if the city does not offer it
    :raises Unfit: if text, photos, date or items will not do; ``PlaceUnknown`` for the address
    :raises BadAnswers: if questions are left open or answered out of bounds
    :raises NotOurs: if an answer says that this is somebody else's to do
    :raises OutsideCity: if the place is not in the city
    :raises Suspended: if the service is not taken there at present
    :raises KeyReused: if the idempotency key came before with something else
    """
    require(by, verbs.SUBMITTED)
    check_text(submission)
    try:
        return _open(city, submission, by=by, at=at, origin=origin)
    except (NoSuchService, Unfit, answers.BadAnswers, answers.NotOurs, OutsideCity, Suspended):
        # What was taken once stays taken, whatever the city has changed since.
        used = statement.used(city, submission) if submission.key else None
        if used is None:
            raise
        return _repeated(city, submission, used)


def _open(city: City, submission: Submission, *, by: Actor, at: datetime, origin: str) -> Receipt:
    offer = catalogue.offer(city.edition_id, submission.service_code)
    _refuse_channel(city, offer, submission.channel)
    given = answers.check(offer, submission.answers, city.zone, strict=submission.strict)
    today = at.astimezone(city.zone).date()
    found = spot.find(city, offer, submission, today)
    _refuse_suspended(city, offer, found.areas, today)
    _check_photos(offer, submission)
    items = ordering.check_items(offer, submission.items)

    before = statement.before(city, offer, submission, found, at)
    if before.used:
        return _repeated(city, submission, before.used)
    where = found.named(before.addresses)
    goes = routing.route(offer, areas=where.areas, answers=given, on=today)
    week = staff.week_of(city.edition_id, goes.department)
    day, area = _order(offer, submission, where.place, today=today, week=week)
    promised = clock.start(at, respond=offer.respond, resolve=offer.resolve, week=week)
    number = str(RequestNumber(today.year, before.serial))
    photos = uploads.keep(submission.photos[: offer.photos])
    grave = knowledge.emergency_in(city, submission.description) is not None
    draft = Draft(
        city=city, offer=offer, submission=submission, number=number, given=given, where=where,
        routing=goes, clock=promised, order_date=day, items=items, photos=photos, by=by, at=at,
        origin=origin, grave=grave,
    )  # fmt: skip
    return _write(draft, before, area)


def _write(draft: Draft, before: Before, area: str) -> Receipt:
    """Write the draft in as few statements as it takes: one, for most."""
    submission = draft.submission
    try:
        if not submission.join and not (draft.order_date and draft.offer.dates):
            secret = statement.write(draft, lead_id=None)
        else:
            with transaction.atomic():
                if draft.order_date:
                    booking.book(draft.city.id, draft.offer, area, draft.order_date)
                # A suspect joins nothing: its incident would show that it is there.
                joins = submission.join and not draft.held
                lead = incidents.lead_of(draft) if joins else None
                secret = statement.write(draft, lead_id=lead.pk if lead else None)
                if lead:
                    incidents.welcome(lead, by=draft.by, at=draft.at)
    except IntegrityError as fault:
        if "one_request_a_key" not in str(fault):
            raise
        used = statement.used(draft.city, submission)
        if used is None:
            raise
        return _repeated(draft.city, submission, used)
    return Receipt(
        number=draft.number,
        status=draft.status,
        department=draft.routing.department,
        due_at=draft.clock.due_at,
        secret=secret,
        held=draft.held,
        nearby=before.nearby,
    )


def _repeated(city: City, submission: Submission, used: dict[str, Any]) -> Receipt:
    if used["digest"] != submission.digest().hex():
        raise KeyReused("this key was used before, for something else")
    return Receipt(
        number=used["number"],
        status=used["status"],
        department=used["department"],
        due_at=datetime.fromisoformat(used["due_at"]) if used["due_at"] else None,
        secret=secret_of(city.id, used["number"]),
        held=used["status"] == "held",
        repeated=True,
    )


def _refuse_channel(city: City, offer: Offer, channel: str) -> None:
    if not offer.takes(channel):
        call = f"; call {city.phone}" if city.phone else ""
        raise Unfit("other_channel", "service_code", f"this service is not taken this way{call}")


def _refuse_suspended(city: City, offer: Offer, areas: Sequence[str], today: date) -> None:
    standing = catalogue.suspensions(city.id, today)
    stop = suspended.holding(standing, offer.code, areas, today)
    if stop:
        raise Suspended(stop.notice)


def _check_photos(offer: Offer, submission: Submission) -> None:
    if len(submission.photos) > offer.photos:
        raise Unfit("too_many_photos", "media", f"{offer.photos} photos at most for this service")


def _order(
    offer: Offer, submission: Submission, place: Place | None, *, today: date, week: WorkingWeek
) -> tuple[date | None, str]:
    """Return the day of an order and the area whose capacity it uses."""
    wanted = submission.order_date
    if offer.dates is None:
        if wanted:
            raise Unfit("no_dates", "order_date", "this service is not ordered for a day")
        return None, ""
    area = ordering.area_of(offer.dates, place)
    if wanted is None:
        return None, area
    if wanted not in ordering.days(offer.dates, week, today):
        raise Unfit("day_not_offered", "order_date", "choose one of the days that are offered")
    return wanted, area
