"""
How well contacts were answered: raw counts, and the measures that are made of them.

A service level is nothing without its definition, so each has a name. Counts are added up first
and divided last: the mean of two shares is the share of nothing. Where there is nothing to divide
by, there is no measure, and not a perfect one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

SHORT_S = 10
"""
Who hangs up after fewer seconds of waiting had hardly begun to: a wrong number, a second thought.

They are shown apart, and left out of every share and mean.
"""


class Definition(StrEnum):
    """What a service level is a share of."""

    OFFERED = "offered"
    """Answered in time, of all whose wait is decided: over, or longer than the time already."""
    ANSWERED = "answered"
    """Answered in time, of those who were answered; says nothing of who gave up."""
    HANDLED = "handled"
    """Answered in time or given up in time, of those who were answered or gave up."""


@dataclass(frozen=True, kw_only=True)
class Waits:
    """What became of the waits that began within a time; each count may be added to another."""

    offered: int = 0
    """How many began: a contact waits anew when it is passed on, or when its agent is lost."""
    answered: int = 0
    abandoned: int = 0
    """Were not answered in the end: hung up, ran out of time, left a message instead."""
    short: int = 0
    """Hung up within ``SHORT_S``; not among those who gave up."""
    answered_within: int = 0
    """Answered within the time of their queue."""
    abandoned_within: int = 0
    waiting: int = 0
    overdue: int = 0
    """Of those that still wait, how many do so for longer than the time of their queue."""
    waited_s: float = 0.0
    """Seconds that those waited who were answered or gave up; not of those who hung up at once."""
    simulated: int = 0
    """Of all, how many are made up."""

    def __add__(self, other: "Waits") -> "Waits":
        names = [each.name for each in fields(self)]
        return Waits(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A stretch of a contact with one agent, from their answer until they end it or pass it on."""

    queue: str
    began: datetime
    ended: datetime


def handling_s(stretches: Sequence[Stretch], done: datetime) -> Mapping[str, float]:
    """
    Return the handling time of a contact in each queue where agents had it, in seconds.

    Handling time = talk + hold + wrap-up. Talk and hold are the stretches with agents of the queue,
    since hold lies within them; wrap-up is from the end of the last stretch of all until nobody
    had anything more to do with the contact, and belongs to the queue of that stretch. A wait
    between two agents is none of it.

    :param stretches: in their order
    :param done: when nobody had anything more to do with it

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> one = Stretch(queue="general", began=noon, ended=noon.replace(minute=2))
    >>> other = Stretch(queue="trees", began=noon.replace(minute=5), ended=noon.replace(minute=9))
    >>> handling_s([one, other], noon.replace(minute=10))
    {'general': 120.0, 'trees': 300.0}
    """
    found: dict[str, float] = {}
    for each in stretches:
        found[each.queue] = found.get(each.queue, 0.0) + (each.ended - each.began).total_seconds()
    if stretches:
        last = stretches[-1]
        found[last.queue] += max(0.0, (done - last.ended).total_seconds())
    return found


@dataclass(frozen=True, kw_only=True)
class Handling:
    """How long contacts took that were answered and written up: see ``handling_s``."""

    contacts: int = 0
    seconds: float = 0.0
    relayed: int = 0
    """How many more came by a relay service (711) or a text telephone, which takes its own time."""
    relayed_s: float = 0.0

    def __add__(self, other: "Handling") -> "Handling":
        names = [each.name for each in fields(self)]
        return Handling(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def mean_s(self) -> float | None:
        """Mean handling time, those by relay left out; None where there were none."""
        return self.seconds / self.contacts if self.contacts else None

    @property
    def mean_relayed_s(self) -> float | None:
        """Mean handling time of those by relay alone; None where there were none."""
        return self.relayed_s / self.relayed if self.relayed else None


def total(found: Iterable[Waits]) -> Waits:
    """Return the counts of several queues as one."""
    return sum(found, Waits())


def service_level(waits: Waits, definition: Definition) -> float | None:
    """
    Return which share was answered in time, from 0 to 1; None where nothing can be divided by.

    >>> waits = Waits(offered=10, answered=6, abandoned=3, answered_within=5, abandoned_within=1)
    >>> [round(service_level(waits, each), 2) for each in Definition]
    [0.56, 0.83, 0.67]
    >>> service_level(Waits(), Definition.OFFERED) is None
    True
    """
    over = waits.answered + waits.abandoned
    good, of = {
        Definition.OFFERED: (waits.answered_within, over + waits.overdue),
        Definition.ANSWERED: (waits.answered_within, waits.answered),
        Definition.HANDLED: (waits.answered_within + waits.abandoned_within, over),
    }[definition]
    return good / of if of else None


def mean_wait_s(waits: Waits) -> float | None:
    """Return how long those waited in the mean who were answered or gave up, in seconds."""
    over = waits.answered + waits.abandoned
    return waits.waited_s / over if over else None


def abandoned_share(waits: Waits) -> float | None:
    """Return which share of those whose wait is over gave up."""
    over = waits.answered + waits.abandoned
    return waits.abandoned / over if over else None
