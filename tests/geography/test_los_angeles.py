"""The folder of Los Angeles: its areas are sound, dated, and say where they are from."""

from datetime import date

import pytest
import shapely

from tests.geography import build
from townline.geography import queries
from townline.geography.rules import layers as rules
from townline.geography.rules.place import Point

CITY_HALL = Point(34.0537, -118.2427)
TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def layers():
    return build.los_angeles_layers()


def test_the_layers_can_be_used_together(layers):
    assert list(rules.faults(layers)) == []


def test_every_shape_is_valid_and_every_layer_names_source_and_licence(layers):
    for layer in layers:
        shapes = shapely.from_wkb([f.wkb for f in layer.features])
        assert shapely.is_valid(shapes).all(), layer.kind
        assert layer.source
        assert layer.licence


def test_no_file_is_over_a_mebibyte_and_all_are_under_four():
    sizes = [p.stat().st_size for p in (build.LOS_ANGELES / "areas").iterdir()]
    assert max(sizes) < 2**20
    assert sum(sizes) < 4 * 2**20


def test_there_are_fifteen_districts_on_every_map(layers):
    maps = [la for la in layers if la.kind == "council_district"]
    assert len(maps) == 3
    for layer in maps:
        assert {f.code for f in layer.features} == {str(n) for n in range(1, 16)}


@pytest.mark.django_db
def test_city_hall_is_in_the_fourteenth_district_and_the_central_division():
    place = queries.locate(build.los_angeles(), CITY_HALL, TODAY)
    keys = {a.key for a in place.areas}
    assert place.inside
    assert {"council_district:14", "sanitation_district:NC", "zip_code:90012"} <= keys
    assert [a.name for a in place.of("police_division")] == ["Central"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lat", "lon", "name"),
    [
        (34.1808, -118.3090, "Burbank"),
        (34.0736, -118.4004, "Beverly Hills"),
        (34.0195, -118.4912, "Santa Monica"),
        (34.0239, -118.1720, "unincorporated Los Angeles County"),
    ],
)
def test_a_place_outside_is_named(lat, lon, name):
    place = queries.locate(build.los_angeles(), Point(lat, lon), TODAY)
    assert not place.inside
    assert place.neighbour == name


@pytest.mark.django_db
def test_griffith_park_is_in_several_neighborhood_councils():
    place = queries.locate(build.los_angeles(), Point(34.13, -118.30), TODAY)
    assert len(place.of("neighborhood_council")) > 1


@pytest.mark.django_db
def test_city_hall_is_found_by_its_address_and_its_corner():
    city = build.los_angeles()
    best = queries.geocode(city, "200 N Spring St, 90012")[0]
    assert best.label.startswith("200 N SPRING ST")
    crossing = queries.geocode(city, "Grand Ave at Cesar E Chavez Ave")[0]
    assert crossing.kind == "crossing"
    nearby = queries.address_at(city, best.point)
    assert nearby is not None
    assert nearby.label == best.label


@pytest.mark.django_db
@pytest.mark.parametrize("division", ["Hollywood", "Van Nuys", "77th Street", "Harbor"])
def test_a_police_station_is_found_by_its_name_in_its_own_division(division):
    city = build.los_angeles()
    (best, *_) = queries.geocode(city, f"{division} Police Station")
    assert best.kind == "landmark"
    place = queries.locate(city, best.point, TODAY)
    assert [a.name for a in place.of("police_division")] == [division]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["200 N Brand Blvd, Glendale", "200 N Spring St, Burbank, CA", "200 N Spring St, 91101"]
)
def test_an_address_of_a_neighbour_is_not_answered(text):
    assert queries.geocode(build.los_angeles(), text) == []


@pytest.mark.django_db
def test_a_crossing_that_nobody_named_yet_is_told_from_its_streets():
    (best, *_) = queries.geocode(build.los_angeles(), "Vermont and Santa Monica Blvd")
    assert best.label.startswith(("SANTA MONICA BLVD AT", "VERMONT AVE AT"))
    assert best.confidence > 0.8
