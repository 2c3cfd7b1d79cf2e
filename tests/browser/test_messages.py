"""Messages in a real browser: the outbox, leaving by one click, and letters that an agent sorts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.desk import fairview
from townline.channels import addresses, delivery
from townline.cities import actions as cities
from townline.contacts import actions as contacts
from townline.contacts.models import Details, Letter
from townline.record.verbs import RESIDENT, SYSTEM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

pytestmark = pytest.mark.browser
WIDTHS = (320, 1280)
CAME = {
    "medium": "email", "sender": {"first_name": "Demo Cleo", "email": "cleo@example.org"},
    "language": "en", "subject": "A branch on the sidewalk", "text": "It lies at 90 Oak St.",
}  # fmt: skip


@pytest.fixture
def address(own_database: str, settings, tmp_path) -> Iterator[str]:
    """Serve Fairview as a demonstration with a message of each kind, and return where."""
    settings.MEDIA_ROOT = tmp_path
    city, at = fairview.apply(), timezone.now()
    cities.mark_demo(city_id=city.id, demo=True, by=SYSTEM, at=at)
    fairview.submit()
    for name in ("<1@example.org>", "<2@example.org>"):
        came = contacts.Came(**CAME, name=name)
        contacts.take_letter(city_id=city.id, came=came, by=RESIDENT, at=at)
    while delivery.deliver(at=at):
        pass
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def tab(browser: "Browser", address: str) -> "Iterator[Page]":
    """Open a tab there; an error in its console fails the test."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    opened, faults = context.new_page(), []

    def listen(message: "ConsoleMessage") -> None:
        if message.type == "error" and "status of 4" not in message.text:
            faults.append(message.text)

    opened.on("console", listen)
    yield opened
    context.close()
    assert not faults


def nothing_is_wrong(tab: "Page") -> None:
    """Ask axe, and look whether anything is wider than the narrowest page."""
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(tab).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
        wide = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{tab.url} is {wide} too wide at {width}"


def test_the_outbox_opens_a_message_and_its_letter(tab: "Page") -> None:
    tab.goto("/outbox/")
    nothing_is_wrong(tab)
    tab.get_by_text("Read the message").first.click()
    tab.get_by_text("To get no more of these messages").first.wait_for()
    nothing_is_wrong(tab)
    tab.get_by_role("link", name="See the letter as it looks").first.click()
    assert tab.get_by_role("heading", level=1).inner_text().startswith("We have your request")
    nothing_is_wrong(tab)


def test_one_click_leaves_and_another_comes_back(tab: "Page") -> None:
    contact = Details.objects.get(email="demo@example.org").pk
    tab.goto(f"/leave/{addresses.signed('leave', contact)}/")
    nothing_is_wrong(tab)
    tab.get_by_role("button", name="No more messages about this request").click()
    tab.get_by_text("We no longer write to d…@example.org about this request.").wait_for()
    nothing_is_wrong(tab)
    tab.get_by_role("button", name="Write to me again").click()
    tab.get_by_text("You will get messages again.").wait_for()


def test_an_agent_sorts_letters_with_the_keyboard(tab: "Page") -> None:
    tab.goto("/desk/sign-in/?next=/desk/letters/")
    tab.get_by_label("User name").fill("agent")
    tab.get_by_label("Password").fill(fairview.PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_url(lambda address: "/sign-in/" not in address)
    nothing_is_wrong(tab)
    tab.get_by_role("link", name="A branch on the sidewalk").first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/desk/letters/*/")
    nothing_is_wrong(tab)
    tab.get_by_label("Your answer").focus()
    tab.keyboard.type("A crew takes it away tomorrow.")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/desk/letters/")
    tab.get_by_text("Answered. The letter is sorted.").wait_for()
    assert Letter.objects.filter(sorted_as="answered").count() == 1
