"""Notes at the console outlive a session, a form that never arrives, and no change of agents."""

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session

from tests.browser.signing_in import sign_in
from tests.browser.test_console import clean, in_hand, ring, served, signed_in
from townline.cities.rules.city import City
from townline.contacts import queries

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["served"]
pytestmark = pytest.mark.browser
LEFT = "Object.keys(localStorage).filter((key) => key.startsWith('townline.note.')).length"
SLOW_MS = 30_000


def answering(browser: "Browser", address: str, city: City) -> tuple["Page", int]:
    """Return a tab with a contact in hand, in whose notes one can type."""
    tab = signed_in(browser, address)
    tab.keyboard.press("v")
    contact = ring(tab, city)
    tab.keyboard.press("a")
    in_hand(tab, contact)
    tab.keyboard.press("n")
    return tab, contact


def test_who_was_signed_out_while_typing_is_told_and_loses_nothing(
    browser: "Browser", served: tuple[str, City]
) -> None:
    from playwright.sync_api import expect

    tab, contact = answering(browser, *served)
    tab.route("**/note/", lambda route: route.abort())
    tab.keyboard.type("Dark since Monday")
    said = tab.locator("[data-note-said]")
    expect(said).not_to_have_text("Kept as you type.", timeout=SLOW_MS)
    Session.objects.all().delete()
    tab.evaluate("document.querySelector('[data-console]').dispatchEvent(new Event('live'))")
    tab.unroute("**/note/")
    expect(said).to_contain_text("Not kept: you are signed out", timeout=SLOW_MS)
    assert queries.notes_of(contact) == ()
    clean(tab, "signed out")
    sign_in(tab.context.new_page(), "agent")
    expect(said).to_have_text("Kept.", timeout=SLOW_MS)
    assert [note.text for note in queries.notes_of(contact)] == ["Dark since Monday"]


def test_a_draft_is_dropped_when_the_server_has_it_and_not_before(
    browser: "Browser", served: tuple[str, City]
) -> None:
    from playwright.sync_api import expect

    tab, contact = answering(browser, *served)
    tab.route("**/note/", lambda route: route.abort())
    tab.route("**/do/write-up/", lambda route: route.fulfill(status=502, body="No server."))
    tab.keyboard.type("Dark since Monday")
    tab.keyboard.press("Escape")
    tab.keyboard.press("s")
    tab.get_by_text("No server.").wait_for()
    assert tab.evaluate(LEFT) == 1
    tab.unroute("**/do/write-up/")
    tab.goto("/desk/console/")
    expect(tab.locator("#c-note")).to_have_value("Dark since Monday", timeout=SLOW_MS)
    tab.locator("[data-console][data-ready]").wait_for()
    tab.keyboard.press("s")
    tab.get_by_text("Written up: Nobody there").wait_for()
    tab.unroute("**/note/")
    tab.goto("/desk/console/")
    tab.wait_for_function(f"() => {LEFT} === 0")
    assert [note.text for note in queries.notes_of(contact)] == ["Dark since Monday"]


def test_who_signs_out_or_in_leaves_and_sees_no_notes_of_others(
    browser: "Browser", served: tuple[str, City]
) -> None:
    tab, _contact = answering(browser, *served)
    tab.evaluate("localStorage.setItem('townline.note.0.1', '{\"text\": \"of another\"}')")
    tab.route("**/note/", lambda route: route.abort())
    tab.keyboard.type("Dark since Monday")
    assert tab.evaluate(LEFT) == 2
    tab.goto("/desk/console/")
    tab.locator("[data-console][data-ready]").wait_for()
    assert tab.evaluate(LEFT) == 1, "that of another agent is gone"
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/desk/sign-in/**")
    assert tab.evaluate(LEFT) == 0


@pytest.mark.parametrize("language", ["es", "hy"])
def test_the_clocks_run_and_nothing_runs_over_the_side_in_every_language(
    browser: "Browser", served: tuple[str, City], language: str
) -> None:
    from playwright.sync_api import expect

    tab, _contact = answering(browser, *served)
    tab.goto(f"/{language}/desk/console/")
    tab.locator("[data-console][data-ready]").wait_for()
    for clock in tab.locator("[data-since]").all():
        expect(clock).to_have_text(re.compile(r"^\d+:\d\d"))
    clean(tab, language)
