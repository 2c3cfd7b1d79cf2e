"""
The rows of past requests, as lines for COPY that lack only the keys, which come first.

They are written here rather than by the driver, value for value, because most of what makes up a
row recurs: that is turned into text once, and what is left are a few texts and times.
"""

from datetime import datetime
from functools import lru_cache

from townline.catalogue.rules.offers import Offer
from townline.record.rules import chain
from townline.requests.rules.copied import NULL, array, bytea, escaped
from townline.requests.rules.imported import Past
from townline.requests.rules.reconstruction import SAID_COLUMNS, Entered, Reconstruction

REQUEST_COLUMNS = (
    "id", "contact_id", "city_id", "edition_id", "origin", "number", "service_code", "status",
    "department", "crew", "requested_at", "updated_at", "due_at", "paused_at", "pause_reason",
    "order_date", "closed_at", "outcome", "lat", "lon", "address", "zipcode", "areas", "publicity",
    "channel", "flags", "seq", "head",
)  # fmt: skip
ENTRY_COLUMNS = ("subject_id", "seq", "at", "hash", *SAID_COLUMNS)
WORDS_COLUMNS = ("request_id", "description", "answers", "media_url")


class PastRows:
    """Writes the rows of past requests that come into one edition from one origin."""

    def __init__(self, *, city_id: int, edition_id: int, origin: str) -> None:
        self._begin = f"{city_id}\t{edition_id}\t{origin}"
        self._short = lru_cache(maxsize=4096)(escaped)
        self._flags = lru_cache(maxsize=1024)(array)

    def request(self, past: Past, offer: Offer, made: Reconstruction, areas: str) -> str:
        """Return a request from its city on; ``areas`` is the ``array`` of those that hold it."""
        short, updated = self._short, chain.moment(past.updated_at)
        paused = made.status == "paused"
        first, last = made.entries[0], made.entries[-1]
        return "\t".join((
            self._begin, escaped(past.number), short(past.service_code), made.status,
            short(past.department or offer.department), short(past.crew), first.at, updated,
            _moment(past.due_at), updated if paused else NULL, "not_said" if paused else "",
            _day(past.scheduled_at if offer.dates else None),
            _moment(past.closed_at), short(made.outcome), _degrees(past.lat), _degrees(past.lon),
            escaped(past.address), short(past.zipcode), areas, offer.publicity,
            short(past.channel), self._flags(past.flags), str(len(made.entries)), bytea(last.hash),
        ))  # fmt: skip

    def entries(self, entries: tuple[Entered, ...]) -> tuple[str, ...]:
        """Return the entries of one request, each from its number on."""
        return tuple([
            f"{seq}\t{at}\t{bytea(digest)}\t{said.columns}"
            for seq, (said, at, digest) in enumerate(entries, 1)
        ])  # fmt: skip

    def words(self, past: Past) -> str:
        """Return what was said, from the description on; empty where nothing was."""
        return f"{escaped(past.description)}\t{{}}\t" if past.description else ""


def _moment(at: datetime | None) -> str:
    return chain.moment(at) if at else NULL


def _day(at: datetime | None) -> str:
    return at.date().isoformat() if at else NULL


def _degrees(value: float | None) -> str:
    return NULL if value is None else repr(value)
