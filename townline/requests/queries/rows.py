"""Requests as one statement reads them, with their words and photos: rows without any model."""

from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec

from townline.requests.queries.conditions import Conditions
from townline.requests.queries.statements import SQL, fetched

SHOWN = (SQL / "shown.sql").read_text()
BRIEF = (SQL / "brief.sql").read_text()
PAGE = (SQL / "page.sql").read_text()
PAGE_SAID = (SQL / "page_said.sql").read_text()
ENTRIES = (SQL / "entries.sql").read_text()

NEWEST = "r.requested_at DESC, r.id DESC"
FEW = 3000
"""How many texts may say the same and still be looked through one by one."""


class Row(msgspec.Struct, frozen=True, gc=False):
    """A request with what belongs to it, in the order of ``sql/shown.sql``: nothing is cut yet."""

    id: int
    edition_id: int
    number: str
    service_code: str
    status: str
    hidden: bool
    department: str
    crew: str
    requested_at: datetime
    updated_at: datetime
    respond_by: datetime | None
    responded_at: datetime | None
    due_at: datetime | None
    paused_at: datetime | None
    pause_reason: str
    order_date: date | None
    items: str | None
    """JSON, as in ``answers``; None where there are none."""
    closed_at: datetime | None
    outcome: str
    lat: float | None
    lon: float | None
    address: str
    zipcode: str
    landmark: str
    areas: list[str]
    publicity: str
    released_at: datetime | None
    channel: str
    origin: str
    flags: list[str] | None
    contact_id: int | None
    reports: int
    seq: int
    secret: bytes | None
    """SHA-256 of what opens the reporter's page."""
    lead: str | None
    """The number of the request that it joined."""
    lead_public: bool | None
    """Whether everyone may know of that one; None where there is none."""
    description: str | None
    """None, as in the two that follow, where the request has none."""
    answers: str | None
    media_url: str | None
    blacked: str | None
    """JSON of what everyone reads instead; None where nothing was blacked out."""
    assignee_id: int | None
    photos: list[tuple[str, int, int, bool, str, str]] | None
    """
    Name, width, height, whether it is the department's, when it came, in ISO 8601, and the name of
    the copy that everyone sees instead, if there is one.
    """


class BriefRow(msgspec.Struct, frozen=True, gc=False):
    """What lists for everyone need of a request, in the order of ``sql/brief.sql``, not yet cut."""

    id: int
    edition_id: int
    number: str
    service_code: str
    status: str
    hidden: bool
    department: str
    requested_at: datetime
    updated_at: datetime
    due_at: datetime | None
    pause_reason: str
    closed_at: datetime | None
    outcome: str
    lat: float | None
    lon: float | None
    address: str
    zipcode: str
    landmark: str
    publicity: str
    released_at: datetime | None
    description: str | None
    media_url: str | None
    photos: list[tuple[str, int, int, bool, str, str]] | None


class EntryRow(NamedTuple):
    """A line of the record, in the order of ``sql/entries.sql``."""

    seq: int
    verb: str
    at: datetime
    actor_kind: str
    actor_label: str
    note: str
    data: str
    """JSON."""
    lead_public: bool | None
    """Whether everyone may know of the lead that it names; None where it names none."""
    words: str | None
    """JSON: the text of an update by language; None where it is none."""


def rows(found: Conditions, *, order: str, limit: int, offset: int = 0) -> list[Row]:
    """
    Return what fits, in one statement.

    :param order: as SQL, over ``r``
    """
    return [Row(*values) for values in _page(SHOWN, found, order, limit, offset)]


def rows_of_page(page: str, found: Conditions, *, order: str) -> list[Row]:
    """Return the requests of a page that is given as a statement over ``found``'s values."""
    statement = SHOWN.format(page=page, order=order)
    return [Row(*values) for values in fetched(statement, found.values, varied=found.varied)]


def brief_rows(found: Conditions, *, order: str, limit: int, offset: int = 0) -> list[BriefRow]:
    """Return as ``rows`` does, with fewer columns."""
    return [BriefRow(*values) for values in _page(BRIEF, found, order, limit, offset)]


def page_of(found: Conditions, *, order: str, limit: int, offset: int = 0) -> str:
    """Return the statement that gives a page of the rows that fit, for others to go around it."""
    return (PAGE_SAID if found.said else PAGE).format(
        conditions=found.but_words,
        said=found.said,
        order=order,
        limit=limit,
        offset=offset,
        enough=offset + limit,
        few=FEW,
    )


def _page(
    around: str, found: Conditions, order: str, limit: int, offset: int
) -> list[tuple[Any, ...]]:
    page = page_of(found, order=order, limit=limit, offset=offset)
    return fetched(around.format(page=page, order=order), found.values, varied=found.varied)


def entries(request_id: int) -> list[EntryRow]:
    """Return the record of a request, from its first line."""
    return list(map(EntryRow._make, fetched(ENTRIES, {"request": request_id})))
