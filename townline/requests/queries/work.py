"""What a department has to do, most urgent first."""

from dataclasses import dataclass
from datetime import datetime

from townline.cities.rules.city import City
from townline.record.verbs import Actor
from townline.requests.queries.conditions import Conditions, Filter, conditions
from townline.requests.queries.find import ORDERS, shown
from townline.requests.queries.rows import rows
from townline.requests.queries.shape import RequestShown
from townline.requests.queries.statements import SQL, fetched
from townline.requests.queries.wording import Wording
from townline.requests.rules.publicity import Viewer

_AT_WORK = "r.status IN ('open', 'in_progress') AND r.closed_at IS NULL"
VIEWS = {
    "to_do": _AT_WORK,
    "overdue": f"{_AT_WORK} AND r.due_at < %(now)s::timestamptz AND r.paused_at IS NULL",
    "waiting": "r.status IN ('waiting', 'paused') AND r.closed_at IS NULL",
    "held": "r.status = 'held' AND r.closed_at IS NULL",
    "joined": "r.status = 'joined' AND r.closed_at IS NULL",
    "closed": "(r.status = 'closed') IS TRUE",
    "all": "TRUE",
}
"""What each view of a worklist holds."""
NEWEST_FIRST = ("closed", "all")
BY_DUE = "r.due_at ASC NULLS LAST, r.requested_at, r.id"
COUNTED = tuple(view for view in VIEWS if view not in NEWEST_FIRST)
"""Views of what is not closed; closed ones are too many to count on a page."""
VIEWS_COUNTED = (SQL / "views_counted.sql").read_text()


@dataclass(frozen=True)
class Worklist:
    """A page of a department's requests, with the counts of each view."""

    rows: tuple[RequestShown, ...]
    page: int
    more: bool
    counts: dict[str, int]


def worklist(
    city: City,
    by: Actor,
    *,
    view: str = "to_do",
    wanted: Filter,
    language: str,
    at: datetime,
    page: int = 1,
    size: int = 50,
) -> Worklist:
    """
    Return what the actor's departments have to do: by due date, those without one last.

    :param view: one of ``VIEWS``; closed ones come newest first
    """
    page = max(1, page)
    found = rows(
        _mine(city, wanted, by, at, VIEWS[view]),
        order=ORDERS["requested_at"] if view in NEWEST_FIRST else BY_DUE,
        limit=size + 1,
        offset=(page - 1) * size,
    )
    return Worklist(
        tuple(shown(found[:size], Viewer.STAFF, Wording(language, at))),
        page,
        len(found) > size,
        _counts(_mine(city, wanted, by, at)),
    )


def _mine(city: City, wanted: Filter, by: Actor, at: datetime, view: str = "") -> Conditions:
    found = conditions(city, wanted, by)
    if "*" not in by.departments:
        found.add("r.department = ANY(%(mine)s::text[])", mine=sorted(by.departments))
    if view:
        found.parts.append(view)
    found.values["now"] = at
    found.varied = True
    return found


def _counts(mine: Conditions) -> dict[str, int]:
    counts = ", ".join(f"count(*) FILTER (WHERE {VIEWS[view]})" for view in COUNTED)
    statement = VIEWS_COUNTED.format(counts=counts, beside=mine.beside, conditions=mine.text)
    (found,) = fetched(statement, mine.values, varied=True)
    return dict(zip(COUNTED, found, strict=True))
