"""The telephone in a window of its own: it rings where that is wanted, and hears single keys."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser import test_web_call as web_calls
from tests.browser.accessible import clean
from tests.browser.signing_in import sign_in
from tests.browser.test_web_call import Hotline, hears, until
from tests.contacts import hotline
from townline.contacts import queries

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
talking, line, tabs = web_calls.talking, web_calls.line, web_calls.tabs
COUNTING = """
globalThis.struck = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...said) {
  globalThis.struck += 1;
  return start.apply(this, said);
};
"""
"""Counts the notes that a page strikes."""


@pytest.fixture
def desk(tabs: "Callable[[], Page]", line: Hotline) -> "Page":
    """Return the window of an agent who is available."""
    tab = tabs()
    tab.context.add_init_script(COUNTING)
    sign_in(tab, "agent")
    tab.goto("/desk/console/phone/")
    tab.get_by_role("button", name="I am available").click()
    tab.get_by_text("You are available.").wait_for()
    return tab


def test_it_rings_until_it_is_silenced_and_stays_so(desk: "Page", line: Hotline) -> None:
    from playwright.sync_api import expect

    assert desk.evaluate("struck") == 0
    hotline.call()
    desk.get_by_role("heading", name="A call is ringing").wait_for()
    expect(desk).to_have_title(re.compile(r"^\(1\) "))
    until(lambda: desk.evaluate("struck"))
    clean(desk)
    desk.get_by_text("Ring aloud").click()
    desk.reload()
    desk.get_by_role("heading", name="A call is ringing").wait_for()
    desk.get_by_role("checkbox", name="Ring aloud", checked=False).wait_for()
    assert desk.evaluate("struck") == 0
    desk.get_by_text("Ring aloud").click()
    until(lambda: desk.evaluate("struck"))


def test_a_call_is_answered_muted_held_and_hung_up_by_single_keys(
    desk: "Page", tabs: "Callable[[], Page]", line: Hotline
) -> None:
    from playwright.sync_api import expect

    resident = tabs()
    resident.goto("/call/")
    resident.get_by_role("button", name="Call 311").click()
    desk.get_by_role("heading", name="A call is ringing").wait_for()
    desk.wait_for_load_state()  # keys are heard from then on
    desk.keyboard.press("a")
    until(lambda: hears(resident, "[data-call]"))
    expect(desk.get_by_text("You hear each other.")).to_be_visible()
    desk.wait_for_load_state()
    desk.keyboard.press("?")
    desk.get_by_role("heading", name="Keys on this page").wait_for()
    clean(desk)
    desk.keyboard.press("Escape")
    desk.keyboard.press("m")
    expect(desk.get_by_role("button", name="Mute", pressed=True)).to_be_visible()
    desk.get_by_label("What you want to write").fill("m")  # in a field a key is a letter
    expect(desk.get_by_role("button", name="Mute", pressed=True)).to_be_visible()
    desk.keyboard.press("Tab")
    desk.keyboard.press("d")
    expect(resident.get_by_text("You are on hold.")).to_be_visible()
    switch_off(desk)
    desk.keyboard.press("u")
    desk.keyboard.press("m")
    expect(desk.get_by_role("button", name="Mute", pressed=True)).to_be_visible()
    switch_off(desk)
    desk.keyboard.press("u")
    expect(resident.get_by_text("The call is over.")).to_be_visible()
    (contact,) = web_calls.contacts_of(line.city)
    assert queries.turn_of(line.city.id, contact).ended_as == "answered"


def switch_off(desk: "Page") -> None:
    """Switch single keys off, or on again."""
    desk.get_by_role("button", name="Keys").click()
    desk.get_by_text("Use single keys").click()
    desk.get_by_role("button", name="Close").click()
