"""
A meeting while it is held: steps, which can be taken back, and what they add up to.

Nothing of it is in the record before the meeting is closed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from townline.council.rules.ballots import Method, Option, Question


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What happened to an item, as far as it is known."""

    type: str = ""
    """The type of the activity that says it; empty: none is entered."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """What fills its blanks, as written in a form."""
    question: str = Question.ADOPT.value
    method: str = Method.ROLL_CALL.value
    threshold: str = ""
    exceptions: Mapping[str, Option] = field(default_factory=dict)
    """Who did not vote yes, by code; those who are not here are absent without being named."""
    voted: bool = False


@dataclass(frozen=True, kw_only=True)
class Running:
    """A meeting as it stands after some steps."""

    absent: frozenset[str] = frozenset()
    """Who is not here, by code."""
    called: bool = False
    """Whether the roll was called."""
    outcomes: Mapping[int, Outcome] = field(default_factory=dict)
    """What happened so far, by the key of the item."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that the clerk noted."""

    kind: str
    """``roll``, ``vote`` or ``clear``."""
    data: Mapping[str, Any]
    undone: bool = False


def run(steps: Iterable[Step]) -> Running:
    """Return what the steps add up to, those that were taken back left out."""
    found = Running()
    for step in steps:
        if not step.undone:
            found = _after(found, step)
    return found


def _after(running: Running, step: Step) -> Running:
    data = step.data
    if step.kind == "roll":
        return replace(running, called=True, absent=frozenset(data["absent"]))
    items = [int(item) for item in data["items"]]
    if step.kind == "clear":
        kept = {key: value for key, value in running.outcomes.items() if key not in items}
        return replace(running, outcomes=kept)
    outcome = Outcome(
        type=data.get("type", ""),
        parameters=dict(data.get("parameters", {})),
        question=data.get("question", Question.ADOPT.value),
        method=data.get("method", Method.ROLL_CALL.value),
        threshold=data.get("threshold", ""),
        exceptions={who: Option(said) for who, said in data.get("exceptions", {}).items()},
        voted=bool(data.get("voted", False)),
    )
    return replace(running, outcomes={**running.outcomes, **dict.fromkeys(items, outcome)})


def ballots(outcome: Outcome, members: Sequence[str], absent: frozenset[str]) -> dict[str, Option]:
    """Return how each member voted: yes, unless they are not here or something else is said."""
    found = {who: Option.ABSENT if who in absent else Option.YES for who in members}
    return found | {who: said for who, said in outcome.exceptions.items() if who in found}


def present(members: Sequence[str], absent: frozenset[str]) -> int:
    """Return how many are here."""
    return sum(who not in absent for who in members)


def last(steps: Sequence[Step]) -> int | None:
    """Return the place of the step that is taken back next; None where there is none."""
    return next((at for at in range(len(steps) - 1, -1, -1) if not steps[at].undone), None)
