"""One finds a service by one's own words: by keyboard, by ear, by thumb, and without scripts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.ground.installation import Installation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

LABEL = "What do you need?"
STORM = ("--title", "Storm tonight", "--title", "es=Tormenta esta noche")


@pytest.fixture
def phone(browser: "Browser", server: Installation) -> "Iterator[Page]":
    """Open a tab that is as narrow as a page may be."""
    context = browser.new_context(base_url=server.address, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def typed(page: "Page", words: str, path: str = "/") -> "Locator":
    """Type into the box letter by letter, wait for what fits the whole, and return the box."""
    page.goto(path)
    box = page.locator("#q")
    box.press_sequentially(words)
    page.locator("[role=listbox]:not([aria-busy]) [role=option]").first.wait_for()
    return box


def test_the_arrows_choose_a_suggestion_and_enter_opens_its_form(page: "Page") -> None:
    from playwright.sync_api import expect

    box = typed(page, "matress")
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert chosen.count() == 1
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    expect(chosen).to_contain_text("Bulky items pick-up", use_inner_text=True)
    box.press("Enter")
    page.wait_for_url("**/report/bulky-items/")


def test_escape_closes_the_list_and_the_arrows_open_it_again(page: "Page") -> None:
    box = typed(page, "tree")
    options = page.locator("[role=option]")
    assert options.count() > 2
    box.press("ArrowUp")
    assert options.last.get_attribute("aria-selected") == "true"
    box.press("ArrowDown")
    assert options.first.get_attribute("aria-selected") == "true"
    box.press("Escape")
    page.locator("[role=listbox]").wait_for(state="hidden")
    assert box.input_value() == "tree"
    assert box.get_attribute("aria-expanded") == "false"
    box.press("ArrowDown")
    page.locator("[role=listbox]").wait_for()
    box.press("Tab")
    page.locator("[role=listbox]").wait_for(state="hidden")


def test_how_many_fit_is_announced(page: "Page") -> None:
    from playwright.sync_api import expect

    typed(page, "dead dog")
    said = page.locator("#q-said")
    expect(said).to_contain_text("Choose", use_inner_text=True)
    assert said.get_attribute("role") == "status"
    page.locator("#q").fill("zzzzqqqq")
    page.get_by_text("No service fits these words.").wait_for()
    page.locator("[role=listbox]").wait_for(state="hidden")


def test_enter_without_a_choice_sends_the_words(page: "Page") -> None:
    from playwright.sync_api import expect

    typed(page, "grafitti").press("Enter")
    page.wait_for_url("**/report/?q=grafitti")
    expect(page.locator("#found strong")).to_contain_text("graffiti", use_inner_text=True)
    page.locator("#found").get_by_role("link", name="Graffiti removal").click()
    page.wait_for_url("**/report/graffiti-removal/")


def test_a_suggestion_is_taken_by_a_click_in_the_pages_language(page: "Page") -> None:
    typed(page, "가로등", "/ko/")
    page.locator("[role=option]").first.click()
    page.wait_for_url("**/ko/report/single-streetlight/")


def test_the_open_list_is_clean_for_axe_and_fits_a_narrow_phone(phone: "Page") -> None:
    typed(phone, "street light")
    found = Axe().run(phone).response["violations"]
    assert [each["id"] for each in found] == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    low = phone.locator("[role=option]").first.bounding_box()
    assert low is not None
    assert low["height"] >= 43.5


def test_without_scripts_the_form_finds_the_same(browser: "Browser", server: Installation) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/es/")
    page.get_by_label("¿Qué necesita?").fill("muebles viejos")
    page.locator(".ask button").click()
    page.locator("#found").get_by_role("link", name="Recolección de objetos grandes").click()
    assert page.url.endswith("/es/report/bulky-items/")
    context.close()


def test_a_bulletin_is_on_the_first_page_within_two_seconds_and_gone_as_soon(
    page: "Page", server: Installation
) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    done = server.townline("bulletin", "publish", *STORM, "--until", tomorrow)
    number = done.stdout.strip()
    try:
        page.wait_for_timeout(1500)
        page.goto("/es/")
        page.get_by_role("heading", name="Tormenta esta noche").wait_for()
        page.goto("/ko/")
        shown = page.get_by_role("heading", name="Storm tonight")
        assert shown.locator("xpath=..").get_attribute("lang") == "en"
        found = Axe().run(page).response["violations"]
        assert [each["id"] for each in found] == []
    finally:
        server.townline("bulletin", "end", number)
    page.wait_for_timeout(1500)
    page.goto("/es/")
    assert page.get_by_text("Tormenta esta noche").count() == 0
