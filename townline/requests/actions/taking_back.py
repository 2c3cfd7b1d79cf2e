"""Taking a bundle back: a correcting entry on each request, and no notice of what was a mistake."""

from datetime import date, datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.record.verbs import Actor
from townline.requests import verbs
from townline.requests.actions import assign, days
from townline.requests.actions.bundle import REFUSED, word_of
from townline.requests.actions.change import changing, happen
from townline.requests.models import Bundle, BundleRow, ServiceRequest
from townline.requests.rules.submission import Unfit
from townline.staff import queries as staff

UNDONE = "undone"


class NoSuchBundle(LookupError):
    """There is no bundle of that key, or it is somebody else's."""


class TooLate(Exception):
    """A bundle can no longer be taken back: its notices may have gone out."""


def take_back(*, city: City, key: str, by: Actor, at: datetime) -> None:
    """
    Take back what was done to several requests at once, as far as nobody went on with them.

    Each gets an entry that says so; nothing is removed from any record. What cannot be taken back
    is kept beside it, as a word.

    :raises NoSuchBundle: if there is none of the actor's own
    :raises TooLate: if the time for it is over
    """
    with transaction.atomic():
        found = Bundle.objects.select_for_update().filter(city_id=city.id, key=key)
        bundle = found.filter(member_id=by.member_id).first() if by.member_id else None
        if bundle is None:
            raise NoSuchBundle(key)
        if bundle.undone_at is not None:
            return
        if at >= bundle.until:
            raise TooLate(key)
        bundle.undone_at = at
        bundle.save(update_fields=["undone_at"])
    for row in bundle.rows.filter(fault="").select_related("request").order_by("id"):
        row.undone = _one(bundle, row, city, by, at)
        row.save(update_fields=["undone"])


def _one(bundle: Bundle, row: BundleRow, city: City, by: Actor, at: datetime) -> str:
    try:
        with transaction.atomic():
            _withdraw(row, by, at)
            if bundle.deed == "plan":
                _off_the_day(row, city, by, at)
            else:
                with changing(city, row.request.number, seen=row.seq) as request:
                    _correct(bundle.deed, request, row, city, by, at)
    except REFUSED as refusal:
        return word_of(refusal)
    return UNDONE


def _withdraw(row: BundleRow, by: Actor, at: datetime) -> None:
    notices = row.before.get("notices", [])
    if contacts.withdraw(notice_ids=notices, by=by, at=at) < len(notices):
        raise Unfit("told_already", "row", "the reporter has been told already")


def _off_the_day(row: BundleRow, city: City, by: Actor, at: datetime) -> None:
    stop = row.request.stops.order_by("-id").first()
    on: date | None = stop.date if stop else None
    if on is None:
        raise Unfit("not_planned", "row", "it is on nobody's list any more")
    days.unplan(city=city, number=row.request.number, on=on, by=by, at=at, seen=row.seq)


def _correct(
    deed: str, request: ServiceRequest, row: BundleRow, city: City, by: Actor, at: datetime
) -> None:
    before = row.before
    if deed in ("assign", "share"):
        on = at.astimezone(city.zone).date()
        people = {each.id: each for each in staff.colleagues(city, on=on)}
        assign.put(request, people, before["assignee"], before["crew"], by=by, at=at)
    elif deed == "note":
        words = f"The note before this one (entry {row.seq}) was written by mistake."
        happen(request, verbs.NOTED, by=by, at=at, note=words, corrects=row.seq)
    else:
        verb = verbs.WORKED_ON if before["status"] == "in_progress" else verbs.TAKEN_BACK
        happen(request, verb, by=by, at=at, corrects=row.seq)
        _restore(request, before["responded_at"])


def _restore(request: ServiceRequest, responded_at: str | None) -> None:
    """Put the row back as it was: its clock has stood still for no moment."""
    request.responded_at = datetime.fromisoformat(responded_at) if responded_at else None
    request.paused_at, request.pause_reason, request.rest = None, "", None
    request.closed_at, request.outcome = None, ""
