"""Requests for maps: by a box and by a tile, as GeoJSON."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.requests import build
from tests.requests.build import CHIEF, EAST, NOON, WEST, town
from townline.cities.rules.city import City
from townline.requests.actions import moderate, work
from townline.requests.rules import tiles

__all__ = ["town"]
WARD_WEST = "-118.02,34.0,-118.01,34.01"
EVERYWHERE = "-118.1,33.9,-117.9,34.1"


def ask(path: str = "points.json", **query: str) -> dict[str, Any]:
    answer = Client().get(f"/requests/{path}", query)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def numbers(found: dict[str, Any]) -> list[str]:
    return [feature["id"] for feature in found["features"]]


def test_a_box_holds_its_requests_newest_first_as_geojson(town: City) -> None:
    east = build.file(town).number
    west = build.file(town, point=WEST, at=NOON + timedelta(minutes=1)).number
    found = ask(bbox=EVERYWHERE)
    assert found["type"] == "FeatureCollection"
    assert found["more"] is False
    assert numbers(found) == [west, east]
    assert found["features"][0] == {
        "type": "Feature",
        "id": west,
        "geometry": {"type": "Point", "coordinates": [WEST.lon, WEST.lat]},
        "properties": {
            "service": "lamp", "status": "open", "requested_at": "2026-03-02T20:01:00Z",
        },
    }  # fmt: skip
    assert numbers(ask(bbox=WARD_WEST)) == [west]


def test_a_tile_holds_what_its_box_holds(town: City) -> None:
    number = build.file(town).number
    x, y = tiles.tile_at(EAST, 16)
    assert numbers(ask(f"points/16/{x}/{y}.json")) == [number]
    assert numbers(ask(f"points/16/{x + 1}/{y}.json")) == []
    assert numbers(ask("points/0/0/0.json")) == [number]


def test_a_map_is_narrowed_as_the_list_is(town: City) -> None:
    lamp = build.file(town).number
    hole = build.file(town, "hole", point=WEST).number
    work.close(city=town, number=hole, outcome="done", by=CHIEF, at=NOON)
    for query, expected in (
        ({"service": "hole"}, [hole]),
        ({"status": "open"}, [lamp]),
        ({"status": "closed"}, [hole]),
        ({"area": "ward:west"}, [hole]),
        ({"area": "ward:unheard-of"}, []),
        ({"service": "lamp", "area": "ward:west"}, []),
    ):
        assert numbers(ask(bbox=EVERYWHERE, **query)) == expected, query


def test_a_map_shows_no_request_that_is_not_for_everyone(town: City) -> None:
    build.file(town, "abuse")
    build.file(town, "hole", suspicion=("links",))
    hidden = build.file(town, "hole", suspicion=("links",)).number
    moderate.reject(city=town, number=hidden, by=CHIEF, at=NOON)
    assert numbers(ask(bbox=EVERYWHERE)) == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({}, "four numbers"),
        ({"bbox": "1,2,3"}, "four numbers"),
        ({"bbox": "a,b,c,d"}, "four numbers"),
        ({"bbox": "nan,nan,nan,nan"}, "in degrees"),
        ({"bbox": "-118,34,-119,35"}, "west before east"),
        ({"bbox": "-118,34,-117,95"}, "west before east"),
        ({"bbox": EVERYWHERE, "service": "unheard-of"}, "service must be"),
        ({"bbox": EVERYWHERE, "status": "held"}, "status must be"),
        ({"bbox": EVERYWHERE, "area": "west"}, "area must be"),
        ({"bbox": EVERYWHERE, "area": "ward:\x00"}, "area must be"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    town: City, query: dict[str, str], told: str
) -> None:
    answer = Client().get("/requests/points.json", query)
    assert answer.status_code == 400
    assert told in answer.json()["fault"]


def test_a_tile_that_is_not_there_is_refused(town: City) -> None:
    for path in ("3/8/0", "3/0/8", "99/0/0", f"{10**30}/0/0"):
        answer = Client().get(f"/requests/points/{path}.json")
        assert answer.status_code == 400, path
        assert "tile" in answer.json()["fault"]


def test_a_map_may_be_kept_for_a_minute_and_is_only_read(town: City) -> None:
    kept = Client().get("/requests/points.json", {"bbox": EVERYWHERE})
    assert set(kept["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    assert kept["Content-Type"] == "application/geo+json"
    assert Client().post("/requests/points.json").status_code == 405
