"""Quality, shifts and answers in a real browser: everyone can read and use them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import clean
from tests.browser.test_wallboard import signed_in
from tests.desk import centre
from tests.knowledge.articles import article, put
from townline.cities.rules.city import City
from townline.contacts.actions import recordings
from townline.contacts.models import Turn
from townline.contacts.rules import quality

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture
def served(own_database: str, settings, tmp_path) -> "Iterator[tuple[str, City]]":
    """Serve Fairview, of which an agent has answered a few contacts just now."""
    settings.MEDIA_ROOT = tmp_path
    city, now = centre.town(), timezone.now()
    ana = centre.agent(city, now - timedelta(minutes=5))
    for n in range(3):
        at = now - timedelta(minutes=4, seconds=-n)
        centre.answered(city, centre.call(city, at), ana, at, at)
    put(city, article(owner="parks"))
    server = LiveServer("127.0.0.1")
    yield server.url, city
    server.stop()


def test_a_contact_is_appraised(browser: "Browser", served: "tuple[str, City]") -> None:
    url, city = served
    day = Turn.objects.earliest("since").since.astimezone(city.zone).date()
    tab = signed_in(browser, url)
    tab.goto(f"/desk/quality/?week={quality.week_of(day)}")
    clean(tab)
    tab.get_by_role("link", name="Appraise").first.click()
    tab.get_by_role("button", name="Keep it").click()
    tab.get_by_role("alert").get_by_text("There are 2 things to put right").wait_for()
    clean(tab)
    for question in ("Were they greeted?", "Was the answer right?"):
        tab.get_by_role("group", name=question).get_by_text("Yes", exact=True).click()
    tab.get_by_role("button", name="Keep it").click()
    tab.get_by_role("link", name="Read it").click()
    tab.get_by_text("100 %").wait_for()
    clean(tab)
    tab.context.close()


def test_a_shift_is_planned(browser: "Browser", served: "tuple[str, City]") -> None:
    tab = signed_in(browser, served[0])
    tab.goto("/desk/shifts/")
    clean(tab)
    form = tab.get_by_role("region", name="Plan a shift")
    form.get_by_label("Agent").select_option(label="Demo Ana")
    form.get_by_label("From").fill("00:00")
    form.get_by_label("To", exact=True).fill("15:59")
    form.get_by_role("button", name="Plan it").click()
    tab.get_by_text("The shift is planned.").wait_for()
    clean(tab)
    tab.context.close()


def test_recorded_calls_are_narrowed(browser: "Browser", served: "tuple[str, City]") -> None:
    url, city = served
    at = timezone.now()
    contact = centre.call(city, at)
    row = recordings.new_recording(city, contact, "call", at=at, agent="Demo Ana")
    row.pieces, row.form, row.ended_at, row.whole = 1, "audio/webm", at, True
    row.save()
    tab = signed_in(browser, url)
    tab.goto("/desk/recordings/")
    tab.get_by_role("button", name="Listen").wait_for()
    clean(tab)
    tab.get_by_label("Queue").select_option("lamps")
    tab.get_by_role("button", name="Narrow").click()
    tab.get_by_text("None of these").wait_for()
    clean(tab)
    tab.get_by_role("link", name="look at all").click()
    tab.get_by_role("button", name="Listen").wait_for()
    tab.context.close()


def test_an_answer_is_written(browser: "Browser", served: "tuple[str, City]") -> None:
    tab = signed_in(browser, served[0])
    tab.goto("/desk/answers/")
    clean(tab)
    tab.get_by_role("link", name="Write an answer").click()
    clean(tab)
    tab.get_by_label("Short name in its address").fill("lamp")
    tab.get_by_label("What you changed").fill("It is asked often.")
    tab.get_by_role("button", name="Keep as a draft").click()
    tab.get_by_role("alert").filter(has_text="to put right").wait_for()
    clean(tab)
    english = tab.get_by_role("group", name="English")
    english.get_by_label("Question").fill("Who mends a lamp?")
    english.get_by_label("Answer").fill("**Call 555-0100.**")
    tab.get_by_role("button", name="Preview").click()
    tab.get_by_role("region", name="English").get_by_text("Call 555-0100.").wait_for()
    clean(tab)
    source = tab.get_by_role("group", name="Source 1")
    for label in ("Which fact", "Title", "Publisher"):
        source.get_by_label(label).fill("Ours")
    source.get_by_label("Year").fill("2198")
    source.get_by_label("Address").fill("https://example.org/")
    tab.get_by_label("Department that answers for it").select_option("lighting")
    tab.get_by_role("button", name="Keep as a draft").click()
    tab.get_by_text("Nothing is published yet.").wait_for()
    clean(tab)
    tab.get_by_role("button", name="Have it reviewed").click()
    tab.get_by_text("In review").wait_for()
    tab.context.close()
