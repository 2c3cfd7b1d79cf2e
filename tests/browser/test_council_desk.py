"""A clerk enters what happened in a real browser, and sees the sentence grow meanwhile."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import clean
from tests.browser.signing_in import sign_in
from tests.council import chamber
from tests.council.chamber import COMMITTEE
from townline.cities.rules.city import City
from townline.council import queries

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture
def served(own_database: str, settings, tmp_path) -> "Iterator[tuple[str, City, str]]":
    """Serve Fairview with a council and a file, and return where."""
    settings.MEDIA_ROOT = tmp_path
    city = chamber.found(people=True)
    number = chamber.introduced(city)
    server = LiveServer("127.0.0.1")
    yield server.url, city, number
    server.stop()


def test_a_clerk_enters_what_happened(browser: "Browser", served: "tuple[str, City, str]") -> None:
    from playwright.sync_api import expect

    address, city, number = served
    context = browser.new_context(base_url=address)
    tab = context.new_page()
    sign_in(tab, "clerk")
    tab.goto(f"/council/desk/files/{number}/")
    tab.get_by_role("link", name="Enter what happened").click()
    clean(tab)
    tab.get_by_role("link", name="Scheduled in committee").click()
    tab.get_by_label("Committee", exact=True).fill(COMMITTEE)
    grown = f"{COMMITTEE} scheduled item for committee meeting on [On]."
    expect(tab.locator(".sentence")).to_have_text(grown)
    clean(tab)
    tab.get_by_role("button", name="Enter it").click()
    tab.get_by_role("alert").get_by_text("There is 1 thing to put right").wait_for()
    clean(tab)
    tab.get_by_label("On", exact=True).fill("2026-03-09")
    tab.get_by_role("button", name="Keep as a draft").click()
    tab.get_by_role("button", name="Undo the last change").wait_for()
    tab.get_by_label("Day", exact=True).fill("2026-03-02")
    tab.get_by_role("button", name="Enter it").click()
    tab.wait_for_url(f"**/council/desk/files/{number}/")
    clean(tab)
    (line,) = queries.history(city, number)
    assert line.printed == f"{COMMITTEE} scheduled item for committee meeting on March 9, 2026."
    tab.get_by_role("link", name="Correct").click()
    clean(tab)
    context.close()
