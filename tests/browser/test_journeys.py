"""
Whole journeys, and where to find those that are walked in other files.

Each way of being there is walked to its end by somebody: with the keyboard alone, without
scripts, without a signal.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from tests.browser import staff
from tests.browser.reporting import ADDRESS, HELD_MS, answer_all
from tests.ground.installation import Installation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WALKED = {
    "a resident, keyboard alone": (
        "test_reporting.test_a_report_with_the_keyboard_alone",
        "test_following.test_a_neighbour_follows_by_keyboard_alone",
        "test_map.test_the_map_by_keyboard_alone",
        "test_search.test_the_arrows_choose_a_suggestion_and_enter_opens_its_form",
    ),
    "staff, keyboard alone": (
        "test_desk.test_a_request_is_worked_with_the_keyboard_alone",
        "test_worklist.test_the_worklist_is_worked_by_keys",
        "test_messages.test_an_agent_sorts_letters_with_the_keyboard",
    ),
    "a resident, without scripts": (
        "test_journeys.test_from_the_first_word_to_the_last_without_scripts",
        "test_reporting.test_a_report_without_scripts",
        "test_following.test_a_neighbour_asks_to_be_told_without_scripts",
        "test_map.test_without_scripts_the_map_is_a_list",
        "test_search.test_without_scripts_the_form_finds_the_same",
    ),
    "staff, without scripts": (
        "test_journeys.test_from_the_first_word_to_the_last_without_scripts",
        "test_people_pages.test_a_person_is_added_let_in_and_shut_out_without_scripts",
    ),
    "a resident, without a signal": (
        "test_reporting.test_a_report_without_a_signal_waits_and_is_sent_once",
        "test_reporting.test_a_page_that_is_not_kept_says_that_there_is_no_signal",
    ),
    "a crew, without a signal": (
        "test_worklist.test_a_stop_is_closed_without_signal_and_sent_once_there_is_some",
    ),
}
"""Who is on the way and how, to the tests that walk it."""


@pytest.mark.parametrize("who", WALKED)
def test_every_way_of_being_there_is_walked(who: str) -> None:
    for walked in WALKED[who]:
        module, _dot, name = walked.partition(".")
        found = globals() if module == "test_journeys" else vars(import_module(module))
        assert callable(found.get(name)), walked


@pytest.fixture
def plain(browser: "Browser", server: Installation) -> "Iterator[Page]":
    """Open a tab of a resident without scripts, on a phone."""
    context = browser.new_context(
        base_url=server.address, viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: "Browser", server: Installation) -> "Iterator[Page]":
    """Open a tab of a member of staff without scripts."""
    staff.employ(server)
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    key = staff.session_of(server, "manager")
    context.add_cookies([{"name": "sessionid", "value": key, "url": server.address}])
    yield context.new_page()
    context.close()


def test_from_the_first_word_to_the_last_without_scripts(plain: "Page", desk: "Page") -> None:
    from playwright.sync_api import expect

    own = reported(plain)
    number = own.rstrip("/").split("/")[-2]

    desk.goto("/desk/worklist/")
    desk.get_by_label("Number, address or words").first.fill(number)
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Start work").click()
    plain.goto(own)
    expect(plain.locator("main")).to_contain_text("Work is under way", use_inner_text=True)

    desk.get_by_role("link", name="Close with an outcome").first.click()
    desk.locator("main input[type=radio] + label").first.click()
    desk.get_by_label("Reading or work order").fill("Demo order")
    desk.get_by_role("button", name="Close with an outcome").click()
    desk.get_by_text("Closed.").first.wait_for()

    plain.goto(own)
    plain.locator("#reopen summary").click()
    plain.get_by_text("It is still there", exact=True).click()
    plain.get_by_role("button", name="No, open it again").click()
    plain.get_by_text("It is open again, and the department has been told.").wait_for()


def reported(plain: "Page") -> str:
    """Find a service by misspelt words, report a pothole, and return the own page's address."""
    plain.goto("/")
    plain.get_by_label("What do you need?").fill("pot hole in the strete")
    plain.keyboard.press("Enter")
    plain.get_by_role("link", name="Pothole", exact=True).first.click()
    plain.get_by_label("Address or corner of two streets").fill(ADDRESS)
    plain.get_by_role("button", name="Next").click()
    if plain.locator("#join_none").count():
        plain.get_by_role("button", name="Next").click()
    answer_all(plain)
    plain.get_by_label("Describe it").fill("Without scripts from the first word on")
    plain.get_by_role("button", name="Next").click()
    plain.wait_for_timeout(HELD_MS)
    plain.get_by_role("button", name="Send the report").click()
    plain.wait_for_url(re.compile(r"received=1"))
    return plain.url.split("?")[0]
