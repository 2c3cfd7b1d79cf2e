"""A call that a carrier carries: where it is, and what the carrier is to do with it next."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from townline.contacts.rules.course import State


class Way(StrEnum):
    """Who called whom."""

    IN = "in"
    OUT = "out"


class Doing(StrEnum):
    """Where a call is, as far as the carrier has told."""

    MENU = "menu"
    WAITING = "waiting"
    """In the carrier's queue, while the contact waits in ours."""
    MESSAGE = "message"
    """The caller speaks on a recording."""
    RINGING = "ringing"
    """The agent's own telephone rings, before anybody outside is called."""
    JOINING = "joining"
    """The other one's telephone rings."""
    JOINED = "joined"
    CLOSING = "closing"
    """The last word is being said; then the carrier ends it."""
    OVER = "over"


class Wish(StrEnum):
    """What a carrier is asked to do with a call."""

    START = "start"
    JOIN = "join"
    """Ring its agent, and join both."""
    WAIT = "wait"
    """Let it wait again."""
    END = "end"


class Errand(StrEnum):
    """What a carrier is to be asked for a message that lies with it."""

    FETCH = "fetch"
    """For its sound."""
    REMOVE = "remove"
    """To remove its copy."""
    NOTHING = "nothing"


FETCHES = 30
"""So often a sound is asked for; with the pauses between them that is about a day."""
FIRST_PAUSE_S = 2
LONGEST_PAUSE_S = 3600
"""Between two tries of an errand, in seconds; each pause is twice as long as the one before."""
ENDED: Mapping[str, str] = {
    "completed": "completed", "busy": "busy", "no-answer": "no_answer", "failed": "failed",
    "canceled": "cancelled",
}  # fmt: skip
"""The statuses after which a carrier has no such call any more, and how we call them."""
SILENT_TOO_LONG = timedelta(minutes=3)
"""A carrier asks about a call that it has more often than this, unless two people talk."""
CALLING = "calling out"
"""Why an agent who calls somebody is offered nothing meanwhile."""
ASKS_OFTEN = (Doing.MENU, Doing.WAITING, Doing.MESSAGE, Doing.CLOSING)
WITH_SOMEBODY = (Doing.JOINING, Doing.JOINED)
WHILE_WAITING: Mapping[State, Wish] = {
    State.IN_CONTACT: Wish.JOIN, State.WRAP_UP: Wish.END, State.OVER: Wish.END,
}  # fmt: skip


def pause_after(tries: int) -> timedelta:
    """
    Return how long an errand rests that failed so often.

    >>> [int(pause_after(tries).total_seconds()) for tries in (1, 2, 3, 30)]
    [4, 8, 16, 3600]
    """
    return timedelta(seconds=min(FIRST_PAUSE_S * 2 ** min(tries, 16), LONGEST_PAUSE_S))


def wanted(doing: Doing, joined_with: int | None, state: State, agent: int | None) -> Wish | None:
    """
    Return what the carrier is to do, so that a call is where its contact is; None for nothing.

    It looks at how both stand and not at what happened: a wish that was lost is found again, and
    what was told twice changes nothing.

    :param joined_with: the agent whom the call is joined with, or is about to be
    :param state: where the contact is, and which agent has it
    """
    if doing is Doing.WAITING:
        return WHILE_WAITING.get(state)
    if doing not in WITH_SOMEBODY:
        return None
    if state is State.IN_CONTACT:
        return None if agent == joined_with else Wish.JOIN
    return Wish.WAIT if state in (State.WAITING, State.OFFERED) else Wish.END
