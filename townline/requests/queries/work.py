"""What a department has to do, most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from townline.cities.rules.city import City
from townline.geography.rules.place import Point
from townline.record.verbs import Actor
from townline.requests.queries.conditions import Conditions, Filter, own_conditions
from townline.requests.queries.find import shown
from townline.requests.queries.rows import Row, rows, rows_of_page
from townline.requests.queries.shape import RequestShown
from townline.requests.queries.statements import SQL, fetched
from townline.requests.queries.wording import Wording
from townline.requests.rules.publicity import Viewer
from townline.requests.rules.submission import EMERGENCY
from townline.requests.rules.worklists import (
    COUNTED,
    COUNTS_TO,
    ENDLESS,
    VIEWS,
    BadCursor,
    Mark,
)

MOST_GRAVE = 20
"""Emergencies that a worklist names at once."""
PAGE = (SQL / "worklist.sql").read_text()
COUNT = (SQL / "worklist_counted.sql").read_text()
MARK = (SQL / "mark.sql").read_text().partition("\n")[2]
OWNERS = (SQL / "owners.sql").read_text()
STANDS = "CROSS JOIN unnest(%(standing)s::text[]) AS stand(status)"
OVERDUE = "COALESCE(r.due_at, 'infinity'::timestamptz) < %(now)s::timestamptz"
METRES = (  # flat, which is exact enough to put what lies in one city in order
    "(r.lat - %(from_lat)s::float8) ^ 2"
    " + ((r.lon - %(from_lon)s::float8) * cos(radians(%(from_lat)s::float8))) ^ 2"
)


class Order(NamedTuple):
    """What a list goes by, as SQL over ``r``, and whether it goes down."""

    key: str
    down: bool
    attribute: str = ""
    """What of a row the key is; empty where only the database knows."""

    def text(self, *, back: bool = False) -> str:
        """Return the order as SQL, the other way round if wanted."""
        way = "DESC" if self.down is not back else "ASC"
        return f"{self.key} {way}, r.id {way}"


ORDERS = {
    "due": Order("COALESCE(r.due_at, 'infinity'::timestamptz)", False, "due_at"),
    "newest": Order("r.requested_at", True, "requested_at"),
    "oldest": Order("r.requested_at", False, "requested_at"),
    "changed": Order("r.updated_at", True, "updated_at"),
    "nearest": Order(METRES, False),
}


EVERYTHING = Filter()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which page of a worklist is wanted."""

    view: str = "to_do"
    """One of ``rules.worklists.VIEWS``."""
    wanted: Filter = EVERYTHING
    order: str = "due"
    """One of ``rules.worklists.ORDERS``."""
    near: Point | None = None
    """From where the nearest is looked for."""
    after: Mark | None = None
    before: Mark | None = None
    """Where the page to be read ends, when somebody goes back."""
    size: int = 50


@dataclass(frozen=True)
class Worklist:
    """A page of a department's requests, and where the pages around it begin."""

    rows: tuple[RequestShown, ...]
    next: Mark | None
    previous: Mark | None


def worklist(city: City, by: Actor, asked: Asked, *, language: str, at: datetime) -> Worklist:
    """
    Return a page of what the actor's departments have, in the order asked for.

    One statement, and one before it for those who work for all departments.

    :raises BadCursor: if the marks are not of this order
    """
    page = _page(city, by, asked, at)
    back = asked.before is not None
    more, page = len(page) > asked.size, page[: asked.size]
    if back:
        page.reverse()
    order = ORDERS[asked.order]
    ends = [_mark(row, order) for row in (page[:1] + page[-1:])]
    return Worklist(
        tuple(shown(page, Viewer.STAFF, Wording(language, at))),
        ends[-1] if ends and (more or back) else None,
        ends[0] if ends and (more if back else asked.after is not None) else None,
    )


def grave(city: City, by: Actor, *, language: str, at: datetime) -> tuple[RequestShown, ...]:
    """
    Return what tells of an emergency in the actor's departments and nobody has begun, oldest first.

    At most ``MOST_GRAVE``; closing or beginning one takes it off.
    """
    found = mine(city, by, EVERYTHING, "to_do", at)
    found.add("r.department = ANY(%(owners)s::text[])")
    found.add(f"r.flags @> ARRAY['{EMERGENCY}'] AND r.status IN ('open', 'held')")
    page = rows(found, order="r.requested_at ASC, r.id ASC", limit=MOST_GRAVE)
    return tuple(shown(page, Viewer.STAFF, Wording(language, at)))


def _page(city: City, by: Actor, asked: Asked, at: datetime) -> list[Row]:
    order, back = ORDERS[asked.order], asked.before is not None
    found = mine(city, by, asked.wanted, asked.view, at)
    if asked.near:
        found.values |= {"from_lat": asked.near.lat, "from_lon": asked.near.lon}
    if asked.order == "nearest":
        found.add("r.lat IS NOT NULL")
    _go_on(found, order, asked.before or asked.after, back=back)
    limit = asked.size + 1
    if found.said or asked.order == "changed":
        _flat(found, asked.view)
        return rows(found, order=order.text(back=back), limit=limit)
    way = "DESC" if order.down is not back else "ASC"
    standing = bool(VIEWS[asked.view])
    page = PAGE.format(
        stands=STANDS if standing else "",
        conditions=found.text + (" AND r.status = stand.status" if standing else ""),
        key=order.key,
        order=order.text(back=back),
        merged=f"first.ordered_by {way}, first.id {way}",
        limit=limit,
    )
    return rows_of_page(page, found, order=order.text(back=back))


def _flat(found: Conditions, view: str) -> None:
    """Let departments and statuses be conditions like others."""
    found.add("r.department = ANY(%(owners)s::text[])")
    if VIEWS[view]:
        found.add("r.status = ANY(%(standing)s::text[])")


def _go_on(found: Conditions, order: Order, mark: Mark | None, *, back: bool) -> None:
    """Begin after a mark, or before it: a row comparison, which the index can follow."""
    if mark is None:
        return
    than = "<" if order.down is not back else ">"
    if not order.attribute:
        key = order.key.replace("r.", "mark.")
        found.add(f"({order.key}, r.id) {than} {MARK.format(key=key)}")
    else:
        found.add(f"({order.key}, r.id) {than} (%(mark_at)s::timestamptz, %(mark_id)s::bigint)")
        found.values["mark_at"] = _moment(mark.value)
    found.values["mark_id"] = mark.id


def _moment(text: str) -> datetime | str:
    if not text:
        return "infinity"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadCursor(text) from None
    if moment.tzinfo is None:
        raise BadCursor(text)
    return moment


def _mark(row: Row, order: Order) -> Mark:
    value = getattr(row, order.attribute) if order.attribute else None
    return Mark(value.isoformat() if value else "", row.id)


def mine(
    city: City,
    by: Actor,
    wanted: Filter,
    view: str,
    at: datetime,
    *,
    known: Sequence[str] | None = None,
) -> Conditions:
    """
    Return the conditions of a view, but for departments and statuses, which are values of it.

    :param known: the departments that the actor works for, where they were found out before
    """
    found = own_conditions(city, wanted)
    own = owners(city, by) if known is None else known
    found.values |= {
        "owners": [code for code in own if not wanted.departments or code in wanted.departments],
        "standing": list(VIEWS[view]),
        "now": at,
    }
    if view not in ENDLESS:
        found.add("r.closed_at IS NULL")
    if view == "overdue":
        found.add(OVERDUE)
    found.varied = True
    return found


def owners(city: City, by: Actor) -> list[str]:
    """Return the departments whose requests the actor works on."""
    if "*" not in by.departments:
        return sorted(by.departments)
    return [department for (department,) in fetched(OWNERS, {"city": city.id})]


def counts(
    city: City, by: Actor, wanted: Sequence[tuple[Filter, str]], *, at: datetime
) -> list[int | None]:
    """
    Return how many requests each filter finds in its view, counted up to one above ``COUNTS_TO``.

    None where that would take long: for words, and in views without an end. One statement, and
    one before it for those who work for all departments.
    """
    known = owners(city, by)
    parts, values = [], dict[str, object]()
    countable = [bool(not each.words and view not in ENDLESS) for each, view in wanted]
    for position, (each, view) in enumerate(wanted):
        if not countable[position]:
            continue
        found = mine(city, by, each, view, at, known=known)
        statement = COUNT.format(conditions=found.text, most=COUNTS_TO + 1)
        for name, value in found.values.items():
            statement = statement.replace(f"%({name})s", f"%({name}_{position})s")
            values[f"{name}_{position}"] = value
        parts.append(f"({statement})")
    numbers = iter(fetched("SELECT " + ",\n".join(parts), values, varied=True)[0] if parts else ())
    return [next(numbers) if counted else None for counted in countable]


def view_counts(city: City, by: Actor, wanted: Filter, *, at: datetime) -> dict[str, int | None]:
    """Return how many requests each view that can be counted holds."""
    found = counts(city, by, [(wanted, view) for view in COUNTED], at=at)
    return dict(zip(COUNTED, found, strict=True))
