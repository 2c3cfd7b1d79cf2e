"""The map of public requests, and what it is told."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.portal import springfield
from tests.portal.reports import number_of, pothole, said, send
from townline.cities.rules.city import City

EVERYWHERE = "-89.1,39.9,-88.9,40.1"
ELSEWHERE = "10,50,11,51"


def features(visitor: Client, **query: str) -> dict[str, Any]:
    answer = visitor.get("/map/points.json", {"bbox": EVERYWHERE, "zoom": "12", **query})
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_few_requests_are_each_on_the_map_with_words_for_their_mark(visitor: Client) -> None:
    number = number_of(send(visitor))
    found = features(visitor)
    assert found["says"] == "1 request in this part of the map."
    (feature,) = found["features"]
    assert feature["geometry"]["coordinates"] == [springfield.HALL[1], springfield.HALL[0]]
    told = feature["properties"]
    assert told["name"] == "Pothole"
    assert told["says"] == "With the department"
    assert told["page"] == f"/requests/{number}/"
    spanish = visitor.get("/es/map/points.json", {"bbox": EVERYWHERE, "zoom": "12"}).json()
    assert spanish["features"][0]["properties"]["name"] == "Bache"
    assert spanish["features"][0]["properties"]["page"] == f"/es/requests/{number}/"


def test_many_requests_are_counted_and_the_map_says_so(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("townline.requests.queries.mapped.EACH", 2)
    for i in range(3):
        send(visitor, asked="1", key=f"k{i}")
    found = features(visitor)
    assert found["says"] == "About 3 requests here. Zoom in to see each of them."
    (cell,) = found["features"]
    assert cell["properties"]["n"] == 3
    assert cell["properties"]["says"] == "3 requests: zoom in"
    south, west, north, east = cell["properties"]["box"]
    assert south < springfield.HALL[0] < north
    assert west < springfield.HALL[1] < east


def test_a_map_that_counts_only_a_part_says_that_there_are_more(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("townline.requests.queries.mapped.EACH", 1)
    monkeypatch.setattr("townline.requests.queries.by_cell.MOST_COUNTED", 2)
    for i in range(3):
        send(visitor, asked="1", key=f"k{i}")
    says = features(visitor)["says"]
    assert says.startswith("The newest 2 requests here are counted; there are more.")


def test_the_map_tells_nothing_of_what_is_confidential_or_unread(visitor: Client) -> None:
    send(visitor, **pothole(description="SECRET-WORDS"))
    told = visitor.get("/map/points.json", {"bbox": EVERYWHERE, "zoom": "12"}).content.decode()
    assert "SECRET-WORDS" not in told
    assert features(visitor, words="SECRET-WORDS")["features"] == []


@pytest.mark.parametrize(
    "query",
    [{"zoom": ""}, {"zoom": "-1"}, {"zoom": "23"}, {"zoom": "1" * 5000}, {"zoom": "٣"},
     {"bbox": ""}, {"since": "yesterday"}, {"until": "0001-01-01"}, {"words": "x\x00"},
     {"service": "moon"}],
)  # fmt: skip
def test_what_the_map_cannot_be_asked_is_refused_with_its_reason(
    visitor: Client, query: dict[str, str]
) -> None:
    asked = {"bbox": EVERYWHERE, "zoom": "12", **query}
    answer = visitor.get("/map/points.json", asked)
    assert answer.status_code == 400
    assert next(iter(query)) in answer.json()["fault"]


def test_the_page_has_the_same_requests_in_a_list_for_whom_there_is_no_map(
    visitor: Client,
) -> None:
    number = number_of(send(visitor))
    assert number in said(visitor.get("/map/"))
    page = said(visitor.get("/map/", {"bbox": EVERYWHERE, "status": "open"}))
    assert number in page
    assert f'data-box="{EVERYWHERE}"' in page
    assert 'data-points="/map/points.json?status=open"' in page
    assert 'data-beside="/map/list/?status=open"' in page
    assert "The map needs JavaScript." in page
    elsewhere = said(visitor.get("/map/", {"bbox": ELSEWHERE}))
    assert number not in elsewhere
    assert "There is no such request in this part of the map." in elsewhere


def test_the_list_beside_the_map_follows_it(visitor: Client) -> None:
    number = number_of(send(visitor))
    beside = said(visitor.get("/map/list/", {"bbox": EVERYWHERE}))
    assert number in beside
    assert "<html" not in beside
    assert number not in said(visitor.get("/map/list/", {"bbox": ELSEWHERE}))
    assert visitor.get("/map/list/", {"bbox": "1,2"}).status_code == 400


def test_a_map_of_an_area_opens_on_its_outline(visitor: Client) -> None:
    page = said(visitor.get("/map/", {"area": "district:1"}))
    assert 'data-area="/areas/district/1/outline.geojson"' in page


def test_a_map_of_what_there_cannot_be_says_what_to_choose(visitor: Client) -> None:
    answer = visitor.get("/map/", {"service": "moon"})
    assert answer.status_code == 422
    assert "Choose one of those in the list." in said(answer)


def test_the_way_from_the_map_to_the_list_keeps_what_was_chosen(
    visitor: Client, town: City
) -> None:
    page = said(visitor.get("/map/", {"status": "open", "bbox": EVERYWHERE}))
    links = re.findall(r'href="(/requests/\?[^"]*)"', page)
    assert any("status=open" in link and "bbox=" in link for link in links)
