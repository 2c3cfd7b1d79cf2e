"""The map in a real browser: by hand, by keyboard, without scripts, on a small phone."""

import gzip
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.browser.staff import POTHOLE
from tests.browser.test_portal import faults_of
from tests.ground.installation import Installation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MARK = ".map__mark, .map__many"
HEAVIEST = 650_000
"""Bytes that the page of the map may weigh with all that it loads, compressed."""
CITY_HALL = "-118.2478,34.0487,-118.2378,34.0587"


@pytest.fixture(scope="module")
def filed(server: Installation) -> str:
    """File a report at the city hall, and return its number."""
    key = server.townline("key", "add", "Map of marks", "--per-minute", "1000").stdout.strip()
    answer = httpx.post(
        f"{server.address}open311/v2/requests.json", data={"api_key": key} | POTHOLE
    )
    return str(answer.json()[0]["service_request_id"])


@pytest.fixture
def narrow(browser: "Browser", server: Installation) -> "Iterator[Page]":
    """Open a tab as narrow as the smallest phones."""
    context = browser.new_context(base_url=server.address, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def opened(page: "Page", filed: str, query: str = f"bbox={CITY_HALL}&status=open") -> None:
    """Open the map around the city hall, and wait for its marks."""
    page.goto(f"/map/?{query}")
    page.locator(MARK).first.wait_for()


def box_of(url: str) -> list[float]:
    """Return west, south, east and north of the part of the map that an address names."""
    return [float(side) for side in parse_qs(urlsplit(url).query)["bbox"][0].split(",")]


def test_a_mark_tells_what_it_is_and_leads_to_its_request(page: "Page", filed: str) -> None:
    opened(page, filed)
    assert re.search(r"\d+ requests? in this part", page.locator("[data-map-said]").inner_text())
    page.locator(MARK).first.click()
    told = page.locator(".map__told")
    told.wait_for()
    told.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/requests/[^?]+/$"))
    page.go_back()
    page.locator(MARK).first.wait_for()
    assert "bbox=" in page.url


def test_the_map_by_keyboard_alone(page: "Page", filed: str) -> None:
    opened(page, filed)
    reachable = page.locator(f":is({MARK})[tabindex='0']")
    assert reachable.count() == 1
    assert reachable.get_attribute("role") == "button"
    assert "Pothole" in (reachable.get_attribute("aria-label") or "")
    for _ in range(60):
        page.keyboard.press("Tab")
        if reachable.evaluate("e => e === document.activeElement"):
            break
    else:
        pytest.fail("the tab key never reaches a mark")
    page.keyboard.press("Enter")
    page.locator(".map__told").wait_for()
    page.locator(".map__told a:focus").wait_for()
    page.keyboard.press("Escape")
    page.locator(".map__mark:focus").wait_for()
    if page.locator(MARK).count() > 1:
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.matches('.map__mark')")
        assert reachable.count() == 1


def test_the_list_and_the_address_follow_the_map(page: "Page", filed: str) -> None:
    from playwright.sync_api import expect

    opened(page, filed)
    expect(page.locator("[data-map-list]")).to_contain_text(filed, use_inner_text=True)
    before = float(CITY_HALL.split(",")[0])
    with page.expect_response(lambda answer: "/map/list/" in answer.url) as told:
        for _ in range(2):
            page.locator("[data-map]").press("ArrowRight")
            page.wait_for_timeout(500)
    assert "status=open" in told.value.url
    page.wait_for_url(lambda url: "bbox" in url and box_of(url)[0] > before)
    west = box_of(page.url)[0]
    as_list = page.get_by_role("link", name="List", exact=True).get_attribute("href") or ""
    assert f"bbox={west}" in as_list.replace("%2C", ",")
    page.reload()
    page.locator("[data-map] .leaflet-map-pane").wait_for(state="attached")
    assert box_of(page.url)[0] == west


def cell(n: int, south: float, west: float) -> dict[str, object]:
    """Return a cell of the map as the server tells it."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [west + 0.01, south + 0.01]},
        "properties": {"n": n, "short": str(n), "says": f"{n} requests: zoom in",
                       "box": [south, west, south + 0.02, west + 0.02]},
    }  # fmt: skip


def test_where_there_are_many_their_number_stands_on_the_map_and_leads_closer(
    page: "Page", filed: str
) -> None:
    told = {"type": "FeatureCollection", "says": "About 940 requests here. Zoom in.",
            "features": [cell(900, 34.04, -118.26), cell(40, 34.1, -118.3)]}  # fmt: skip
    page.route("**/map/points.json*", lambda route: route.fulfill(json=told))
    opened(page, filed, "")
    assert page.locator("[data-map-said]").inner_text() == told["says"]
    assert page.locator(".map__many").all_inner_texts() == ["900", "40"]
    page.get_by_role("button", name="900 requests: zoom in").press("Enter")
    page.wait_for_url(lambda url: "bbox=" in url and box_of(url)[2] - box_of(url)[0] < 0.2)


def test_axe_finds_nothing_wrong_with_map_and_popup(page: "Page", filed: str) -> None:
    opened(page, filed)
    assert faults_of(page) == []
    page.locator(MARK).first.click()
    page.locator(".map__told").wait_for()
    page.wait_for_timeout(400)
    page.wait_for_function("() => document.getAnimations().length === 0")
    assert faults_of(page) == []


@pytest.mark.parametrize(
    "address", ["/map/", "/requests/?status=open", "/areas/", "/areas/council_district/14/"]
)
def test_nothing_is_wider_than_a_small_phone(narrow: "Page", filed: str, address: str) -> None:
    narrow.goto(address)
    narrow.wait_for_load_state("networkidle")
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults_of(narrow) == []


def test_without_scripts_the_map_is_a_list(
    browser: "Browser", server: Installation, filed: str
) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"/map/?bbox={CITY_HALL}&status=open")
    plain.get_by_text("The map needs JavaScript.").wait_for()
    plain.get_by_text(filed).wait_for()
    plain.locator("[data-map]").wait_for(state="hidden")
    plain.get_by_label("Status", exact=True).select_option("closed")
    plain.get_by_role("button", name="Show").click()
    assert plain.get_by_text(filed).count() == 0
    context.close()


def test_the_map_weighs_little(page: "Page", filed: str, server: Installation) -> None:
    loaded: dict[str, bytes] = {}
    page.on("response", lambda answer: loaded.setdefault(answer.url, answer.body()))
    opened(page, filed, "")
    page.wait_for_load_state("networkidle")
    weights = {url: min(len(body), len(gzip.compress(body))) for url, body in loaded.items()}
    assert any("leaflet" in url for url in weights)
    assert sum(weights.values()) <= HEAVIEST, weights
