"""A call is recorded, piece by piece; somebody listens; sound is removed when its time is over."""

import secrets
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import verbs
from townline.contacts.actions import calls, sealed
from townline.contacts.actions.consented import enter_consent
from townline.contacts.actions.leading import require_led, require_there
from townline.contacts.models import CarrierRecording, Recording, WebCall
from townline.contacts.queries import calls as asked
from townline.contacts.queries.recordings import centre_of_recording
from townline.contacts.rules.calls import NotOnCall
from townline.contacts.rules.carried import Errand
from townline.contacts.rules.consent import Asked, ConsentTo
from townline.contacts.rules.course import NotNow, State
from townline.contacts.rules.recording import (
    CALL,
    SILENT,
    VOICEMAIL,
    check_size,
    form_of,
)
from townline.live import topics
from townline.live.telling import tell
from townline.record.actions import enter
from townline.record.verbs import SYSTEM, Actor, Verb, require


class NoSuchRecording(LookupError):
    """The city has no such recording, or its sound is gone."""


class OutOfPlace(ValueError):
    """A piece does not follow the last one that came."""

    def __init__(self, wanted: int) -> None:
        super().__init__(f"Piece {wanted} is wanted next.")
        self.wanted = wanted


@transaction.atomic
def begin_recording(*, city: City, contact: int, by: Actor, at: datetime) -> str:
    """
    Let the agent who has a call record it, and return the number of the recording.

    Its caller is told at once. One that was under way has lost its page, and is cut off.

    :raises NotNow: if nobody talks, or the caller does not want it
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.RECORDED)
    WebCall.objects.select_for_update().filter(pk=contact, city_id=city.id).first()
    call = asked.call_of(city.id, contact)
    if call.state != State.IN_CONTACT or not call.may_record:
        raise NotNow("The caller does not want to be recorded, or nobody talks.")
    _cut_off(contact, by, at)
    row = new_recording(city, contact, CALL, at=at, agent=by.label)
    happen(row, verbs.RECORDED, by, at, agent=by.label)
    row.save(update_fields=["seq", "head"])
    tell(topics.contact(contact))
    return row.number


def _cut_off(contact: int, by: Actor, at: datetime) -> None:
    for row in Recording.objects.select_for_update().filter(contact_id=contact, ended_at=None):
        _finish(row, by, at, whole=False)
        row.save()


def new_recording(city: City, contact: int, kind: str, *, at: datetime, agent: str) -> Recording:
    """Make the row of a recording that nothing was entered of yet."""
    return Recording.objects.create(
        city_id=city.id, contact_id=contact, number=f"recording-{secrets.token_hex(12)}",
        kind=kind, form="", begun_at=at, heard_at=at, agent=agent,
    )  # fmt: skip


@transaction.atomic
def keep_piece(
    *,
    city: City,
    contact: int,
    number: str,
    position: int,
    body: bytes,
    last: bool,
    by: Actor,
    at: datetime,
) -> int:
    """
    Keep a piece of a recording, encrypted, and return which is wanted next.

    A piece that came already is not kept again, so that it may be sent anew after a fault.

    :param position: counted from 0
    :param last: whether the recording ends with it; it may be empty then
    :raises NoSuchRecording: if there is none under way
    :raises OutOfPlace: if others are missing before it
    :raises UnfitRecording: if it is too long, or the first is no sound
    """
    require(by, verbs.RECORDED)
    row = _held(city, number)
    if row.contact_id != contact:
        raise NoSuchRecording(f"{number} is of another contact.")
    if row.ended_at is not None:
        if position < row.pieces:
            return row.pieces
        raise NoSuchRecording(f"{number} has ended.")
    if position > row.pieces:
        raise OutOfPlace(row.pieces)
    if position == row.pieces and body:
        _append(row, body, at)
    if last and position >= row.pieces - 1:
        _finish(row, by, at, whole=True)
    row.save()
    return row.pieces


def _append(row: Recording, body: bytes, at: datetime) -> None:
    check_size(row.kind, row.size, len(body))
    if row.pieces == 0:
        row.form = form_of(body)
    sealed.put(row.number, row.pieces, body)
    row.pieces, row.size, row.heard_at = row.pieces + 1, row.size + len(body), at


def _finish(row: Recording, by: Actor, at: datetime, *, whole: bool) -> None:
    row.ended_at, row.whole, row.paused_at = at, whole, None
    happen(row, verbs.RECORDING_ENDED, by, at, how="whole" if whole else "cut off")
    tell(topics.contact(row.contact_id))


@transaction.atomic
def pause_recording(*, city: City, number: str, paused: bool, by: Actor, at: datetime) -> None:
    """
    Say that a recording stands still, or goes on; nothing happens where it does so already.

    :raises NoSuchRecording: if there is none under way
    """
    verb = verbs.RECORDING_PAUSED if paused else verbs.RECORDING_RESUMED
    require(by, verb)
    row = _held(city, number)
    if row.ended_at is not None:
        raise NoSuchRecording(f"{number} has ended.")
    if (row.paused_at is not None) is paused:
        return
    row.paused_at = at if paused else None
    happen(row, verb, by, at)
    row.save()
    tell(topics.contact(row.contact_id))


@transaction.atomic
def refuse_recording(
    *, city: City, contact: int, by: Actor, at: datetime, asked: Asked | None = None
) -> None:
    """
    Let a caller take back that the call may be recorded: nothing more is taken from then on.

    :param asked: in which words they were asked, or said so
    :raises NotOnCall: if there is no such call
    """
    if _say(city, contact, False, asked, by, at):
        _cut_off(contact, SYSTEM, at)


@transaction.atomic
def allow_recording(*, city: City, contact: int, asked: Asked, by: Actor, at: datetime) -> None:
    """
    Let a caller say during the call that it may be recorded, to the agent who asked.

    :raises NotOnCall: if there is no such call
    """
    _say(city, contact, True, asked, by, at)


def _say(city: City, contact: int, may: bool, said: Asked | None, by: Actor, at: datetime) -> bool:
    """Enter whether a call may be recorded, and return whether that is another answer."""
    verb = verbs.RECORDING_ALLOWED if may else verbs.RECORDING_REFUSED
    require(by, verb)
    call = WebCall.objects.select_for_update().filter(pk=contact, city_id=city.id).first()
    if call is None:
        raise NotOnCall(f"There is no call {contact}.")
    if call.may_record is may:
        return False
    call.may_record = may
    call.save(update_fields=["may_record"])
    calls.enter(city=city, contact=contact, verb=verb, by=by, at=at)
    enter_consent(
        city=city, contact=contact, to=ConsentTo.RECORDING, given=may, asked=said, by=by, at=at
    )
    tell(topics.contact(contact))
    return True


@transaction.atomic
def listen(*, city: City, number: str, by: Actor, at: datetime) -> tuple[str, bytes]:
    """
    Return the kind of file and the sound of a recording; that somebody listened is entered.

    :raises NoSuchRecording: if there is none, or its sound is gone
    :raises Damaged: if a piece is missing or was changed
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.LISTENED)
    row = _held(city, number)
    if row.removed_at is not None or not row.pieces:
        raise NoSuchRecording(f"The sound of {number} is gone.")
    centre = centre_of_recording(city, row.number)
    way = require_there if row.kind == VOICEMAIL else require_led
    way(city, centre, verbs.LISTENED, by)
    found = sealed.get(row.number, row.pieces)
    happen(row, verbs.LISTENED, by, at)
    row.save(update_fields=["seq", "head"])
    return row.form, found


def tend_recordings(*, city: City, kept: timedelta, by: Actor, at: datetime) -> int:
    """
    End recordings whose agent is gone, remove sound whose time is over; return how many.

    :param kept: for how long after its end the sound of a recording is kept
    """
    require(by, verbs.RECORDING_REMOVED)
    there = Recording.objects.filter(city_id=city.id)
    silent = there.filter(ended_at=None, heard_at__lte=at - SILENT)
    old = there.filter(removed_at=None, ended_at__lte=at - kept)
    numbers = [*silent.values_list("number", flat=True), *old.values_list("number", flat=True)]
    for number in numbers:
        _tend(city, number, kept, by, at)
    return len(numbers)


@transaction.atomic
def _tend(city: City, number: str, kept: timedelta, by: Actor, at: datetime) -> None:
    row = _held(city, number)
    if row.ended_at is None:
        _finish(row, by, at, whole=False)
    elif row.removed_at is None and row.ended_at <= at - kept:
        remove_sound(row, by, at, why=f"{kept.days} days are over")
    row.save()


def remove_sound(row: Recording, by: Actor, at: datetime, *, why: str) -> None:
    """Remove the sound of a recording that is held; what a carrier has of it is removed there."""
    row.removed_at = at
    happen(row, verbs.RECORDING_REMOVED, by, at, why=why)
    CarrierRecording.objects.filter(recording=row, removed_at=None).update(
        errand=str(Errand.REMOVE), tried=0, try_after=at, given_up_at=None
    )
    transaction.on_commit(partial(sealed.remove, row.number))


def _held(city: City, number: str) -> Recording:
    row = Recording.objects.select_for_update().filter(city_id=city.id, number=number).first()
    if row is None:
        raise NoSuchRecording(f"There is no recording {number}.")
    return row


def happen(row: Recording, verb: Verb, by: Actor, at: datetime, **data: str) -> None:
    """Enter what happened to a recording; its row is saved by whoever calls."""
    enter(subject=row, verb=verb, by=by, at=at, **data)  # type: ignore[arg-type]
