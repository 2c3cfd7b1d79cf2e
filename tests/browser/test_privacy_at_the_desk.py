"""Who saw callers' details, and what callers agreed to, in a real browser at three widths."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.accessible import clean
from tests.browser.signing_in import sign_in
from tests.browser.test_console import in_hand, ring, served, signed_in
from townline.cities.rules.city import City
from townline.contacts import queries
from townline.contacts.rules.consent import ConsentTo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
__all__ = ["served"]


def test_a_caller_wants_no_number_kept_and_who_leads_sees_who_looked(
    browser: "Browser", served: tuple[str, City]
) -> None:
    from playwright.sync_api import expect

    address, city = served
    tab = signed_in(browser, address)
    tab.keyboard.press("v")
    expect(tab.locator("#c-status strong")).to_have_text("Available")
    contact = ring(tab, city)
    tab.keyboard.press("a")
    in_hand(tab, contact)
    card = tab.get_by_role("region", name="What they agreed to")
    card.locator("summary").first.click()
    expect(card.get_by_text("May we keep your number")).to_be_visible()
    clean(tab, "asks")
    card.get_by_role("button", name="They do not want it").click()
    expect(tab.get_by_text("Entered: they do not want it.").first).to_be_visible()
    assert queries.agreed(contact, ConsentTo.KEEPING) is False
    looked = led(browser, address)
    looked.goto("/desk/looks/")
    expect(looked.get_by_role("row").filter(has_text="To answer it")).to_have_count(1)
    clean(looked, "looks")
    looked.get_by_role("link", name="Demo agent").click()
    expect(looked.get_by_text("By Demo agent alone.")).to_be_visible()
    looked.get_by_label("Number of a contact").fill("x")
    looked.get_by_role("button", name="Show", exact=True).click()
    looked.get_by_role("alert").first.wait_for()
    clean(looked, "faulty")


def led(browser: "Browser", address: str) -> "Page":
    """Return a tab in which the supervisor is signed in."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    sign_in(tab, "supervisor")
    return tab
