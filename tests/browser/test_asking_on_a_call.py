"""A warm transfer of a call between browsers: ask, talk without the caller, hand over."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import test_web_call as calls
from tests.browser.accessible import clean
from tests.browser.signing_in import sign_in
from tests.browser.test_web_call import heard, hears, until
from tests.contacts import hotline
from townline.contacts import queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
talking, line, tabs = calls.talking, calls.line, calls.tabs
NOBODY = "Nobody is there now who answers Trees in their language."


def at_the_console(tab: "Page", name: str) -> None:
    """Let somebody be available at the console."""
    from playwright.sync_api import expect

    sign_in(tab, name)
    tab.goto("/desk/console/")
    tab.locator("[data-console][data-ready]").wait_for()
    tab.keyboard.press("v")
    expect(tab.locator("#c-status strong")).to_have_text("Available")


def put_through(resident: "Page", desk: "Page") -> None:
    """Let a resident call, and the agent at the console answer."""
    resident.goto("/call/")
    put_through_from_here(resident, desk)


def put_through_from_here(resident: "Page", desk: "Page") -> None:
    """Do so from the page where a resident says what the call is about."""
    resident.get_by_text("Anything else").click()
    resident.get_by_role("button", name="Call 311").click()
    desk.locator(".ring").wait_for()
    desk.keyboard.press("a")
    until(lambda: hears(resident, "[data-call]"))
    desk.get_by_label("Pass the caller on to").wait_for()


def asked(resident: "Page", desk: "Page", other: "Page") -> None:
    """Let one agent ask another, who comes onto the call: all three hear each other."""
    from playwright.sync_api import expect

    desk.keyboard.press("f")
    expect(desk.get_by_text("It rings at the agent whom you ask.")).to_be_visible()
    other.locator(".ring").wait_for()
    other.keyboard.press("a")
    for tab, box in ((resident, "[data-call]"), (desk, "[data-phone]"), (other, "[data-phone]")):
        until(lambda tab=tab, box=box: heard(tab, box)["open"] == 2)
    expect(desk.get_by_text("Whoever you ask is on the call.")).to_be_visible()


def test_an_agent_asks_another_talks_alone_and_hands_over(
    tabs: "Callable[[], Page]", line: Any
) -> None:
    from playwright.sync_api import expect

    hotline.agent(line.city, "supervisor", queues=["trees"], there=False)
    resident, desk, other = tabs(), tabs(), tabs()
    at_the_console(desk, "agent")
    at_the_console(other, "supervisor")
    put_through(resident, desk)
    asked(resident, desk, other)
    desk.keyboard.press("d")
    expect(resident.get_by_text("You are on hold.")).to_be_visible()
    for tab in (desk, other):
        expect(tab.get_by_text("The caller is on hold")).to_be_visible()
    for tab in (desk, other):
        assert tab.evaluate("document.querySelector('audio[data-side=resident]').muted")
        assert tab.locator("audio:not([data-side=resident])").evaluate("sound => !sound.muted")
    clean(desk, "asked")
    clean(other, "asks")
    desk.keyboard.press("d")
    expect(resident.get_by_text("You are talking to us.")).to_be_visible()
    expect(desk.get_by_text("You hear each other.")).to_be_visible()
    desk.keyboard.press("t")
    expect(desk.locator("[data-console]")).to_have_attribute("data-contact", "")
    until(lambda: heard(resident, "[data-call]")["open"] == 1)
    before = heard(resident, "[data-call]")["received"]
    until(lambda: hears(resident, "[data-call]", beyond=before))
    resident.get_by_role("button", name="Hang up").click()
    expect(other.locator("#c-contact")).to_contain_text("To be written up")
    other.keyboard.press("1")
    other.keyboard.press("Enter")
    other.get_by_text("Written up: ").wait_for()
    (first, *_) = calls.contacts_of(line.city)
    turn = queries.turn_of(line.city.id, first)
    assert (turn.state, turn.queue, turn.disposition) == ("over", "trees", "answered")


def test_who_passes_a_call_on_to_where_nobody_is_there_is_asked_once_more(
    tabs: "Callable[[], Page]", line: Any
) -> None:
    from playwright.sync_api import expect

    resident, desk = tabs(), tabs()
    at_the_console(desk, "agent")
    put_through(resident, desk)
    expect(desk.locator("#phone-queue option")).to_have_text(
        "Fairview 311: Trees (nobody there now)"
    )
    desk.keyboard.press("f")
    expect(desk.get_by_text(NOBODY)).to_be_visible()
    clean(desk, "asks nobody")
    desk.get_by_role("button", name="Ask anyway").wait_for()
    desk.keyboard.press("k")
    expect(desk.get_by_text(NOBODY)).to_be_hidden()
    desk.get_by_role("button", name="Pass on", exact=True).click()
    desk.get_by_role("button", name="Pass on anyway").wait_for()
    (contact,) = calls.contacts_of(line.city)
    assert queries.turn_of(line.city.id, contact).queue == "general"
    desk.keyboard.press("t")
    expect(desk.locator("[data-console]")).to_have_attribute("data-contact", "")
    assert queries.turn_of(line.city.id, contact).queue == "trees"
