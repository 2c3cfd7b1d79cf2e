"""A contact's turn and an agent as values, and what becomes of them step by step."""

from dataclasses import dataclass, replace
from datetime import datetime

from townline.contacts.rules.course import State
from townline.contacts.rules.queueing import (
    GRAVE,
    MISSES,
    Agent,
    Medium,
    Queue,
    Status,
    Waiting,
    needs_in,
    place_of,
)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The course of one contact, as it stands."""

    contact: int
    number: str
    medium: Medium
    centre: str
    queue: str
    language: str
    state: State
    since: datetime
    place: datetime
    ring_s: int
    needs: tuple[str, ...] = ()
    reserve_until: datetime | None = None
    passed: tuple[int, ...] = ()
    agent: int | None = None
    offer_ends_at: datetime | None = None
    answered_at: datetime | None = None
    ended_as: str = ""
    disposition: str = ""
    earlier: int | None = None
    ordinal: int = 1
    legs_so_far: int = 0
    way_out: str = ""
    """What the resident is asked about instead of waiting on: ``callback``, ``voicemail``."""
    callback: bool = False
    """It waits without the resident, whom an agent calls when its turn comes."""
    attempts: int = 0
    """How often they were called in vain."""
    not_before: datetime | None = None
    wake_at: datetime | None = None
    """When somebody may suit whom it does not suit now, though nothing happens until then."""
    promised_from: datetime | None = None
    promised_until: datetime | None = None
    """Between which moments we said that we call."""
    about: int | None = None
    """The contact that its agent asks another about; None: it is a resident's."""
    done_at: datetime | None = None
    """When nobody had anything more to do with it."""
    simulated: bool = False
    grave: bool = False
    """It is marked as an emergency: before others wherever it waits."""
    seq: int = 0
    head: bytes = bytes(32)

    @property
    def waiting(self) -> Waiting:
        """What the rule of the queue sees of it."""
        return Waiting(
            id=self.contact,
            queue=self.queue,
            medium=self.medium,
            language=self.language,
            place=self.place,
            needs=frozenset(self.needs),
            reserve_until=self.reserve_until,
            not_before=self.not_before,
            passed=frozenset(self.passed),
        )

    def marked_grave(self, grave: bool) -> "Turn":
        """Return it as an emergency, ahead of who is none, or as none, where it was before."""
        if grave == self.grave:
            return self
        place = self.place - GRAVE if grave else self.place + GRAVE
        return replace(self, grave=grave, place=place)

    def moved_to(self, queue: Queue, at: datetime) -> "Turn":
        """Return it as it waits in another queue, for as long as it has waited already."""
        return replace(
            self,
            queue=queue.code,
            centre=queue.centre,
            ring_s=int(queue.ring.total_seconds()),
            needs=needs_in(queue, self.needs),
            reserve_until=at + queue.reserve if queue.reserve else None,
            place=place_of(self.since, queue, grave=self.grave),
            passed=(),
        )


@dataclass(frozen=True, kw_only=True)
class Answering:
    """An agent as they stand."""

    id: int
    label: str
    centre: str
    queues: tuple[str, ...]
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    reserved: str
    text_most: int
    answers_at_once: bool
    status: Status
    status_since: datetime
    reason: str
    voices: int
    texts: int
    idle_since: datetime
    missed: int

    @property
    def seen(self) -> Agent:
        """What the rule of the queue sees of them."""
        return Agent(
            id=self.id,
            status=self.status,
            queues=frozenset(self.queues),
            languages=frozenset(self.languages),
            skills=frozenset(self.skills),
            reserved=self.reserved,
            text_most=self.text_most,
            voices=self.voices,
            texts=self.texts,
            idle_since=self.idle_since,
        )

    def taking(self, medium: Medium) -> "Answering":
        """Return them with one contact more in hand."""
        if medium is Medium.VOICE:
            return replace(self, voices=self.voices + 1)
        return replace(self, texts=self.texts + 1)

    def laying_down(self, medium: Medium, at: datetime) -> "Answering":
        """Return them with one contact less in hand, and idle since then."""
        if medium is Medium.VOICE:
            return replace(self, voices=self.voices - 1, idle_since=at)
        return replace(self, texts=self.texts - 1, idle_since=at)

    def missing(self, at: datetime, most: int = MISSES) -> "Answering":
        """Return them after an offer that they let pass: paused, if it was one too many."""
        after = replace(self, missed=self.missed + 1)
        if after.missed < most:
            return after
        return replace(after, status=Status.PAUSED, status_since=at, reason="", missed=0)
