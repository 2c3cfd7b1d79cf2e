"""
The rounds of a file: each begins with a motion or a paper, and ends when the Council's action is
final.

What a record leaves out is flagged and never mended.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Flag(StrEnum):
    """What a record leaves out, or says twice."""

    NO_OPENING = "no_opening"
    """Somebody acted in the round, and no motion or paper began it."""
    NO_FINAL = "no_final"
    """The Council decided, the day has gone on which that became final, and no entry says so."""
    FINAL_WITHOUT_DECISION = "final_without_decision"
    """Its action is called final, and the record holds no decision."""
    CLOSED_TWICE = "closed_twice"
    """The round was closed already."""
    RECONSIDERED_NOTHING = "reconsidered_nothing"
    """The Council took back a decision that the record does not hold."""
    SILENT_DAY = "silent_day"
    """The file was to be taken up on a day that has passed, and no entry says what became of it."""
    UNREAD = "unread"
    """A line says what no type of activity means."""


class Closing(StrEnum):
    """How a round ended."""

    FINAL = "final"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class Round:
    """A course of a file from a paper to the end of the Council's action on it."""

    ordinal: int
    opened: date
    closed: date | None
    closing: Closing | None
    days: int
    """From the day it was opened to the one it was closed, or the day of reckoning."""
    entries: tuple[int, ...]
    """``seq`` of all lines in it. Those after its end, before the next round, are its own too."""
    flags: tuple[Flag, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it still runs."""
        return self.closed is None


@dataclass(slots=True)
class Run:
    """A round while its record is read."""

    ordinal: int
    opened: date
    opened_by: int
    entries: list[int]
    closed: date | None = None
    closed_by: int | None = None
    closing: Closing | None = None
    flags: list[Flag] = field(default_factory=list)

    def flag(self, flag: Flag) -> None:
        """Note what is wrong, once."""
        if flag not in self.flags:
            self.flags.append(flag)

    def unflag(self, flag: Flag) -> None:
        """Take back what turned out to be right."""
        if flag in self.flags:
            self.flags.remove(flag)

    def close(self, day: date, seq: int, closing: Closing) -> None:
        """End the round; a second end is flagged, and changes nothing."""
        if self.closed is not None:
            self.flag(Flag.CLOSED_TWICE)
            return
        self.closed, self.closed_by, self.closing = day, seq, closing

    def as_value(self, as_of: date) -> Round:
        """Return the round as it stood on the day."""
        return Round(
            ordinal=self.ordinal,
            opened=self.opened,
            closed=self.closed,
            closing=self.closing,
            days=((self.closed or as_of) - self.opened).days,
            entries=tuple(self.entries),
            flags=tuple(self.flags),
        )
