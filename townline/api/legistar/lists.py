"""The short lists that rows refer to by number: kinds, states, votes. A number never changes."""

from datetime import UTC, datetime
from typing import Any

from townline.api.legistar.shapes import BODY_TYPE, MATTER_STATUS, MATTER_TYPE, VOTE_TYPE
from townline.council.rules.states import State

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
"""When these lists last changed."""
FILE, SUPPLEMENT = (1, "Council File"), (2, "Supplement")
MATTER_TYPES = (FILE, SUPPLEMENT)
STATES: dict[State, tuple[int, str]] = {
    State.RECEIVED: (1, "Received"),
    State.REFERRED: (2, "Referred"),
    State.IN_COMMITTEE: (3, "Scheduled in Committee"),
    State.REPORTED: (4, "Reported"),
    State.BEFORE_COUNCIL: (5, "Scheduled for Council"),
    State.CONTINUED: (6, "Continued"),
    State.RECONSIDERABLE: (7, "Adopted, Reconsideration Open"),
    State.ADOPTED: (8, "Adopted"),
    State.FAILED: (9, "Failed"),
    State.OVER: (10, "Held Over"),
    State.WITH_MAYOR: (11, "With the Mayor"),
    State.CONCURRED: (12, "Concurred"),
    State.VETOED: (13, "Vetoed"),
    State.RETURNED_UNSIGNED: (14, "Returned Unsigned"),
    State.FINAL: (15, "Final"),
    State.PUBLISHED: (16, "Ordinance Published"),
    State.IN_FORCE: (17, "Ordinance in Force"),
    State.WITHDRAWN: (18, "Withdrawn"),
    State.EXPIRED: (19, "Expired"),
}
BODY_TYPES: dict[str, tuple[int, str]] = {
    "council": (1, "Primary Legislative Body"),
    "committee": (2, "Committee"),
    "board": (3, "Board"),
    "neighborhood_council": (4, "Neighborhood Council"),
    "department": (5, "Department"),
    "officer": (6, "Officer"),
    "mayor": (7, "Mayor"),
}
OTHER_BODY = (8, "Other")
VOTE_TYPES: dict[str, tuple[int, str, str, int]] = {
    "yes": (1, "Yes", "Yes", 1),
    "no": (2, "No", "No", 2),
    "absent": (3, "Absent", "Absent", 2),
    "recused": (4, "Recused", "Recused", 2),
    "abstain": (5, "Abstain", "Abstain", 2),
    "present": (6, "Present", "Present", 1),
}
"""What a vote can be: its number, name and plural, and 1 if it helps what is voted on, else 2."""


def matter_types() -> list[dict[str, Any]]:
    """Return the kinds of matters."""
    return [
        MATTER_TYPE.row(
            Id=key,
            **MATTER_TYPE.identity(str(key), SINCE),
            Name=name,
            Sort=key,
            ActiveFlag=1,
            UsedFlag=1,
        )
        for key, name in MATTER_TYPES
    ]


def matter_statuses() -> list[dict[str, Any]]:
    """Return the states of matters."""
    return [
        MATTER_STATUS.row(
            Id=key,
            **MATTER_STATUS.identity(str(key), SINCE),
            Name=name,
            Sort=key,
            ActiveFlag=1,
            UsedFlag=1,
            PublicFlag=1,
        )
        for key, name in STATES.values()
    ]


def body_types() -> list[dict[str, Any]]:
    """Return the kinds of bodies."""
    return [
        BODY_TYPE.row(Id=key, **BODY_TYPE.identity(str(key), SINCE), Name=name)
        for key, name in (*BODY_TYPES.values(), OTHER_BODY)
    ]


def vote_types() -> list[dict[str, Any]]:
    """Return what a vote can be."""
    return [
        VOTE_TYPE.row(
            Id=key,
            **VOTE_TYPE.identity(str(key), SINCE),
            Name=name,
            PluralName=plural,
            UsedFor=1,
            Result=result,
            Sort=key,
        )
        for key, name, plural, result in VOTE_TYPES.values()
    ]
