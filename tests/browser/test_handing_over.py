"""Handing over in a real browser: by staff, and by the partner on its page, without an account."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import clean
from tests.browser.signing_in import sign_in
from tests.desk import fairview
from townline.record.verbs import SYSTEM
from townline.requests import queries
from townline.requests.models import HandOver, ServiceRequest
from townline.staff import actions as staff
from townline.staff.rules.partners import Partner

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
SPARKS = Partner(
    code="sparks", words={"en": "Demo Sparks"}, kind="contractor", email="sparks@example.org",
    contract=True,
)  # fmt: skip


@pytest.fixture
def opened(browser: "Browser", address: str) -> "Iterator[Callable[..., BrowserContext]]":
    """Open browsers of several people, and close them before the server stops."""
    contexts: list[BrowserContext] = []

    def another(**how: object) -> "BrowserContext":
        contexts.append(browser.new_context(base_url=address, **how))
        return contexts[-1]

    yield another
    for context in contexts:
        context.close()


@pytest.fixture
def address(own_database: str, settings, tmp_path) -> Iterator[str]:
    """Serve Fairview with a partner and a request, and return where."""
    settings.MEDIA_ROOT = tmp_path
    city = fairview.apply()
    put = {"edition_id": city.edition_id, "by": SYSTEM, "at": fairview.APPLIED}
    staff.put_partners(partners=(SPARKS,), **put)
    fairview.submit(description="Dark.")
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


def hand_over(tab: "Page", number: str) -> None:
    """Sign in as a supervisor and hand the request over."""
    sign_in(tab, "supervisor")
    tab.goto(f"/desk/requests/{number}/hand_over/")
    clean(tab)
    tab.get_by_text("Demo Sparks", exact=True).click()
    tab.get_by_label("What are they to do?").fill("Mend the lamp.")
    tab.get_by_role("button", name="Hand over").click()
    tab.get_by_text("Not answered yet").wait_for()
    clean(tab)
    tab.goto("/desk/handed/")
    tab.get_by_role("cell", name="Demo Sparks").wait_for()
    clean(tab)


def test_a_partner_does_its_part_without_script_and_staff_see_it(
    opened: "Callable[..., BrowserContext]",
) -> None:
    number = ServiceRequest.objects.get().number
    desk = opened()
    hand_over(desk.new_page(), number)
    page_path = f"/{queries.page_path(HandOver.objects.get().pk)}"

    seen = opened().new_page()
    seen.goto(page_path)
    for summary in seen.locator("details.job__deed > summary").all():
        summary.click()
    clean(seen)

    partner = opened(java_script_enabled=False).new_page()
    partner.goto(page_path)
    partner.get_by_role("button", name="Yes, we take it on").click()
    partner.get_by_text("The department sees that you have taken it on.").wait_for()
    partner.get_by_role("button", name="Say that it is done").click()
    partner.get_by_role("alert").get_by_text("Choose how the work ended.").wait_for()
    partner.get_by_text("We found the light working.").click()
    partner.get_by_role("button", name="Say that it is done").click()
    partner.get_by_text("You said that the work is done").wait_for()

    told = desk.new_page()
    told.goto(f"/desk/requests/{number}/")
    told.get_by_text("Says that it is done").wait_for()
    told.goto(f"/requests/{number}/")
    told.get_by_text("Demo Sparks says that the work is done").wait_for()
