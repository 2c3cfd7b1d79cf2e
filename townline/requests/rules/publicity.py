"""What everyone may read of a request: the one rule that pages, maps, feeds and Open311 ask."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

STRICTNESS = ("everything", "structured", "nothing")
"""What services say of themselves, the most open first."""


class Viewer(StrEnum):
    """Who looks."""

    EVERYONE = "everyone"
    REPORTER = "reporter"
    STAFF = "staff"


@dataclass(frozen=True)
class Shown:
    """Which parts a viewer may read."""

    exists: bool
    """Whether the viewer may even learn that there is such a request."""
    place: bool
    words: bool
    """The description, the answers in free text, and what was asked and answered."""
    photos: bool
    links: bool
    """Addresses of pictures elsewhere: nobody can black out what another server shows."""
    private_answers: bool


NOTHING = Shown(False, False, False, False, False, False)
ALL = Shown(True, True, True, True, True, True)


@lru_cache(maxsize=64)  # a list asks the same few times over
def shown(publicity: str, *, released: bool, held: bool, viewer: Viewer) -> Shown:
    """
    Return what ``viewer`` may read of a request of a service with this ``publicity``.

    A request that is held as suspect shows to everyone nothing at all.
    """
    if viewer in (Viewer.STAFF, Viewer.REPORTER):
        return ALL
    if held or publicity == "nothing":
        return NOTHING
    everything = publicity == "everything"
    open_ = everything or released
    return Shown(
        exists=True, place=True, words=open_, photos=open_, links=everything, private_answers=False
    )


def was_read(publicity: str, *, released_at: datetime | None, said_at: datetime) -> bool:
    """
    Return whether everyone may read words, or see a photo, that came at ``said_at``.

    A release covers what somebody has read: whatever came after it waits for the next release.
    """
    if publicity == "everything":
        return True
    return publicity != "nothing" and released_at is not None and said_at <= released_at


def read_until(released_at: datetime | None, *, said_at: datetime) -> datetime | None:
    """
    Return the moment of a release once words or a photo have come after it.

    Clocks differ, and are set back: what came after the release by its place in the record, yet
    before it by the clock, was read by nobody. The release then counts for what came before that;
    rather is something hidden that was read.
    """
    if released_at is None or said_at >= released_at:
        return released_at
    return said_at - timedelta(microseconds=1)


def stricter(one: str, other: str) -> str:
    """Return which of two publicities shows less."""
    return max(one, other, key=STRICTNESS.index)
