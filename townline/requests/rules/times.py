"""Times as other systems write them: read by formats of ``strptime``, the odd ones marked."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

UNREADABLE = "unreadable"
ODD_YEAR = "odd_year"
NO_SUCH_TIME = "no_such_time"
KEPT = 8_192
"""How many times a reader keeps: days of service and times of a whole hour come again and again."""

WIDTHS = {"Y": 4, "m": 2, "d": 2, "H": 2, "I": 2, "M": 2, "S": 2, "p": 2}
"""The directives whose usual form has a fixed width."""


class Read(NamedTuple):
    """A time with its zone, or None where none can be read, and what is odd about it."""

    at: datetime | None
    oddities: tuple[str, ...] = ()


class Times:
    """Reads the times of a file: by the first format that fits."""

    def __init__(self, formats: tuple[str, ...], zone: ZoneInfo) -> None:
        """``zone`` is that of times without an offset."""
        self._zone = zone
        self._formats = [(form, fixed(form)) for form in formats]
        self.read = lru_cache(maxsize=KEPT)(self._read)

    def _read(self, text: str) -> Read:
        for form, usual in self._formats:
            try:
                found = (usual and usual.read(text)) or datetime.strptime(text, form)  # noqa: DTZ007 - the zone comes next
            except ValueError:
                continue
            try:
                return self._placed(found)
            except OverflowError:
                break  # the last hours of all that can be reckoned with
        return Read(None, (UNREADABLE,))

    def _placed(self, found: datetime) -> Read:
        odd: tuple[str, ...] = () if 1990 <= found.year <= 2100 else (ODD_YEAR,)
        if found.tzinfo is not None:
            return Read(found, odd)
        local = found.replace(tzinfo=self._zone)
        if odd:
            local.astimezone(UTC)  # only far from our own years may that be too much
        # Clocks that leap over a time have the smaller offset before the leap, which fold 0 names.
        if _offset(local) < _offset(local.replace(fold=1)):
            odd = (NO_SUCH_TIME, *odd)
        return Read(local, odd)


def _offset(at: datetime) -> timedelta:
    return at.utcoffset() or timedelta()


class Fixed:
    """
    A format in its usual form, all digits there, read several times as fast as by ``strptime``.

    It reads a part of what ``strptime`` reads by the same format, to the same time, and nothing
    else: what it leaves is to be tried by ``strptime``.
    """

    def __init__(self, pattern: str, places: dict[str, slice]) -> None:
        self._fits = re.compile(pattern, re.ASCII).fullmatch
        day = [places[d] for d in "Ymd"]
        clock = [places.get(d) for d in ("H" if "H" in places else "I", "M", "S")]
        self._numbers = [*day, *(place or slice(0) for place in clock)]
        self._half = places.get("p")
        self._twelve = "I" in places

    def read(self, text: str) -> datetime | None:
        """Return the time without a zone; None where the text is not in the usual form."""
        if self._fits(text) is None:
            return None
        year, month, day, hour, minute, second = [int(text[n] or "0") for n in self._numbers]
        if self._twelve:
            if not 1 <= hour <= 12:
                return None
            afternoon = self._half is not None and text[self._half] in ("PM", "pm")
            hour = hour % 12 + 12 * afternoon
        try:
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the zone comes next
        except ValueError:
            return None


def fixed(form: str) -> Fixed | None:
    """Return the usual form of a format; None where it has none of a fixed width."""
    if not re.fullmatch(r"(?:%.|[^%])*", form, re.DOTALL):
        return None
    pattern, places, at = "", dict[str, slice](), 0
    for directive, literal in re.findall(r"%(.)|([^%])", form, re.DOTALL):
        if literal:
            pattern += re.escape(literal)
            at += 1
            continue
        if directive not in WIDTHS or directive in places:
            return None
        width = WIDTHS[directive]
        pattern += "(?:AM|PM|am|pm)" if directive == "p" else rf"\d{{{width}}}"
        places[directive] = slice(at, at + width)
        at += width
    whole = {"Y", "m", "d"} <= set(places) and not {"H", "I"} <= set(places)
    return Fixed(pattern, places) if whole else None
