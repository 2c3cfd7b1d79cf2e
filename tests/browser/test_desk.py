"""The desk in a real browser: a request worked with the keyboard, on a desk and on a phone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from pytest_django.live_server_helper import LiveServer

from tests.browser.signing_in import sign_in
from tests.desk import fairview
from townline.cities.rules.city import City

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

pytestmark = pytest.mark.browser
SIZES = {"desk": (1280, 900), "phone": (390, 844)}


@pytest.fixture
def address(own_database: str, settings, tmp_path) -> Iterator[str]:
    """Serve Fairview with a few requests, and return where."""
    settings.MEDIA_ROOT = tmp_path
    _fill(fairview.apply())
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def tab(browser: "Browser", address: str) -> "Iterator[Page]":
    """Open a tab there; an error in its console fails the test."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    opened, faults = context.new_page(), []

    def listen(message: "ConsoleMessage") -> None:
        # A refused form comes back as 422 or 409, which chromium also calls an error.
        if message.type == "error" and "status of 4" not in message.text:
            faults.append(message.text)

    opened.on("console", listen)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert not faults


def press_until(tab: "Page", words: str) -> None:
    """Go on with the tabulator key until what has the focus is named so, and press Enter."""
    for _ in range(60):
        tab.keyboard.press("Tab")
        focused = tab.evaluate("document.activeElement.innerText || document.activeElement.id")
        if focused.strip() == words:
            outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"the focus on {words!r} cannot be seen"
            tab.keyboard.press("Enter")
            return
    raise AssertionError(f"{words!r} cannot be reached with the keyboard")


def test_a_request_is_worked_with_the_keyboard_alone(tab: "Page") -> None:
    sign_in(tab, "worker")
    press_until(tab, "Street light out")
    tab.wait_for_url("**/desk/requests/*/")
    press_until(tab, "Start work")
    tab.get_by_text("Work started.", exact=True).wait_for()
    press_until(tab, "Close with an outcome")
    tab.wait_for_url("**/close/")
    tab.get_by_label("The light was repaired.").focus()
    tab.keyboard.press("ArrowDown")
    press_until(tab, "Close with an outcome")
    tab.get_by_text("Closed. All who reported it are told.").wait_for()


def test_an_agent_takes_a_call(tab: "Page") -> None:
    sign_in(tab, "agent")
    tab.get_by_label("What is it about?").fill("lamp")
    tab.keyboard.press("Enter")
    tab.get_by_role("link", name="Street light out").click()
    tab.get_by_label("Address or corner of two streets").fill("90 Oak St")
    tab.get_by_text("It blinks", exact=True).click()
    tab.get_by_role("button", name="Take it down").click()
    tab.get_by_text("Tell them their number:").wait_for()


def test_a_question_that_another_answer_leaves_unasked_is_hidden_and_not_sent(tab: "Page") -> None:
    sign_in(tab, "agent")
    tab.goto("/desk/calls/new/light/")
    rhythm = tab.get_by_label("How fast does it blink?")
    rhythm.wait_for(state="hidden")
    tab.get_by_text("Only if “What does it do?”").wait_for(state="hidden")
    tab.get_by_text("It blinks", exact=True).click()
    rhythm.fill("Twice a second")
    tab.get_by_text("It is dark", exact=True).click()
    rhythm.wait_for(state="hidden")
    tab.get_by_label("Address or corner of two streets").fill("90 Oak St")
    tab.get_by_role("button", name="Take it down").click()
    tab.get_by_text("Tell them their number:").wait_for()


@pytest.mark.parametrize("size", SIZES)
def test_no_page_has_a_fault_of_accessibility_or_scrolls_sideways(tab: "Page", size: str) -> None:
    width, height = SIZES[size]
    tab.set_viewport_size({"width": width, "height": height})
    pages = ["/desk/sign-in/"]
    check(tab, pages)
    sign_in(tab, "supervisor")
    tab.goto("/desk/worklist/?view=overdue")
    opened = tab.get_by_role("link", name="Street light out").first.get_attribute("href")
    deeds = ("close", "ask", "pause", "merge", "reassign", "release", "redact")
    check(tab, [
        "/desk/worklist/", "/desk/worklist/?service=light&view=all", "/desk/find/?q=1",
        f"{opened}", *(f"{opened}{deed}/" for deed in deeds), "/desk/requests/26-1/",
        "/desk/calls/",
    ])  # fmt: skip
    for label, typed, shown in (
        ("Request number", "1", "This is not a request number."),
        ("Address or corner", "12 Oak St", "All requests within"),
    ):
        tab.goto("/desk/find/")
        tab.get_by_label(label).fill(typed)
        tab.get_by_label(label).press("Enter")
        tab.get_by_text(shown).first.wait_for()
        check_here(tab, f"what is found for {typed}")
    if size == "phone":
        tab.get_by_role("button", name="Menu").click()
        check_here(tab, "the open menu")
    tab.get_by_role("button", name="Sign out").click()
    sign_in(tab, "agent")
    check(tab, ["/desk/calls/", "/desk/calls/new/light/", "/desk/calls/new/bulky/"])


def check(tab: "Page", paths: list[str]) -> None:
    """Open each page; nothing may break a rule of accessibility or stick out sideways."""
    for path in paths:
        tab.goto(path)
        check_here(tab, path)


def check_here(tab: "Page", path: str) -> None:
    """Look at the page as it is now; ``path`` says which in a fault."""
    found = Axe().run(tab)
    faults = [
        f"{path}: {v['id']}: {v['help']}: {[n['html'] for n in v['nodes']]}"
        for v in found.response["violations"]
    ]
    assert not faults, "\n".join(faults)
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert tab.evaluate(over) <= 0, f"{path} scrolls sideways"


def _fill(city: City) -> None:
    from datetime import timedelta

    hours = (150, 70, 60, 30, 3)
    first, *_rest = [fairview.submit(ago=timedelta(hours=h)) for h in hours]
    fairview.submit(ago=timedelta(hours=2), join=first)
    fairview.submit(suspicion=("links",), description="Buy www.example.org")
    fairview.submit("bulky", ago=timedelta(hours=5), description="A sofa with a broken leg.")
