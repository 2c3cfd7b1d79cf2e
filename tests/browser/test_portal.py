"""The residents' pages in a real browser: for every eye, every hand and every width."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.ground.installation import Installation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = {
    "home": "/",
    "services": "/report/",
    "search": "/report/?q=sofa",
    "report": "/report/pothole/",
    "waiting": "/waiting/",
    "no signal": "/offline/",
    "order": "/report/bulky-items/",
    "requests": "/requests/",
    "places": "/places/",
    "address": "/places/?address=200+N+Spring+St",
    "Spanish": "/es/report/pothole/",
    "Korean": "/ko/",
    "answers": "/answers/",
    "answers found": "/es/answers/?q=sofa",
    "an answer": "/answers/emergency-numbers/",
}
REFUSALS = {
    "not there": "/nowhere/",
    "mistyped": "/requests/?number=26-104233-1",
    "no place": "/places/?lat=95&lon=0",
}
TOO_SMALL = """() => [...document.querySelectorAll(
    "button, summary, select, nav a, li > a," +
    "input:not([type=hidden], [type=radio], [type=checkbox])"
  )].filter((e) => e.offsetParent && !e.closest(".trap, [data-map], .usa-sr-only"))
  .filter((e) => e.getBoundingClientRect().height < 43.5)
  .map((e) => e.outerHTML.slice(0, 100))"""


@pytest.fixture
def tab(browser: "Browser", server: Installation) -> "Iterator[Page]":
    """Open a tab that may meet refusals, which browsers log as errors."""
    context = browser.new_context(base_url=server.address, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def faults_of(page: "Page") -> list[str]:
    """Return what axe finds wrong, a line each."""
    found = Axe().run(page, options=RULES)
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_wrong(page: "Page", address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert faults_of(page) == []


@pytest.mark.parametrize("address", REFUSALS.values(), ids=REFUSALS)
def test_axe_finds_nothing_wrong_with_a_refusal(tab: "Page", address: str) -> None:
    tab.goto(address)
    assert faults_of(tab) == []


@pytest.mark.parametrize("address", [*PAGES.values(), *REFUSALS.values()], ids=[*PAGES, *REFUSALS])
def test_nothing_is_wider_than_a_small_phone(tab: "Page", address: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.goto(address)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_whatever_is_pressed_is_large_enough_for_a_thumb(tab: "Page", address: str) -> None:
    tab.goto(address)
    small = tab.evaluate(TOO_SMALL)
    assert small == []


def test_a_page_in_print_has_neither_menu_nor_forms(page: "Page") -> None:
    page.goto("/places/?address=200+N+Spring+St")
    page.emulate_media(media="print")
    page.locator(".menu").wait_for(state="hidden")
    page.locator("form").first.wait_for(state="hidden")
    page.get_by_text("Council district").first.wait_for()
