"""What was handed over to other organisations: to one of them, to the desk, and in lists."""

import base64
import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from townline.catalogue.rules.offers import Outcome
from townline.cities import queries as cities
from townline.cities.rules.city import City, words_in
from townline.record.verbs import Actor, Role
from townline.requests.models import HandOver
from townline.requests.queries.one import row_of
from townline.requests.queries.shape import RequestShown, build, may_read
from townline.requests.queries.wording import Wording
from townline.requests.rules import photos
from townline.requests.rules.handing import Handing, Standing, standing
from townline.requests.rules.publicity import Shown, Viewer
from townline.staff import queries as staff
from townline.staff.rules.partners import Partner

PLACE = Shown(
    exists=True, place=True, words=False, photos=False, links=False, private_answers=False
)
"""What a partner must know to do the work."""
WORDS = Shown(exists=True, place=True, words=True, photos=True, links=False, private_answers=False)
"""What one whose contract says so may read besides, if staff let it."""
PAGE = 50


class NoSuchHandOver(LookupError):
    """There is no such hand-over, or the secret is not its own."""


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """A hand-over as staff see it, and its partner."""

    id: int
    number: str
    partner: str
    partner_name: str
    kind: str
    """``contractor`` or ``government``; empty where the folder no longer names it."""
    message: str
    words: bool
    until: date
    made_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    reported_at: datetime | None
    ended_at: datetime | None
    standing: Standing
    late: bool
    """Whether the day has passed, and nobody says that it is done."""
    outcome: str
    contact_id: int
    """By which it is written to."""
    service_code: str
    service_name: str
    department: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Job:
    """A hand-over as its partner sees it, with what it may see of the request."""

    handed: HandedOver
    request: RequestShown
    outcomes: tuple[Outcome, ...]
    """How it may say that the work ended."""
    may_close: bool
    by: Actor
    """The partner, as the record names it."""


def secret_of(seed: str) -> str:
    """Return what opens the page that was made from a seed."""
    key = hashlib.sha256(b"townline.requests.hand_over" + settings.SECRET_KEY.encode()).digest()
    mac = hmac.digest(key, seed.encode(), "sha256")
    return base64.urlsafe_b64encode(mac[:18]).rstrip(b"=").decode()


def page_path(handed_id: int) -> str:
    """
    Return the path of a partner's page.

    :raises NoSuchHandOver: if there is no such hand-over
    """
    seed = HandOver.objects.filter(pk=handed_id).values_list("seed", flat=True).first()
    if seed is None:
        raise NoSuchHandOver(handed_id)
    return f"partner/{handed_id}/{secret_of(seed)}/"


def whose(handed_id: int) -> tuple[City, str] | None:
    """Return the city and the number of the request that was handed over; None without one."""
    found = HandOver.objects.filter(pk=handed_id).values_list("city_id", "request__number").first()
    return (cities.by_id(found[0]), found[1]) if found else None


def job(city: City, handed_id: int, secret: str, *, language: str, at: datetime) -> Job:
    """
    Return what a partner sees by the secret of its page.

    :raises NoSuchHandOver: if there is none, or the secret is another's
    """
    row = _opened(city, handed_id, secret)
    return _job(city, row, language, at)


def job_for_letter(city: City, handed_id: int, *, language: str, at: datetime) -> Job:
    """
    Return what a message to a partner may say: for couriers alone.

    :raises NoSuchHandOver: if there is none
    """
    row = _with_request(city).filter(pk=handed_id).first()
    if row is None:
        raise NoSuchHandOver(handed_id)
    return _job(city, row, language, at)


def handed_of(city: City, number: str, *, language: str, at: datetime) -> tuple[HandedOver, ...]:
    """Return all hand-overs of a request, the newest first."""
    rows = _with_request(city).filter(request__number=number).order_by("-pk")
    wording = Wording(language, at)
    return tuple(_handed(city, row, wording) for row in rows)


def handed_over(
    city: City,
    departments: Collection[str],
    *,
    language: str,
    at: datetime,
    after: tuple[date, int] | None = None,
    limit: int = PAGE,
) -> tuple[HandedOver, ...]:
    """
    Return what waits at other organisations, the most urgent first.

    :param departments: whose requests; ``*`` stands for all
    :param after: day and key of the last one before
    """
    rows = _with_request(city).filter(ended_at=None, request__closed_at=None)
    if "*" not in departments:
        rows = rows.filter(request__department__in=list(departments))
    if after:
        rows = rows.extra(  # a row comparison, which the index can follow
            where=["(requests_handover.until, requests_handover.id) > (%s, %s)"], params=list(after)
        )
    wording = Wording(language, at)
    page = rows.order_by("until", "pk")[:limit]
    return tuple(_handed(city, row, wording) for row in page)


def handed_photo(city: City, handed_id: int, secret: str, name: str) -> Path | None:
    """Return the file of a photo that a partner may see by its secret; None for all others."""
    if not photos.is_name(name):
        return None
    try:
        row = _opened(city, handed_id, secret)
    except NoSuchHandOver:
        return None
    shown = _request(city, row, Wording("", row.made_at))
    if name not in {photo.name for photo in shown.photos}:
        return None
    return Path(settings.MEDIA_ROOT) / photos.place(name, thumb=False)


def _with_request(city: City) -> QuerySet[HandOver]:
    return HandOver.objects.filter(city_id=city.id).select_related("request")


def _opened(city: City, handed_id: int, secret: str) -> HandOver:
    row = _with_request(city).filter(pk=handed_id).first()
    given = hashlib.sha256(secret.encode()).digest()
    if row is None or not hmac.compare_digest(given, bytes(row.secret)):
        raise NoSuchHandOver(handed_id)
    return row


def _job(city: City, row: HandOver, language: str, at: datetime) -> Job:
    wording = Wording(language, at)
    offer = wording.service(row.request.edition_id, row.request.service_code).offer
    partner = staff.partners(city.edition_id).get(row.partner)
    return Job(
        handed=_handed(city, row, wording),
        request=_request(city, row, wording),
        outcomes=tuple(o for o in offer.outcomes if o.kind in DONE) if offer else (),
        may_close=bool(partner and partner.may_close),
        by=_actor(partner, row.partner),
    )


def acting(city: City, handed_id: int) -> Actor:
    """
    Return the partner that a hand-over is with, as the record names it.

    :raises NoSuchHandOver: if there is none
    """
    found = HandOver.objects.filter(pk=handed_id, city_id=city.id)
    code = found.values_list("partner", flat=True).first()
    if code is None:
        raise NoSuchHandOver(handed_id)
    return partner_actor(city, code)


def partner_actor(city: City, code: str) -> Actor:
    """Return a partner as the record names it."""
    return _actor(staff.partners(city.edition_id).get(code), code)


def _actor(partner: Partner | None, code: str) -> Actor:
    """Return a partner as an actor; one that the folder no longer names is called by its code."""
    label = words_in(partner.words, "") if partner else code
    return Actor(kind="partner", label=label, roles=frozenset({Role.PARTNER}))


DONE = ("done", "nothing_found", "not_done")
"""Kinds of outcomes that a partner may report."""


def for_partner(
    city: City, number: str, *, words: bool, language: str, at: datetime
) -> RequestShown:
    """
    Return what another organisation may have of a request, without its history.

    :param words: whether it may read what the reporter wrote, though nobody has released it
    """
    return _cut(city, number, Wording(language, at), words=words)


def _request(city: City, row: HandOver, wording: Wording) -> RequestShown:
    return _cut(city, row.request.number, wording, words=row.words)


def _cut(city: City, number: str, wording: Wording, *, words: bool) -> RequestShown:
    """Return the request without its history, and without all that its partner may not see."""
    found = row_of(city, number)
    if words:
        return build(found, shown=WORDS, viewer=Viewer.REPORTER, wording=wording)
    public = may_read(found, Viewer.EVERYONE)
    return build(
        found, shown=public if public.exists else PLACE, viewer=Viewer.EVERYONE, wording=wording
    )


def _handed(city: City, row: HandOver, wording: Wording) -> HandedOver:
    request = row.request
    partner = staff.partners(city.edition_id).get(row.partner)
    handing = Handing(
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        reported_at=row.reported_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )
    stands = standing(handing, closed=request.closed_at is not None, at=wording.at)
    today = wording.at.astimezone(city.zone).date()
    called = wording.service(request.edition_id, request.service_code)
    return HandedOver(
        id=row.pk,
        number=request.number,
        partner=row.partner,
        partner_name=words_in(partner.words, wording.language) if partner else row.partner,
        kind=partner.kind if partner else "",
        message=row.message,
        words=row.words,
        until=row.until,
        made_at=row.made_at,
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        reported_at=row.reported_at,
        ended_at=row.ended_at,
        standing=stands,
        late=row.until < today and stands in (Standing.WAITING, Standing.ACCEPTED),
        outcome=called.outcomes.get(row.outcome, ("", ""))[1],
        contact_id=row.contact_id,
        service_code=request.service_code,
        service_name=called.name,
        department=wording.department(request.edition_id, request.department),
        address=request.address,
    )
