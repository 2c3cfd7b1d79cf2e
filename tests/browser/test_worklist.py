"""A day's work in a real browser: the worklist by keys, many at once, and a day without signal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.browser.signing_in import sign_in
from tests.browser.test_desk import SIZES, check
from tests.desk import fairview
from tests.desk.test_assigning import duty, member
from townline.requests.actions import days, work
from townline.requests.models import ServiceRequest
from townline.requests.rules.stops import Whose

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

    from townline.cities.rules.city import City

pytestmark = pytest.mark.browser


@pytest.fixture
def town(own_database: str, settings, tmp_path) -> "City":
    settings.MEDIA_ROOT = tmp_path
    return fairview.apply()


@pytest.fixture
def numbers(town: "City") -> list[str]:
    """Have four lamps reported, two of them on the worker's day."""
    given = [fairview.submit(description="Dark all night.") for _ in range(4)]
    duty(town, "worker", 5, crews=("East crew",))
    on = timezone.now().astimezone(town.zone).date()
    whose = Whose(member=member(town, "worker").id)
    for number in given[:2]:
        days.plan(
            city=town, number=number, on=on, whose=whose, by=fairview.actor("worker"),
            at=timezone.now(),
        )  # fmt: skip
    return given


@pytest.fixture
def tab(browser: "Browser", numbers: list[str]) -> "Iterator[Page]":
    """Open a tab in which the worker is signed in; an error of a script fails the test."""
    server = LiveServer("127.0.0.1")
    context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 900})
    opened, faults = context.new_page(), []

    def listen(message: "ConsoleMessage") -> None:
        # Without signal, and where a closing is refused, chromium speaks of errors too.
        expected = ("status of 4", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
        if message.type == "error" and not any(word in message.text for word in expected):
            faults.append(message.text)

    opened.on("console", listen)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    sign_in(opened, "worker")
    yield opened
    context.close()
    server.stop()
    assert not faults


def focused(tab: "Page") -> str:
    return str(tab.evaluate("document.activeElement.closest('[data-row]')?.innerText ?? ''"))


def status(number: str) -> str:
    return ServiceRequest.objects.get(number=number).status


def test_the_worklist_is_worked_by_keys(tab: "Page", numbers: list[str]) -> None:
    tab.keyboard.press("j")
    assert numbers[0] in focused(tab)
    tab.keyboard.press("x")
    tab.keyboard.press("j")
    tab.keyboard.press("ArrowDown")
    assert numbers[2] in focused(tab)
    tab.keyboard.press("x")
    tab.get_by_text("chosen: 2").wait_for()
    tab.keyboard.press("k")
    assert numbers[1] in focused(tab)
    tab.keyboard.press("?")
    tab.get_by_role("dialog").wait_for()
    tab.get_by_text("Use single keys").click()
    tab.keyboard.press("Escape")
    tab.keyboard.press("k")
    assert numbers[1] in focused(tab), "single keys can be switched off"
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/desk/requests/{numbers[1]}/")


def test_many_are_started_and_taken_back(tab: "Page", numbers: list[str]) -> None:
    tab.get_by_text("Whole page").click()
    tab.get_by_label("What to do with the chosen requests").select_option("start")
    tab.get_by_role("button", name="Look at it first").click()
    tab.get_by_text("It will be done to 4 requests. Nothing has been done yet.").wait_for()
    tab.get_by_role("button", name="Start work").click()
    tab.get_by_text("Work started: 4 / 4").wait_for()
    assert {status(number) for number in numbers} == {"in_progress"}
    tab.get_by_role("button", name="Take it back").click()
    tab.get_by_text("This was taken back.").wait_for()
    assert {status(number) for number in numbers} == {"open"}


def test_a_request_is_read_beside_the_list(tab: "Page", numbers: list[str]) -> None:
    tab.goto("/desk/worklist/?split=request")
    beside = tab.get_by_role("complementary")
    assert numbers[0] in beside.inner_text()
    tab.get_by_role("link", name="Street light out").nth(2).click()
    beside.get_by_text(numbers[2]).wait_for()
    assert f"open={numbers[2]}" in tab.url


def close_here(tab: "Page", number: str) -> None:
    """Close a stop with an outcome that demands nothing."""
    stop = tab.locator(f"[data-stop='{number}']")
    stop.get_by_text("End this stop").click()
    stop.get_by_label("How did it end?").select_option("working")
    stop.get_by_role("button", name="Close it").click()


def ready(tab: "Page") -> None:
    tab.goto("/desk/day/")
    tab.locator("[data-ready=yes]").wait_for(state="attached")


def test_a_stop_is_closed_without_signal_and_sent_once_there_is_some(
    tab: "Page", numbers: list[str]
) -> None:
    ready(tab)
    tab.context.set_offline(True)
    tab.reload()
    tab.get_by_text("No signal.").wait_for()
    close_here(tab, numbers[0])
    tab.get_by_text("Kept on this phone; it will be sent.").wait_for()
    tab.reload()
    tab.get_by_text("Kept on this phone; it will be sent.").wait_for()
    assert status(numbers[0]) == "open"
    tab.context.set_offline(False)
    tab.get_by_text("All was sent.").wait_for()
    assert status(numbers[0]) == "closed"
    assert status(numbers[1]) == "open"


def test_a_closing_of_what_somebody_changed_meanwhile_is_shown_to_the_crew(
    tab: "Page", numbers: list[str], town: "City"
) -> None:
    ready(tab)
    tab.context.set_offline(True)
    close_here(tab, numbers[1])
    tab.get_by_text("Kept on this phone; it will be sent.").wait_for()
    work.start(city=town, number=numbers[1], by=fairview.actor("colleague"), at=timezone.now())
    tab.context.set_offline(False)
    tab.get_by_text("Not taken: Somebody changed it meanwhile.").wait_for()
    assert status(numbers[1]) == "in_progress"
    tab.get_by_role("button", name="Remove from this phone").click()
    tab.reload()
    tab.get_by_text("Not taken:").wait_for(state="hidden")


def test_whoever_signs_out_leaves_no_day_on_the_phone(tab: "Page") -> None:
    ready(tab)
    assert tab.evaluate("caches.keys()") == ["desk-day-1"]
    tab.goto("/desk/find/")
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/desk/sign-in/**")
    tab.wait_for_function("async () => (await caches.keys()).length === 0")


@pytest.mark.parametrize("size", SIZES)
def test_the_new_pages_have_no_fault_of_accessibility(
    tab: "Page", size: str, numbers: list[str], town: "City"
) -> None:
    width, height = SIZES[size]
    tab.set_viewport_size({"width": width, "height": height})
    check(tab, [
        "/desk/worklist/?split=request&density=dense", "/desk/worklist/?split=map",
        "/desk/worklist/?place=Nowhere&whose=mine", "/desk/day/", "/desk/day/?on=2026-01-05",
        "/desk/team/",
    ])  # fmt: skip
    tab.goto("/desk/worklist/")
    tab.get_by_text("Whole page").click()
    tab.get_by_label("What to do with the chosen requests").select_option("close")
    tab.get_by_role("button", name="Look at it first").click()
    tab.get_by_text("We found the light working.").wait_for()
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert tab.evaluate(over) <= 0
    tab.get_by_text("We found the light working.").click()
    tab.get_by_role("button", name="Close with an outcome").click()
    tab.get_by_text("Closed: 4 / 4").wait_for()
    check(tab, [tab.url])
