"""Nobody is passed on unawares to where no one answers: the console asks once more."""

from typing import TYPE_CHECKING

import pytest

from tests.browser import test_console as console
from tests.browser.accessible import clean
from townline.cities.rules.city import City
from townline.contacts import queries

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
served = console.served
NOBODY = "Nobody is there now who answers Trees in their language."


def test_at_the_console_it_takes_a_second_key(browser: "Browser", served: tuple[str, City]) -> None:
    from playwright.sync_api import expect

    address, city = served
    tab = console.signed_in(browser, address)
    contact = console.answered_by_keys(tab, city)
    tab.keyboard.press("t")
    queue = tab.get_by_label("Pass it on to")
    expect(queue).to_be_focused()
    queue.select_option("trees")
    expect(queue.locator("option:checked")).to_have_text("Trees (nobody there now)")
    tab.get_by_role("button", name="Ask first").click()
    tab.get_by_role("button", name="Ask anyway").wait_for()
    tab.get_by_role("link", name="Keep them").click()
    expect(tab.get_by_text(NOBODY)).to_be_hidden()
    queue.select_option("trees")
    tab.get_by_role("button", name="Pass on", exact=True).click()
    expect(tab.get_by_role("alert", name=NOBODY)).to_be_focused()
    clean(tab, "warned")
    assert queries.turn_of(city.id, contact).queue == "general"
    tab.locator("[data-console][data-ready]").wait_for()
    tab.keyboard.press("t")
    tab.get_by_text("Passed on, with all that is known of it.").wait_for()
    assert queries.turn_of(city.id, contact).queue == "trees"
