"""What is known of calls from browser to browser while they are under way."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from townline.contacts import verbs
from townline.contacts.models import (
    Agent,
    CallSignal,
    Interpreting,
    Recording,
    Turn,
    TurnEntry,
    WebCall,
)
from townline.contacts.queries.messages import Said
from townline.contacts.rules.calls import RESIDENT, NotOnCall, agent_side
from townline.contacts.rules.course import HELD, State

UNDER_WAY = (State.WAITING, State.OFFERED, State.IN_CONTACT)
"""Where a call is not over for the resident."""


@dataclass(frozen=True, kw_only=True)
class CallShown:
    """A call as those on it may see it; nothing in it says who the resident is."""

    contact: int
    city_id: int
    state: str
    queue: str
    language: str
    ahead: int
    """How many wait in the same queue before it; 0 where it does not wait."""
    agent: int | None
    may_record: bool
    recording: str
    """The number of the recording that is under way; empty where there is none."""
    paused: bool
    """That recording stands still."""
    held: bool
    away: bool
    """The resident's page was closed, and may come back."""
    since: datetime
    answered_at: datetime | None
    ended_as: str
    cut_off: bool
    """It ended because nothing more was heard of the resident's page."""
    asked: int | None
    """The agent who is asked about it and has taken that up: they are on the call as well."""
    asking: str
    """Where it stands with what another queue is asked about it; empty where none is."""
    sides: tuple[str, ...]
    """Who talks on it; nobody while it waits."""
    last: int
    """The position of its newest signal."""

    @property
    def under_way(self) -> bool:
        """Whether it is not over for the resident."""
        return self.state in UNDER_WAY


@dataclass(frozen=True, kw_only=True)
class SignalShown:
    """What one side was told."""

    position: int
    sender: str
    kind: str
    payload: Mapping[str, Any]


def call_of(city_id: int, contact: int) -> CallShown:
    """
    Return a call as it stands.

    :raises NotOnCall: if there is no such call
    """
    found = WebCall.objects.filter(city_id=city_id, pk=contact).select_related("contact__turn")
    row = found.first()
    if row is None:
        raise NotOnCall(f"There is no call {contact}.")
    turn = row.contact.turn
    taped = Recording.objects.filter(contact_id=contact, ended_at=None).first()
    about = Turn.objects.filter(about_id=contact, done_at=None).order_by("pk").first()
    talks = about is not None and about.state == State.IN_CONTACT
    asked = about.agent_id if about and talks else None
    return CallShown(
        contact=contact, city_id=city_id, state=turn.state, queue=turn.queue,
        language=turn.language,
        ahead=_ahead(turn), agent=turn.agent_id, may_record=row.may_record, since=turn.since,
        held=row.held_at is not None and turn.state == State.IN_CONTACT,
        away=row.away_at is not None, recording=taped.number if taped else "",
        paused=taped is not None and taped.paused_at is not None,
        answered_at=turn.answered_at, ended_as=turn.ended_as, sides=_sides(turn, asked),
        asked=asked, asking=about.state if about else "",
        cut_off=_cut_off(turn),
        last=row.signals_so_far,
    )  # fmt: skip


def _cut_off(turn: Turn) -> bool:
    if turn.state in UNDER_WAY:
        return False
    return TurnEntry.objects.filter(subject=turn, verb=verbs.LOST_TOUCH.code).exists()


def _ahead(turn: Turn) -> int:
    if turn.state != State.WAITING:
        return 0
    there = Turn.objects.filter(
        city_id=turn.city_id, centre=turn.centre, queue=turn.queue, state=str(State.WAITING)
    )
    earlier = there.filter(place__lt=turn.place).count()
    return earlier + there.filter(place=turn.place, pk__lt=turn.pk).count()


def _sides(turn: Turn, asked: int | None) -> tuple[str, ...]:
    if turn.state != State.IN_CONTACT or turn.agent_id is None:
        return ()
    beside = Interpreting.objects.filter(
        contact_id=turn.pk, left_at=None, joined_at__isnull=False
    ).order_by("position")
    keys = [turn.agent_id, *beside.values_list("agent_id", flat=True)]
    keys += [asked] if asked else []
    return (RESIDENT, *map(agent_side, keys))


def signals_for(city_id: int, contact: int, *, side: str, after: int) -> tuple[SignalShown, ...]:
    """Return what one side of a call was told since a position, in order."""
    found = CallSignal.objects.filter(
        call_id=contact, call__city_id=city_id, position__gt=after, receiver__in=("", side)
    ).exclude(sender=side)
    return tuple(
        SignalShown(position=row.position, sender=row.sender, kind=row.kind, payload=row.payload)
        for row in found.order_by("position")
    )


def as_document(
    call: CallShown, told: Sequence[SignalShown], said: Sequence[Said]
) -> dict[str, Any]:
    """Return a call as its pages ask for it, with what one side was told, and what was written."""
    return {
        "state": call.state, "under_way": call.under_way, "ahead": call.ahead, "held": call.held,
        "away": call.away, "last": call.last,
        "may_record": call.may_record,
        "recording": bool(call.recording) and not call.paused, "paused": call.paused,
        "ended_as": call.ended_as, "cut_off": call.cut_off, "sides": list(call.sides),
        "signals": [asdict(each) for each in told],
        "said": [{"id": each.id, "side": each.side, "text": each.text} for each in said],
    }  # fmt: skip


def agent_of(city_id: int, member_id: int | None) -> int | None:
    """Return as which agent a member of staff answers; None where they answer nothing."""
    if member_id is None:
        return None
    found = Agent.objects.filter(city_id=city_id, member_id=member_id)
    return found.values_list("pk", flat=True).first()


def call_in_hand(city_id: int, agent: int) -> CallShown | None:
    """Return the call in the browser that an agent is offered, talks on or writes up."""
    held = Turn.objects.filter(
        city_id=city_id, agent_id=agent, state__in=[str(each) for each in HELD],
        contact__web_call__isnull=False, callback=False,
    )  # fmt: skip
    key = held.values_list("pk", flat=True).first()
    return None if key is None else call_of(city_id, key)


def status_of(city_id: int, agent: int) -> str:
    """Return what an agent says of themselves: one of ``queueing.Status``."""
    return Agent.objects.values_list("status", flat=True).get(city_id=city_id, pk=agent)
