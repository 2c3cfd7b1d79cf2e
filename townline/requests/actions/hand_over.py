"""Handing a request over to another organisation, and what that does with it; the clock runs on."""

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from townline.cities.rules.city import City, words_in
from townline.contacts import actions as contacts
from townline.record.verbs import SYSTEM, Actor, NotAllowed, Role
from townline.requests import verbs
from townline.requests.actions import work
from townline.requests.actions.change import changing, happen, offer_of
from townline.requests.actions.messages import add_kept
from townline.requests.models import HandOver, ServiceRequest
from townline.requests.queries.handed import DONE, NoSuchHandOver, secret_of
from townline.requests.rules import handing
from townline.requests.rules.handing import RUNNING, Handing, Standing
from townline.requests.rules.submission import MOST_TEXT, Unfit
from townline.staff import queries as staff
from townline.staff.rules.partners import Partner

MAY_GIVE_WORDS = frozenset({Role.SUPERVISOR, Role.ADMIN})
"""Who may let a partner read what a reporter wrote and photographed."""


MOST_PHOTOS = 20
"""Photos of the work that a request takes from outside."""


class Over(Exception):
    """A partner can do no more with a request; ``standing`` says why."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        super().__init__(f"this hand-over is {standing}")


def hand_over(
    *,
    city: City,
    number: str,
    partner: str,
    message: str,
    until: date,
    words: bool = False,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> int:
    """
    Hand a request over to a partner, who is written to; return the hand-over's key.

    :param until: by which day it is to be done
    :param words: whether the partner may read what the reporter wrote, though it waits for release
    :raises Unfit: if there is no such partner for this request, another one has it, the day will
        not do, or the partner has no contract that lets it read the reporter's words
    :raises NotAllowed: if the actor may not let others read these
    """
    found = staff.partners(city.edition_id).get(partner)
    _say_something(message)
    today = at.astimezone(city.zone).date()
    if not today <= until <= today + handing.LONGEST:
        raise Unfit("bad_day", "until", "choose a day from today on, within a year")
    with changing(city, number, seen=seen) as request:
        to = _fitting(request, found)
        if words:
            _check_words(to, by)
        happen(
            request, verbs.HANDED_OVER, by=by, at=at, note=message.strip(), words=words,
            until=until.isoformat(), **named(to),
        )  # fmt: skip
        request.responded_at = request.responded_at or at
        row = _keep(city, request, to, message.strip(), until, words, by=by, at=at)
        _write_to(row, "handed_over", by=by, at=at)
    return row.pk


def _fitting(request: ServiceRequest, partner: Partner | None) -> Partner:
    """Return the partner, if the request may be handed over to it now."""
    whose = {"service": request.service_code, "department": request.department}
    if partner is None or not partner.serves(**whose):
        raise Unfit("no_such_partner", "partner", "choose one that does this service")
    if request.publicity == "nothing" and not partner.contract:
        raise Unfit("no_contract", "partner", "its contract does not cover what is confidential")
    if HandOver.objects.filter(request=request, ended_at=None).exists():
        raise Unfit("handed_over", "partner", "take it back first from the one that has it")
    return partner


def _keep(
    city: City, request: ServiceRequest, partner: Partner, message: str, until: date, words: bool,
    *, by: Actor, at: datetime,
) -> HandOver:  # fmt: skip
    language = partner.language(city.languages)
    contact_id = contacts.hear(
        city_id=city.id, channel="partner", language=language, purpose="follow_up",
        details={"email": partner.email, "told_by": "email"}, by=by, at=at,
    )  # fmt: skip
    seed = secrets.token_hex(16)
    return HandOver.objects.create(
        city_id=city.id,
        request=request,
        partner=partner.code,
        contact_id=contact_id,
        message=message,
        words=words,
        until=until,
        seed=seed,
        secret=hashlib.sha256(secret_of(seed).encode()).digest(),
        expires_at=datetime.combine(until, time.max, city.zone) + handing.KEPT,
        made_at=at,
    )


def named(partner: Partner) -> dict[str, str]:
    """Return how an entry names a partner: by its code, and as it is called now."""
    return {"partner": partner.code, "partner_words": words_in(partner.words, "")}


def recall(
    *, city: City, number: str, reason: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """
    Take a request back: the partner's page shuts.

    :raises Unfit: if nobody else has it
    """
    _say_something(reason, "reason")
    with changing(city, number, seen=seen) as request:
        row = _running(request)
        happen(request, verbs.HANDED_BACK, by=by, at=at, note=reason.strip(), **_named(city, row))
        _end(row, "staff", at)


def write_again(*, city: City, number: str, by: Actor, at: datetime) -> None:
    """
    Send a partner the address of its page once more.

    :raises Unfit: if nobody else has it
    :raises NotAllowed: if the actor may not hand over this request
    """
    with changing(city, number) as request:
        row = _running(request)
        happen(request, verbs.WRITTEN_AGAIN, by=by, at=at, **_named(city, row))
        _write_to(row, "handed_reminder", by=by, at=at)


def accept(*, city: City, handed_id: int, by: Actor, at: datetime) -> None:
    """Let a partner say that it takes a request on."""
    with _by_partner(city, handed_id, at) as (request, row):
        if row.accepted_at is None:
            happen(request, verbs.PARTNER_ACCEPTED, by=by, at=at, **_named(city, row))
            row.accepted_at = at


def decline(*, city: City, handed_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Let a partner give a request back, saying why; the department reads it."""
    _say_something(reason, "reason")
    with _by_partner(city, handed_id, at) as (request, row):
        note = reason.strip()
        happen(request, verbs.HANDED_BACK, by=by, at=at, note=note, **_named(city, row))
        _end(row, "partner", at)
        request.unread_since = request.unread_since or at


def write(
    *,
    city: City,
    handed_id: int,
    text: str,
    by: Actor,
    at: datetime,
    photos: tuple[bytes, ...] = (),
    kept: Sequence[Mapping[str, Any]] = (),
) -> None:
    """
    Let a partner write to the department, with photos of the work.

    A letter may come when the hand-over is over: it is read all the same.

    :param kept: photos that came by mail, as ``messages.keep_photos`` kept them
    """
    if not (photos or kept):
        _say_something(text, "text")
    _check_length(text, "text")
    with _by_partner(city, handed_id, at, running=not kept and bool(photos)) as (request, row):
        _check_room(request, len(photos))
        work.add_photos(request, photos, by=by, at=at, evidence=True)
        add_kept(request, kept, by=by, at=at)
        note = text.strip()
        happen(request, verbs.PARTNER_WROTE, by=by, at=at, note=note, **_named(city, row))
        request.unread_since = request.unread_since or at


def report(
    *,
    city: City,
    handed_id: int,
    outcome: str,
    by: Actor,
    at: datetime,
    text: str = "",
    photos: tuple[bytes, ...] = (),
) -> None:
    """
    Let a partner say how the work ended; the department then closes the request.

    Where the folder lets the partner close, that follows at once.

    :raises Unfit: if it may not end so, or the proof is missing
    """
    _check_length(text, "text")
    with transaction.atomic():
        with _by_partner(city, handed_id, at) as (request, row):
            _check_outcome(request, outcome, photos)
            _check_room(request, len(photos))
            work.add_photos(request, photos, by=by, at=at, evidence=True)
            happen(
                request, verbs.PARTNER_REPORTED, by=by, at=at, note=text.strip(), outcome=outcome,
                **_named(city, row),
            )  # fmt: skip
            row.reported_at, row.outcome = at, outcome
            request.unread_since = request.unread_since or at
        partner = staff.partners(city.edition_id).get(row.partner)
        if partner and partner.may_close:
            work.close(city=city, number=request.number, outcome=outcome, by=SYSTEM, at=at)


def _check_outcome(request: ServiceRequest, code: str, photos: tuple[bytes, ...]) -> None:
    found = offer_of(request).outcome(code)
    if found is None or found.kind not in DONE:
        raise Unfit("no_such_outcome", "outcome", "choose how the work ended")
    if found.evidence and not photos and not request.photos.filter(evidence=True).exists():
        raise Unfit("evidence_missing", "photos", "this needs a photo of the work as proof")


def _check_room(request: ServiceRequest, more: int) -> None:
    """Refuse more photos of the work than anybody will look at."""
    if more and request.photos.filter(evidence=True).count() + more > MOST_PHOTOS:
        raise Unfit("too_many_photos", "photos", f"a request takes {MOST_PHOTOS} photos of work")


def remind(*, city: City, by: Actor, at: datetime, most: int = 200) -> int:
    """
    Remind partners of what is due within two days, once; end what is over. Return how many rows.

    A hand-over is over when its request is closed: should that be opened again, it is the
    department's.
    """
    day = at.astimezone(city.zone).date() + handing.SOON
    with transaction.atomic():
        running = HandOver.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            city_id=city.id, ended_at=None
        )
        over = list(running.filter(request__closed_at__isnull=False).order_by("pk")[:most])
        for row in over:
            _end(row, "closing", at)
        near = list(
            running.filter(
                until__lte=day, reported_at=None, reminded_at=None, request__closed_at=None
            ).order_by("until")[:most]
        )
        for row in near:
            row.reminded_at = at
            row.save(update_fields=["reminded_at"])
            if at < row.expires_at:
                _write_to(row, "handed_reminder", by=by, at=at)
    return len(over) + len(near)


@contextmanager
def _by_partner(
    city: City, handed_id: int, at: datetime, *, running: bool = True
) -> Iterator[tuple[ServiceRequest, HandOver]]:
    """
    Hold a request and its hand-over while its partner does something, and save both.

    :param running: whether that can be done only as long as the partner has the request
    :raises NoSuchHandOver: if there is none
    :raises Over: if the partner no longer has it
    """
    row = HandOver.objects.select_related("request").filter(pk=handed_id, city_id=city.id).first()
    if row is None:
        raise NoSuchHandOver(handed_id)
    with changing(city, row.request.number) as request:
        row = HandOver.objects.select_for_update().get(pk=handed_id)
        stands = _standing(request, row, at)
        if running and stands not in RUNNING:
            raise Over(stands)
        yield request, row
        row.save()


def _standing(request: ServiceRequest, row: HandOver, at: datetime) -> Standing:
    known = Handing(
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        reported_at=row.reported_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )
    return handing.standing(known, closed=request.closed_at is not None, at=at)


def _running(request: ServiceRequest) -> HandOver:
    row = HandOver.objects.select_for_update().filter(request=request, ended_at=None).first()
    if row is None:
        raise Unfit("not_handed_over", "number", "no other organisation has this request")
    return row


def _named(city: City, row: HandOver) -> dict[str, str]:
    partner = staff.partners(city.edition_id).get(row.partner)
    return named(partner) if partner else {"partner": row.partner, "partner_words": row.partner}


def _end(row: HandOver, by: str, at: datetime) -> None:
    row.ended_at, row.ended_by = at, by
    row.save(update_fields=["ended_at", "ended_by"])


def _write_to(row: HandOver, template: str, *, by: Actor, at: datetime) -> None:
    contacts.owe(
        city_id=row.city_id, contact_id=row.contact_id, template=template,
        data={"handed": row.pk}, asked_for=True, by=by, at=at,
    )  # fmt: skip


def _check_words(partner: Partner, by: Actor) -> None:
    if not partner.contract:
        raise Unfit(
            "no_contract", "words", "its contract does not let it read what reporters write"
        )
    if not MAY_GIVE_WORDS & by.roles:
        raise NotAllowed(f"{by.label} may not let others read what reporters write")


def _say_something(text: str, field: str = "message") -> None:
    if not text.strip():
        raise Unfit("empty", field, "this needs a text")
    _check_length(text, field)


def _check_length(text: str, field: str) -> None:
    if len(text) > MOST_TEXT or "\x00" in text:
        raise Unfit(
            "too_long", field, f"{MOST_TEXT} characters are allowed, without null characters"
        )
