"""What an agent adds to a contact while it lasts: notes, marks, and how it ended."""

from collections.abc import Collection
from enum import StrEnum

MOST_NOTE = 8000
"""Characters of one agent's notes of one contact."""
ASIDE = {"nobody", "wrong-number", "abusive"}
"""Codes of dispositions that need one key alone, where the city's list has them."""
EMERGENCY = "emergency"
"""The code of the disposition of what was passed on to 911, where the city's list has it."""


class Mark(StrEnum):
    """What a contact is besides its channel and language."""

    EMERGENCY = "emergency"
    RELAY = "relay"
    """Through somebody who speaks for the resident (711): such calls take longer."""
    TTY = "tty"
    """By a text telephone."""


class Given(StrEnum):
    """How somebody got one of the city's answers."""

    READ = "read"
    """It was read out, or told in an agent's own words."""
    SENT = "sent"
    """By e-mail or text message."""
    QUOTED = "quoted"
    """Its words stand in the conversation."""


class UnknownDisposition(ValueError):
    """The city's list has no such disposition; the text names those that it has."""


def check_disposition(code: str, known: Collection[str]) -> None:
    """
    Let a disposition pass that the city's list has.

    :raises UnknownDisposition: if it has not
    """
    if code not in known:
        there = ", ".join(known) or "none"
        raise UnknownDisposition(f"there is no disposition {code!r}; there are: {there}")
