"""A web call at the console: both hear each other while a request is filed, by keys alone."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import test_web_call as calls
from tests.browser.test_console import MOST, Agent, clean
from tests.browser.test_web_call import heard, hears, sign_in, until
from tests.desk import fairview
from townline.contacts import queries
from townline.requests import queries as requests

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
talking, line = calls.talking, calls.line


def test_a_request_is_filed_while_both_hear_each_other(talking: "Browser", line: Any) -> None:
    from playwright.sync_api import expect

    faults: list[str] = []
    home, office = (talking.new_context(base_url=line.address) for _ in range(2))
    resident, desk = home.new_page(), office.new_page()
    for tab in (resident, desk):
        tab.on("pageerror", lambda error: faults.append(str(error)))
    sign_in(desk, "agent")
    desk.goto("/desk/console/")
    desk.locator("[data-console][data-ready]").wait_for()
    desk.keyboard.press("v")
    expect(desk.locator("#c-status strong")).to_have_text("Available")
    resident.goto("/call/")
    resident.get_by_text("Anything else").click()
    resident.get_by_role("button", name="Call 311").click()
    resident.wait_for_url("**/call/now/")
    desk.locator(".ring").wait_for(timeout=30_000)
    agent = Agent(desk)
    agent.press("a")
    until(lambda: hears(resident, "[data-call]"))
    until(lambda: hears(desk, "[data-phone]"))
    agent.press("/")
    agent.fill("lamp dark")
    desk.locator(".console__hit").first.wait_for()
    agent.press("Enter")
    expect(desk.locator("#c-work [name=address]")).to_be_focused(timeout=15_000)
    agent.fill("90 Oak St")
    desk.locator("#c-work [value=dark]").focus()
    agent.press("Space")
    agent.press("Control+Enter")
    desk.get_by_text("Tell them their number:").wait_for()
    before = heard(resident, "[data-call]")
    until(lambda: hears(resident, "[data-call]", beyond=before["received"]))
    expect(desk.locator(".talk-box")).to_be_visible(timeout=15_000)
    clean(desk, "call")
    resident.get_by_role("button", name="Hang up").click()
    expect(desk.locator("#c-contact")).to_contain_text("To be written up", timeout=30_000)
    desk.locator("#c-work h1").focus()
    agent.press("2")
    agent.press("Enter")
    desk.get_by_text("Written up: ").wait_for()
    assert agent.count <= MOST
    home.close()
    office.close()
    assert faults == []
    (contact,) = calls.contacts_of(line.city)
    turn = queries.turn_of(line.city.id, contact)
    assert (turn.state, turn.ended_as) == ("over", "answered")
    by = fairview.actor("agent")
    (handled,) = requests.handled_in(line.city, contact, by, language="en")
    assert handled.how == "filed"
