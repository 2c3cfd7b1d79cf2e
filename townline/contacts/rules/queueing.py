"""
Who answers whom: the plain rule of the queue, on plain values.

A contact has a *place*: the moment at which it began to wait, moved ahead by the priority of its
queue, and ahead of all who wait where it is marked as an emergency. The earlier place goes first,
which is the same as to compare seconds waited plus priority, and needs no clock. An agent has been
idle since a moment; who has been so for longest goes first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

RETURNED = timedelta(days=1)
"""How far ahead of its place a contact is put that its agent lost: before all who only waited."""
GRAVE = timedelta(days=365)
"""How far ahead of its place an emergency is put: before all who wait, and who were lost."""
REDIAL = timedelta(minutes=30)
"""Who gave up and comes back within this time goes on from the place that they had."""


class Medium(StrEnum):
    """What an agent needs for it: the whole of their attention, or a part."""

    VOICE = "voice"
    TEXT = "text"


class Status(StrEnum):
    """What an agent says of themselves; apart from it, what they have in hand."""

    LOGGED_OUT = "logged_out"
    AVAILABLE = "available"
    BREAK = "break"
    PAUSED = "paused"
    """Put so by the queue, since they did not answer."""


class Lost(StrEnum):
    """Why the queue logged an agent out."""

    DESK = "lost"
    """Their desk was not heard of any more."""
    NO_TELEPHONE = "no_telephone"
    """A call was to ring at their telephone, and they had taken it back."""
    SILENT_TELEPHONE = "silent_telephone"
    """A call rang at their telephone, and nobody picked it up."""


class WayOut(StrEnum):
    """What becomes of a contact that waited as long as its queue lets anybody wait."""

    END = "end"
    """It ends; who wrote is told so."""
    CALLBACK = "callback"
    """The caller is asked whether we shall call back."""
    VOICEMAIL = "voicemail"
    """The caller is asked to leave a message."""


TELEPHONE = "by:telephone"
"""
What a call that a carrier carries needs of an agent, and who has said at which telephone they take
such calls can: no folder can give it as a skill, since a colon is in none of its codes.
"""

MISSES = 2
"""After so many offers in a row that they let pass, an agent is paused, unless told otherwise."""


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Where contacts of one kind wait, and by what rules."""

    code: str
    centre: str
    medium: Medium = Medium.VOICE
    needs: frozenset[str] = frozenset()
    """Skills without which no agent is offered its contacts."""
    priority: timedelta = timedelta(0)
    """As if each of its contacts had waited so much longer."""
    ring: timedelta = timedelta(seconds=20)
    """How long an offer stands before it goes to another agent."""
    reserve: timedelta = timedelta(0)
    """How long agents who are reserved for another language are spared its contacts."""
    overflow: timedelta = timedelta(0)
    """After so long what waits goes to another queue; none: it stays."""
    overflow_to: str = ""
    limit: timedelta = timedelta(0)
    """After so long nobody waits on for an agent: see ``WayOut``; none: as long as they like."""
    way_out: WayOut = WayOut.END
    misses: int = MISSES
    """After so many offers in a row that they let pass, an agent is paused."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A contact that waits."""

    id: int
    queue: str
    medium: Medium
    language: str
    place: datetime
    needs: frozenset[str] = frozenset()
    reserve_until: datetime | None = None
    """Until then agents reserved for another language are spared it; None: they are not."""
    not_before: datetime | None = None
    """Until then it is offered to nobody, and keeps its place: a call back that was in vain."""
    passed: frozenset[int] = frozenset()
    """Agents who were offered it and did not answer."""


@dataclass(frozen=True, kw_only=True)
class Agent:
    """Somebody who answers, as the queue sees them."""

    id: int
    status: Status
    queues: frozenset[str]
    languages: frozenset[str]
    idle_since: datetime
    """When they last laid something down."""
    skills: frozenset[str] = frozenset()
    reserved: str = ""
    """The language that they are kept free for; empty: none."""
    text_most: int = 1
    """How many written contacts they can have at once; one that is spoken leaves room for none."""
    voices: int = 0
    texts: int = 0


def place_of(since: datetime, queue: Queue, *, grave: bool = False) -> datetime:
    """
    Return the place of a contact that began to wait at a moment.

    :param grave: whether it is marked as an emergency
    """
    return since - queue.priority - (GRAVE if grave else timedelta(0))


def needs_in(queue: Queue, had: Iterable[str] = ()) -> tuple[str, ...]:
    """
    Return what a contact needs in a queue: its skills, and a telephone where it needed one before.

    >>> needs_in(Queue(code="trees", centre="311", needs=frozenset({"trees"})), ["bins", TELEPHONE])
    ('by:telephone', 'trees')
    """
    return tuple(sorted(queue.needs | (frozenset(had) & {TELEPHONE})))


def has_room(agent: Agent, medium: Medium) -> bool:
    """
    Return whether an agent can have one more: one voice and nothing beside it, or several texts.

    >>> from datetime import UTC, datetime
    >>> moment = datetime(2026, 1, 1, tzinfo=UTC)
    >>> ana = Agent(id=1, status=Status.AVAILABLE, queues=frozenset(), languages=frozenset(),
    ...             idle_since=moment, text_most=3, texts=2)
    >>> has_room(ana, Medium.TEXT), has_room(ana, Medium.VOICE)
    (True, False)
    """
    if agent.voices:
        return False
    return not agent.texts if medium is Medium.VOICE else agent.texts < agent.text_most


def suits(agent: Agent, waiting: Waiting, at: datetime) -> bool:
    """Return whether an agent may be offered a contact at a moment."""
    return (
        agent.status is Status.AVAILABLE
        and has_room(agent, waiting.medium)
        and waiting.queue in agent.queues
        and waiting.language in agent.languages
        and waiting.needs <= agent.skills
        and agent.id not in waiting.passed
        and (waiting.not_before is None or waiting.not_before <= at)
        and not spared(agent, waiting, at)
    )


def spared(agent: Agent, waiting: Waiting, at: datetime) -> bool:
    """Return whether an agent is kept free for their language, and this contact speaks another."""
    if agent.reserved in ("", waiting.language) or waiting.reserve_until is None:
        return False
    return at < waiting.reserve_until
