"""Pages of areas, and the feeds by which one is told of them."""

from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from tests.portal.reports import number_of, pothole, said, send
from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM
from townline.requests.actions import count
from townline.requests.models import ServiceRequest

ATOM = "{http://www.w3.org/2005/Atom}"
AREA = "/areas/district/1/"


def entries(answer_text: bytes) -> list[ElementTree.Element]:
    return ElementTree.fromstring(answer_text).findall(f"{ATOM}entry")


def test_the_areas_are_listed_by_their_kind_with_what_is_open(visitor: Client, town: City) -> None:
    send(visitor)
    page = said(visitor.get("/areas/"))
    assert 'href="/areas/district/1/"' in page
    assert "Council district" in page
    assert "1 open" not in page
    count.count(city_id=town.id, by=SYSTEM, at=timezone.now())
    assert "1 open" in said(visitor.get("/areas/"))
    assert "Shelbyville" not in page


def test_an_area_has_figures_its_latest_requests_and_ways_to_be_told(
    visitor: Client, town: City
) -> None:
    number = number_of(send(visitor))
    count.count(city_id=town.id, by=SYSTEM, at=timezone.now())
    page = said(visitor.get(AREA))
    assert "District 1" in page
    assert number in page
    assert "Asked in the last 30 days" in page
    assert 'href="tel:555-0102"' in page
    assert "Springfield maps (CC0)" in page
    for way in ("feed.atom", "requests.geojson"):
        assert f'href="{AREA}{way}"' in page
    assert 'href="/requests/?area=district%3A1"' in page
    assert "Distrito" in said(visitor.get(f"/es{AREA}"))


def test_an_area_where_nothing_was_asked_says_so(visitor: Client) -> None:
    send(visitor)
    page = said(visitor.get("/areas/district/2/"))
    assert "Nobody has asked for anything in public here yet." in page


@pytest.mark.parametrize("area", ["district/9", "moon/1", "city/1", "neighbour/s", "district/%00"])
@pytest.mark.parametrize("what", ["", "outline.geojson", "feed.atom", "requests.geojson"])
def test_an_area_that_the_city_does_not_have_is_not_there(
    visitor: Client, area: str, what: str
) -> None:
    assert visitor.get(f"/areas/{area}/{what}").status_code == 404


def test_the_outline_of_an_area_is_its_alone(visitor: Client) -> None:
    answer = visitor.get(f"{AREA}outline.geojson")
    assert [shape["id"] for shape in answer.json()["features"]] == ["1"]
    assert answer.json()["attribution"] == "Springfield maps (CC0)"


@pytest.mark.parametrize("feed", [f"{AREA}feed.atom", "/requests/feed.atom"])
def test_a_feed_has_what_changed_last_without_what_nobody_has_read(
    visitor: Client, feed: str
) -> None:
    number = number_of(send(visitor, **pothole(description="SECRET-WORDS", plate="7XYZ890")))
    answer = visitor.get(feed)
    assert answer["Content-Type"].startswith("application/atom+xml")
    (entry,) = entries(answer.content)
    assert entry.findtext(f"{ATOM}title") == "Pothole: 100 N MAIN ST, 62701"
    assert entry.findtext(f"{ATOM}id") == f"http://testserver/requests/{number}/"
    assert b"SECRET-WORDS" not in answer.content
    assert b"7XYZ890" not in answer.content
    assert b"ana@example.org" not in answer.content
    ServiceRequest.objects.update(released_at=timezone.now())
    assert b"SECRET-WORDS" in visitor.get(feed).content
    assert b"7XYZ890" not in visitor.get(feed).content


def test_a_feed_is_narrowed_as_the_list_is(visitor: Client) -> None:
    send(visitor)
    for query, n in (({"status": "open"}, 1), ({"status": "closed"}, 0), ({"service": "idea"}, 0)):
        assert len(entries(visitor.get("/requests/feed.atom", query).content)) == n
    assert len(entries(visitor.get("/areas/district/2/feed.atom").content)) == 0
    answer = visitor.get("/requests/feed.atom", {"service": "moon"})
    assert answer.status_code == 400
    assert "service must be" in answer.json()["fault"]


def test_a_feed_in_which_nothing_changed_is_not_sent_again(visitor: Client) -> None:
    for feed in (f"{AREA}feed.atom", "/requests/feed.atom", f"{AREA}requests.geojson"):
        first = visitor.get(feed)
        assert "max-age=300" in first["Cache-Control"]
        again = visitor.get(feed, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304, feed
    send(visitor)
    assert visitor.get(feed, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_data_of_an_area_come_page_after_page(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("townline.portal.feeds.FEATURES", 2)
    numbers = [
        number_of(send(visitor, **pothole(asked="1", key=f"k{i}", description="SECRET-WORDS")))
        for i in range(3)
    ]
    first = visitor.get(f"{AREA}requests.geojson").json()
    second = visitor.get(first["next"]).json()
    shown = [f["id"] for f in first["features"] + second["features"]]
    assert shown == numbers[::-1]
    assert "next" not in second
    told = first["features"][0]["properties"]
    assert (told["service"], told["status"], told["description"]) == ("pothole", "open", None)
    assert "." not in told["requested_at"]
    assert first["features"][0]["geometry"]["type"] == "Point"


@pytest.mark.parametrize("query", [{"after": "x"}, {"area": "district:2"}, {"since": "2026-99-01"}])
def test_data_that_cannot_be_asked_for_are_refused_with_a_reason(
    visitor: Client, query: dict[str, str]
) -> None:
    answer = visitor.get(f"{AREA}requests.geojson", query)
    assert answer.status_code == 400
    assert answer.json()["fault"]
