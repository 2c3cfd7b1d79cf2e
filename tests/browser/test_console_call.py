"""A web call at the console: both hear each other while a request is filed, by keys alone."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import test_web_call as calls
from tests.browser.accessible import clean
from tests.browser.counting import Counted
from tests.browser.signing_in import sign_in
from tests.browser.test_console import MOST, file_by_keys
from tests.browser.test_web_call import heard, hears, until
from tests.desk import fairview
from townline.contacts import queries
from townline.requests import queries as requests

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from townline.cities.rules.city import City

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
    call_and_ring(resident, desk)
    agent = Counted(desk)
    agent.press("a")
    until(lambda: hears(resident, "[data-call]"))
    until(lambda: hears(desk, "[data-phone]"))
    file_by_keys(desk, agent)
    before = heard(resident, "[data-call]")
    until(lambda: hears(resident, "[data-call]", beyond=before["received"]))
    expect(desk.locator(".talk-box")).to_be_visible()
    clean(desk, "call")
    resident.get_by_role("button", name="Hang up").click()
    expect(desk.locator("#c-contact")).to_contain_text("To be written up")
    agent.press("2")
    agent.press("Enter")
    desk.get_by_text("Written up: ").wait_for()
    assert len(agent.did) <= MOST, agent.did
    home.close()
    office.close()
    assert faults == []
    linked_with_what_was_filed(line.city)


def call_and_ring(resident: "Page", desk: "Page") -> None:
    """Let the agent be available and the resident call, until it rings."""
    from playwright.sync_api import expect

    desk.keyboard.press("v")
    expect(desk.locator("#c-status strong")).to_have_text("Available")
    resident.goto("/call/")
    resident.get_by_text("Anything else").click()
    resident.get_by_role("button", name="Call 311").click()
    resident.wait_for_url("**/call/now/")
    desk.locator(".ring").wait_for()


def linked_with_what_was_filed(city: "City") -> None:
    """See to it that the only contact was answered, and that a request was filed during it."""
    (contact,) = calls.contacts_of(city)
    turn = queries.turn_of(city.id, contact)
    assert (turn.state, turn.ended_as) == ("over", "answered")
    by = fairview.actor("agent")
    (handled,) = requests.handled_in(city, contact, by, language="en")
    assert handled.how == "filed"
