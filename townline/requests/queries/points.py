"""Where requests are: little of each, but thousands of them, for a map."""

from dataclasses import dataclass
from datetime import datetime

from townline.cities.rules.city import City
from townline.requests.queries.conditions import Filter, conditions
from townline.requests.queries.rows import NEWEST, page_of
from townline.requests.queries.statements import SQL, fetched
from townline.requests.rules.publicity import STRICTNESS, Viewer, shown

MOST_POINTS = 4000
"""The most points of one answer."""
POINTS = (SQL / "points.sql").read_text()
PLACED = [
    kind
    for kind in STRICTNESS
    if shown(kind, released=False, held=False, viewer=Viewer.EVERYONE).place
]
"""The publicities whose places everyone may know, released or not."""


PointShown = tuple[float, float, str, str, str, datetime]
"""
Longitude, latitude, number, service, status, and when it was asked, to the second: as they come,
being many.
"""


@dataclass(frozen=True)
class Points:
    """The newest requests that fit, and whether there are more."""

    rows: list[PointShown]
    more: bool


def points(city: City, wanted: Filter, *, limit: int = MOST_POINTS) -> Points:
    """
    Return where everyone may see requests, newest first.

    :param wanted: with a box; what has no place is on no map
    :param limit: at most so many; ``more`` says that there were others
    :raises ValueError: without a box
    """
    if wanted.box is None:
        raise ValueError("points are asked for in a box")
    limit = max(1, min(limit, MOST_POINTS))
    fitting = conditions(city, wanted, None)
    fitting.add("r.publicity = ANY(%(placed)s::text[])", placed=PLACED)
    statement = POINTS.format(page=page_of(fitting, order=NEWEST, limit=limit + 1))
    found = fetched(statement, fitting.values, varied=fitting.varied)
    return Points(found[:limit], len(found) > limit)
