"""
Messages that callers leave with a carrier: heard of, brought here and sealed, removed there.

A message stands on the list, and waits in its queue, from the moment that the carrier tells of it.
Its sound comes later: a courier takes the *errand*, asks the carrier outside any transaction, and
says how it went. Who holds a recording here holds it before its errand, everywhere.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import verbs
from townline.contacts.actions import sealed
from townline.contacts.actions.carried import calling, enter, number_of
from townline.contacts.actions.hearing import hear
from townline.contacts.actions.leading import require_there
from townline.contacts.actions.recordings import NoSuchRecording, happen, new_recording
from townline.contacts.actions.turns import Caller, take_in
from townline.contacts.actions.voicemail import CHANNEL
from townline.contacts.models import CarrierRecording, Recording, Voicemail
from townline.contacts.queries.recordings import centre_of_recording
from townline.contacts.rules.carried import FETCHES, Errand, pause_after
from townline.contacts.rules.queueing import Queue
from townline.contacts.rules.recording import (
    CARRIED,
    MOST_PIECE,
    VOICEMAIL,
    check_size,
    form_of,
)
from townline.record.verbs import Actor, require

TAKEN = timedelta(minutes=3)
"""For so long an errand that a courier took is left to it; if it died, another one takes it."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """A recording that lies with the carrier."""

    sid: str
    url: str
    seconds: int


@dataclass(frozen=True, kw_only=True)
class ErrandToRun:
    """What a carrier is to be asked for."""

    id: int
    errand: Errand
    sid: str
    number: str
    """How the recording is called here."""


@transaction.atomic
def take_message(
    *, city: City, contact: int, message: Message, queue: Queue | None, by: Actor, at: datetime
) -> bool:
    """
    Keep that a caller left a message, to be heard and returned; False if it is known already.

    :param queue: where it waits to be offered as well; None: it stands on the list alone
    """
    require(by, verbs.CALL_MESSAGE)
    with calling(city.id, contact) as call:
        row, fresh = CarrierRecording.objects.get_or_create(
            sid=message.sid,
            defaults={
                "call": call, "url": message.url, "seconds": message.seconds, "received_at": at,
                "try_after": at,
            },
        )  # fmt: skip
        if not fresh:
            return False
        enter(call, verbs.CALL_MESSAGE, by, at, seconds=message.seconds)
        if queue is not None:
            came = Caller(channel=CHANNEL, language=call.language, details=number_of(call))
            row.contact_id, _offers = take_in(city=city, came=came, queue=queue, by=by, at=at)
        _list(city, row, queue.code if queue else "", by, at)
        return True


def _list(city: City, row: CarrierRecording, queue: str, by: Actor, at: datetime) -> None:
    """Put a message on the list; its sound comes later."""
    call = row.call
    row.contact_id = row.contact_id or hear(
        city_id=city.id, channel=CHANNEL, language=call.language, purpose="inquiry",
        details=number_of(call), by=by, at=at,
    )  # fmt: skip
    recording = new_recording(city, row.contact_id, VOICEMAIL, at=at, agent="")
    recording.ended_at = at
    happen(recording, verbs.LEFT_VOICEMAIL, by, at, queue=queue)
    recording.save()
    Voicemail.objects.create(
        recording=recording, city_id=city.id, queue=queue, language=call.language,
        left_at=row.received_at,
    )  # fmt: skip
    row.recording = recording
    row.save()


@transaction.atomic
def claim_errands(*, city: City, by: Actor, at: datetime, most: int = 4) -> tuple[ErrandToRun, ...]:
    """Take errands whose time has come; another courier takes none of these for a while."""
    require(by, verbs.SOUND_BROUGHT)
    rows = (
        CarrierRecording.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("call", "recording")
        .filter(call__city_id=city.id, given_up_at=None, try_after__lte=at)
        .exclude(errand=str(Errand.NOTHING))
        .order_by("try_after", "id")[:most]
    )
    claimed = list(rows)
    for row in claimed:
        if row.recording is None:
            _list(city, row, "", by, at)
        row.try_after, row.tried = at + TAKEN, row.tried + 1
        row.save(update_fields=["try_after", "tried"])
    return tuple(
        ErrandToRun(
            id=row.pk, errand=Errand(row.errand), sid=row.sid,
            number=row.recording.number if row.recording else "",
        )
        for row in claimed
    )  # fmt: skip


@transaction.atomic
def keep_sound(*, city: City, errand_id: int, sound: bytes, by: Actor, at: datetime) -> None:
    """
    Keep the sound of a message, encrypted, and let the carrier's copy be removed.

    Of one that was forgotten meanwhile, or that another courier brought, nothing is kept.

    :raises UnfitRecording: if it is no sound, or too much of it
    """
    require(by, verbs.SOUND_BROUGHT)
    recording, row = _held(city, errand_id)
    if row.errand != Errand.FETCH or recording.removed_at is not None:
        return
    check_size(CARRIED, 0, len(sound))
    recording.form = form_of(sound)
    cuts = range(0, len(sound), MOST_PIECE)
    pieces = [sound[cut : cut + MOST_PIECE] for cut in cuts]
    for position, piece in enumerate(pieces):
        sealed.put(recording.number, position, piece)
    recording.pieces, recording.size, recording.whole = len(pieces), len(sound), True
    happen(recording, verbs.SOUND_BROUGHT, by, at)
    recording.save()
    _next(row, Errand.REMOVE, at)


@transaction.atomic
def copy_removed(*, city: City, errand_id: int, by: Actor, at: datetime) -> None:
    """Say that the carrier has no copy of a message any more; told twice it changes nothing."""
    require(by, verbs.COPY_REMOVED)
    recording, row = _held(city, errand_id)
    if row.errand != Errand.REMOVE:
        return
    row.removed_at = at
    happen(recording, verbs.COPY_REMOVED, by, at)
    recording.save(update_fields=["seq", "head"])
    _next(row, Errand.NOTHING, at)


@transaction.atomic
def errand_failed(
    *, city: City, errand_id: int, errand: Errand, fault: str, by: Actor, at: datetime,
    for_good: bool = False,
) -> None:  # fmt: skip
    """
    Say that an errand failed: it is run again, a sound until it was tried often enough.

    A copy that is not removed is asked for every hour, for as long as it takes.

    :param errand: what was asked for; nothing happens if it has become another one meanwhile
    """
    require(by, verbs.SOUND_LOST)
    recording, row = _held(city, errand_id)
    if row.errand != errand:
        return
    row.fault, row.try_after = fault[:200], at + pause_after(row.tried)
    if row.errand == Errand.FETCH and (for_good or row.tried >= FETCHES):
        row.given_up_at = at
        happen(recording, verbs.SOUND_LOST, by, at, fault=row.fault)
        recording.save(update_fields=["seq", "head"])
    row.save()


@transaction.atomic
def ask_again(*, city: City, number: str, by: Actor, at: datetime) -> None:
    """
    Let the carrier be asked again for a sound that was given up; else nothing happens.

    :param number: of the recording
    :raises NoSuchRecording: if there is no such message of a carrier
    """
    require(by, verbs.SOUND_WANTED)
    key = CarrierRecording.objects.filter(recording__number=number, call__city_id=city.id)
    errand_id = key.values_list("pk", flat=True).first()
    if errand_id is None:
        raise NoSuchRecording(f"There is no message {number} with a carrier.")
    require_there(city, centre_of_recording(city, number), verbs.SOUND_WANTED, by)
    recording, row = _held(city, errand_id)
    if row.given_up_at is None or row.errand != Errand.FETCH:
        return
    happen(recording, verbs.SOUND_WANTED, by, at)
    recording.save(update_fields=["seq", "head"])
    row.given_up_at = None
    _next(row, Errand.FETCH, at)


def _held(city: City, errand_id: int) -> tuple[Recording, CarrierRecording]:
    there = Recording.objects.select_for_update(of=("self",))
    recording = there.get(carried=errand_id, city_id=city.id)
    return recording, CarrierRecording.objects.select_for_update().get(pk=errand_id)


def _next(row: CarrierRecording, errand: Errand, at: datetime) -> None:
    row.errand, row.tried, row.try_after, row.fault = errand, 0, at, ""
    row.save()
