"""
The text of past requests as PostgreSQL's COPY takes it: a line a row, its values between tabs.

Written here rather than by the driver, row for row and value for value, because most of what makes
up a row recurs: that is turned into text once, and what is left are texts and times.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from townline.catalogue.rules.offers import Offer
from townline.record.rules import chain
from townline.requests.rules.imported import Past
from townline.requests.rules.reconstruction import Entered, Reconstruction

NULL = r"\N"
REQUEST_COLUMNS = (
    "id", "contact_id", "city_id", "edition_id", "origin", "number", "service_code", "status",
    "department", "crew", "requested_at", "updated_at", "due_at", "paused_at", "pause_reason",
    "order_date", "closed_at", "outcome", "lat", "lon", "address", "zipcode", "areas", "publicity",
    "channel", "flags", "seq", "head",
)  # fmt: skip
ENTRY_COLUMNS = (
    "subject_id", "seq", "verb", "at", "actor_kind", "actor_label", "note", "data", "hash",
)  # fmt: skip
WORDS_COLUMNS = ("request_id", "description", "answers", "media_url")
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def escaped(text: str) -> str:
    """Return a text as a value of a line."""
    return text.translate(_ESCAPES)


def array(texts: Iterable[str]) -> str:
    """Return texts as the value of a column that holds an array of them."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return escaped("{" + ",".join(f'"{text}"' for text in quoted) + "}")


def bytea(value: bytes) -> str:
    """Return bytes as a value of a line."""
    return rf"\\x{value.hex()}"


class RequestLines:
    """Writes the rows of one edition's past requests, without their keys, which come first."""

    def __init__(self, *, city_id: int, edition_id: int, origin: str) -> None:
        self._begin = f"{city_id}\t{edition_id}\t{origin}"
        self._short = lru_cache(maxsize=4096)(escaped)
        self._array = lru_cache(maxsize=4096)(array)

    def request(
        self, past: Past, offer: Offer, made: Reconstruction, areas: tuple[str, ...]
    ) -> str:
        """Return a request from its city on; ``areas`` are the keys of those that hold it."""
        short, updated = self._short, chain.moment(past.updated_at)
        paused = made.status == "paused"
        return "\t".join((
            self._begin, escaped(past.number), short(past.service_code), made.status,
            short(past.department or offer.department), short(past.crew),
            made.entries[0].at, updated, _moment(past.due_at),
            updated if paused else NULL, "not_said" if paused else "",
            _day(past.scheduled_at if offer.dates else None), _moment(past.closed_at),
            short(made.outcome), _number(past.lat), _number(past.lon), escaped(past.address),
            short(past.zipcode), self._array(areas), offer.publicity, short(past.channel),
            self._array(past.flags), str(len(made.entries)), bytea(made.entries[-1].hash),
        ))  # fmt: skip

    def entry(self, seq: int, entry: Entered) -> str:
        """Return an entry from its number on."""
        return "\t".join((
            str(seq), entry.verb, entry.at, entry.actor_kind, entry.actor_label, "",
            self._short(entry.data), bytea(entry.hash),
        ))  # fmt: skip

    def words(self, past: Past) -> str:
        """Return what was said, from the description on; empty where nothing was."""
        return f"{escaped(past.description)}\t{{}}\t" if past.description else ""


def _moment(at: datetime | None) -> str:
    return chain.moment(at) if at else NULL


def _day(at: datetime | None) -> str:
    day: date | None = at.date() if at else None
    return day.isoformat() if day else NULL


def _number(degrees: float | None) -> str:
    return NULL if degrees is None else repr(degrees)
