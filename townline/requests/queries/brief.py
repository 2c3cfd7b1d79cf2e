"""Requests in brief: what a long list shows of each, for programs that read many."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from townline.cities.rules.city import City
from townline.requests.queries.conditions import Filter, conditions
from townline.requests.queries.find import MOST, ORDERS, Cursor, end_of, following
from townline.requests.queries.rows import BriefRow, brief_rows
from townline.requests.queries.shape import PhotoShown, may_read, photos_of
from townline.requests.queries.wording import Wording
from townline.requests.rules.publicity import Viewer


class Brief(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A request as everyone may see it; each field means what it does in ``RequestShown``."""

    number: str
    open: bool
    service_code: str
    service_name: str
    department_name: str
    requested_at: datetime
    updated_at: datetime
    due_at: datetime | None
    pause_words: str
    closed_at: datetime | None
    outcome_words: str
    lat: float | None
    lon: float | None
    address: str
    zipcode: str
    landmark: str
    description: str
    media_url: str
    photos: tuple[PhotoShown, ...]


@dataclass(frozen=True)
class BriefPage:
    """Some requests, newest first, and where the next page begins."""

    rows: tuple[Brief, ...]
    next: Cursor | None


def brief(
    city: City,
    wanted: Filter,
    *,
    language: str,
    at: datetime,
    after: Cursor | None = None,
    limit: int = 50,
    offset: int = 0,
    order: str = "requested_at",
) -> BriefPage:
    """Return a page as ``find`` does for everyone, with less of each request."""
    limit = max(1, min(limit, MOST))
    fitting = following(conditions(city, wanted, None), after, order)
    found = brief_rows(fitting, order=ORDERS[order], limit=limit + 1, offset=offset)
    page, wording = found[:limit], Wording(language, at)
    return BriefPage(
        tuple(_brief(row, wording) for row in page),
        end_of(page, order) if len(found) > limit else None,
    )


def _brief(row: BriefRow, wording: Wording) -> Brief:
    shown = may_read(row, Viewer.EVERYONE)
    place, words = shown.place, shown.words
    called = wording.service(row.edition_id, row.service_code)
    ended = called.outcomes.get(row.outcome, ("", "")) if row.outcome else ("", "")
    return Brief(
        number=row.number,
        open=row.closed_at is None and row.status != "closed",
        service_code=row.service_code,
        service_name=called.name,
        department_name=wording.department(row.edition_id, row.department),
        requested_at=row.requested_at,
        updated_at=row.updated_at,
        due_at=row.due_at,
        pause_words=wording.pause(row.pause_reason),
        closed_at=row.closed_at,
        outcome_words=ended[1],
        lat=row.lat if place else None,
        lon=row.lon if place else None,
        address=row.address if place else "",
        zipcode=row.zipcode if place else "",
        landmark=row.landmark if words else "",
        description=row.description or "" if words else "",
        media_url=row.media_url or "" if shown.links else "",
        photos=photos_of(row, shown, Viewer.EVERYONE) if row.photos else (),
    )
