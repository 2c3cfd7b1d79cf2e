"""How lists of what was recorded are narrowed, and where one of their pages ends."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Which recordings are looked for; what is empty narrows nothing."""

    since: datetime | None = None
    until: datetime | None = None
    """The first moment that is too late."""
    queue: str = ""
    heard: bool | None = None
    """Whether somebody has listened to it."""


EVERYTHING = Sought()


@dataclass(frozen=True)
class Mark:
    """Where a page ended: by which moment its last line stands there, and the key of that line."""

    at: datetime
    key: int

    def __str__(self) -> str:
        return f"{(self.at - BEGIN) // MICROSECOND}~{self.key}"


def mark_of(text: str) -> Mark | None:
    """
    Return where a page ended; None where that was made up.

    >>> str(mark_of("1764146837123456~17"))
    '1764146837123456~17'
    >>> mark_of("yesterday") is None
    True
    """
    moment, _tilde, key = text.partition("~")
    if not (_is_number(moment, 17) and _is_number(key, 18)):
        return None
    return Mark(BEGIN + int(moment) * MICROSECOND, int(key))


def _is_number(text: str, most: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= most
