"""
One step of a centre's queues: taken by one at a time, decided by the plain rule, written at once.

Whoever makes a step holds the queues of the centre until it is on disk. So what is decided next is
decided on all that was decided before, and the order of what was written is the true one. Centres
do not wait for each other: an agent answers for one, and so does a queue.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from django.db import connection, transaction

from townline.contacts import queries, verbs
from townline.contacts.rules import course, decided
from townline.contacts.rules.course import End, State
from townline.contacts.rules.decided import What
from townline.contacts.rules.queueing import Medium, Queue, Status, needs_in
from townline.contacts.rules.turns import Answering, Turn
from townline.live import topics
from townline.live.telling import tell
from townline.record.rules import chain
from townline.record.verbs import SYSTEM, Actor, Verb

SQL = Path(__file__).parent.parent / "sql"
WRITE = (SQL / "turns_written.sql").read_text()
TURN = (SQL / "turn_held.sql").read_text()
AGENT = (SQL / "agent_held.sql").read_text()
NEXT_TURN = (SQL / "next_turn.sql").read_text()
NEXT_AGENT = (SQL / "next_agent.sql").read_text()
DUE = (SQL / "turns_due.sql").read_text()
LOCK = 0x7_0B_22
"""The class of the locks of centres; the centre's name is the other half."""
HOLD = """
SELECT pg_advisory_xact_lock(%(lock)s, key)
FROM (SELECT DISTINCT hashtext(%(city)s || ':' || centre) AS key
      FROM unnest(%(centres)s::text[]) AS centre ORDER BY key) AS centres
"""
"""In the order of their keys, so that no two wait for each other."""


@contextmanager
def stepping(*, city_id: int, at: datetime, centres: Sequence[str]) -> Iterator["Step"]:
    """Hold the queues of centres, and write at the end what was changed of them."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        said: dict[str, Any] = {"lock": LOCK, "city": str(city_id), "centres": list(centres)}
        cursor.execute(HOLD, said)
        step = Step(cursor, city_id, at)
        step.wake(list(centres))
        yield step
        step.write()
        tell(*step.topics)


def step_of(
    city_id: int,
    contact: int,
    at: datetime,
    deed: Callable[["Step", Turn], None],
    *,
    also: Sequence[str] = (),
) -> tuple["Offer", ...]:
    """
    Do something to a contact at the centre where it is, and return what was offered to whom.

    :param also: other centres that have a part in it
    :raises NoSuchTurn: if there is no such contact
    """
    while True:
        centres = (queries.centre_of(city_id, contact), *also)
        with stepping(city_id=city_id, at=at, centres=centres) as step:
            turn = step.turn(contact)
            if turn.centre in centres:  # else it went to another while we waited for this one
                deed(step, turn)
                return tuple(step.offers)


@dataclass(frozen=True)
class Offer:
    """What was decided: an agent is asked to take a contact."""

    contact: int
    agent: int


class Step:
    """What one step changes, until it is written."""

    def __init__(self, cursor: Any, city_id: int, at: datetime) -> None:
        self.at, self.offers = at, list[Offer]()
        self._cursor, self._city = cursor, city_id
        self._woken: list[str] = []
        self._turns: dict[int, Turn] = {}
        self._agents: dict[int, Answering] = {}
        self._legs: dict[tuple[int, int], dict[str, Any]] = {}
        self._closed: list[dict[str, Any]] = []
        self._entries: list[dict[str, Any]] = []
        self._decided: list[dict[str, Any]] = []
        self._ended: list[dict[str, Any]] = []

    @property
    def topics(self) -> list[str]:
        """What listeners hear of: every contact, agent and centre that had a part in it."""
        centres = {turn.centre for turn in self._turns.values()}
        centres |= {agent.centre for agent in self._agents.values()}
        return [
            *self._woken,
            *(topics.contact(key) for key in self._turns),
            *(topics.contact(turn.about) for turn in self._turns.values() if turn.about),
            *(topics.agent(key) for key in self._agents),
            *(topics.centre(self._city, code) for code in sorted(centres)),
        ]

    def turn(self, key: int) -> Turn:
        """
        Return a contact's turn as it stands.

        :raises NoSuchTurn: if it has none
        """
        if key not in self._turns:
            row = self._row(TURN, key)
            if row is None:
                raise queries.NoSuchTurn(f"There is no contact {key} that anybody answers.")
            self._turns[key] = _turn(row)
        return self._turns[key]

    def agent(self, key: int) -> Answering:
        """
        Return an agent as they stand.

        :raises NoSuchAgent: if there is none
        """
        if key not in self._agents:
            row = self._row(AGENT, key)
            if row is None:
                raise queries.NoSuchAgent(f"There is no agent {key}.")
            self._agents[key] = _agent(row)
        return self._agents[key]

    def put(self, turn: Turn) -> None:
        """Let a turn stand as given."""
        self._turns[turn.contact] = turn

    def put_agent(self, agent: Answering) -> None:
        """Let an agent stand as given, and the queue hear of it."""
        self._agents[agent.id] = agent
        self._decide(What.AGENT, agent.centre, agent=agent.id, data=decided.said(agent.seen))

    def enter(self, turn: Turn, verb: Verb, by: Actor, **data: Any) -> Turn:
        """Append an entry to a contact's record, and return its turn with the tip of it."""
        link = chain.Link(
            subject=turn.number, seq=turn.seq + 1, verb=verb.code, at=self.at,
            actor_kind=by.kind, actor_label=by.label, data=data,
        )  # fmt: skip
        head = chain.hash_of(link, turn.head)
        self._entries.append({
            "turn": turn.contact, "seq": link.seq, "verb": verb.code, "at": self.at,
            "kind": by.kind, "label": by.label, "data": data, "hash": head.hex(),
        })  # fmt: skip
        return replace(turn, seq=link.seq, head=head)

    def moved(self, turn: Turn, verb: Verb, by: Actor, **data: Any) -> Turn:
        """
        Return a turn after something happened to it, with the entry that says so.

        :raises NotNow: if it cannot happen where the contact is
        """
        state = course.after(turn.state, verb)
        done = turn.done_at or self.at if state is State.OVER else None
        return self.enter(replace(turn, state=state, done_at=done), verb, by, **data)

    def wait(self, turn: Turn) -> None:
        """Let a contact wait, and find whom it is offered."""
        turn = self._leg(turn, "callback" if turn.callback else "queue")
        self._decide(What.WAITS, turn.centre, turn=turn.contact, data=decided.said(turn.waiting))
        self._find(turn)

    def wake(self, centres: Sequence[str]) -> None:
        """
        Offer what may have come to suit somebody since the step before, by time alone.

        Done before anything else of a step, so that nobody who waits is passed over by it.
        """
        self._cursor.execute(DUE, {"city": self._city, "centres": list(centres), "at": self.at})
        for (key,) in self._cursor.fetchall():
            self._find(self.turn(key))
            self.write()
            self._woken = self.topics
            self._turns.clear()
            self._agents.clear()

    def _find(self, turn: Turn) -> None:
        """Find whom a contact that waits is offered; else note when to look again."""
        later = [each for each in (turn.reserve_until, turn.not_before) if each and each > self.at]
        turn = replace(turn, wake_at=min(later, default=None))
        self.put(turn)
        if turn.not_before and turn.not_before > self.at:
            return
        row = self._asked(NEXT_AGENT, {
            "centre": turn.centre, "medium": turn.medium, "queue": turn.queue,
            "language": turn.language, "needs": list(turn.needs), "passed": list(turn.passed),
            "reserve_until": turn.reserve_until, "at": self.at,
        })  # fmt: skip
        if row:
            agent = self._agents.setdefault(row["id"], _agent(row))
            self._offer(turn, agent)

    def set_grave(self, turn: Turn, grave: bool) -> None:
        """Let a contact be an emergency or none; one that waits goes to its new place at once."""
        turn = turn.marked_grave(grave)
        self.put(turn)
        if turn.state is State.WAITING:
            said = decided.said(turn.waiting)
            self._decide(What.WAITS, turn.centre, turn=turn.contact, data=said)

    def leave(self, turn: Turn) -> None:
        """Let the queue hear that a contact does not wait any more."""
        self._decide(What.LEAVES, turn.centre, turn=turn.contact)

    def free(self, agent: Answering) -> None:
        """Offer an agent what waits for them, as long as they have room."""
        while agent.status is Status.AVAILABLE and not agent.voices:
            row = self._asked(NEXT_TURN, {
                "centre": agent.centre, "agent": agent.id, "queues": list(agent.queues),
                "languages": list(agent.languages),
                "skills": list(agent.skills), "reserved": agent.reserved, "texts": agent.texts,
                "text_most": agent.text_most, "besides": list(self._turns), "at": self.at,
            })  # fmt: skip
            if row is None:
                return
            turn = self._turns[row["contact"]] = _turn(row)
            agent = self._offer(turn, agent)

    def over(self, turn: Turn, verb: Verb, end: End, by: Actor, **data: Any) -> None:
        """Let a contact be over that nobody answers, and offer its agent what waits instead."""
        moved = self.moved(turn, verb, by, **data)
        self.close_leg(turn, end)
        self.end_contact(turn.contact)
        self.put(let_go(moved, ended_as=end))
        if turn.agent is None:
            self.leave(turn)
        else:
            self.let_free(self.agent(turn.agent).laying_down(turn.medium, self.at))

    def let_free(self, agent: Answering) -> None:
        """Let an agent have less in hand, and offer them what waits, unless they want nothing."""
        self.put_agent(agent)
        if agent.status is Status.AVAILABLE:
            self.free(agent)

    def close_leg(self, turn: Turn, ended_as: str) -> None:
        """End the leg that a contact is on."""
        place = (turn.contact, turn.legs_so_far)
        closed = {"ended_at": self.at, "ended_as": ended_as}
        if place in self._legs:
            self._legs[place] |= closed
        else:
            self._closed.append({"turn": place[0], "position": place[1], **closed})

    def end_contact(self, key: int) -> None:
        """Say that a contact is over for the resident."""
        self._ended.append({"contact": key, "at": self.at})

    def begin(self, turn: Turn, kind: str) -> None:
        """
        Let a contact stand as given, on a new leg.

        It is written after all that stand so far: what an agent had is laid down before.
        """
        self._turns.pop(turn.contact, None)
        self.put(self._leg(turn, kind))

    def _leg(self, turn: Turn, kind: str) -> Turn:
        turn = replace(turn, legs_so_far=turn.legs_so_far + 1)
        self._legs[turn.contact, turn.legs_so_far] = {
            "turn": turn.contact, "position": turn.legs_so_far, "kind": kind, "queue": turn.queue,
            "agent": turn.agent, "started_at": self.at, "ended_at": None, "ended_as": "",
        }  # fmt: skip
        return turn

    def _offer(self, turn: Turn, agent: Answering) -> Answering:
        """Offer a contact to an agent; with who answers at once, they have it already."""
        agent = agent.taking(turn.medium)
        self._agents[agent.id] = agent
        self._decide(What.OFFERED, turn.centre, turn=turn.contact, agent=agent.id)
        self.offers.append(Offer(turn.contact, agent.id))
        turn = self.moved(turn, verbs.OFFERED, SYSTEM, agent=agent.label, queue=turn.queue)
        ends = self.at + timedelta(seconds=turn.ring_s)
        self.put(replace(turn, agent=agent.id, offer_ends_at=ends, wake_at=None))
        if agent.answers_at_once:
            self.answer(self.turn(turn.contact), agent, SYSTEM)
        return self._agents[agent.id]

    def answer(self, turn: Turn, agent: Answering, by: Actor) -> None:
        """Let an agent have the contact that they were offered."""
        turn = self.moved(turn, verbs.ANSWERED, by, agent=agent.label)
        self.close_leg(turn, "answered")
        first = turn.answered_at
        if first is None and not turn.callback:  # who is called back has not answered yet
            first = max(self.at, turn.since)
        self.put(self._leg(replace(turn, offer_ends_at=None, answered_at=first), "agent"))
        if agent.missed:
            self._agents[agent.id] = replace(agent, missed=0)

    def _row(self, sql: str, key: int) -> dict[str, Any] | None:
        return self._asked(sql, {"key": key})

    def _asked(self, sql: str, values: dict[str, Any]) -> dict[str, Any] | None:
        self._cursor.execute(sql, {"city": self._city, **values})
        row = self._cursor.fetchone()
        names = (column.name for column in self._cursor.description)
        return dict(zip(names, row, strict=True)) if row else None

    def _decide(self, what: What, centre: str, **said: Any) -> None:
        line = {"at": self.at, "what": what, "turn": None, "agent": None, "data": {}}
        line |= {"centre": centre}
        self._decided.append(line | said)

    def write(self) -> None:
        """
        Write what was changed so far, in one statement.

        Called within a step before the queue is asked about others than those it changed.
        """
        doc = {
            "turns": [_plain(turn) for turn in self._turns.values()],
            "agents": list(self._agents.values()),
            "legs": list(self._legs.values()),
            "closed": self._closed, "entries": self._entries,
            "decided": self._decided, "ended": self._ended,
        }  # fmt: skip
        text = json.dumps(msgspec.to_builtins(doc))
        self._cursor.execute(WRITE, {"doc": text, "city": self._city})
        self._legs.clear()
        for lines in (self._closed, self._entries, self._decided, self._ended):
            lines.clear()


def in_queue(queue: Queue, at: datetime, had: Iterable[str] = ()) -> dict[str, Any]:
    """
    Return what a turn has of its queue.

    :param had: what it needed of its agents where it was before
    """
    return {
        "queue": queue.code, "centre": queue.centre, "medium": queue.medium,
        "ring_s": int(queue.ring.total_seconds()), "needs": needs_in(queue, had),
        "reserve_until": at + queue.reserve if queue.reserve else None,
    }  # fmt: skip


def let_go(turn: Turn, **said: str) -> Turn:
    """Return a turn that no agent has."""
    return replace(turn, agent=None, offer_ends_at=None, **said)  # type: ignore[arg-type]


def _plain(turn: Turn) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(replace(turn, head=b""))
    return plain | {"head": turn.head.hex()}


def _turn(found: dict[str, Any]) -> Turn:
    return Turn(**found | {
        "medium": Medium(found["medium"]), "state": State(found["state"]),
        "needs": tuple(found["needs"]), "passed": tuple(found["passed"]),
        "head": bytes(found["head"]),
    })  # fmt: skip


def _agent(found: dict[str, Any]) -> Answering:
    lists = {name: tuple(found[name]) for name in ("queues", "languages", "skills")}
    return Answering(**found | lists | {"status": Status(found["status"])})
