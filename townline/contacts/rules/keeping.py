"""How long what was said and written of an answered contact is kept, by kind."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

DETAILS, WORDS, NOTES, SOUND = "details", "words", "notes", "sound"
"""Who the resident was; what was said in writing; the notes of agents; what was recorded."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """For how many days after its end each kind is kept."""

    details_days: int = 365
    words_days: int = 365
    notes_days: int = 365

    @property
    def days(self) -> dict[str, int]:
        """The days by kind."""
        return {DETAILS: self.details_days, WORDS: self.words_days, NOTES: self.notes_days}

    def before(self, kind: str, at: datetime) -> datetime:
        """Return when a contact had to be over for its time to be over at a moment."""
        return at - timedelta(days=self.days[kind])

    def due(self, there: Collection[str], over_at: datetime, at: datetime) -> tuple[str, ...]:
        """
        Return which kinds of a contact are to be forgotten at a moment.

        :param there: the kinds that are kept of it
        """
        return tuple(
            kind for kind in self.days if kind in there and over_at <= self.before(kind, at)
        )
