"""Whether an agenda is posted in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of meetings."""

    REGULAR = "regular"
    SPECIAL = "special"
    ADJOURNED = "adjourned"
    """One that goes on on another day."""


class TooLate(ValueError):
    """An agenda cannot be posted any more; the text says until when, and what can be done."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """How long before its meeting an agenda stands."""

    kind: str
    """Whose hours count: ``regular``, or ``special``."""
    hours: int
    """How many it takes."""
    given: float
    """How many there are. Nights, weekends and holidays count."""
    until: datetime
    """The last moment at which it can be posted."""

    @property
    def kept(self) -> bool:
        """Whether it is in time."""
        return self.given >= self.hours


def notice(kind: str, starts_at: datetime, at: datetime, hours: Mapping[str, int]) -> Notice:
    """
    Return how an agenda that is posted at a moment stands to the hours that its kind takes.

    :param starts_at: when the meeting begins; with a zone, as ``at``
    """
    takes = hours.get(kind, hours["regular"])
    starts, posted = starts_at.astimezone(UTC), at.astimezone(UTC)
    return Notice(
        kind=kind if kind in hours else Kind.REGULAR.value,
        hours=takes,
        given=(starts - posted) / timedelta(hours=1),
        until=starts - timedelta(hours=takes),
    )


def require_notice(
    kind: str, starts_at: datetime, at: datetime, hours: Mapping[str, int]
) -> Notice:
    """
    Return the notice that an agenda gives.

    :raises TooLate: if there is not enough of it; an agenda of a regular meeting may still be in
        time as that of a special one, which the text then says
    """
    found = notice(kind, starts_at, at, hours)
    if found.kept:
        return found
    other = notice(Kind.SPECIAL.value, starts_at, at, hours)
    said = (
        f"The agenda of a {found.kind} meeting is posted at least {found.hours} hours before it;"
        f" there are {max(found.given, 0):.1f} left."
    )
    if kind != Kind.SPECIAL and other.kept:
        raise TooLate(f"{said} Call a special meeting, which takes {other.hours}, or move it.")
    raise TooLate(f"{said} Move the meeting.")
