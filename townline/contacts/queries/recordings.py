"""Recordings and voice messages, for staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from townline.contacts.models import Agent, Details, Interpreting, Recording, Voicemail
from townline.contacts.rules.queueing import Status
from townline.contacts.rules.recording import CALL
from townline.contacts.verbs import BY_CODE

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
    begun_at: datetime
    ended_at: datetime | None
    agent: str
    whole: bool
    there: bool
    """Whether its sound is still kept."""
    history: tuple[HistoryLine, ...]


@dataclass(frozen=True, kw_only=True)
class VoicemailShown:
    """A voice message, with how to reach whoever left it."""

    number: str
    queue: str
    language: str
    left_at: datetime
    done_at: datetime | None
    outcome: str
    done_by: str
    there: bool
    name: str
    phone: str


def recordings(city_id: int) -> tuple[RecordingShown, ...]:
    """Return recorded calls, the newest first."""
    there = Recording.objects.filter(city_id=city_id, kind=CALL).prefetch_related("entries")
    return tuple(_shown(row) for row in there.order_by("-begun_at", "-pk")[:PAGE])


def _shown(row: Recording) -> RecordingShown:
    entries = sorted(row.entries.all(), key=lambda entry: entry.seq)
    return RecordingShown(
        number=row.number, contact=row.contact_id, begun_at=row.begun_at, ended_at=row.ended_at,
        agent=row.agent, whole=row.whole, there=row.removed_at is None and row.pieces > 0,
        history=tuple(
            HistoryLine(
                at=each.at, by=each.actor_label,
                sentence=BY_CODE[each.verb].sentence.format_map(each.data),
            )
            for each in entries
        ),
    )  # fmt: skip


def voicemails(city_id: int, *, done: bool = False) -> tuple[VoicemailShown, ...]:
    """Return voice messages: those to be returned, the oldest first; or those done, the newest."""
    rows = Voicemail.objects.filter(city_id=city_id, done_at__isnull=not done)
    ordered = rows.order_by("-done_at" if done else "left_at", "pk").select_related("recording")
    found = list(ordered[:PAGE])
    keys = [row.recording.contact_id for row in found]
    known = {each.pk: each for each in Details.objects.filter(pk__in=keys)}
    return tuple(_message(row, known.get(row.recording.contact_id)) for row in found)


def _message(row: Voicemail, details: Details | None) -> VoicemailShown:
    return VoicemailShown(
        number=row.recording.number, queue=row.queue, language=row.language, left_at=row.left_at,
        done_at=row.done_at, outcome=row.outcome, done_by=row.done_by,
        there=row.recording.removed_at is None, name=details.first_name if details else "",
        phone=details.phone if details else "",
    )  # fmt: skip


def recording_now(contact: int) -> tuple[str, bool] | None:
    """Return the number of the recording of a contact that is under way, and if it stands still."""
    row = Recording.objects.filter(contact_id=contact, ended_at=None).first()
    return None if row is None else (row.number, row.paused_at is not None)


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
