"""
What the queue heard and decided, and whether every decision was that of the plain rule.

``replay`` knows nothing but the lines that were written, in their order, and the rule.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from townline.contacts.rules.queueing import Agent, Medium, Waiting, has_room, suits


class What(StrEnum):
    """What a line says."""

    WAITS = "waits"
    """A contact waits from now on."""
    LEAVES = "leaves"
    """It waits no more, and nobody was offered it."""
    AGENT = "agent"
    """An agent is as the line says from now on."""
    OFFERED = "offered"
    """It was decided that an agent is offered a contact."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of what was heard and decided."""

    id: int
    at: datetime
    what: What
    turn: int | None = None
    agent: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What the repetition found; all but the first are faults, by the keys of lines."""

    decisions: int
    offered_twice: tuple[int, ...] = ()
    """Offers of a contact that did not wait, or to an agent who had no room."""
    passed_over: tuple[int, ...] = ()
    """Offers that passed over somebody whom the agent suited, and who had the earlier place."""
    passed_by: tuple[int, ...] = ()
    """Offers to one agent though another who suited stood before them."""
    left: tuple[int, ...] = ()
    """Contacts that wait at the end though an agent who suits has room."""


def replay(lines: Iterable[Line]) -> Replayed:
    """Repeat what was decided, and return where the plain rule would have decided otherwise."""
    told = _Told()
    for line in lines:
        told.hear(line)
    return told.found()


def said(value: Waiting | Agent) -> dict[str, Any]:
    """Return a contact that waits, or an agent, as a line keeps it."""
    plain: dict[str, Any] = msgspec.to_builtins(value)
    return plain


class _Told:
    def __init__(self) -> None:
        self._waiting: dict[int, Waiting] = {}
        self._agents: dict[int, Agent] = {}
        self._last: datetime | None = None
        self._decisions = 0
        self._twice: list[int] = []
        self._over: list[int] = []
        self._by: list[int] = []

    def hear(self, line: Line) -> None:
        self._last = line.at
        if line.what is What.WAITS:
            waiting = msgspec.convert(line.data, Waiting, strict=False)
            self._waiting[waiting.id] = waiting
        elif line.what is What.LEAVES and line.turn is not None:
            self._waiting.pop(line.turn, None)
        elif line.what is What.AGENT:
            agent = msgspec.convert(line.data, Agent, strict=False)
            self._agents[agent.id] = agent
        elif line.turn is not None and line.agent is not None:
            self._decided(line, line.turn, line.agent)

    def _decided(self, line: Line, turn: int, who: int) -> None:
        self._decisions += 1
        waiting, agent = self._waiting.pop(turn, None), self._agents.get(who)
        if waiting is None or agent is None or not has_room(agent, waiting.medium):
            self._twice.append(line.id)
            return
        if any(_before(each, waiting) and suits(agent, each, line.at) for each in self._others()):
            self._over.append(line.id)
        if any(_sooner(each, agent) and suits(each, waiting, line.at) for each in self._team()):
            self._by.append(line.id)
        self._agents[who] = _with_one_more(agent, waiting.medium)

    def found(self) -> Replayed:
        left = [
            each.id
            for each in self._others()
            if any(self._last and suits(agent, each, self._last) for agent in self._team())
        ]
        return Replayed(
            decisions=self._decisions,
            offered_twice=tuple(self._twice),
            passed_over=tuple(self._over),
            passed_by=tuple(self._by),
            left=tuple(left),
        )

    def _others(self) -> Iterable[Waiting]:
        return self._waiting.values()

    def _team(self) -> Iterable[Agent]:
        return self._agents.values()


def _before(one: Waiting, other: Waiting) -> bool:
    return (one.place, one.id) < (other.place, other.id)


def _sooner(one: Agent, other: Agent) -> bool:
    return (one.texts, one.idle_since, one.id) < (other.texts, other.idle_since, other.id)


def _with_one_more(agent: Agent, medium: Medium) -> Agent:
    if medium is Medium.VOICE:
        return replace(agent, voices=agent.voices + 1)
    return replace(agent, texts=agent.texts + 1)
