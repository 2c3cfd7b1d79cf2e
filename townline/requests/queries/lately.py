"""What happened to all requests of a city in a span of time, as far as everyone may read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from townline.cities.rules.city import City
from townline.record.verbs import Reader
from townline.requests import verbs
from townline.requests.queries.find import Cursor
from townline.requests.queries.lines import SPEAKS, UNNAMED, Happened, note_of, sentence
from townline.requests.queries.statements import SQL, fetched
from townline.requests.queries.wording import Wording
from townline.requests.rules import publicity
from townline.requests.rules.publicity import Viewer

LATELY = (SQL / "lately.sql").read_text()
MOST = 5000
PUBLIC = [
    verb.code
    for verb in verbs.ALL
    if verb.reader is Reader.EVERYONE and verb is not verbs.SUBMITTED
]


@dataclass(frozen=True, kw_only=True)
class Lately:
    """One entry of a request that everyone may read, worded."""

    number: str
    seq: int
    """Which entry of its record: with the number, a name that never changes."""
    at: datetime
    verb: str
    says: str
    note: str
    """What was said with it, as far as everyone may read it."""
    outcome_kind: str
    """How the request ended, where it did; else empty."""
    photos: tuple[str, ...]
    """The names of those that came with it."""


@dataclass(frozen=True)
class LatelyPage:
    """What happened, the oldest first, and where the next page begins."""

    rows: tuple[Lately, ...]
    next: Cursor | None


class LatelyRow(NamedTuple):
    """An entry with what is needed of its request, in the order of ``sql/lately.sql``."""

    id: int
    seq: int
    verb: str
    at: datetime
    note: str
    data: str
    number: str
    edition_id: int
    service_code: str
    publicity: str
    released_at: datetime | None
    lead_public: bool | None
    photos: list[str] | None
    words: str | None
    """JSON: the text of an update by language; None where it is none."""


def lately(
    city: City,
    *,
    since: datetime,
    until: datetime,
    language: str,
    at: datetime,
    after: Cursor | None = None,
    limit: int = MOST,
) -> LatelyPage:
    """
    Return what happened from ``since`` to ``until``, both included, in one statement.

    :param after: where the page before ended
    """
    limit = max(1, min(limit, MOST))
    start, above = after or (since, 0)
    values: dict[str, Any] = {
        "city": city.id,
        "verbs": PUBLIC,
        "after_at": start,
        "after_id": above,
        "until": until,
        "limit": limit + 1,
    }
    found = [LatelyRow(*row) for row in fetched(LATELY, values, varied=True)]
    page, wording = found[:limit], Wording(language, at)
    ends = (page[-1].at, page[-1].id) if len(found) > limit else None
    return LatelyPage(tuple(_worded(row, wording) for row in page), ends)


def _worded(row: LatelyRow, wording: Wording) -> Lately:
    verb, called = verbs.BY_CODE[row.verb], wording.service(row.edition_id, row.service_code)
    data = msgspec.json.decode(row.data)
    if row.lead_public is False:
        data["lead"] = UNNAMED
    released = row.released_at is not None
    shown = publicity.shown(row.publicity, released=released, held=False, viewer=Viewer.EVERYONE)
    read = publicity.was_read(row.publicity, released_at=row.released_at, said_at=row.at)
    readable = (verb in SPEAKS and shown.words and read) or verb is verbs.UPDATED
    ended = called.outcomes.get(str(data.get("outcome")), (str(data.get("kind", "")), ""))
    happened = Happened(row.edition_id, called, row.at, data, wording.language)
    return Lately(
        number=row.number,
        seq=row.seq,
        at=row.at,
        verb=row.verb,
        says=sentence(verb, happened),
        note=note_of(row.note, row.words, wording.language)[0] if readable else "",
        outcome_kind=ended[0] if verb in (verbs.CLOSED, verbs.CANCELLED) else "",
        photos=tuple(row.photos or ()) if shown.photos and read else (),
    )
