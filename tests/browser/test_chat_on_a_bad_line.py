"""What does not arrive in a chat outlives a reload on both sides, and is sent once."""

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tests.browser import test_chat_in_browser as chats
from tests.browser.accessible import clean
from tests.browser.test_chat_in_browser import at_desk, begun, ready, taken
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.contacts import actions, queries

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser
served = chats.served
WAITS = ".talk__line--waits"
SAY = "**/chat/say/"


def arrives_without_an_answer(route: "Route") -> None:
    """Let a message arrive, and its answer be lost: nobody knows then whether it did."""
    route.fetch(max_redirects=0)
    route.abort()


def is_lost(route: "Route") -> None:
    route.abort()


def said_by(city: City, key: int, side: str) -> list[str]:
    return [line.text for line in queries.said(city.id, key) if line.side == side]


def the_chat(tab: "Page") -> int:
    return int(tab.locator("#chat").get_attribute("data-chat") or "")


def test_what_a_resident_wrote_outlives_a_reload_and_is_sent_once(
    browser: "Browser", served: "tuple[str, City, int]"
) -> None:
    address, city, _agent = served
    context = browser.new_context(base_url=address)
    tab = context.new_page()
    begun(tab, "missing puppy")
    ready(tab)
    for trouble, words in ((is_lost, "stray dog"), (arrives_without_an_answer, "grey coat")):
        tab.route(SAY, trouble)
        tab.get_by_label("Your message").fill(words)
        tab.keyboard.press("Enter")
        tab.get_by_text("The connection is lost.").wait_for()
        clean(tab)
        tab.get_by_label("Your message").fill("half a sen")
        tab.reload()
        ready(tab)
        tab.locator(WAITS, has_text=words).wait_for()
        tab.get_by_text("The connection is lost.").wait_for()
        assert tab.get_by_label("Your message").input_value() == "half a sen"
        tab.unroute(SAY)
        tab.get_by_role("button", name="Try now").click()
        tab.locator("[data-said]", has_text=words).wait_for()
        tab.locator(WAITS).wait_for(state="detached")
    said = said_by(city, the_chat(tab), "resident")
    assert (said.count("stray dog"), said.count("grey coat")) == (1, 1)
    context.close()


def test_what_came_too_late_for_a_chat_is_shown_to_who_wrote_it(
    browser: "Browser", served: "tuple[str, City, int]"
) -> None:
    address, city, agent = served
    context = browser.new_context(base_url=address)
    tab = context.new_page()
    begun(tab, "missing puppy")
    ready(tab)
    tab.get_by_role("button", name="Talk to a person").click()
    tab.get_by_text("A person is about to answer.").wait_for()
    key = taken(city, agent)
    tab.route(SAY, is_lost)
    tab.get_by_label("Your message").fill("He is back!")
    tab.keyboard.press("Enter")
    tab.get_by_text("The connection is lost.").wait_for()
    actions.end(city=city, contact=key, by=fairview.actor("agent"), at=timezone.now())
    tab.reload()
    tab.get_by_text("The chat ended before this was sent:").wait_for()
    tab.get_by_text("He is back!").wait_for()
    clean(tab)
    assert said_by(city, key, "resident") == ["missing puppy"]
    context.close()


def test_what_an_agent_wrote_outlives_a_reload_and_is_sent_once(
    browser: "Browser", served: "tuple[str, City, int]"
) -> None:
    address, city, agent = served
    context = browser.new_context(base_url=address)
    resident = context.new_page()
    begun(resident, "missing puppy")
    ready(resident)
    resident.get_by_role("button", name="Talk to a person").click()
    resident.get_by_text("A person is about to answer.").wait_for()
    key = taken(city, agent)
    desk = at_desk(browser, address, key)
    for trouble, words in (
        (is_lost, "Which street?"),
        (arrives_without_an_answer, "Which house?"),
    ):
        desk.route("**/say/", trouble)
        desk.get_by_label("What you write").fill(words)
        desk.keyboard.press("Enter")
        desk.get_by_text("The connection is lost.").wait_for()
        desk.reload()
        ready(desk)
        desk.locator(WAITS, has_text=words).wait_for()
        desk.get_by_text("The connection is lost.").wait_for()
        clean(desk)
        desk.unroute("**/say/")
        desk.get_by_role("button", name="Try now").click()
        desk.locator(WAITS).wait_for(state="detached")
        resident.get_by_text(words).wait_for()
    assert said_by(city, key, "agent") == ["Which street?", "Which house?"]
    desk.context.close()
    context.close()
