"""Circles around a place: one name each, and never sharper than about a hundred metres."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.geography.rules.place import Point
from townline.requests.rules import nearby
from townline.requests.rules.surroundings import RADII_M, around, read

PLACES = st.builds(Point, st.floats(-80, 80), st.floats(-179, 179))


@given(PLACES, st.sampled_from(RADII_M))
def test_a_circle_is_read_back_from_its_code(place: Point, radius_m: int) -> None:
    circle = around(place, radius_m)
    assert read(circle.code) == circle
    assert around(circle.centre, radius_m) == circle


@given(PLACES, st.sampled_from(RADII_M))
def test_the_centre_is_near_but_never_the_very_place(place: Point, radius_m: int) -> None:
    circle = around(place, radius_m)
    assert nearby.metres(place, circle.centre) < 80
    assert len(circle.code.split(",")[0].partition(".")[2]) == 3


@given(st.builds(Point, st.floats(-60, 60), st.floats(-170, 170)), st.sampled_from(RADII_M))
def test_every_corner_of_the_outline_lies_on_the_circle(place: Point, radius_m: int) -> None:
    circle = around(place, radius_m)
    ring = circle.outline()
    assert ring[0] == ring[-1]
    for lon, lat in ring:
        off = nearby.metres(circle.centre, Point(lat, lon)) / radius_m
        assert 0.98 < off < 1.02


@pytest.mark.parametrize(
    "code",
    ["", "34.0537,-118.243,500", "34.054,-118.243,501", "34.054,-118.243", "-0.000,1.000,500",
     "034.054,-118.243,500", "34.054,-118.243,500;drop"],
)  # fmt: skip
def test_what_no_page_could_have_made_is_refused(code: str) -> None:
    with pytest.raises(ValueError):
        read(code)
