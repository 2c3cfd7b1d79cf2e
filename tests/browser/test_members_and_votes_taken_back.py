"""A committee gets its members, and a vote is taken back, in a real browser with axe."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.signing_in import sign_in
from tests.browser.test_desk import SIZES, check_here
from tests.council import chamber
from tests.council.test_meeting_papers import held
from townline.cities.rules.city import City
from townline.council import queries

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PLUM = "/council/desk/bodies/plum/members/"


@pytest.fixture
def town(own_database: str, settings: Any, tmp_path: object) -> City:
    settings.MEDIA_ROOT = tmp_path
    return chamber.found(people=True)


@pytest.fixture
def tab(browser: "Browser", town: City) -> "Iterator[Page]":
    server = LiveServer("127.0.0.1")
    context = browser.new_context(base_url=server.url)
    yield context.new_page()
    context.close()
    server.stop()


def look(tab: "Page") -> None:
    """Hold the page to axe, on a phone and on a desk."""
    for width, height in SIZES.values():
        tab.set_viewport_size({"width": width, "height": height})
        check_here(tab, tab.url)


def test_a_committee_gets_a_chair_by_keyboard(tab: "Page", town: City) -> None:
    from playwright.sync_api import expect

    sign_in(tab, "clerk")
    tab.goto("/council/desk/meetings/")
    tab.get_by_role("link", name="Bodies and their members").click()
    look(tab)
    tab.get_by_role("link", name="Planning and Land Use Management Committee").click()
    look(tab)
    tab.get_by_label("Who", exact=True).focus()
    tab.keyboard.type("Nithya")
    tab.keyboard.press("Tab")
    tab.keyboard.type("Chair")
    tab.get_by_role("button", name="Enter", exact=True).press("Enter")
    expect(tab.get_by_role("status").first).to_contain_text("Entered.", use_inner_text=True)
    (each,) = queries.memberships(town, "plum")
    assert (each.name, each.role) == ("Nithya Raman", "chair")
    tab.get_by_role("button", name="Enter", exact=True).press("Enter")
    tab.get_by_role("alert").wait_for()  # nobody was chosen
    look(tab)
    tab.get_by_role("link", name=re.compile("Change.*Nithya Raman")).click()
    look(tab)


def test_a_vote_is_taken_back_and_everyone_reads_why(tab: "Page", town: City) -> None:
    from playwright.sync_api import expect

    code, (number, _left) = held(town, "Street trees on Oak Street", "Lamps in the park")
    sign_in(tab, "clerk")
    tab.goto(f"/council/desk/meetings/{code}/")
    look(tab)
    tab.get_by_role("link", name=re.compile(f"Take the vote back.*{number}")).click()
    look(tab)
    tab.get_by_role("button", name="Take the vote back").click()
    expect(tab.get_by_role("alert")).to_contain_text("Say why.", use_inner_text=True)
    tab.get_by_label("Why?").fill("The roll was called again.")
    tab.get_by_role("button", name="Take the vote back").click()
    expect(tab.locator("main")).to_contain_text(
        "What was entered by it still stands:", use_inner_text=True
    )
    look(tab)
    for path in (f"meetings/{code}/", f"files/{number}/", f"meetings/{code}/cancellation.pdf"):
        tab.goto(f"/council/{path}")
        look(tab)
    tab.goto(f"/council/meetings/{code}/")
    said = tab.get_by_text("Taken back", exact=True)
    assert said.count() == 1
