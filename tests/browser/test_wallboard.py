"""The wallboard in a real browser: it follows what happens, and everyone can read it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import WIDTHS, clean
from tests.browser.signing_in import sign_in
from tests.desk import centre
from townline.cities.rules.city import City

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ON_A_WALL = (*WIDTHS, 1920)


@pytest.fixture
def served(own_database: str, settings, tmp_path) -> "Iterator[tuple[str, City]]":
    """Serve Fairview with its centres, in which one is answered and two wait."""
    settings.MEDIA_ROOT = tmp_path
    city = centre.town()
    now = timezone.now()
    ana = centre.agent(city, now - timedelta(minutes=9))
    both = ["en", "es"]
    centre.agent(city, now - timedelta(minutes=8), "Demo Bea", languages=both, queues=["chat"])
    first = centre.call(city, now - timedelta(minutes=7))
    centre.answered(city, first, ana, now - timedelta(minutes=6.8), now - timedelta(minutes=4))
    centre.call(city, now - timedelta(minutes=2))
    centre.call(city, now - timedelta(minutes=1), language="es")
    server = LiveServer("127.0.0.1")
    yield server.url, city
    server.stop()


def signed_in(browser: "Browser", address: str, **options: object) -> "Page":
    tab = browser.new_context(base_url=address, **options).new_page()  # type: ignore[arg-type]
    sign_in(tab, "supervisor")
    return tab


def test_the_board_follows_what_happens(browser: "Browser", served: "tuple[str, City]") -> None:
    from playwright.sync_api import expect

    address, city = served
    tab = signed_in(browser, address)
    tab.goto("/desk/wallboard/")
    region = tab.get_by_role("region", name="Fairview 311")
    waiting = region.locator(".board__big").first
    expect(waiting).to_have_text("2")
    clean(tab, widths=ON_A_WALL)
    since = region.locator("[data-since]").first
    before = since.inner_text()
    centre.call(city, timezone.now(), "lamps", language="es")
    expect(waiting).to_have_text("3")
    expect(since).not_to_have_text(before)
    tab.get_by_role("link", name="By voice").focus()
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="Who waits").wait_for()
    clean(tab, widths=ON_A_WALL)
    tab.get_by_label("Closed all day").focus()
    tab.keyboard.press("Space")
    tab.get_by_role("button", name="Let this hold today").press("Enter")
    tab.get_by_text("It holds from now on").wait_for()
    tab.get_by_role("button", name="Take it back").press("Enter")
    tab.get_by_text("What held before holds again.").wait_for()
    tab.goto("/desk/wallboard/")
    tab.get_by_role("link", name="Demo Ana").click()
    tab.get_by_role("button", name="Put on a break").wait_for()
    clean(tab, widths=ON_A_WALL)
    tab.context.close()


def test_without_scripts_the_board_is_the_same_page(
    browser: "Browser", served: "tuple[str, City]"
) -> None:
    from playwright.sync_api import expect

    address, _city = served
    tab = signed_in(browser, address, java_script_enabled=False)
    tab.goto("/desk/wallboard/")
    tab.get_by_role("link", name="Refresh").click()
    expect(tab.get_by_role("main")).to_contain_text("By voice", use_inner_text=True)
    tab.context.close()
