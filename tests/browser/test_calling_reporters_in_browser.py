"""An agent calls a reporter in a real browser, and says at which telephone, with axe."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import clean
from tests.browser.signing_in import sign_in
from tests.carrier.town import CENTRES, VOICE
from tests.desk import fairview
from tests.desk.test_calling_reporters import REACHED, answers
from townline.contacts import actions
from townline.record.verbs import SYSTEM

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture
def served(own_database: str, settings: Any, tmp_path: Any) -> "Iterator[tuple[str, str]]":
    """Serve Fairview with a carrier, an agent and a request, and return where."""
    settings.MEDIA_ROOT = tmp_path
    settings.VOICE = settings.VOICE | {"url": "https://carrier.example", "sid": "AC1"}
    city = fairview.apply()
    put: dict[str, Any] = {"edition_id": city.edition_id, "by": SYSTEM, "at": fairview.APPLIED}
    actions.put_centres(said=CENTRES, **put)
    actions.put_voice(said=VOICE, **put)
    number = fairview.submit(reporter=REACHED)
    answers(phone="")
    server = LiveServer("127.0.0.1")
    yield server.url, number
    server.stop()


def test_an_agent_says_where_and_calls(browser: "Browser", served: "tuple[str, str]") -> None:
    address, number = served
    tab = browser.new_context(base_url=address).new_page()
    sign_in(tab, "agent")
    tab.goto(f"/desk/requests/{number}/")
    clean(tab)
    tab.get_by_role("button", name="Call the reporter").click()
    tab.get_by_text("Say first at which telephone you take calls.").wait_for()
    clean(tab)
    tab.get_by_label("Your telephone number").fill("zero")
    tab.get_by_role("button", name="Save").click()
    tab.get_by_role("alert").get_by_text("There is 1 thing to put right").wait_for()
    clean(tab)
    tab.get_by_label("Your telephone number").fill("(213) 555-0900")
    tab.keyboard.press("Enter")
    tab.get_by_text("ends in …00").wait_for()
    clean(tab)
    tab.goto(f"/desk/requests/{number}/")
    tab.get_by_role("button", name="Call the reporter").click()
    tab.get_by_text("Your telephone rings. Then the reporter is called.").wait_for()
