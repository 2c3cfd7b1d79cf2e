"""The course of a contact that somebody answers: where it can be, and what leads from where."""

from collections.abc import Mapping
from enum import StrEnum

from townline.contacts import verbs
from townline.record.verbs import Verb


class State(StrEnum):
    """Where a contact is."""

    WAITING = "waiting"
    OFFERED = "offered"
    """An agent is asked to take it."""
    IN_CONTACT = "in_contact"
    WRAP_UP = "wrap_up"
    """It is over for the resident; the agent still writes."""
    OVER = "over"


HELD = (State.OFFERED, State.IN_CONTACT, State.WRAP_UP)
"""Where an agent has it."""


class End(StrEnum):
    """How it ended for the resident."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    EXPIRED = "expired"
    """Nobody answered within the limit of its queue."""
    CANCELLED = "cancelled"
    """The resident wanted to be called back no more."""
    CALLED_AGAIN = "called_again"
    """They called again before we called back; the new contact has the place."""
    NOT_REACHED = "not_reached"
    """We called back as often as we do, and reached nobody."""
    LEFT_MESSAGE = "left_message"
    """They left a message instead of waiting on."""
    SETTLED = "settled"
    """A voice message or letter that somebody settled from its list before an agent took it."""
    ASKED = "asked"
    """One agent asked another, who took the contact over or gave it back."""


class NotNow(ValueError):
    """What was asked does not follow from where the contact is; the text says where it is."""


MOVES: Mapping[Verb, Mapping[State, State]] = {
    verbs.OFFERED: {State.WAITING: State.OFFERED},
    verbs.ANSWERED: {State.OFFERED: State.IN_CONTACT},
    verbs.NOT_ANSWERED: {State.OFFERED: State.WAITING},
    verbs.ABANDONED: {State.WAITING: State.OVER, State.OFFERED: State.OVER},
    verbs.TRANSFERRED: {State.IN_CONTACT: State.WAITING},
    verbs.OVERFLOWED: {State.WAITING: State.WAITING},
    verbs.REASSIGNED: {State.WAITING: State.WAITING},
    verbs.RETURNED: {State.OFFERED: State.WAITING, State.IN_CONTACT: State.WAITING},
    verbs.WAITED_LONG: {State.WAITING: State.WAITING},
    verbs.EXPIRED: {State.WAITING: State.OVER},
    verbs.LEFT_MESSAGE: {State.WAITING: State.OVER, State.OFFERED: State.OVER},
    verbs.SORTED: {State.WAITING: State.OVER, State.OFFERED: State.OVER},
    verbs.PROMISED: {State.WAITING: State.WAITING},
    verbs.CANCELLED: {State.WAITING: State.OVER, State.OFFERED: State.OVER},
    verbs.CALLED_AGAIN: {State.WAITING: State.OVER, State.OFFERED: State.OVER},
    verbs.SETTLED: {State.WAITING: State.OVER, State.OFFERED: State.OVER},
    verbs.REACHED: {State.IN_CONTACT: State.IN_CONTACT},
    verbs.NOT_REACHED: {State.IN_CONTACT: State.WAITING},
    verbs.GIVEN_UP: {State.IN_CONTACT: State.OVER},
    verbs.ASKED: {State.IN_CONTACT: State.IN_CONTACT},
    verbs.HANDED_OVER: {State.IN_CONTACT: State.IN_CONTACT},
    verbs.TAKEN_BACK: {
        State.WAITING: State.OVER,
        State.OFFERED: State.OVER,
        State.IN_CONTACT: State.OVER,
    },
    verbs.DETAILS_SEEN: {state: state for state in State},
    verbs.FORGOTTEN: {State.OVER: State.OVER},
    verbs.ENDED: {State.IN_CONTACT: State.WRAP_UP},
    verbs.WRAPPED_UP: {State.WRAP_UP: State.OVER},
}
"""What may happen where, and where the contact is afterwards."""

STILL = frozenset(
    {
        verbs.HELD,
        verbs.RESUMED,
        verbs.LOST_TOUCH,
        verbs.RECORDING_ALLOWED,
        verbs.RECORDING_REFUSED,
        verbs.INVITED,
        verbs.JOINED,
        verbs.PARTED,
        verbs.TAKEN_BY_HAND,
        verbs.SOUNDED_GRAVE,
        verbs.MARKED,
        verbs.UNMARKED,
        verbs.NOTED,
        verbs.TOLD,
        verbs.CORRECTED,
    }
)
"""What leaves a contact where it is: whoever enters it looks whether it fits there."""


def after(state: State, verb: Verb) -> State:
    """
    Return where a contact is after something happened.

    :raises NotNow: if it cannot happen there
    """
    if verb in STILL:
        return state
    found = MOVES.get(verb, {}).get(state)
    if found is None:
        raise NotNow(f"{verb.code} cannot be entered of a contact that is {state.value}.")
    return found
