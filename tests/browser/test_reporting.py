"""Reporting in a real browser: with scripts and without, by keyboard, on a small phone, offline."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.reporting import (
    ADDRESS,
    FORM,
    HELD_MS,
    answer_all,
    be_a_person,
    decided,
    press_next,
    ready,
    say_what,
    say_where,
    send,
)
from tests.browser.test_portal import faults_of
from tests.ground.databases import ROOT
from tests.ground.installation import Installation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PICTURE = ROOT / "docs" / "picture.png"


@pytest.fixture
def phone(browser: "Browser", server: Installation) -> "Iterator[BrowserContext]":
    """Open a phone, which may lose its signal."""
    context = browser.new_context(base_url=server.address, viewport={"width": 390, "height": 844})
    yield context
    context.close()


@pytest.fixture
def tab(phone: "BrowserContext") -> "Page":
    return phone.new_page()


def test_a_report_from_the_form_to_the_public_page(page: "Page") -> None:
    from playwright.sync_api import expect

    page.goto(FORM)
    ready(page)
    assert faults_of(page) == []
    say_where(page)
    page.locator(":focus").filter(has_text=re.compile(r"^\s*Step 2 of 3")).wait_for()
    assert faults_of(page) == []
    say_what(page, "From a browser")
    expect(page.locator("[data-review]")).to_contain_text("From a browser", use_inner_text=True)
    assert faults_of(page) == []
    send(page)
    page.wait_for_url(re.compile(r"received=1"))
    page.get_by_text("Thank you. We have it.").wait_for()
    assert faults_of(page) == []
    number = page.locator(".number").first.inner_text()
    page.goto(f"/requests/{number}/")
    page.get_by_role("heading", name="Pothole").wait_for()
    assert faults_of(page) == []


def test_errors_take_the_focus_and_lead_to_their_fields(tab: "Page") -> None:
    tab.goto(FORM)
    ready(tab)
    tab.get_by_role("button", name="Next").click()
    summary = tab.get_by_role("alert")
    summary.wait_for()
    summary.and_(tab.locator(":focus")).wait_for()
    tab.locator("#id_address_error").wait_for()
    assert "id_address_error" in (
        tab.locator("#id_address").get_attribute("aria-describedby") or ""
    )
    assert faults_of(tab) == []
    summary.get_by_role("link").first.click()
    tab.locator("#id_address:focus").wait_for()


def test_a_reload_in_the_middle_keeps_everything(tab: "Page") -> None:
    from playwright.sync_api import expect

    tab.goto(FORM)
    ready(tab)
    say_where(tab)
    answer_all(tab)
    tab.get_by_label("Describe it").fill("Half done")
    tab.locator("input[name=photos]").set_input_files(PICTURE)
    tab.locator("[data-photos] canvas").wait_for()
    tab.get_by_text("Saved on this device.").wait_for()
    tab.wait_for_timeout(600)
    tab.reload()
    ready(tab)
    assert tab.get_by_label("Describe it").input_value() == "Half done"
    expect(tab.locator("[data-photos] canvas")).to_have_count(1)
    assert tab.locator(".question input:checked").count()
    tab.get_by_role("button", name="Back").click()
    assert tab.get_by_label("Address or corner of two streets").input_value() == ADDRESS


def test_another_tab_of_the_same_phone_knows_the_report_but_not_its_sender(
    phone: "BrowserContext", tab: "Page"
) -> None:
    from playwright.sync_api import expect

    tab.goto(FORM)
    ready(tab)
    say_where(tab)
    say_what(tab, "Kept")
    tab.get_by_label("E-mail").fill("demo@example.org")
    tab.wait_for_timeout(600)
    tab.reload()
    ready(tab)
    assert tab.get_by_label("E-mail").input_value() == "demo@example.org"
    other = phone.new_page()
    other.goto(FORM)
    ready(other)
    expect(other.locator("[data-review]")).to_contain_text("Kept", use_inner_text=True)
    assert other.get_by_label("E-mail").input_value() == ""


def test_a_draft_is_thrown_away_on_wish(tab: "Page") -> None:
    tab.goto(FORM)
    ready(tab)
    say_where(tab)
    tab.get_by_role("button", name="Throw it away").click()
    tab.wait_for_load_state("networkidle")
    ready(tab)
    assert tab.get_by_label("Address or corner of two streets").input_value() == ""


def test_the_back_button_of_the_browser_goes_back_a_step(tab: "Page") -> None:
    tab.goto(FORM)
    ready(tab)
    say_where(tab)
    tab.go_back()
    assert tab.get_by_label("Address or corner of two streets").input_value() == ADDRESS


def test_a_report_without_a_signal_waits_and_is_sent_once(
    phone: "BrowserContext", tab: "Page"
) -> None:
    from playwright.sync_api import expect

    tab.goto(FORM)
    ready(tab)
    tab.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tab.wait_for_timeout(1500)
    phone.set_offline(True)
    tab.reload()
    ready(tab)
    tab.get_by_label("Address or corner of two streets").fill(ADDRESS)
    press_next(tab)
    answer_all(tab)
    tab.get_by_label("Describe it").fill("From a dead spot")
    tab.locator("input[name=photos]").set_input_files(PICTURE)
    tab.locator("[data-photos] canvas").wait_for()
    press_next(tab)
    send(tab)
    tab.get_by_role("heading", name="Kept on this device").wait_for()
    tab.get_by_role("link", name="Waiting to be sent", exact=True).click()
    tab.get_by_text("Waiting for a signal").wait_for()
    tab.get_by_role("link", name="Waiting to be sent (1)").wait_for()
    assert faults_of(tab) == []
    phone.set_offline(False)
    tab.get_by_text("Your number is").wait_for()
    tab.get_by_role("link", name="See your report").click()
    tab.get_by_text("From a dead spot").wait_for()
    expect(tab.locator(".photos img")).to_have_count(1)


def test_a_page_that_is_not_kept_says_that_there_is_no_signal(
    phone: "BrowserContext", tab: "Page"
) -> None:
    tab.goto("/es/report/")
    tab.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tab.wait_for_timeout(1500)
    phone.set_offline(True)
    tab.goto("/es/places/")
    tab.get_by_role("heading", name="Sin señal").wait_for()


def test_what_waits_and_is_refused_can_be_put_right(phone: "BrowserContext", tab: "Page") -> None:
    tab.goto(FORM)
    ready(tab)
    tab.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tab.wait_for_timeout(1500)
    phone.set_offline(True)
    tab.reload()
    ready(tab)
    tab.get_by_label("Address or corner of two streets").fill("99 Nowhere Blvd")
    press_next(tab)
    answer_all(tab)
    press_next(tab)
    send(tab)
    tab.get_by_role("link", name="Waiting to be sent", exact=True).click()
    phone.set_offline(False)
    tab.get_by_text("Needs your help").wait_for()
    tab.get_by_role("link", name="Put it right").click()
    ready(tab)
    tab.locator("#id_address_error").wait_for()
    tab.get_by_label("Address or corner of two streets").fill(ADDRESS)
    press_next(tab)
    if tab.locator("#join_none").is_visible():
        press_next(tab)
    press_next(tab)
    send(tab)
    tab.wait_for_url(re.compile(r"received=1"))
    tab.goto("/waiting/")
    tab.get_by_text("Nothing is waiting here.").wait_for()


def test_a_report_with_the_keyboard_alone(tab: "Page") -> None:
    tab.goto(FORM)
    ready(tab)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    reach(tab, "#id_address")
    tab.keyboard.type(ADDRESS)
    tab.keyboard.press("Enter")
    decided(tab)
    if "step=what" not in tab.url:
        reach(tab, "[data-on]")
        tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"step=what"))
    for group in tab.locator(".question:not([hidden]) fieldset").all():
        first = group.locator("input").first.get_attribute("id") or ""
        reach(tab, f"#{first}")
        tab.keyboard.press("Space")
    reach(tab, "#id_description")
    tab.keyboard.type("By keyboard")
    reach(tab, "[data-on]")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"step=you"))
    be_a_person(tab)
    reach(tab, "[data-on]")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"received=1"))


def reach(tab: "Page", selector: str) -> None:
    """Press the tab key until what is meant has the focus."""
    for _ in range(80):
        tab.keyboard.press("Tab")
        if tab.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"the tab key never reaches {selector}")


def test_a_report_without_scripts(browser: "Browser", server: Installation) -> None:
    from playwright.sync_api import expect

    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(FORM)
    plain.get_by_text("Use my location").wait_for(state="hidden")
    say_where(plain)
    answer_all(plain)
    plain.get_by_label("Describe it").fill("Without scripts")
    plain.locator("input[name=photos]").set_input_files(PICTURE)
    press_next(plain)
    expect(plain.locator("[data-review]")).to_contain_text("Without scripts", use_inner_text=True)
    plain.wait_for_timeout(HELD_MS)  # without scripts no page says for how long it has been open
    plain.get_by_role("button", name="Send the report").click()
    plain.wait_for_url(re.compile(r"received=1"))
    plain.get_by_text("Thank you. We have it.").wait_for()
    expect(plain.locator(".photos img")).to_have_count(1)
    context.close()


@pytest.mark.parametrize("language", ["", "es/", "hy/", "ko/", "zh-hans/"])
def test_no_step_is_wider_than_a_small_phone(tab: "Page", language: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    for service in ("pothole", "bulky-items"):
        tab.goto(f"/{language}report/{service}/")
        ready(tab)
        for step in ("where", "what", "you"):
            tab.evaluate("s => document.querySelector(`[data-step=${s}]`).hidden = false", step)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_questions_show_only_when_they_are_asked(page: "Page") -> None:
    page.goto("/report/bulky-items/?step=what")
    ready(page)
    page.evaluate("document.querySelector('[data-step=what]').hidden = false")
    agreed = page.get_by_text("Has the building's manager agreed")
    agreed.wait_for(state="hidden")
    page.get_by_text("A building with five homes or more", exact=True).click()
    agreed.wait_for()


def test_a_place_set_on_the_map_gets_its_address(page: "Page") -> None:
    page.goto(FORM)
    ready(page)
    page.get_by_text("Set it on the map").click()
    page.locator(".leaflet-interactive, .leaflet-overlay-pane path").first.wait_for(
        state="attached"
    )
    page.get_by_role("button", name="Put the pin in the middle of the map").click()
    page.locator("[data-place-said]", has_text="Place set:").wait_for()
    assert page.locator("#id_lat").input_value()
    assert page.locator(".map__pin").count() == 1


def test_a_photo_that_knows_its_place_offers_it(tab: "Page", tmp_path: Path) -> None:
    tab.goto(FORM)
    ready(tab)
    tab.locator("[data-step=where] [data-photo-first]").set_input_files(placed_photo(tmp_path))
    tab.get_by_role("button", name="Use this place").click()
    tab.locator("[data-place-said]", has_text="Place set:").wait_for()
    assert tab.locator("#id_lat").input_value().startswith("34.05")
    press_next(tab)
    tab.locator("[data-photos] canvas").wait_for(state="attached")


def placed_photo(folder: Path) -> Path:
    """Return a photo that says it was taken at the city hall of Los Angeles."""
    from PIL import Image

    path, exif = folder / "placed.jpg", Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 3.0, 13.3), 3: "W", 4: (118.0, 14.0, 34.1)})
    Image.new("RGB", (640, 480), "grey").save(path, exif=exif)
    return path


MOST_KB, MOST_KB_WITH_MAP = 150, 450


def test_the_form_is_light_enough_for_a_slow_phone(phone: "BrowserContext", tab: "Page") -> None:
    loaded: dict[str, int] = {}
    session = phone.new_cdp_session(tab)
    session.send("Network.enable")
    session.on(
        "Network.loadingFinished",
        lambda told: loaded.update({told["requestId"]: told["encodedDataLength"]}),
    )
    tab.goto(FORM)
    ready(tab)
    tab.wait_for_load_state("networkidle")
    without = sum(loaded.values()) / 1000
    assert len(loaded) > 10, "the page and its styles, scripts and letters"
    assert without <= MOST_KB, f"{without:.0f} kB"
    tab.get_by_text("Set it on the map").click()
    tab.locator(".leaflet-overlay-pane path").first.wait_for(state="attached")
    tab.wait_for_load_state("networkidle")
    whole = sum(loaded.values()) / 1000
    assert without < whole <= MOST_KB_WITH_MAP, f"{whole:.0f} kB"


def test_a_photo_before_anything_else_comes_into_the_form_that_is_chosen(
    tab: "Page", tmp_path: Path
) -> None:
    tab.goto("/report/")
    tab.locator("[data-loose-photo]").set_input_files(placed_photo(tmp_path))
    tab.get_by_text("Your photo is kept.").wait_for()
    tab.get_by_role("link", name="Pothole", exact=True).click()
    ready(tab)
    tab.get_by_role("button", name="Use this place").wait_for()
    tab.locator("[data-photos] canvas").wait_for(state="attached")
    tab.get_by_text("Saved on this device.").wait_for()
    tab.goto("/report/")
    tab.locator("[data-begun]").get_by_role("link", name="Pothole").wait_for()
