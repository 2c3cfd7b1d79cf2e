"""Which areas hold a point, on what day, and what is said of one outside."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.geography import build
from townline.geography import queries
from townline.geography.actions import BadLayers
from townline.geography.models import Area, AreaLayer
from townline.geography.rules.place import Point

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
CITY = build.feature("gridton", 10.0, 0.0, 10.04, 0.04)
WEST = build.feature("1", 10.0, 0.0, 10.02, 0.04)
EAST = build.feature("2", 10.02, 0.0, 10.04, 0.04)


@pytest.fixture
def gridton():
    return build.give_areas(
        build.city(),
        build.layer("city", CITY, boundary=True),
        build.layer("district", WEST, EAST, since=date(2020, 1, 1)),
        build.layer("district", build.feature("old", *(10.0, 0.0, 10.04, 0.04)),
                    until=date(2019, 12, 31)),
        build.layer(
            "club",
            build.feature("a", 10.0, 0.0, 10.01, 0.01),
            build.feature("b", 10.005, 0.005, 10.02, 0.02),
        ),
        build.layer("neighbour", build.feature("next", 10.03, 0.0, 10.08, 0.04), neighbours=True),
    )  # fmt: skip


def keys(place):
    return [area.key for area in place.areas]


def test_a_point_lies_in_one_none_or_several_areas_of_a_kind(gridton):
    assert keys(queries.locate(gridton, Point(0.002, 10.002), TODAY)) == ["district:1", "club:a"]
    assert keys(queries.locate(gridton, Point(0.007, 10.007), TODAY)) == [
        "district:1", "club:a", "club:b",
    ]  # fmt: skip
    assert keys(queries.locate(gridton, Point(0.03, 10.03), TODAY)) == ["district:2"]


def test_the_areas_are_those_of_the_day(gridton):
    at = Point(0.03, 10.03)
    assert keys(queries.locate(gridton, at, date(2019, 12, 31))) == ["district:old"]
    assert keys(queries.locate(gridton, at, date(2020, 1, 1))) == ["district:2"]


def test_the_city_and_its_neighbours_are_no_areas_of_a_request(gridton):
    place = queries.locate(gridton, Point(0.03, 10.03), TODAY)
    assert place.inside
    assert place.neighbour == ""
    assert {a.kind for a in place.areas} == {"district"}


def test_a_point_outside_is_told_the_name_of_the_place_it_lies_in(gridton):
    place = queries.locate(gridton, Point(0.02, 10.06), TODAY)
    assert not place.inside
    assert place.neighbour == "Area next"
    nowhere = queries.locate(gridton, Point(5, 5), TODAY)
    assert not nowhere.inside
    assert nowhere.neighbour == ""


def test_a_point_on_the_border_belongs_to_the_first_of_both(gridton):
    place = queries.locate(gridton, Point(0.03, 10.02), TODAY)
    assert keys(place) == ["district:1"]
    assert queries.locate(gridton, Point(0.0, 10.0), TODAY).inside


def test_a_point_on_the_border_of_one_and_within_another_belongs_to_the_other(gridton):
    assert keys(queries.locate(gridton, Point(0.007, 10.01), TODAY)) == ["district:1", "club:b"]


def test_a_city_without_a_boundary_takes_every_point_as_inside():
    place = queries.locate(build.city(), Point(50, 50), TODAY)
    assert place.inside
    assert place.areas == ()


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    st.lists(
        st.tuples(st.integers(-2, 18), st.integers(-2, 18)), min_size=1, max_size=30
    )
)  # fmt: skip
def test_many_points_are_located_as_each_of_them_is(gridton, corners):
    lats = np.array([0.0025 * a for a, _ in corners])
    lons = np.array([10 + 0.0025 * b for _, b in corners])
    one_by_one = [
        queries.locate(gridton, Point(float(a), float(o)), TODAY).areas
        for a, o in zip(lats, lons, strict=True)
    ]
    assert queries.locate_many(gridton, lats, lons, TODAY) == one_by_one


def test_no_points_have_no_areas(gridton):
    assert queries.locate_many(gridton, np.array([]), np.array([]), TODAY) == []
    assert queries.locate_many(build.city("bare"), np.zeros(2), np.zeros(2), TODAY) == [(), ()]


def test_a_layer_that_did_not_change_is_stored_once(gridton):
    before = Area.objects.count(), AreaLayer.objects.count()
    again = build.city()
    assert again.edition == 2
    build.give_areas(
        again,
        build.layer("city", CITY, boundary=True),
        build.layer("district", WEST, EAST, since=date(2020, 1, 1)),
    )
    assert (Area.objects.count(), AreaLayer.objects.count()) == before
    assert keys(queries.locate(again, Point(0.007, 10.007), TODAY)) == ["district:1"]
    assert len(keys(queries.locate(gridton, Point(0.007, 10.007), TODAY))) == 3


def test_an_area_keeps_what_else_is_told_of_it():
    town = build.give_areas(
        build.city(), build.layer("depot", build.feature("d", 10, 0, 10.01, 0.01, phone="555-0100"))
    )
    shown = queries.outlines(town, "depot", TODAY)["features"][0]["properties"]
    assert shown == {"code": "d", "name": "Area d", "phone": "555-0100"}


def test_the_kinds_are_in_the_order_of_the_folder_without_city_and_neighbours(gridton):
    assert [k.kind for k in queries.kinds(gridton)] == ["district", "club"]


def test_outlines_of_a_kind_that_is_not_there_are_refused(gridton):
    assert len(queries.outlines(gridton, "district", TODAY)["features"]) == 2
    assert queries.outlines(gridton, "city", TODAY)["features"][0]["id"] == "gridton"
    with pytest.raises(queries.NoSuchAreas, match="depot"):
        queries.outlines(gridton, "depot", TODAY)


@pytest.mark.parametrize(
    ("layers", "says"),
    [
        ([build.layer("d", WEST, WEST)], "code '1' twice"),
        ([build.layer("d", build.feature("", 0, 0, 1, 1))], "without a code"),
        ([build.layer("a:b", WEST)], "without a colon"),
        ([build.layer("d", WEST), build.layer("d", EAST)], "on the same day"),
        ([build.layer("d", WEST, since=TODAY, until=TODAY - timedelta(1))], "before it begins"),
    ],
)
def test_layers_that_cannot_be_used_together_are_refused(layers, says):
    town = build.city()
    with pytest.raises(BadLayers, match=says):
        build.give_areas(town, *layers)
    assert not AreaLayer.objects.exists()


def test_a_point_is_located_without_a_query_once_the_edition_is_known(
    gridton, django_assert_num_queries
):
    queries.locate(gridton, Point(0.03, 10.03), TODAY)
    with django_assert_num_queries(0):
        queries.locate(gridton, Point(0.01, 10.01), TODAY)
