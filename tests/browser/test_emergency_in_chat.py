"""Who writes of an emergency reads first which number to call, on a phone as on a desk."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import clean
from tests.browser.reporting import answer_all, be_a_person, press_next, ready
from tests.browser.signing_in import sign_in
from tests.browser.test_chat_in_browser import begun
from tests.desk import centres, fairview
from tests.knowledge import emergencies
from tests.knowledge.articles import article, put

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture
def address(own_database: str) -> Iterator[str]:
    """Serve Fairview with an answer, a centre and what is an emergency; return where."""
    city = fairview.apply()
    centres.put(city)
    put(city, article(owner="lighting", services=()))
    emergencies.put(city)
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


def test_the_number_stands_out_and_can_be_called_from_chat_and_search(
    browser: "Browser", address: str
) -> None:
    from playwright.sync_api import expect

    tab = browser.new_context(base_url=address).new_page()
    begun(tab, "my house is on fire")
    call = tab.get_by_role("link", name="Call 911")
    expect(call).to_have_attribute("href", "tel:911")
    expect(tab.get_by_role("button", name="Talk to a person")).to_be_visible()
    clean(tab)
    tab.get_by_label("Your message").fill("I want to kill myself")
    tab.get_by_role("button", name="Send").click()
    expect(tab.get_by_role("link", name="Call 988")).to_be_visible()
    for path in ("/answers/?q=fire", "/report/?q=fire"):
        tab.goto(path)
        expect(tab.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "tel:911")
        clean(tab)


def test_a_report_comes_back_once_with_whom_to_call_and_goes_on_all_the_same(
    browser: "Browser", address: str
) -> None:
    from playwright.sync_api import expect

    tab = browser.new_context(base_url=address).new_page()
    tab.goto("/report/light/")
    ready(tab)
    tab.get_by_label("Address or corner of two streets").fill("12 Oak St")
    press_next(tab)
    answer_all(tab)
    typed = "The pole fell and the house is on fire"
    tab.get_by_label("Describe it").fill(typed)
    press_next(tab)
    told = tab.locator("[data-grave]")
    expect(told).to_be_focused()
    expect(told.get_by_role("link", name="Call 911")).to_have_attribute("href", "tel:911")
    expect(tab.get_by_label("Describe it")).to_have_value(typed)
    clean(tab)
    press_next(tab)
    expect(tab.get_by_role("button", name="Send the report")).to_be_visible()
    be_a_person(tab)
    tab.get_by_role("button", name="Send the report").click()
    tab.wait_for_url(lambda url: "received=1" in url)
    desk = browser.new_context(base_url=address).new_page()
    sign_in(desk, "worker")
    desk.goto("/desk/worklist/")
    above = desk.get_by_text("These tell of an emergency.").locator("..")
    expect(above.get_by_role("link")).to_have_count(1)
    clean(desk)
    above.get_by_role("link").click()
    expect(desk.get_by_text("Its words tell of an emergency.")).to_be_visible()
    clean(desk)
