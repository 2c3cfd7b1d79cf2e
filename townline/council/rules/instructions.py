"""What the Council told somebody to report back, and by when."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Standing(StrEnum):
    """How an instruction stands on a day."""

    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    SATISFIED = "satisfied"
    UNDATED = "undated"
    """It is to be reported back, and no day was named."""


class Stage(StrEnum):
    """What a reminder of an instruction says; there is one of each."""

    NEAR = "near"
    PAST = "past"


class NoSuchDay(ValueError):
    """Days and a date were given that do not go together; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """By when something is to be reported back."""

    given: date
    """The day of the activity that says so."""
    due: date | None = None
    days: int | None = None
    """Days from that one; where a date is named, this is None."""


def term(given: date, *, due: date | None = None, days: int | None = None) -> Term:
    """
    Return a term by a date, by a number of days, or without any.

    :raises NoSuchDay: if both are given, or the day is not after the activity
    """
    if due is not None and days is not None:
        raise NoSuchDay("Give a date, or a number of days, not both.")
    if days is not None:
        if not 1 <= days <= 3660:
            raise NoSuchDay("A report comes back in 1 to 3660 days.")
        return Term(given=given, due=given + timedelta(days=days), days=days)
    if due is not None and due <= given:
        raise NoSuchDay(f"A report is due after {given:%B} {given.day}, {given.year}.")
    return Term(given=given, due=due)


def standing(due: date | None, satisfied: date | None, on: date, *, ahead: int) -> Standing:
    """
    Return how an instruction stands on a day; what came later is not known then.

    :param ahead: how many days before its day it is due soon
    """
    if satisfied is not None and satisfied <= on:
        return Standing.SATISFIED
    if due is None:
        return Standing.UNDATED
    if due < on:
        return Standing.OVERDUE
    return Standing.DUE_SOON if due - on <= timedelta(days=ahead) else Standing.OPEN


def to_remind(
    due: date | None, satisfied: date | None, reminded: date | None, on: date, *, ahead: int
) -> Stage | None:
    """
    Return which reminder an instruction is owed on a day; None for none.

    :param reminded: the day of the last reminder: one that came up to the due day said that it is
        near, a later one that it is past
    """
    now = standing(due, satisfied, on, ahead=ahead)
    if now is Standing.OVERDUE and due is not None and (reminded is None or reminded <= due):
        return Stage.PAST
    return Stage.NEAR if now is Standing.DUE_SOON and reminded is None else None
