"""Requests found by what they are, where and when, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from townline.cities.rules.city import City
from townline.record.verbs import Actor
from townline.requests.queries.conditions import Conditions, Filter, conditions, viewer_of
from townline.requests.queries.rows import NEWEST, BriefRow, Row, rows
from townline.requests.queries.shape import RequestShown, build, may_read
from townline.requests.queries.wording import Wording
from townline.requests.rules.publicity import Viewer

MOST = 1000
ORDERS = {
    "requested_at": NEWEST,
    "updated_at": "r.updated_at DESC, r.id DESC",
}
Cursor = tuple[datetime, int]
"""Where a page ends: the time that the order goes by, and the id."""


@dataclass(frozen=True)
class Page:
    """Some requests, newest first, and where the next page begins."""

    rows: tuple[RequestShown, ...]
    next: Cursor | None


def find(
    city: City,
    wanted: Filter,
    *,
    language: str,
    at: datetime,
    by: Actor | None = None,
    after: Cursor | None = None,
    limit: int = 50,
    offset: int = 0,
    order: str = "requested_at",
) -> Page:
    """
    Return a page of requests, newest first, without their histories; in one statement.

    :param by: the member of staff who looks; None for everyone, who then find only what is public
    :param after: where the page before ended
    :param order: ``requested_at`` or ``updated_at``
    """
    limit = max(1, min(limit, MOST))
    fitting = following(conditions(city, wanted, by), after, order)
    # No index of a filter goes by the time of a change: what leads to it best hangs on the values.
    fitting.varied |= order != "requested_at"
    found = rows(fitting, order=ORDERS[order], limit=limit + 1, offset=offset)
    page = found[:limit]
    return Page(
        tuple(shown(page, viewer_of(by), Wording(language, at))),
        end_of(page, order) if len(found) > limit else None,
    )


def following(fitting: Conditions, after: Cursor | None, order: str) -> Conditions:
    """Return the conditions of a page that begins where another ended."""
    if after:  # a row comparison, which the index can follow
        fitting.add(
            f"(r.{order}, r.id) < (%(after_at)s::timestamptz, %(after_id)s::bigint)",
            after_at=after[0],
            after_id=after[1],
        )
    return fitting


def end_of(page: Sequence[Row | BriefRow], order: str) -> Cursor:
    """Return where a page ends."""
    return getattr(page[-1], order), page[-1].id


def cursor_text(cursor: Cursor) -> str:
    """Return where a page ends as an address holds it."""
    return f"{cursor[0].isoformat()}~{cursor[1]}"


def cursor_of(text: str) -> Cursor:
    """
    Return where a page ended.

    :raises ValueError: if the text was made up
    """
    moment, _tilde, row = text.partition("~")
    at, key = datetime.fromisoformat(moment), int(row)
    if at.tzinfo is None or not 0 < key < 2**63:
        raise ValueError(text)
    return at, key


def shown(page: Sequence[Row], viewer: Viewer, wording: Wording) -> list[RequestShown]:
    """Return rows as the viewer may see them."""
    return [build(row, shown=may_read(row, viewer), viewer=viewer, wording=wording) for row in page]
