"""Recordings and voice messages, for staff."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery

from townline.cities.rules.city import City
from townline.contacts.models import (
    Agent,
    Details,
    Interpreting,
    Leg,
    Recording,
    RecordingEntry,
    Turn,
    Voicemail,
)
from townline.contacts.queries.centres import centre_of_queue, queues_of
from townline.contacts.rules.course import State
from townline.contacts.rules.listing import EVERYTHING, Mark, Sought
from townline.contacts.rules.queueing import Status
from townline.contacts.rules.recording import CALL, Sound, sound_is
from townline.contacts.verbs import BY_CODE, LISTENED

PAGE = 50
"""How many are shown at once."""


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """What happened to a recording."""

    at: datetime
    sentence: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RecordingShown:
    """A recording without anything that identifies the resident."""

    number: str
    contact: int
    queue: str
    begun_at: datetime
    ended_at: datetime | None
    agent: str
    whole: bool
    there: bool
    """Whether its sound is still kept."""
    heard: bool
    """Whether somebody has listened to it."""
    history: tuple[HistoryLine, ...]
    mark: Mark


@dataclass(frozen=True, kw_only=True)
class VoicemailShown:
    """A voice message, with how to reach whoever left it."""

    number: str
    contact: int
    queue: str
    language: str
    left_at: datetime
    done_at: datetime | None
    outcome: str
    done_by: str
    sound: Sound
    seconds: int | None
    """How long it is, where a carrier says so."""
    agent: str
    """Who has it in hand, as its queue brought it to them; empty where nobody has."""
    heard: bool
    name: str
    phone: str
    mark: Mark


AT_QUEUE = (
    Leg.objects.filter(turn=OuterRef("contact"), kind="agent", started_at__lte=OuterRef("begun_at"))
    .order_by("-position")
    .values("queue")[:1]
)
"""The queue from which an agent had the contact when the recording began."""


def centre_of_recording(city: City, number: str) -> str:
    """Return at which centre something was recorded, or left; empty where that is not known."""
    rows = Recording.objects.filter(city_id=city.id, number=number)
    found = rows.annotate(at_queue=Subquery(AT_QUEUE)).values_list(
        "at_queue", "voicemail__queue", "contact__turn__centre"
    )
    for at_queue, left_in, centre in found:
        return centre_of_queue(city.edition_id, left_in or at_queue or "") or centre or ""
    return ""


def recordings(
    city: City, sought: Sought = EVERYTHING, *, centres: Collection[str] | None = None,
    contact: int = 0, after: Mark | None = None, most: int = PAGE,
) -> tuple[RecordingShown, ...]:  # fmt: skip
    """
    Return recorded calls, the newest first.

    :param centres: those that were recorded at these centres alone; None: at all
    :param contact: those of this contact alone; 0: of all
    :param after: where the page before ended
    """
    rows = Recording.objects.filter(city_id=city.id, kind=CALL)
    rows = rows.filter(contact=contact) if contact else rows
    if centres is not None:
        there = Q(at_queue__in=queues_of(city.edition_id, centres))
        alone = Q(at_queue=None, contact__turn__centre__in=centres)
        rows = rows.annotate(at_queue=Subquery(AT_QUEUE)).filter(there | alone)
    if sought.queue:
        rows = rows.filter(contact__turn__queue=sought.queue)
    rows = _follow(_narrowed(rows, sought, "begun_at", "pk"), after, "begun_at", newest=True)
    found = rows.select_related("contact__turn").prefetch_related("entries")[:most]
    return tuple(_shown(row) for row in found)


def _narrowed[M: Model](rows: QuerySet[M], sought: Sought, moment: str, key: str) -> QuerySet[M]:
    """Narrow by days, and by whether somebody listened."""
    if sought.since is not None:
        rows = rows.filter(**{f"{moment}__gte": sought.since})
    if sought.until is not None:
        rows = rows.filter(**{f"{moment}__lt": sought.until})
    if sought.heard is not None:
        heard = Exists(RecordingEntry.objects.filter(subject=OuterRef(key), verb=LISTENED.code))
        rows = rows.filter(heard if sought.heard else ~heard)
    return rows


def _follow[M: Model](
    rows: QuerySet[M], after: Mark | None, moment: str, *, newest: bool
) -> QuerySet[M]:
    """Return what comes after a mark, in order; the first comparison is what an index bounds."""
    way, sign = ("lt", "-") if newest else ("gt", "")
    if after is not None:
        beyond = Q(**{f"{moment}__{way}": after.at})
        rows = rows.filter(
            Q(**{f"{moment}__{way}e": after.at})
            & (beyond | Q(**{moment: after.at, f"pk__{way}": after.key}))
        )
    return rows.order_by(f"{sign}{moment}", f"{sign}pk")


def _shown(row: Recording) -> RecordingShown:
    entries = sorted(row.entries.all(), key=lambda entry: entry.seq)
    turn = getattr(row.contact, "turn", None)
    return RecordingShown(
        number=row.number, contact=row.contact_id, queue=turn.queue if turn else "",
        begun_at=row.begun_at, ended_at=row.ended_at, agent=row.agent, whole=row.whole,
        there=row.removed_at is None and row.pieces > 0, heard=_heard(row),
        history=tuple(
            HistoryLine(
                at=each.at, by=each.actor_label,
                sentence=BY_CODE[each.verb].sentence.format_map(each.data),
            )
            for each in entries
        ),
        mark=Mark(row.begun_at, row.pk),
    )  # fmt: skip


def _heard(row: Recording) -> bool:
    return any(each.verb == LISTENED.code for each in row.entries.all())


def voicemails(
    city: City, sought: Sought = EVERYTHING, *, done: bool = False,
    centres: Collection[str] | None = None, after: Mark | None = None, most: int = PAGE,
) -> tuple[VoicemailShown, ...]:  # fmt: skip
    """
    Return voice messages: those to be returned, the oldest first; or those done, the newest.

    :param centres: those for queues of these centres alone; None: of all
    :param after: where the page before ended
    """
    rows = Voicemail.objects.filter(city_id=city.id, done_at__isnull=not done)
    if centres is not None:
        rows = rows.filter(queue__in=queues_of(city.edition_id, centres))
    if sought.queue:
        rows = rows.filter(queue=sought.queue)
    rows = _narrowed(rows, sought, "left_at", "recording_id")
    rows = _follow(rows, after, "done_at" if done else "left_at", newest=done)
    return _messages(rows[:most])


def voicemail_of(city_id: int, contact: int) -> VoicemailShown | None:
    """Return the voice message that a contact left; None where it left none."""
    rows = Voicemail.objects.filter(city_id=city_id, recording__contact=contact)
    return next(iter(_messages(rows)), None)


def _messages(rows: QuerySet[Voicemail]) -> tuple[VoicemailShown, ...]:
    shown = rows.select_related("recording__carried").prefetch_related("recording__entries")
    found = list(shown)
    keys = [row.recording.contact_id for row in found]
    known = {each.pk: each for each in Details.objects.filter(pk__in=keys)}
    held = Turn.objects.filter(pk__in=keys, state=str(State.IN_CONTACT))
    agents = dict(held.values_list("pk", "agent__label"))
    return tuple(
        _message(row, known.get(key), agents.get(key, ""))
        for row, key in zip(found, keys, strict=True)
    )


def _message(row: Voicemail, details: Details | None, agent: str) -> VoicemailShown:
    recording, carried = row.recording, getattr(row.recording, "carried", None)
    sound = sound_is(
        pieces=recording.pieces, removed=recording.removed_at is not None,
        given_up=bool(carried and carried.given_up_at),
    )  # fmt: skip
    return VoicemailShown(
        number=row.recording.number, contact=row.recording.contact_id, queue=row.queue,
        language=row.language, left_at=row.left_at,
        done_at=row.done_at, outcome=row.outcome, done_by=row.done_by,
        sound=sound, seconds=carried.seconds if carried else None, agent=agent,
        heard=_heard(recording), name=details.first_name if details else "",
        phone=details.phone if details else "",
        mark=Mark(row.done_at or row.left_at, row.pk),
    )  # fmt: skip


def interpreters(city_id: int, besides: Sequence[int]) -> tuple[tuple[int, str, str], ...]:
    """Return who is free to interpret: key, label, and languages."""
    rows = Agent.objects.filter(
        city_id=city_id, status=str(Status.AVAILABLE), voices=0, texts=0, member__isnull=False
    ).exclude(pk__in=besides)
    return tuple(
        (row.pk, row.label, ", ".join(row.languages)) for row in rows.order_by("label", "pk")
    )


def asked_to_interpret(city_id: int, agent: int) -> tuple[int, bool] | None:
    """Return on which contact an agent is asked to interpret, and whether they do so already."""
    row = Interpreting.objects.filter(city_id=city_id, agent_id=agent, left_at=None).first()
    return None if row is None else (row.contact_id, row.joined_at is not None)


def is_voicemail(city_id: int, number: str) -> bool:
    """Return whether a recording is a voice message."""
    return Voicemail.objects.filter(city_id=city_id, recording__number=number).exists()
