"""The areas of Los Angeles against the codes that real requests carry."""

import csv
import gzip
from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

from tests.geography import build
from townline.geography import queries
from townline.geography.rules.distance import metres
from townline.geography.rules.place import Point

REQUESTS = build.data() / "la" / "requests"
pytestmark = [
    pytest.mark.truth,
    pytest.mark.django_db,
    pytest.mark.skipif(not REQUESTS.is_dir(), reason="the folder of real data is not here"),
]
FILES = (
    "myla311_2017-12-27_to_31.csv.gz",
    "myla311_2018-01-01_to_04.csv.gz",
    "myla311_2020-01-01_to_03.csv.gz",
)
THEN = date(2018, 1, 2)


def located_rows() -> Iterator[dict[str, str]]:
    """Rows of real requests that have coordinates, with column names in small letters."""
    for name in FILES:
        with gzip.open(REQUESTS / name, "rt", encoding="utf-8", newline="") as packed:
            for row in csv.DictReader(packed):
                small = {k.lower(): v for k, v in row.items()}
                if small["latitude"]:
                    yield small


@pytest.fixture(scope="module")
def rows():
    return list(located_rows())


@pytest.fixture
def found(rows):
    """For each row, the codes of its areas by kind."""
    city = build.los_angeles()
    lats = np.array([float(r["latitude"]) for r in rows])
    lons = np.array([float(r["longitude"]) for r in rows])
    return [
        {kind: {a.code for a in areas if a.kind == kind} for kind in {a.kind for a in areas}}
        for areas in queries.locate_many(city, lats, lons, THEN)
    ]


def agreement(rows, found, kind, column, code=str) -> float:
    """The share of rows with a code whose areas of the kind include it."""
    coded = [(code(r[column]), f) for r, f in zip(rows, found, strict=True) if r[column]]
    assert len(coded) > 15_000
    return sum(wanted in f.get(kind, ()) for wanted, f in coded) / len(coded)


def whole(text: str) -> str:
    return str(int(float(text)))


def test_districts_councils_and_zip_codes_agree_with_real_requests(rows, found):
    assert agreement(rows, found, "council_district", "cd", whole) >= 0.996
    assert agreement(rows, found, "neighborhood_council", "nc", whole) >= 0.98
    assert agreement(rows, found, "zip_code", "zipcode", lambda z: z[:5]) >= 0.96


def test_the_crew_of_sanitation_is_that_of_the_sanitation_district(rows, found):
    kept = [(r, f) for r, f in zip(rows, found, strict=True) if r["owner"] in ("BOS", "LASAN")]
    crews = {"NC", "EV", "SLA", "WV", "WLA", "HB"}
    named = [(r, f) for r, f in kept if r["assignto"] in crews]
    right = sum(r["assignto"] in f.get("sanitation_district", ()) for r, f in named)
    assert len(named) > 10_000
    assert right / len(named) >= 0.97


def test_nearly_every_real_request_is_inside_the_city_and_in_one_district(rows):
    city = build.los_angeles()
    places = [
        queries.locate(city, Point(float(r["latitude"]), float(r["longitude"])), THEN)
        for r in rows[:3_000]
    ]
    assert sum(p.inside for p in places) / len(places) >= 0.998
    assert all(len(p.of("council_district")) <= 1 for p in places)


def test_known_addresses_are_found_where_the_requests_say(rows):
    city = build.los_angeles()
    sample = [r for r in rows if r["housenumber"] and r["zipcode"]][::97]
    off = []
    for row in sample:
        best = queries.geocode(city, row["address"], limit=1)
        at = Point(float(row["latitude"]), float(row["longitude"]))
        off.append(metres(best[0].point, at) if best else float("inf"))
    assert len(sample) > 150
    assert np.mean(np.array(off) <= 100) >= 0.97
