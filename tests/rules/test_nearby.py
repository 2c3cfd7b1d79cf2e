"""What counts as near: the box never misses what the circle holds."""

from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.geography.rules.place import Point
from townline.requests.rules import nearby

PLACES = st.builds(Point, st.floats(-80, 80), st.floats(-179, 179))
CLOSE = st.floats(-0.02, 0.02)


def test_a_degree_of_latitude_is_as_long_as_it_is() -> None:
    assert nearby.metres(Point(34, -118), Point(35, -118)) == pytest.approx(111_195, abs=1)
    assert nearby.metres(Point(34, -118), Point(34, -118)) == 0


@given(PLACES, CLOSE, CLOSE)
def test_the_way_back_is_as_long(a: Point, up: float, over: float) -> None:
    b = Point(a.lat + up, a.lon + over)
    assert nearby.metres(a, b) == pytest.approx(nearby.metres(b, a), abs=1e-6)


@given(PLACES, CLOSE, CLOSE, st.floats(1, 2000))
def test_the_box_holds_the_whole_circle(a: Point, up: float, over: float, radius: float) -> None:
    b = Point(a.lat + up, a.lon + over / cos(radians(a.lat)))
    if nearby.metres(a, b) > radius * 0.999:
        return
    south, west, north, east = nearby.box(a, radius)
    assert south <= b.lat <= north
    assert west <= b.lon <= east
