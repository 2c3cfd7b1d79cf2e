"""
Why a value of the clock is what it is, in plain sentences.

Apart from the rules, so that the sentences can be said in another language; blanks are days, names,
numbers and other such sentences.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any


class Rule(StrEnum):
    """What a value follows by."""

    LAST_CHANGE = "last_change"
    EXPIRATION = "expiration"
    SCHEDULE = "schedule"
    FAILED_VOTE = "failed_vote"
    RECONSIDERATION = "reconsideration"
    FORTHWITH = "forthwith"
    MAYOR = "mayor"
    FINAL = "final"
    READING = "reading"
    ORDINANCE = "ordinance"
    LAST_DAY = "last_day"
    REFERRAL = "referral"
    ROUND = "round"
    STATE = "state"


SENTENCES: Mapping[str, str] = {
    "nothing": "The record holds nothing yet.",
    "no_round": "No motion or paper has opened the file yet.",
    # the last change
    "last_change": "The last line of the record is dated {day}.",
    # the expiration
    "expiration_none": "Nothing in the record starts the time after which the file expires.",
    "expiration": "Last kept alive by a line dated {day}; it expires {years} later.",
    "expiration_unsettled": (
        "Last surely kept alive by a line dated {day}; it expires {years} later. "
        "It is assumed that later papers or statements do not put this off."
    ),
    "expiration_put_off": (
        "Last kept alive by a line dated {day}; it expires {years} later. "
        "It is assumed that a paper or a statement keeps a file alive."
    ),
    "expiration_unread": (
        "Last surely kept alive by a line dated {day}; it expires {years} later. "
        "A later line could not be read."
    ),
    "expiration_leap": (
        "Last kept alive by a line dated {day}; it expires {years} later. "
        "That year has no February 29, so {expires} is assumed."
    ),
    "expired_recorded": "The record says on {day} that the file expired.",
    "expired_passed": "Its last day was {expires}, and no action has kept it alive.",
    "expired_not": "Its last day, {expires}, has not passed.",
    # when it is taken up next
    "next_none": "Nobody has set a day on which the file is taken up.",
    "next_council": "On {day} it was set for the Council on {on}.",
    "next_body": "On {day} it was set for the {body} on {on}.",
    "next_open": "On {day} it was put off to a day that is not named.",
    "next_passed": "It was set for {on}, and no line says what became of it.",
    "next_failed": (
        "The vote on {day} fell short; it is taken up again at the next regular meeting, on {on}."
    ),
    "next_failed_source": (
        "The vote on {day} fell short; by {source} it is taken up again at the next regular "
        "meeting, on {on}."
    ),
    # what may still undo a decision
    "window_none": "No decision of this round can be reconsidered.",
    "window_forthwith": "Adopted on {day} forthwith: it was not open to reconsideration.",
    "window": "Adopted on {day}; the next regular meeting day is {until}.",
    "window_source": "Adopted on {day} under {source}; the next regular meeting day is {until}.",
    "window_unknown": "Adopted on {day}; the calendar names no regular meeting day after that.",
    # the Mayor
    "mayor_none": "In this round the file has not gone to the Mayor.",
    "mayor_recorded": "It went to the Mayor on {day}; the record gives {on} as the last day.",
    "mayor_computed": "It went to the Mayor on {day}, who has {days} to act.",
    "mayor_differs": (
        "It went to the Mayor on {day}; the record gives {on} as the last day. By the rule of "
        "{days} it would be {computed}."
    ),
    # when the action is final
    "final_recorded": "The record says on {day} that Council action is final.",
    "final_agrees": (
        "The record says on {day} that Council action is final, as follows from the decision on "
        "{decided}."
    ),
    "final_differs": (
        "The record says on {day} that Council action is final. From the decision on {decided} it "
        "would follow on {computed}."
    ),
    "final_undecided": "The Council has not decided in the round that began on {opened}.",
    "final_window": (
        "Adopted on {day}. It becomes final on {until}, the next regular meeting day, if it is not "
        "reconsidered."
    ),
    "final_mayor": "It is before the Mayor, who has until {until}.",
    "final_forthwith": (
        "Adopted on {day} forthwith. It is final once the record says so, mostly within two days."
    ),
    "final_overdue": (
        "Decided on {day}. By {until} it should have become final, and no line says that it did."
    ),
    "final_ended": "The round ended on {day} without a final action of the Council.",
    # the readings of the ordinance
    "reading_none": "The record does not say that an ordinance was held over.",
    "reading_first": "A line of {day} says that the ordinance was held over: its first reading.",
    "reading_first_vote": (
        "The vote of {day} came to “{label}”: the ordinance was held over at its first reading."
    ),
    "reading_second": "Held over on {first}, and adopted on {day}: its second reading.",
    "reading_second_set": "On {first} it was held over to {on} for its second reading.",
    "reading_second_none": "Held over on {first}; the record holds no second reading.",
    "reading_second_urgent": (
        "Held over on {first}, and adopted on the same day as urgent; the record holds no second "
        "reading."
    ),
    # the ordinance
    "ordinance_entered": "The clerk entered {on} as the day it takes effect.",
    "ordinance_none": "The record holds no published ordinance.",
    "ordinance_recorded": "Published on {day}; the record gives {on} as the day it takes effect.",
    "ordinance_computed": "Published on {day}; an ordinance takes effect {days} later.",
    "ordinance_urgent": "Published on {day}; an urgent ordinance takes effect the same day.",
    "ordinance_differs": (
        "Published on {day}; the record gives {on} as the day it takes effect. By the rule it "
        "would be {computed}."
    ),
    # the time limit
    "last_day_none": "The record holds no time limit.",
    "last_day": "The time limit is {limit}; the last regular meeting day by then is {on}.",
    "last_day_agrees": (
        "The time limit is {limit}; the agenda gives {on} as the last day for Council action, "
        "the last regular meeting day by then."
    ),
    "last_day_differs": (
        "The time limit is {limit}; the agenda gives {on} as the last day for Council action. By "
        "the calendar it would be {computed}."
    ),
    "last_day_printed": (
        "The time limit is {limit}; the agenda gives {on} as the last day for Council action."
    ),
    "last_day_unknown": "The time limit is {limit}; the calendar has no regular meeting by then.",
    # bodies
    "body_pending": "The {body} has had it since {day}.",
    "body_scheduled": "The {body} takes it up on {on}, as was set on {day}.",
    "body_acted": "The {body} acted on {day}.",
    "body_waived": "The {body} gave up its right to look at it on {day}.",
    "body_concurred": "The {body} joined another committee's action on {day}.",
    "body_superseded": "Since {day} it is no longer before the {body}.",
    # rounds
    "round_open": "It began on {opened} and still runs.",
    "round_final": "It began on {opened} and ended on {closed}, when Council action was final.",
    "round_withdrawn": "It began on {opened} and ended on {closed}, when the file was withdrawn.",
    "round_expired": "It began on {opened} and ended on {closed}, when the file expired.",
    # the state
    "state_received": "A paper came in on {day}.",
    "state_referred": "It was sent to those who look at it first; not all of them have acted.",
    "state_in_committee": "A committee has set a day on which it takes the file up.",
    "state_reported": "All bodies that it was sent to have acted.",
    "state_before_council": "The Council takes it up, as was set on {day}.",
    "state_continued": "The Council put it off on {day}.",
    "state_reopened": "The Council took its vote back, and has the file before it.",
    "state_reconsiderable": "Adopted on {day}; until {until} the Council may take the vote back.",
    "state_adopted": "Adopted on {day}; it is not final yet.",
    "state_failed": "The vote on {day} fell short.",
    "state_over": "Held over on {day} for another reading.",
    "state_with_mayor": "It went to the Mayor on {day}.",
    "state_vetoed": "The Council let the Mayor's veto stand on {day}.",
    "state_returned": "The Mayor was done with it on {day}.",
    "state_final": "Council action was final on {day}.",
    "state_published": "Its ordinance was published on {day}.",
    "state_in_force": "Its ordinance has been in force since {day}.",
    "state_withdrawn": "It was withdrawn on {day}.",
    "state_expired": "Its last day has passed, and the Council's action was not final.",
}


def sentence(reason: str, facts: Mapping[str, Any]) -> str:
    """Say why, in English."""
    return SENTENCES[reason].format_map({name: _said(fact) for name, fact in facts.items()})


def _said(fact: object) -> str:
    return in_words(fact) if isinstance(fact, date) else str(fact)


def in_words(day: date) -> str:
    """Say a day with its weekday, e.g. Tuesday, November 1, 2022."""
    return f"{WEEKDAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}, {day.year}"


def counted(number: int, one: str) -> str:
    """Say how many, e.g. 1 year, 2 years."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
