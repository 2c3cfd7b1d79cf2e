"""Somebody leaves a voice message, and somebody returns it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import verbs
from townline.contacts.actions import sealed
from townline.contacts.actions.consented import enter_consent
from townline.contacts.actions.hearing import hear
from townline.contacts.actions.leading import require_there
from townline.contacts.actions.recordings import NoSuchRecording, happen, new_recording
from townline.contacts.actions.settling import out_of_queue
from townline.contacts.models import Recording, Voicemail
from townline.contacts.queries.centres import centre_of_queue
from townline.contacts.rules.consent import Asked, ConsentTo
from townline.contacts.rules.recording import OUTCOMES, VOICEMAIL, check_size, form_of
from townline.record.verbs import Actor, Verb, require

CHANNEL = "voicemail"


class NoSuchOutcome(ValueError):
    """A voice message cannot have become of it so."""


@dataclass(frozen=True, kw_only=True)
class NewVoicemail:
    """What somebody left."""

    sound: bytes
    queue: str
    language: str
    phone: str
    name: str = ""
    asked: Asked | None = None
    """In which words they were asked for the number."""


@transaction.atomic
def leave_voicemail(*, city: City, left: NewVoicemail, by: Actor, at: datetime) -> str:
    """
    Keep a voice message, encrypted, to be returned, and give back its number.

    :raises UnfitRecording: if it is no sound, or too long
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.LEFT_VOICEMAIL)
    check_size(VOICEMAIL, 0, len(left.sound))
    form = form_of(left.sound)
    contact = hear(
        city_id=city.id, channel=CHANNEL, language=left.language, purpose="inquiry",
        details={"phone": left.phone, "first_name": left.name}, by=by, at=at,
    )  # fmt: skip
    row = new_recording(city, contact, VOICEMAIL, at=at, agent="")
    sealed.put(row.number, 0, left.sound)
    row.form, row.pieces, row.size, row.ended_at, row.whole = form, 1, len(left.sound), at, True
    happen(row, verbs.LEFT_VOICEMAIL, by, at, queue=left.queue)
    row.save()
    Voicemail.objects.create(
        recording=row, city_id=city.id, queue=left.queue, language=left.language, left_at=at
    )
    enter_consent(
        city=city, contact=contact, to=ConsentTo.CALLING_BACK, given=True, asked=left.asked, by=by,
        at=at,
    )  # fmt: skip
    return row.number


def finish_voicemail(*, city: City, number: str, outcome: str, by: Actor, at: datetime) -> None:
    """
    Say what became of a voice message; one that is done stays as it is.

    One that waits in a queue as well waits there no more.

    :raises NoSuchOutcome: if nothing becomes of messages so
    :raises NoSuchRecording: if there is no such message
    :raises NotNow: if an agent has it in hand whom its queue brought it
    """
    if outcome not in OUTCOMES:
        raise NoSuchOutcome(f"One of {', '.join(OUTCOMES)} becomes of a message.")
    _turn(city, number, verbs.VOICEMAIL_DONE, outcome, by, at)


def reopen_voicemail(*, city: City, number: str, by: Actor, at: datetime) -> None:
    """
    Put a voice message back on the list.

    :raises NoSuchRecording: if there is no such message
    """
    _turn(city, number, verbs.VOICEMAIL_REOPENED, "", by, at)


@transaction.atomic
def _turn(city: City, number: str, verb: Verb, outcome: str, by: Actor, at: datetime) -> None:
    require(by, verb)
    there = Voicemail.objects.select_for_update().select_related("recording")
    require_there(city, _centre(city, number), verb, by)
    if outcome:  # the queue is held before the message, as by who answers it from there
        contact = Recording.objects.values_list("contact_id", flat=True).get(number=number)
        out_of_queue(city=city, contact=contact, outcome=outcome, by=by, at=at)
    row = there.get(city_id=city.id, recording__number=number)
    if bool(row.outcome) is bool(outcome):
        return
    row.outcome, row.done_at = outcome, at if outcome else None
    row.done_by = by.label if outcome else ""
    row.save()
    happen(row.recording, verb, by, at, **({"outcome": outcome} if outcome else {}))
    row.recording.save(update_fields=["seq", "head"])


def _centre(city: City, number: str) -> str:
    """Return at which centre a message waits."""
    row = Voicemail.objects.filter(city_id=city.id, recording__number=number)
    queue = row.values_list("queue", flat=True).first()
    if queue is None:
        raise NoSuchRecording(f"There is no voice message {number}.")
    return centre_of_queue(city.edition_id, queue)
