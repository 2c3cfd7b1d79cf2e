"""What is at this address."""

import json

import pytest
from django.test import Client
from django.utils import translation

from tests.portal import springfield
from tests.portal.reports import number_of, said, send
from townline.cities.rules.city import City
from townline.portal import places
from townline.requests.models import ServiceRequest


def test_an_address_shows_its_areas_with_phone_link_and_source(visitor: Client) -> None:
    page = said(visitor.get("/places/", {"address": "100 N Main St"}))
    assert "100 N MAIN ST, 62701" in page
    assert "Council district" in page
    assert "District 1" in page
    assert 'href="tel:555-0102"' in page
    assert 'href="https://example.org/1"' in page
    assert "Springfield maps (CC0)" in page


def test_the_kinds_of_areas_are_named_in_the_pages_language(visitor: Client) -> None:
    assert "Distrito" in said(visitor.get("/es/places/", {"address": "100 N Main St"}))


def test_a_point_is_as_good_as_an_address(visitor: Client) -> None:
    lat, lon = springfield.HALL
    page = said(visitor.get("/places/", {"lat": lat, "lon": lon}))
    assert "100 N MAIN ST, 62701" in page
    assert "District 1" in page


def test_an_address_that_may_be_two_places_offers_both(visitor: Client) -> None:
    page = said(visitor.get("/places/", {"address": "100 Main St"}))
    assert "100 N MAIN ST" in page
    assert "100 S MAIN ST" in page
    assert "?lat=40.001&amp;lon=-89.001" in page


def test_the_address_may_also_be_called_q(visitor: Client) -> None:
    assert "District 1" in said(visitor.get("/places/", {"q": "100 N Main St"}))
    assert visitor.get("/places/", {"q": ""}).status_code == 422


def test_an_address_shows_what_is_open_near_by_and_leads_to_a_report_there(
    visitor: Client,
) -> None:
    number = number_of(send(visitor))
    page = said(visitor.get("/places/", {"address": "100 N Main St"}))
    assert number in page
    assert 'href="/areas/district/1/"' in page
    assert 'href="/report/?lat=40.001&amp;lon=-89.001&amp;address=100%20N%20MAIN%20ST' in page
    assert 'href="/map/?bbox=-89.00' in page
    assert number not in said(visitor.get("/places/", {"address": "7 Elm Ave"}))
    ServiceRequest.objects.update(status="closed")
    assert number not in said(visitor.get("/places/", {"address": "100 N Main St"}))


def test_a_collection_day_is_told_where_the_city_tells_it(town: City) -> None:
    assert places._weekday(" Monday") == "Monday"
    assert places._weekday("1st and 3rd Friday") == "1st and 3rd Friday"
    with translation.override("es"):
        assert places._weekday("monday") == "lunes"
    assert "Collection day" not in said(Client().get("/places/", {"q": "100 N Main St"}))


def test_an_unknown_address_is_said_to_be_unknown(visitor: Client) -> None:
    assert "was not found" in said(visitor.get("/places/", {"address": "99 Nowhere Blvd"}))


def test_a_place_outside_names_the_neighbour(visitor: Client) -> None:
    lat, lon = springfield.OUTSIDE
    page = said(visitor.get("/places/", {"lat": lat, "lon": lon}))
    assert "This place is in Shelbyville" in page


def test_nothing_asked_says_what_one_will_see(visitor: Client) -> None:
    assert "Council district" in said(visitor.get("/places/"))


@pytest.mark.parametrize("query", [{"address": ""}, {"lat": "91", "lon": "0"}, {"lat": "north"}])
def test_what_is_no_place_is_refused(visitor: Client, query: dict[str, str]) -> None:
    assert visitor.get("/places/", query).status_code == 422


def test_the_form_is_told_what_a_text_may_mean(visitor: Client) -> None:
    found = json.loads(visitor.get("/places/find.json", {"q": "7 elm av"}).content)
    assert found["matches"][0]["label"].startswith("7 ELM AV")
    assert json.loads(visitor.get("/places/find.json").content) == {"matches": []}


def test_the_form_is_told_the_address_of_a_point_or_why_not(visitor: Client) -> None:
    lat, lon = springfield.HALL
    inside = visitor.get("/places/point.json", {"lat": lat, "lon": lon})
    assert json.loads(inside.content)["address"] == "100 N MAIN ST, 62701"
    lat, lon = springfield.OUTSIDE
    outside = visitor.get("/places/point.json", {"lat": lat, "lon": lon})
    assert "Shelbyville" in json.loads(outside.content)["fault"]
    assert visitor.get("/places/point.json", {"lat": "x"}).status_code == 400


def test_the_map_gets_the_outlines_of_the_first_kind_of_areas(visitor: Client) -> None:
    answer = visitor.get("/places/outlines.json")
    shapes = json.loads(answer.content)
    assert [s["properties"]["name"] for s in shapes["features"]] == ["District 1", "District 2"]
    assert "max-age=3600" in answer["Cache-Control"]
