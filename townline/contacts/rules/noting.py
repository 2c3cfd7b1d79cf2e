"""What an agent adds to a contact while it lasts: notes, marks, and how it ended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
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


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What is kept of an agent's notes after they were written."""

    text: str
    version: str
    merged: bool
    """Whether another window had kept something else meanwhile, which stands there as well."""


def version_of(changed_at: datetime) -> str:
    """Return by what a page knows which version of the notes it has before it."""
    return changed_at.astimezone(UTC).isoformat()


def both(kept: str, new: str) -> str:
    """Return two versions of the same notes so that no word of either is lost."""
    if kept.strip() in new:
        return new
    return kept if new.strip() in kept else f"{kept.rstrip()}\n\n{new.lstrip()}"
