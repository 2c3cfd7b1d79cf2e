"""How well contacts were handled: the city's questions, which contacts are looked at, the score."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from hashlib import sha256

from townline.cities.rules.city import Words

EACH = 3
"""How many contacts of each agent are looked at in a week."""


class Mark(StrEnum):
    """What is said to a question."""

    YES = "yes"
    NO = "no"
    NOT_MEANT = "not_meant"
    """It does not apply to this contact."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of a contact, and how much it counts."""

    code: str
    words: Words
    weight: int = 1


@dataclass(frozen=True, order=True)
class Handled:
    """A contact that an agent answered."""

    agent: int
    contact: int


class Incomplete(ValueError):
    """An appraisal leaves a question open, or answers one that is not asked; the text names it."""


def check(questions: Sequence[Question], marks: Mapping[str, Mark]) -> None:
    """
    See to it that every question has a mark, and nothing else has.

    :raises Incomplete: otherwise
    """
    asked = {each.code for each in questions}
    if wrong := sorted(asked ^ marks.keys()):
        raise Incomplete(f"Each question takes one mark; look at {', '.join(wrong)}.")


def score(questions: Iterable[Question], marks: Mapping[str, Mark]) -> int | None:
    """
    Return how well a contact was handled, in per cent of what applied; None where nothing did.

    >>> asked = [Question(code="greets", words={}), Question(code="right", words={}, weight=3)]
    >>> score(asked, {"greets": Mark.NO, "right": Mark.YES})
    75
    """
    meant = [each for each in questions if marks[each.code] is not Mark.NOT_MEANT]
    whole = sum(each.weight for each in meant)
    good = sum(each.weight for each in meant if marks[each.code] is Mark.YES)
    return round(100 * good / whole) if whole else None


def sample(handled: Iterable[Handled], *, city: str, week: str, each: int = EACH) -> list[Handled]:
    """
    Return which contacts are looked at: equally many of each agent, chosen by nobody.

    Each contact has a place that follows from city, week and its key alone, so that whoever repeats
    it gets the same ones, nobody can pick, and one that comes later moves no other's place.
    """
    by_agent: dict[int, list[Handled]] = {}
    for one in set(handled):
        by_agent.setdefault(one.agent, []).append(one)

    def place(one: Handled) -> bytes:
        return sha256(f"{city}/{week}/{one.agent}/{one.contact}".encode()).digest()

    return [one for agent in sorted(by_agent) for one in sorted(by_agent[agent], key=place)[:each]]


def week_of(day: date) -> str:
    """
    Return the ISO week of a day.

    >>> week_of(date(2027, 1, 1))
    '2026-W53'
    """
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def monday_of(week: str) -> date:
    """
    Return the first day of an ISO week.

    :raises ValueError: if it is none
    """
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def span_of(week: str, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the moments at which a week begins and ends."""
    monday = monday_of(week)
    ends = monday + timedelta(days=7)
    return datetime.combine(monday, time(0), zone), datetime.combine(ends, time(0), zone)
