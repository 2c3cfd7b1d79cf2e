"""How an edition came to be: from a folder or on screen, why, and on which one it is based."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Way(StrEnum):
    """Where an edition was made."""

    FOLDER = "folder"
    SCREEN = "screen"


@dataclass(frozen=True, kw_only=True)
class Making:
    """What an edition says of itself, besides who made it and when."""

    way: Way = Way.FOLDER
    reason: str = ""
    """Why, in a sentence."""
    base_id: int | None = None
    """The edition that was changed; None where that is not known, or there was none."""


@dataclass(frozen=True, kw_only=True)
class EditionLine:
    """An edition of a city, as a list of them has it."""

    id: int
    number: int
    way: Way
    reason: str
    digest: str
    applied_at: datetime
    applied_by: str
    base: int | None
    """The number of the edition that it changed."""
