"""What somebody asked for with an address that they have proved to be theirs."""

from collections.abc import Sequence
from datetime import datetime

from townline.cities.rules.city import City
from townline.requests.queries.conditions import Conditions
from townline.requests.queries.find import ORDERS, Cursor, Page, end_of, following, shown
from townline.requests.queries.rows import rows
from townline.requests.queries.wording import Wording
from townline.requests.rules.publicity import Viewer


def made_by(
    city: City,
    contact_ids: Sequence[int],
    *,
    language: str,
    at: datetime,
    after: Cursor | None = None,
    limit: int = 20,
) -> Page:
    """
    Return a page of the requests that came with these contacts, as their reporter reads them.

    Newest first, of every status, confidential ones too; in one statement.
    """
    if not contact_ids:
        return Page((), None)
    theirs = Conditions(
        ["r.city_id = %(city)s", "r.contact_id = ANY(%(contacts)s::bigint[])"],
        {"city": city.id, "contacts": list(contact_ids)},
    )
    order = "requested_at"
    found = rows(following(theirs, after, order), order=ORDERS[order], limit=limit + 1)
    page = found[:limit]
    return Page(
        tuple(shown(page, Viewer.REPORTER, Wording(language, at))),
        end_of(page, order) if len(found) > limit else None,
    )
