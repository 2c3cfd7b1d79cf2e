"""A message that a caller left with a carrier plays at the desk, on the list and at the console."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import clean
from tests.browser.test_wallboard import signed_in
from tests.contacts import hotline
from tests.contacts.test_messages_at_the_desk import brought, left

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
PLAYS = "() => document.querySelector('audio')?.duration > 0"
"""Metadata was read, so that the browser takes it for a sound."""


@pytest.fixture
def served(own_database: str, settings: Any, tmp_path: Any) -> "Iterator[str]":
    """Serve Fairview, where two messages lie: of one the carrier does not give up the sound."""
    settings.MEDIA_ROOT, settings.RECORDINGS_ROOT = tmp_path, tmp_path / "recordings"
    city = hotline.open_lines()
    left(city)
    left(city, "RE2")
    brought(city, RE2="it answered 500")
    hotline.agent(city, "supervisor", queues=["chat"], text_most=1)
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


def test_a_message_is_heard(browser: "Browser", served: str) -> None:
    tab = signed_in(browser, served)
    tab.goto("/desk/voicemail/")
    tab.get_by_text("The carrier did not give up its sound.").wait_for()
    clean(tab)
    tab.get_by_role("button", name="Listen").click()
    tab.wait_for_function(PLAYS)
    tab.goto("/desk/console/")
    tab.get_by_role("button", name="Answer").first.click()
    tab.get_by_role("region", name="Voice message", exact=True).wait_for()
    clean(tab)
    tab.get_by_role("button", name="Listen").click()
    tab.wait_for_function(PLAYS)
    tab.context.close()
