"""A call from browser to browser: who is on it, and what they tell each other to connect."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from json import dumps, loads
from typing import Any

RESIDENT = "resident"
"""How the resident's side is called among those on a call; agents are called by their keys."""
MOST_AT_ONCE = 50
"""How many signals one message holds at most: a browser finds a few dozen ways to be reached."""
MOST_LETTERS = 20_000
"""How long what one signal carries may be, in characters of JSON."""
MOST_OF_CALL = 5_000
"""How many signals a call takes: hours of a network that comes and goes."""


class Kind(StrEnum):
    """What a signal is."""

    HELLO = "hello"
    """A side has come, with a new page: whoever is there makes it an offer."""
    OFFER = "offer"
    ANSWER = "answer"
    ICE = "ice"
    """A way to be reached."""
    MUTE = "mute"
    """A side is silent of its own will, or is no more."""
    BYE = "bye"
    """A side goes; the call goes on if others are left on it."""


class BadSignal(ValueError):
    """What came is no signal; the text says what is wrong with it."""


class NotOnCall(LookupError):
    """Whoever asks is not on this call, or there is none under way."""


@dataclass(frozen=True, kw_only=True)
class Signal:
    """What one side of a call tells another."""

    kind: Kind
    receiver: str = ""
    """Empty: everybody else on the call."""
    payload: Mapping[str, Any] = field(default_factory=dict)


def agent_side(agent: int) -> str:
    """Return how an agent's side is called among those on a call."""
    return f"agent-{agent}"


def read_position(text: str) -> int:
    """
    Return after which position somebody asks what they were told; nothing said is the beginning.

    :raises BadSignal: if it is no number
    """
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    if text:
        raise BadSignal("after is the position of a signal: a number.")
    return 0


def read_signals(body: bytes, *, sides: frozenset[str]) -> tuple[Signal, ...]:
    """
    Return the signals of a message.

    :param sides: who is on the call
    :raises BadSignal: if it is none, too long, or for somebody who is not on the call
    """
    try:
        said = loads(body)
    except (ValueError, RecursionError) as fault:
        raise BadSignal(f"This is not JSON: {fault}") from fault
    lines = said.get("signals") if isinstance(said, dict) else None
    if not isinstance(lines, list) or not lines:
        raise BadSignal('Send {"signals": […]} with at least one signal.')
    if len(lines) > MOST_AT_ONCE:
        raise BadSignal(f"One message holds at most {MOST_AT_ONCE} signals.")
    return tuple(_signal(line, sides) for line in lines)


def _signal(said: object, sides: frozenset[str]) -> Signal:
    if not isinstance(said, dict):
        raise BadSignal("A signal is an object with kind, to and payload.")
    kind, receiver, payload = said.get("kind"), said.get("to", ""), said.get("payload", {})
    if not isinstance(kind, str) or kind not in frozenset(Kind):
        raise BadSignal(f"The kind of a signal is one of {', '.join(Kind)}.")
    if not isinstance(receiver, str) or (receiver and receiver not in sides):
        raise BadSignal("A signal goes to somebody who is on the call, or to all.")
    if not isinstance(payload, dict):
        raise BadSignal("The payload of a signal is an object.")
    text = dumps(payload)
    if len(text) > MOST_LETTERS:
        raise BadSignal(f"The payload of a signal has at most {MOST_LETTERS} characters.")
    if "\\u0000" in text:
        raise BadSignal("The payload of a signal holds a character that cannot be stored.")
    return Signal(kind=Kind(kind), receiver=receiver, payload=payload)
