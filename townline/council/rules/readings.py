"""The readings of an ordinance: when it was held over, and when it came back."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from townline.council.rules.course import OVER, Decision
from townline.council.rules.explained import Explained, Status
from townline.council.rules.limits import Day, Reckoning
from townline.council.rules.lines import Voted
from townline.council.rules.reasons import Rule
from townline.council.rules.vocabulary import ActionType

NOT_A_LETTER = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class _Held:
    """That an ordinance was held over."""

    seq: int
    day: date
    on: date | None
    label: str = ""
    """What the record writes of the vote; empty where a line says it."""


def holding_over(votes: Iterable[Voted], types: Mapping[str, ActionType]) -> tuple[Voted, ...]:
    """Return the votes that held an ordinance over, by what the folder says of their labels."""
    labels = {_plain(each) for kind in types.values() if kind.result == OVER for each in kind.votes}
    found = [each for each in votes if _plain(each.label) in labels]
    return tuple(sorted(found, key=lambda each: (each.date, each.seq)))


def _plain(label: str) -> str:
    return NOT_A_LETTER.sub(" ", label.lower()).strip()


def first_reading(reckoning: Reckoning) -> Day:
    """Return the day on which an ordinance was held over last, by a line or by a vote."""
    held = _held(reckoning)
    if held is None:
        return Explained(None, Rule.READING, "reading_none", {})
    reason = "reading_first_vote" if held.label else "reading_first"
    facts = {"day": held.day, "label": held.label}
    return Explained(held.day, Rule.READING, reason, facts, (held.seq,), Status.RECORDED)


def second_reading(reckoning: Reckoning) -> Day:
    """Return the day of its next reading: that of the decision, else the one that was set."""
    held = _held(reckoning)
    if held is None:
        return Explained(None, Rule.READING, "reading_none", {})
    facts: dict[str, object] = {"first": held.day, "on": held.on}
    if (later := _decided_after(reckoning, held)) is not None:
        facts["day"], entries = later.day, (held.seq, later.seq)
        return Explained(later.day, Rule.READING, "reading_second", facts, entries)
    if held.on is not None:
        return Explained(
            held.on, Rule.READING, "reading_second_set", facts, (held.seq,), Status.RECORDED
        )
    same = [each for each in reckoning.course.decisions if each.day == held.day]
    if same and same[-1].result == "adopted_urgent":
        entries = (held.seq, same[-1].seq)
        return Explained(None, Rule.READING, "reading_second_urgent", facts, entries)
    return Explained(None, Rule.READING, "reading_second_none", facts, (held.seq,))


def _held(reckoning: Reckoning) -> _Held | None:
    """Return what held it over last; where a line and a vote of one day do, the line says more."""
    line, votes = reckoning.course.held_over, reckoning.held_over
    vote = votes[-1] if votes else None
    if line is not None and (vote is None or vote.date <= line.day):
        return _Held(line.seq, line.day, line.on)
    return _Held(vote.seq, vote.date, None, vote.label) if vote else None


def _decided_after(reckoning: Reckoning, held: _Held) -> Decision | None:
    """Return what the Council decided on a later day of the round in which it was held over."""
    course = reckoning.course
    run = next((each for each in reversed(course.rounds) if each.opened <= held.day), None)
    if run is None:
        return None
    later = (each for each in course.decisions if each.day > held.day and each.seq in run.entries)
    return next(later, None)
