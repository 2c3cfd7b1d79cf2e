"""A chat is read after its end by whose it was and by who appraises it, in a real browser."""

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import clean
from tests.browser.test_wallboard import signed_in
from tests.desk import centre, fairview
from townline.cities.rules.city import City
from townline.contacts import actions
from townline.contacts.actions import recordings
from townline.contacts.rules.recording import CALL
from townline.contacts.rules.saying import Side
from townline.record.verbs import RESIDENT, SYSTEM

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
TALK = (
    (Side.RESIDENT, "The lamp in front of our house is dark, and has been since Monday."),
    (Side.AGENT, "Which street is it?\nThe number of the house helps as well."),
    (Side.RESIDENT, "Oak Street. " + "https://example.org/" + "a-long-address/" * 12),
)

SILENCE = (
    struct.pack(
        "<4sI8sIHHIIHH4sI", b"RIFF", 836, b"WAVEfmt ", 16, 1, 1, 8000, 8000, 1, 8, b"data", 800
    )
    + b"\x80" * 800
)
"""A tenth of a second, as WAV."""


@pytest.fixture
def served(own_database: str, settings, tmp_path) -> "Iterator[tuple[str, int]]":
    """Serve Fairview, where a chat was answered just now; return where, and which."""
    settings.MEDIA_ROOT = settings.RECORDINGS_ROOT = tmp_path
    city, at = centre.town(), timezone.now()  # no minutes ago: that may be another week
    key = chatted(city, centre.agent(city, at), at)
    recorded(city, key, at)
    server = LiveServer("127.0.0.1")
    yield server.url, key
    server.stop()


def chatted(city: City, ana: int, at) -> int:
    key = centre.call(city, at, "chat", channel="chat")
    actions.answer(city=city, contact=key, agent=ana, by=SYSTEM, at=at)
    for side, text in TALK:
        by = RESIDENT if side is Side.RESIDENT else fairview.actor("agent")
        actions.say(city=city, contact=key, side=side, text=text, by=by, at=at)
    actions.end(city=city, contact=key, by=SYSTEM, at=at)
    actions.wrap_up(city=city, contact=key, disposition="answered", by=SYSTEM, at=at)
    return key


def recorded(city: City, key: int, at) -> None:
    """Record a tenth of a second of silence with a contact."""
    row = recordings.new_recording(city, key, CALL, at=at, agent="Demo Ana")
    recordings.keep_piece(
        city=city, contact=key, number=row.number, position=0, body=SILENCE, last=True,
        by=fairview.actor("agent"), at=at,
    )  # fmt: skip


def test_a_chat_is_read_in_its_story_and_beside_its_appraisal(
    browser: "Browser", served: "tuple[str, int]"
) -> None:
    from playwright.sync_api import expect

    address, key = served
    tab = signed_in(browser, address)
    tab.goto(f"/desk/console/contacts/{key}/")
    said = tab.get_by_role("region", name="What was said")
    expect(said.get_by_role("listitem")).to_have_count(len(TALK))
    clean(tab)
    tab.goto("/desk/quality/")
    tab.get_by_role("link", name="Appraise").first.click()
    expect(said.get_by_role("listitem")).to_have_count(len(TALK))
    sound = tab.get_by_role("region", name="Its sound")
    expect(sound).to_be_visible()
    clean(tab)
    sound.get_by_role("button", name="Listen").click()
    expect(sound.locator("audio")).to_be_focused()
    clean(tab)
    tab.context.close()
