"""
What a carrier shall do with a call: a small tree of verbs that belongs to no carrier.

A tree is what we answer when a carrier asks. What comes after a verb that hands the call on (it
waits, it is joined with somebody, it is over) would never be reached, so a tree that has such a
verb in another place than its last is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Place = str
"""Where the carrier asks next: a path below our own address, ``step/4/``."""
LONGEST_SAY = 4000
"""Characters that carriers read in one piece."""
LONGEST_NAME = 64
"""Characters of the name of a carrier's queue."""


class Misplaced(ValueError):
    """A verb stands where no carrier takes it; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Say:
    """Read a text aloud, in the voice of a language."""

    text: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Play:
    """Play a sound that lies at a whole address."""

    url: str


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Say nothing for so many seconds."""

    seconds: int = 1


Spoken = Say | Play | Pause
"""What a caller hears."""


@dataclass(frozen=True, kw_only=True)
class Gather:
    """Listen for keys while something is said; the carrier asks at ``then`` with what it heard."""

    then: Place
    says: tuple[Spoken, ...] = ()
    most: int = 1
    """How many keys at most; with more than one, the pound key ends them."""
    timeout_s: int = 6
    """How long silence may last. Silence is told too."""


@dataclass(frozen=True, kw_only=True)
class Enqueue:
    """Let the call wait: the carrier asks at ``wait`` what to play, and at ``then`` afterwards."""

    queue: str
    wait: Place
    then: Place


@dataclass(frozen=True, kw_only=True)
class Leave:
    """Take the call out of the carrier's queue; it asks at the queue's ``then``."""


@dataclass(frozen=True, kw_only=True)
class Redirect:
    """Ask again at another place."""

    to: Place


@dataclass(frozen=True, kw_only=True)
class Record:
    """Record what the caller says; ``told`` hears when the recording is there."""

    then: Place
    told: Place
    longest_s: int = 120
    silence_s: int = 5


@dataclass(frozen=True, kw_only=True)
class Dial:
    """Ring a telephone and join it with the call; the carrier asks at ``then`` afterwards."""

    number: str
    then: Place
    whisper: Place = ""
    """Asked when the telephone is picked up, before the two hear each other."""
    ring_s: int = 20
    caller_id: str = ""


@dataclass(frozen=True, kw_only=True)
class DialQueue:
    """Join the call with the first that waits in a carrier's queue."""

    queue: str
    then: Place
    whisper: Place = ""


@dataclass(frozen=True, kw_only=True)
class Hangup:
    """End the call."""


@dataclass(frozen=True, kw_only=True)
class Reject:
    """Do not take the call at all, so that it costs nobody anything."""

    busy: bool = False


Verb = (
    Say | Play | Pause | Gather | Enqueue | Leave | Redirect | Record | Dial | DialQueue
    | Hangup | Reject
)  # fmt: skip
Tree = tuple[Verb, ...]
LAST = (Enqueue, Leave, Redirect, Record, Dial, DialQueue, Hangup, Reject)
"""After these the carrier reads no further, or only if something went wrong."""
WHILE_WAITING = (Say, Play, Pause, Gather, Redirect, Leave, Hangup)
"""What a carrier takes from us while a call waits."""


def check(tree: Sequence[Verb], *, waiting: bool = False) -> None:
    """
    Refuse a tree that a carrier would not take, or of which a part is never reached.

    :param waiting: whether it is what a call hears while it waits
    :raises Misplaced: naming the verb
    """
    if not tree:
        raise Misplaced("An empty answer ends a call without a word.")
    for position, verb in enumerate(tree):
        name = type(verb).__name__
        if waiting and not isinstance(verb, WHILE_WAITING):
            raise Misplaced(f"{name} cannot be done while a call waits.")
        if isinstance(verb, LAST) and position + 1 < len(tree):
            raise Misplaced(f"What follows {name} is never reached.")
        if isinstance(verb, Reject) and position:
            raise Misplaced("A call that was answered cannot be rejected.")
        if isinstance(verb, Enqueue | DialQueue) and not 0 < len(verb.queue) <= LONGEST_NAME:
            raise Misplaced(f"A carrier's queue cannot be called {verb.queue!r}.")
