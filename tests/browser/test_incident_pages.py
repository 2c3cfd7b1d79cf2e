"""An incident in a real browser, without scripts: told to all, joined, parted, escalated, read."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.browser.signing_in import sign_in
from tests.browser.test_desk import SIZES, check
from tests.desk import fairview
from tests.desk.test_escalations import OFFERS
from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM
from townline.requests.actions import escalate
from townline.requests.rules.submission import Reporter

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def town(own_database: str, settings: Any, tmp_path: object) -> City:
    settings.MEDIA_ROOT = tmp_path
    return fairview.apply(offers=OFFERS)


@pytest.fixture
def lead(town: City) -> str:
    """Let two report a lamp that is late by now, and a third something beside it."""
    first = fairview.submit(ago=timedelta(days=20))
    fairview.submit(join=first, reporter=Reporter(email="demo2@example.org"))
    fairview.submit(ago=timedelta(days=2), reporter=Reporter(email="demo3@example.org"))
    escalate.climb(city=town, by=SYSTEM, at=timezone.now())
    return first


@pytest.fixture
def opened(browser: "Browser", lead: str) -> "Iterator[Callable[..., Page]]":
    """Return how tabs are opened there; all are closed before the database is dropped."""
    server, contexts = LiveServer("127.0.0.1"), list["BrowserContext"]()

    def open_one(**options: object) -> "Page":
        contexts.append(browser.new_context(base_url=server.url, **options))  # type: ignore[arg-type]
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()
    server.stop()


def test_an_incident_is_told_joined_parted_and_read_without_scripts(
    opened: "Callable[..., Page]", lead: str
) -> None:
    tab = opened(java_script_enabled=False)
    sign_in(tab, "supervisor")
    tab.get_by_role("link", name="was escalated to you").click()
    tab.get_by_role("button", name="Mark all as read").click()
    tab.get_by_text("Nothing waits for you here").wait_for()
    tab.goto(f"/desk/requests/{lead}/")
    tab.get_by_role("link", name="Tell everyone").click()
    tab.get_by_label("Text in English").fill("The new lamp comes on Friday.")
    tab.get_by_role("button", name="Tell everyone").click()
    tab.get_by_role("link", name="What became of each message").click()
    tab.get_by_text("The new lamp comes on Friday.").wait_for()
    tab.goto(f"/desk/requests/{lead}/")
    tab.get_by_role("button", name="Join it to this request").click()
    tab.get_by_text("3 reports in all").wait_for()
    tab.get_by_role("button", name="Take it out again").first.click()
    tab.get_by_text("It stands alone again").wait_for()
    tab.get_by_role("button", name="They are not the same").first.click()
    tab.get_by_text("about something else").first.wait_for()


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_of_incidents_and_ladders_break_no_rule(
    opened: "Callable[..., Page]", lead: str, size: str
) -> None:
    width, height = SIZES[size]
    tab = opened(viewport={"width": width, "height": height})
    sign_in(tab, "supervisor")
    page = f"/desk/requests/{lead}/"
    check(tab, [page, f"{page}update/", f"{page}updates/", "/desk/escalated/", "/desk/mail/"])
