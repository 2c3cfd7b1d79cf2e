"""The life of a meeting, and how a file is told that its meeting did not come to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from townline.council.rules.settings import CouncilSettings
from townline.council.rules.vocabulary import ActionType, Activity, Effect, Slot


class Status(StrEnum):
    """What a meeting is."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    """Its agenda is posted."""
    OPEN = "open"
    """It is being held."""
    HELD = "held"
    CANCELLED = "cancelled"
    NO_QUORUM = "adjourned_no_quorum"


class Happening(StrEnum):
    """What can happen to it."""

    POST = "post"
    MOVE = "move"
    OPEN = "open"
    CLOSE = "close"
    CANCEL = "cancel"
    LOSE_QUORUM = "lose_quorum"


COURSE: dict[tuple[Status, Happening], Status] = {
    (Status.TENTATIVE, Happening.POST): Status.CONFIRMED,
    (Status.TENTATIVE, Happening.MOVE): Status.TENTATIVE,
    (Status.TENTATIVE, Happening.CANCEL): Status.CANCELLED,
    (Status.CONFIRMED, Happening.POST): Status.CONFIRMED,
    (Status.CONFIRMED, Happening.OPEN): Status.OPEN,
    (Status.CONFIRMED, Happening.CANCEL): Status.CANCELLED,
    (Status.CONFIRMED, Happening.LOSE_QUORUM): Status.NO_QUORUM,
    (Status.OPEN, Happening.CLOSE): Status.HELD,
    (Status.OPEN, Happening.LOSE_QUORUM): Status.NO_QUORUM,
}
"""What is not here is refused."""
WHY_NOT = {
    Happening.POST: "An agenda is posted for a meeting that has not begun.",
    Happening.MOVE: "A meeting whose agenda is posted is cancelled, and another one made.",
    Happening.OPEN: "A meeting is opened once its agenda is posted.",
    Happening.CLOSE: "Only a meeting that is being held can be closed.",
    Happening.CANCEL: "Only a meeting that has not begun can be cancelled.",
    Happening.LOSE_QUORUM: "Only a meeting whose agenda is posted can lack a quorum.",
}


class NotNow(ValueError):
    """That cannot happen to the meeting as it is; the text says why."""


class NoWordFor(LookupError):
    """The folder has no type of activity that says this; the text says what it needs."""


def after(status: Status, happening: Happening) -> Status:
    """
    Return what a meeting is then.

    :raises NotNow: if it cannot happen to one of that status
    """
    found = COURSE.get((status, happening))
    if found is None:
        raise NotNow(f"{WHY_NOT[happening]} This one is {status.replace('_', ' ')}.")
    return found


def quorum(settings: CouncilSettings, council: bool, members: int) -> int:
    """Return how many must be there to begin; a committee begins with a majority of its members."""
    if not members:
        return 0
    return settings.quorum if council else members // 2 + 1


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Why the items of a meeting go to another day."""

    meeting: date
    to: date
    quorum: bool
    """Whether for want of a quorum; else the meeting was cancelled."""
    body: str = ""
    """The name of the committee whose meeting it was; empty for the Council."""


def moved(types: Iterable[ActionType], what: Moved) -> Activity:
    """
    Return the activity that says on a file's record that its meeting did not come to it.

    The type is found by what it does and what it takes, never by its code or its wording: it
    continues the file on a day, by itself, for the Council; one that takes another day besides
    names the meeting that was cancelled, one that takes nothing else tells of a lost quorum. A
    committee continues its items in its own name.

    :raises NoWordFor: if there is none
    """
    for each in types:
        blanks = [p.slot for p in each.parameters if p.name not in (each.on, each.body)]
        if each.effect is not Effect.CONTINUES or not each.on:
            continue
        if bool(each.body) is not (bool(what.body) and not what.quorum):
            continue
        if each.body and not blanks:
            return _said(each, {each.body: what.body, each.on: what.to})
        if not each.body and what.quorum and not blanks:
            return _said(each, {each.on: what.to})
        if not each.body and not what.quorum and blanks == [Slot.DATE]:
            other = next(p.name for p in each.parameters if p.name != each.on)
            return _said(each, {other: what.meeting, each.on: what.to})
    lacks = "of a lost quorum" if what.quorum else "of a cancelled meeting"
    raise NoWordFor(
        f"No action type of the city's folder tells {lacks}; add one whose effect is to continue."
    )


def _said(each: ActionType, parameters: dict[str, object]) -> Activity:
    return Activity(type=each.code, template=each.templates[0].version, parameters=parameters)


def code_for(body: str, day: date, taken: Iterable[str]) -> str:
    """Return the name of a meeting in addresses, e.g. ``2025-10-28-council``."""
    stem = f"{day.isoformat()}-{body or 'meeting'}"
    used, code, number = set(taken), stem, 2
    while code in used:
        code, number = f"{stem}-{number}", number + 1
    return code
