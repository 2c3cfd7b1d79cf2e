"""Tiles of a web map: each point lies in one, and four make up the one above."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.geography.rules.place import Point
from townline.requests.rules import tiles
from townline.requests.rules.tiles import DEEPEST, EDGE_LAT, NoSuchTile

zooms = st.integers(0, DEEPEST)
points = st.builds(
    Point,
    lat=st.floats(-EDGE_LAT, EDGE_LAT, allow_nan=False),
    lon=st.floats(-180, 180, exclude_max=True, allow_nan=False),
)
NARROW = 1e-9
"""Degrees that rounding may cost: a tenth of a millimetre."""


@st.composite
def some_tiles(draw: st.DrawFn, deepest: int = DEEPEST) -> tuple[int, int, int]:
    zoom = draw(st.integers(0, deepest))
    places = st.integers(0, (1 << zoom) - 1)
    return zoom, draw(places), draw(places)


@given(points, zooms)
def test_the_tile_of_a_point_holds_it(point: Point, zoom: int) -> None:
    south, west, north, east = tiles.box_of(zoom, *tiles.tile_at(point, zoom))
    assert south - NARROW <= point.lat <= north + NARROW
    assert west - NARROW <= point.lon <= east + NARROW


@given(some_tiles())
def test_the_middle_of_a_tile_leads_back_to_it(tile: tuple[int, int, int]) -> None:
    zoom, x, y = tile
    south, west, north, east = tiles.box_of(zoom, x, y)
    assert south < north
    assert west < east
    assert tiles.tile_at(Point((south + north) / 2, (west + east) / 2), zoom) == (x, y)


@given(some_tiles(DEEPEST - 1))
def test_four_tiles_make_up_the_one_above_them(tile: tuple[int, int, int]) -> None:
    zoom, x, y = tile
    whole = tiles.box_of(zoom, x, y)
    upper = tiles.box_of(zoom + 1, 2 * x, 2 * y)
    lower = tiles.box_of(zoom + 1, 2 * x + 1, 2 * y + 1)
    assert (lower[0], upper[1], upper[2], lower[3]) == pytest.approx(whole, abs=NARROW)
    assert upper[0] == pytest.approx(lower[2], abs=NARROW)
    assert upper[3] == pytest.approx(lower[1], abs=NARROW)


def test_the_first_tile_is_the_whole_square() -> None:
    south, west, north, east = tiles.box_of(0, 0, 0)
    assert (west, east) == (-180, 180)
    assert north == pytest.approx(-south) == pytest.approx(85.0511287798)
    assert math.isclose(north, EDGE_LAT)


def test_a_known_place_lies_in_its_known_tile() -> None:
    assert tiles.tile_at(Point(34.0537, -118.2428), 12) == (702, 1635)


@pytest.mark.parametrize(
    "tile", [(-1, 0, 0), (DEEPEST + 1, 0, 0), (3, 8, 0), (3, 0, 8), (3, -1, 0), (0, 0, 1)]
)
def test_a_tile_that_is_not_there_is_refused(tile: tuple[int, int, int]) -> None:
    with pytest.raises(NoSuchTile):
        tiles.box_of(*tile)
