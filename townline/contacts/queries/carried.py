"""What is known of calls that a carrier carries, and of how the city answers them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import Q

from townline.cities.freshness import Fresh
from townline.contacts.models import (
    AgentPhone,
    CarrierCall,
    CarrierCallback,
    CarrierDemand,
    Turn,
    VoiceRow,
)
from townline.contacts.queries.reach import reach_of
from townline.contacts.rules.carried import Doing, Way
from townline.contacts.rules.course import State
from townline.contacts.rules.voice import Voice
from townline.contacts.verbs import BY_CODE

_kept: Fresh[int, Voice] = Fresh(float("inf"))


class NoSuchCall(LookupError):
    """The carrier's call is none of ours."""


@dataclass(frozen=True, kw_only=True)
class CallAs:
    """A call as the door needs it to answer; the number of the other side is not in it."""

    contact: int
    number: str
    way: Way
    sid: str
    line: str
    language: str
    relay: bool
    withheld: bool
    doing: Doing
    step: int
    stand: Mapping[str, Any]
    agent: int | None
    about: str
    state: State | None
    """Where its contact is; None before it waited for anybody."""
    queue: str
    has: int | None
    """The agent who has the contact."""


@dataclass(frozen=True, kw_only=True)
class RecordingShown:
    """A message that a caller left."""

    id: int
    seconds: int
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class CallLine:
    """A line of a call's record."""

    at: datetime
    verb: str
    sentence: str
    by: str


@dataclass(frozen=True, kw_only=True)
class CarriedShown:
    """A call for those who answer it: without the number of the other side."""

    contact: int
    way: str
    line: str
    language: str
    relay: bool
    withheld: bool
    doing: str
    about: str
    told: tuple[str, ...]
    """What the menu told: ``status:NUMBER`` and ``answer:CODE``."""
    began_at: datetime
    joined_at: datetime | None
    ended_at: datetime | None
    ended_as: str
    messages: tuple[RecordingShown, ...]
    entries: tuple[CallLine, ...]


def voice_of(edition_id: int) -> Voice:
    """Return how calls are answered by an edition; without a number where it says nothing."""
    kept = _kept.read(edition_id)
    if kept is None:
        row = VoiceRow.objects.filter(edition=edition_id).first()
        found = msgspec.convert(row.data, Voice) if row else Voice()
        kept = _kept.keep(edition_id, found)
    return kept


def forget_voices() -> None:
    """Drop what is kept of it; for the actions of this room."""
    _kept.forget()


def call_by_sid(city_id: int, sid: str) -> CallAs:
    """
    Return a call by the carrier's name of it.

    :raises NoSuchCall: if we know none
    """
    return _call(Q(city_id=city_id, sid=sid), sid)


def call_of_contact(city_id: int, contact: int) -> CallAs:
    """
    Return the call of a contact.

    :raises NoSuchCall: if no carrier carries it
    """
    return _call(Q(city_id=city_id, pk=contact), f"of contact {contact}")


def _call(wanted: Q, named: str) -> CallAs:
    row = CarrierCall.objects.filter(wanted).first() if named else None
    if row is None:
        raise NoSuchCall(f"There is no call {named}.")
    turn = Turn.objects.filter(pk=row.pk).first()
    return CallAs(
        contact=row.pk, number=row.number, way=Way(row.way), sid=row.sid, line=row.line,
        language=row.language, relay=row.relay, withheld=row.withheld, doing=Doing(row.doing),
        step=row.step, stand=row.stand, agent=row.agent_id, about=row.about,
        state=State(turn.state) if turn else None, queue=turn.queue if turn else "",
        has=turn.agent_id if turn else None,
    )  # fmt: skip


def answered_before(contact: int, name: str) -> str | None:
    """Return what a callback was answered that came before; None if it is new."""
    found = CarrierCallback.objects.filter(call_id=contact, name=name)
    return found.values_list("answer", flat=True).first()


def ahead_of(city_id: int, contact: int) -> int:
    """Return how many wait in the same queue before a contact."""
    turn = Turn.objects.filter(city_id=city_id, pk=contact).first()
    if turn is None:
        return 0
    waiting = Turn.objects.filter(
        city_id=city_id, centre=turn.centre, queue=turn.queue, state=str(State.WAITING)
    )
    earlier = Q(place__lt=turn.place) | Q(place=turn.place, pk__lt=turn.pk)
    return waiting.filter(earlier).count()


def is_asked(contact: int) -> bool:
    """Return whether the carrier is still to be asked to do something with a call."""
    return CarrierDemand.objects.filter(call_id=contact, done_at=None, given_up_at=None).exists()


def phone_of_agent(agent: int) -> str:
    """Return the telephone at which an agent takes calls, empty where none is known."""
    found = AgentPhone.objects.filter(agent_id=agent).values_list("number", flat=True)
    return found.first() or ""


def phone_of_call(contact: int) -> str:
    """Return the number of the other side of a call, empty where it is withheld or forgotten."""
    reach = reach_of(contact)
    return reach.phone if reach else ""


def carried_call(city_id: int, contact: int) -> CarriedShown | None:
    """Return the call of a contact with its record; None where no carrier carries it."""
    row = CarrierCall.objects.filter(city_id=city_id, pk=contact).first()
    if row is None:
        return None
    return CarriedShown(
        contact=row.pk, way=row.way, line=row.line, language=row.language, relay=row.relay,
        withheld=row.withheld, doing=row.doing, about=row.about,
        told=tuple(row.stand.get("told", ())), began_at=row.began_at, joined_at=row.joined_at,
        ended_at=row.ended_at, ended_as=row.ended_as,
        messages=tuple(
            RecordingShown(id=each.pk, seconds=each.seconds, received_at=each.received_at)
            for each in row.recordings.order_by("pk")
        ),
        entries=tuple(
            CallLine(
                at=entry.at, verb=entry.verb, by=entry.actor_label,
                sentence=BY_CODE[entry.verb].sentence.format_map(entry.data),
            )
            for entry in row.entries.order_by("seq")
        ),
    )  # fmt: skip
