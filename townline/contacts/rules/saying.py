"""What is said in writing during a contact: by whom, how much, and how long an answer took."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from townline.record.verbs import Role

LONGEST = 4000
"""Characters of one thing that is said."""
MOST_LINKS = 12


class Side(StrEnum):
    """Who says something."""

    RESIDENT = "resident"
    AGENT = "agent"
    CITY = "city"
    """Nobody in person: quotations of answers, and what happens by itself."""


MAY_SAY = {
    Side.RESIDENT: frozenset({Role.RESIDENT, Role.SYSTEM}),
    Side.AGENT: frozenset({Role.AGENT, Role.SUPERVISOR}),
    Side.CITY: frozenset({Role.RESIDENT, Role.AGENT, Role.SUPERVISOR, Role.SYSTEM}),
}
"""Who may speak for whom: a resident's question brings what the city says by itself."""
LINKED = ("answer", "service", "request", "call")
"""What something said may lead to: pages of ours, a number to call, and nothing else."""


class CannotSay(ValueError):
    """Something cannot be said so; the text says why."""


@dataclass(frozen=True, kw_only=True)
class SaidLink:
    """A page of ours, or a number, that something said leads to."""

    kind: str
    """One of ``LINKED``."""
    code: str
    """The code of the answer or service, or the number: of the request, or to call."""
    words: str
    """How it is called."""
    language: str = ""
    """The language of these words, and of what is quoted."""
    quoted: bool = False
    """Whether what is said beside it is of that page, to the letter."""


def tidied(text: str) -> str:
    r"""
    Return a text without signs that no page shows and no table keeps, and without empty ends.

    >>> tidied("\x0b\x00 a lamp\r\nis out ")
    'a lamp\nis out'
    """
    kept = (s for s in text.replace("\r\n", "\n") if s in "\n\t" or (s >= " " and s != "\x7f"))
    return "".join(kept).strip()


def plain_name(name: str) -> str:
    """
    Return what a page calls something that it sends, as it is kept.

    :raises CannotSay: if it holds a sign that no page writes
    """
    if not name.isprintable():
        raise CannotSay("The name of what is sent holds a sign that cannot be kept.")
    return name


def plain_text(text: str) -> str:
    """
    Return a text as it is kept: without signs that no page shows, and without empty ends.

    :raises CannotSay: if nothing is left, or it is longer than ``LONGEST``
    """
    tidy = tidied(text)
    if not tidy:
        raise CannotSay("There is nothing in it to be said.")
    if len(tidy) > LONGEST:
        raise CannotSay(f"It has {len(tidy)} characters; at most {LONGEST} can be said at once.")
    return tidy


@dataclass(frozen=True, kw_only=True)
class Response:
    """A stretch in which the resident waited for an agent to write."""

    asked_at: datetime
    answered_at: datetime | None
    """None: not yet, or never."""


def responses(
    said: Iterable[tuple[Side, datetime]], *, queued_at: datetime | None
) -> tuple[Response, ...]:
    """
    Return the stretches in which a resident waited for words of an agent; the first is the first.

    That one begins when they were put in a queue, or with their first words after that; each other
    with the first words that the agent had not answered. What the city says by itself answers
    nothing.

    :param said: in its order
    :param queued_at: None: they never asked for an agent, and waited for none
    """
    return tuple(_stretches(said, queued_at)) if queued_at else ()


def _stretches(said: Iterable[tuple[Side, datetime]], queued_at: datetime) -> Iterator[Response]:
    asked: datetime | None = queued_at
    for side, at in said:
        if side is Side.RESIDENT and asked is None:
            asked = at
        elif side is Side.AGENT and asked is not None:
            yield Response(asked_at=asked, answered_at=max(asked, at))
            asked = None
    if asked is not None:
        yield Response(asked_at=asked, answered_at=None)
