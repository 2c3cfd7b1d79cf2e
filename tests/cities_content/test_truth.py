"""The rules of Los Angeles against what became of real requests."""

import csv
import gzip
from collections import defaultdict
from datetime import date

import numpy as np
import pytest
import shapely

from tests.cities_content.conftest import CITIES, DATA
from tools import make_samples
from townline.requests.rules.routing import route

REQUESTS = DATA / "la" / "requests"
FILES = (*make_samples.FILES, "myla311_2020-01-01_to_03.csv.gz")
THEN = date(2018, 1, 2)
SANITATION_CREWS = {"EV", "HB", "NC", "SLA", "WLA", "WV"}
pytestmark = [
    pytest.mark.truth,
    pytest.mark.skipif(not REQUESTS.is_dir(), reason="the folder of real data is not here"),
]


@pytest.fixture(scope="module")
def located(los_angeles):
    """Real requests with coordinates, each with the keys of the areas that hold its point."""
    rows = []
    for name in FILES:
        with gzip.open(REQUESTS / name, "rt", encoding="utf-8", newline="") as lines:
            small = ({k.lower(): v for k, v in row.items()} for row in csv.DictReader(lines))
            rows += [row for row in small if row["latitude"]]
    points = shapely.points(
        np.array([float(row["longitude"]) for row in rows]),
        np.array([float(row["latitude"]) for row in rows]),
    )
    keys = defaultdict(set)
    for layer in los_angeles.layers:
        if layer.holds_on(THEN):
            shapes = shapely.from_wkb([f.wkb for f in layer.features])
            for point, area in zip(*shapely.STRtree(shapes).query(points, "within"), strict=True):
                keys[point].add(f"{layer.kind}:{layer.features[area].code}")
    return [(row, keys[position]) for position, row in enumerate(rows)]


def reproduced(los_angeles, located, *names: str, crews: set[str] | None = None) -> float:
    """The share of requests of these types whose crew the routes name."""
    offers = {alias: o for o in los_angeles.offers.values() for alias in o.aliases}
    of_type = [
        (row, keys)
        for row, keys in located
        if row["requesttype"] in names and (crews is None or row["assignto"] in crews)
    ]
    assert len(of_type) > 300
    same = sum(
        route(offers[row["requesttype"]], areas=keys, answers={}, on=THEN).crew == row["assignto"]
        for row, keys in of_type
    )
    return same / len(of_type)


def test_the_routes_name_the_contractor_who_removed_the_graffiti(los_angeles, located):
    assert reproduced(los_angeles, located, "Graffiti Removal") > 0.86


def test_the_routes_name_the_crew_that_mended_the_light(los_angeles, located):
    lights = ("Single Streetlight Issue", "Multiple Streetlight Issue")
    assert reproduced(los_angeles, located, *lights) > 0.95


def test_the_routes_name_the_depot_that_came(los_angeles, located):
    pickups = ("Bulky Items", "Metal/Household Appliances", "Electronic Waste")
    sites = ("Dead Animal Removal", "Illegal Dumping Pickup", "Homeless Encampment")
    share = reproduced(los_angeles, located, *pickups, *sites, crews=SANITATION_CREWS)
    assert share > 0.975


def test_the_sample_is_what_the_data_make_today(tmp_path):
    folder = CITIES / "los-angeles"
    rows = [row for name in make_samples.FILES for row in make_samples.read(REQUESTS / name)]
    columns = make_samples.columns_of(folder / "mappings" / "myla311-2018.toml")
    make_samples.write(tmp_path / "again.csv.gz", columns, make_samples.choose(rows))
    again = gzip.decompress((tmp_path / "again.csv.gz").read_bytes())
    assert again == gzip.decompress((folder / "samples" / "requests.csv.gz").read_bytes())
