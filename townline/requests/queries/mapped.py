"""Requests as a map shows them: each by itself where they are few, else counted by cells."""

from dataclasses import dataclass
from datetime import datetime

from townline.cities.rules.city import City
from townline.requests.queries.by_cell import Cells, cells, is_counted
from townline.requests.queries.conditions import Filter
from townline.requests.queries.find import find
from townline.requests.queries.shape import RequestShown
from townline.requests.rules import tiles

EACH = 300
"""So many may stand on a map by themselves."""
FINER = 2
"""A cell is a tile of so many zooms deeper than the map's: 64 pixels wide."""


@dataclass(frozen=True)
class OnMap:
    """What lies in a box: each request, or, where these are too many, the cells that hold them."""

    each: tuple[RequestShown, ...]
    cells: Cells | None


def on_map(city: City, wanted: Filter, *, zoom: int, language: str, at: datetime) -> OnMap:
    """
    Return the public requests of a box as a map of a zoom shows them.

    :raises ValueError: without a box
    """
    fine = min(zoom + FINER, tiles.DEEPEST)
    found = cells(city, wanted, zoom=fine) if is_counted(city, wanted, fine) else None
    if found and found.total > EACH:
        return OnMap((), found)
    page = find(city, wanted, language=language, at=at, limit=EACH)
    if page.next is None:
        return OnMap(page.rows, None)
    return OnMap((), found or cells(city, wanted, zoom=fine))
