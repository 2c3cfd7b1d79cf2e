"""A resident and an agent write to one another in two browsers; a third one has no scripts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import clean
from tests.desk import centres, fairview
from tests.knowledge.articles import article, put
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import Turn

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def served(own_database: str, settings, tmp_path) -> "Iterator[tuple[str, City, int]]":
    """Serve Fairview with an answer, a centre and an agent who is there; return where."""
    settings.MEDIA_ROOT = tmp_path
    city = fairview.apply()
    centres.put(city)
    put(city, article(owner="lighting", services=()))
    key = centres.agent(city)
    centres.available(city, key)
    server = LiveServer("127.0.0.1")
    yield server.url, city, key
    server.stop()


def begun(tab: "Page", text: str) -> None:
    tab.goto("/chat/")
    tab.get_by_label("What is it about?").fill(text)
    tab.get_by_role("button", name="Start the chat").click()


def ready(tab: "Page") -> None:
    """Wait until the page's script hears what is written: before, forms are sent."""
    tab.locator("[data-newer][data-ready]").wait_for()


def taken(city: City, agent: int) -> int:
    """Let the agent answer what they are offered, and return its key."""
    (key,) = Turn.objects.filter(agent_id=agent, state="offered").values_list("pk", flat=True)
    actions.answer(
        city=city, contact=key, agent=agent, by=fairview.actor("agent"), at=timezone.now()
    )
    return key


def at_desk(browser: "Browser", address: str, key: int) -> "Page":
    tab = browser.new_context(base_url=address).new_page()
    tab.goto(f"/desk/console/talk/{key}/")
    tab.get_by_label("User name").fill("agent")
    tab.get_by_label("Password").fill(fairview.PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    ready(tab)
    return tab


def test_a_resident_and_an_agent_write_to_one_another(
    browser: "Browser", served: "tuple[str, City, int]"
) -> None:
    address, city, agent = served
    context = browser.new_context(base_url=address)
    tab = context.new_page()
    tab.goto("/chat/")
    clean(tab)
    begun(tab, "missing puppy")
    ready(tab)
    tab.locator("blockquote", has_text="Call the shelter at 555-0100.").wait_for()
    clean(tab)
    tab.get_by_role("button", name="Talk to a person").click()
    tab.get_by_text("A person is about to answer.").wait_for()
    key = taken(city, agent)
    desk = at_desk(browser, address, key)
    desk.get_by_text("missing puppy").wait_for()
    clean(desk)
    desk.get_by_label("What you write").fill("Which street?")
    desk.keyboard.press("Enter")
    tab.get_by_text("Which street?").wait_for()
    tab.get_by_text("You write with a person now.").wait_for()
    tab.get_by_label("Your message").fill("Main Street\nat the park")
    tab.get_by_role("button", name="Send").click()
    desk.get_by_text("at the park").wait_for()
    desk.get_by_label("Quote an answer").fill("lost dog")
    desk.get_by_role("button", name="Send this quotation").click()
    tab.locator(".talk__line--agent blockquote").wait_for()
    second = context.new_page()
    second.goto("/chat/")
    second.get_by_text("Which street?").wait_for()
    second.close()
    actions.end(city=city, contact=key, by=fairview.actor("agent"), at=timezone.now())
    tab.get_by_role("heading", name="Did this answer it?").wait_for()
    clean(tab)
    assert len(queries.said(city.id, key)) == 6
    context.close()
    desk.context.close()


def test_what_is_written_without_a_network_is_kept_and_goes_when_it_is_back(
    browser: "Browser", served: "tuple[str, City, int]"
) -> None:
    address, _city, _agent = served
    context = browser.new_context(base_url=address)
    tab = context.new_page()
    begun(tab, "missing puppy")
    ready(tab)
    tab.get_by_role("button", name="Talk to a person").wait_for()
    context.set_offline(True)
    tab.get_by_label("Your message").fill("stray dog")
    tab.keyboard.press("Enter")
    tab.get_by_text("The connection is lost.").wait_for()
    tab.locator(".talk__line--waits", has_text="stray dog").wait_for()
    context.set_offline(False)
    tab.locator("[data-said]", has_text="stray dog").wait_for()
    tab.get_by_text("The connection is lost.").wait_for(state="hidden")
    assert tab.locator(".talk__line--waits").count() == 0
    context.close()


def test_all_of_it_works_without_scripts(
    browser: "Browser", served: "tuple[str, City, int]"
) -> None:
    address, city, agent = served
    context = browser.new_context(base_url=address, java_script_enabled=False)
    tab = context.new_page()
    begun(tab, "missing puppy")
    tab.get_by_role("button", name="Talk to a person").click()
    key = taken(city, agent)
    tab.get_by_label("Your message").fill("It is brown.")
    tab.get_by_role("button", name="Send").click()
    tab.get_by_text("It is brown.").wait_for()
    actions.say(
        city=city, contact=key, side="agent", text="I look it up.",  # type: ignore[arg-type]
        by=fairview.actor("agent"), at=timezone.now(),
    )  # fmt: skip
    tab.get_by_role("link", name="Look for new messages").click()
    tab.reload()
    tab.get_by_text("I look it up.").wait_for()
    tab.get_by_role("button", name="End the chat").click()
    tab.get_by_role("button", name="Yes").click()
    tab.get_by_text("Thank you. We have noted it.").wait_for()
    context.close()
