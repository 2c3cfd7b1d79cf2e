"""Which requests a client asks for: the parameters of ``GET requests`` as a filter."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.geography.rules.place import Point
from townline.open311 import reading
from townline.open311.endpoint import Call
from townline.open311.errors import quoted, refused
from townline.open311.parameters import Parameters
from townline.requests import queries as requests
from townline.requests.queries import Cursor, Filter, cursor_of
from townline.requests.rules import numbering

SPAN = timedelta(days=90)
"""The longest span of ``requested_datetime`` that one call may ask for."""
MOST = 1000
"""The most requests of one answer, and how many it has where no ``page_size`` is named."""
LAST_PAGE = 100_000
MOST_COUNTED = 100_000
"""How many requests may be counted off for a page; ``after`` leads further, and counts none."""
MOST_FORMER = 20
"""How many codes that are no longer offered one call may name: each has to be looked for."""
RADIUS_M = 1000.0
"""How far around ``lat`` and ``long`` is looked where no ``radius`` is named, in metres."""
MOST_RADIUS_M = 50_000.0
STATUSES = {"open": True, "closed": False}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a client asks for, and which page of it."""

    filter: Filter
    page: int
    after: Cursor | None
    """Where the page before ended; None where the page is counted from the top."""
    page_size: int
    order: str
    extended: bool


def read(call: Call) -> Wanted | None:
    """
    Return what is asked for; None where no request can fit.

    :raises Refused: 400 with everything that cannot be read, 404 for an unknown ``service_code``
    """
    given = call.parameters
    page = given.whole("page", 1, LAST_PAGE) or 1
    page_size = given.whole("page_size", 1, MOST) or MOST
    after = _after(given, page * page_size)
    extended = given.yes("extensions")
    ids = given.listed("service_request_id")
    wanted = Filter(numbers=_numbers(ids)) if ids else _filter(call, given)
    given.settle()
    if ids and not wanted.numbers:
        return None
    _refuse_unknown(call, wanted.services)
    return Wanted(
        filter=wanted,
        page=page,
        after=after,
        page_size=page_size,
        order=order_of(wanted),
        extended=extended,
    )


def _after(given: Parameters, counted: int) -> Cursor | None:
    text = given.text("after")
    if not text:
        if counted > MOST_COUNTED:
            given.fault(
                f"page and page_size may lead to the first {MOST_COUNTED} requests;"
                " the Link header leads further."
            )
        return None
    try:
        return cursor_of(text)
    except ValueError:
        given.fault("after must be as the Link header has it.")
        return None


def number(text: str) -> str | None:
    """Return a request's number as it is stored; None for what can be none."""
    try:
        return numbering.read(text)
    except ValueError:
        return None


def order_of(wanted: Filter) -> str:
    """Return by which time, newest first, the requests come."""
    by_update = wanted.updated_since or wanted.updated_until
    return "updated_at" if by_update else "requested_at"


def _numbers(ids: tuple[str, ...]) -> tuple[str, ...]:
    read = (number(text) for text in ids)
    return tuple(found for found in read if found)


def _filter(call: Call, given: Parameters) -> Filter:
    updated = given.moment("updated_after"), given.moment("updated_before")
    since, until = _span(call, given, unbounded=any(updated))
    return Filter(
        services=given.listed("service_code"),
        open=_open(given),
        areas=_areas(given),
        since=since,
        until=until,
        updated_since=updated[0],
        updated_until=updated[1],
        near=_near(given),
        box=_box(given),
        words=given.text("q"),
    )


def _span(
    call: Call, given: Parameters, *, unbounded: bool
) -> tuple[datetime | None, datetime | None]:
    """
    Return the span of ``requested_datetime``: what is asked, else the last 90 days.

    One end alone is completed to 90 days. Whoever asks for what was updated needs no span.
    """
    start, end = asked_span(given, SPAN)
    if start is None and end is None and not unbounded:
        return call.at - SPAN, None
    if start is None:
        return (end - SPAN if end else None), end
    return start, end or start + SPAN


def _open(given: Parameters) -> bool | None:
    statuses = given.listed("status")
    for status in statuses:
        if status not in STATUSES:
            given.fault(f"status must be open, closed or both; {quoted(status)} is neither.")
    meant = {STATUSES[status] for status in statuses if status in STATUSES}
    return meant.pop() if len(meant) == 1 else None


def _areas(given: Parameters) -> tuple[str, ...]:
    areas = given.listed("area")
    for area in areas:
        if not all(area.partition(":")[::2]):
            given.fault(f"area must be a kind and a code, as in ward:3; {quoted(area)} is not.")
    return areas


def _near(given: Parameters) -> tuple[Point, float] | None:
    point = reading.point(given)
    radius = given.decimal("radius", 1, MOST_RADIUS_M)
    if radius is not None and not given.text("lat"):
        given.fault("radius needs lat and long.")
    return (point, radius or RADIUS_M) if point else None


def _box(given: Parameters) -> tuple[float, float, float, float] | None:
    """Read ``bbox``: west, south, east, north, in the order of GeoJSON."""
    text = given.text("bbox")
    if not text:
        return None
    parts = text.split(",")
    if len(parts) != 4:
        given.fault("bbox must be four numbers: west,south,east,north.")
        return None
    bounds = (("west", 180), ("south", 90), ("east", 180), ("north", 90))
    read = [
        given.as_decimal(f"bbox {name}", part.strip(), -most, most)
        for (name, most), part in zip(bounds, parts, strict=True)
    ]
    west, south, east, north = read
    if west is None or south is None or east is None or north is None:
        return None
    if west > east or south > north:
        given.fault("bbox must be west,south,east,north: its ends are turned round.")
    return south, west, north, east


def _refuse_unknown(call: Call, codes: tuple[str, ...]) -> None:
    """
    Refuse codes that the city does not offer and never had a request for.

    :raises Refused: 404, naming each
    """
    offered = catalogue.offers(call.city.edition_id)
    strange = [code for code in codes if code not in offered]
    if len(strange) > MOST_FORMER:
        raise refused(404, *_not_found(strange))
    unknown = [code for code in strange if not _had(call.city, code, call.at)]
    if unknown:
        raise refused(404, *_not_found(unknown))


def _not_found(codes: list[str]) -> list[str]:
    return [f"service_code was not found: {quoted(code)}" for code in codes]


def _had(city: City, code: str, at: datetime) -> bool:
    found = requests.find(city, Filter(services=(code,)), language="", at=at, limit=1)
    return bool(found.rows)


def asked_span(given: Parameters, most: timedelta) -> tuple[datetime | None, datetime | None]:
    """Return ``start_date`` and ``end_date`` as they are asked for; what is too long is a fault."""
    start, end = given.moment("start_date"), given.moment("end_date")
    if start and end and end < start:
        given.fault("end_date is before start_date.")
    if start and end and end - start > most:
        given.fault(
            f"start_date and end_date may span {most.days} days at most;"
            " ask for a longer time in several calls."
        )
    return start, end
