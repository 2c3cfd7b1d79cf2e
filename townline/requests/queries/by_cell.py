"""How many requests are where: by the cells of a map, for when there are too many to show each."""

from dataclasses import dataclass, replace
from datetime import datetime

from townline.cities.freshness import Fresh
from townline.cities.rules.city import City
from townline.geography.rules.place import Point
from townline.requests.models import Counting
from townline.requests.queries.conditions import Filter, conditions
from townline.requests.queries.rows import NEWEST, page_of
from townline.requests.queries.statements import SQL, fetched
from townline.requests.rules import tiles
from townline.requests.rules.tiles import Box

COUNTED_ZOOM = 16
"""The zoom whose tiles are the cells that are counted beforehand: about half a kilometre wide."""
MOST_COUNTED = 20_000
"""So many of the newest are counted where nothing was counted beforehand."""
MOST_IN_AREAS = 5_000
"""So many of those in certain areas: they are met among all others, and each of these costs too."""
MOST_SAID = 2_000
"""And so many of those that say the words that are looked for."""
FRESH_S = 20.0
"""How long a process trusts when a city was last counted, in seconds."""
CELLS = (SQL / "cells.sql").read_text()
CELLS_COUNTED = (SQL / "cells_counted.sql").read_text()
CELL_X = "floor((r.lon + 180) / 360 * %(across)s::int)::int"
CELL_Y = (
    f"floor((1 - asinh(tan(radians(least(greatest(r.lat, -{tiles.EDGE_LAT}), {tiles.EDGE_LAT}))))"
    " / pi()) / 2 * %(across)s::int)::int"
)
"""The tile that holds a request, as ``rules.tiles.tile_at`` has it."""


@dataclass(frozen=True)
class Cell:
    """Requests that lie together on a map: how many, where their middle is, and in which tile."""

    n: int
    point: Point
    box: Box


@dataclass(frozen=True)
class Cells:
    """All cells of a box, and whether there are more requests than were counted."""

    rows: tuple[Cell, ...]
    more: bool

    @property
    def total(self) -> int:
        """Return how many requests were counted."""
        return sum(cell.n for cell in self.rows)


_countings: Fresh[int, tuple[Counting | None]] = Fresh(FRESH_S)


def counting(city: City) -> Counting | None:
    """Return when the requests of a city were last counted; None where they never were."""
    kept = _countings.read(city.id)
    if kept is None:
        kept = _countings.keep(city.id, (Counting.objects.filter(pk=city.id).first(),))
    return kept[0]


def counted_at(city: City) -> datetime | None:
    """Return when the requests of a city were last counted; None where they never were."""
    found = counting(city)
    return found.counted_at if found else None


def cells(city: City, wanted: Filter, *, zoom: int) -> Cells:
    """
    Return how many public requests are in each tile of a zoom, within a box.

    What was counted beforehand is read where it can answer; it is some minutes old, and counts
    whole tiles at the edges of the box. All else is counted now, the newest of it.

    :raises ValueError: without a box
    """
    if wanted.box is None:
        raise ValueError("cells are asked for in a box")
    if is_counted(city, wanted, zoom):
        return Cells(_beforehand(city, wanted, wanted.box, zoom), more=False)
    return _now(city, wanted, zoom)


def is_counted(city: City, wanted: Filter, zoom: int) -> bool:
    """Return whether the tiles of a zoom were counted beforehand for such a filter."""
    plain = replace(wanted, box=None, services=(), open=None) == Filter()
    return plain and zoom <= COUNTED_ZOOM and counting(city) is not None


def _beforehand(city: City, wanted: Filter, box: Box, zoom: int) -> tuple[Cell, ...]:
    south, west, north, east = box
    left, top = tiles.tile_at(Point(north, west), zoom)
    right, bottom = tiles.tile_at(Point(south, east), zoom)
    shift = COUNTED_ZOOM - zoom
    values = {
        "city": city.id, "services": list(wanted.services), "open": wanted.open, "shift": shift,
        "west": left << shift, "east": ((right + 1) << shift) - 1,
        "north": top << shift, "south": ((bottom + 1) << shift) - 1,
    }  # fmt: skip
    return _cells(fetched(CELLS_COUNTED, values, varied=True), zoom)


def _now(city: City, wanted: Filter, zoom: int) -> Cells:
    fitting = conditions(city, wanted, None)
    most = MOST_SAID if fitting.said else MOST_IN_AREAS if wanted.areas else MOST_COUNTED
    page = page_of(fitting, order=NEWEST, limit=most)
    statement = CELLS.format(page=page, x=CELL_X, y=CELL_Y)
    found = _cells(fetched(statement, fitting.values | {"across": 1 << zoom}, varied=True), zoom)
    return Cells(found, more=sum(cell.n for cell in found) >= most)


def _cells(rows: list[tuple[int, int, int, float, float]], zoom: int) -> tuple[Cell, ...]:
    across = (1 << zoom) - 1
    return tuple(
        Cell(int(n), Point(lat, lon), tiles.box_of(zoom, min(x, across), min(y, across)))
        for x, y, n, lon, lat in rows
    )
