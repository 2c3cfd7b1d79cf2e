"""Calls from a browser, when queues are closed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.contacts import hotline
from townline.cities.rules.city import City
from townline.contacts import queries
from townline.contacts.models import WebCall
from townline.contacts.queries import Opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return hotline.open_lines()


def test_outside_its_hours_nobody_waits_and_a_message_can_be_left(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_city: City, lines: Any, at: Any) -> dict[str, Opening]:
        hours = Opening(open=False, opens_at=at + timedelta(hours=8))
        return {each: Opening(open=True) if each == "trees" else hours for each in lines}

    monkeypatch.setattr(queries, "openings_of", closed)
    page = Client().get("/call/").content.decode()
    assert "Anything else (closed now, opens: " in page
    assert re.search(r'value="trees"[^>]* checked', page), "what is open is chosen beforehand"
    assert "/call/voicemail/" in page
    answer = Client().post("/call/", hotline.SAYS)
    assert "Nobody answers there now" in answer.content.decode()
    assert not WebCall.objects.exists()
    shut = Opening(open=False)
    monkeypatch.setattr(
        queries, "openings_of", lambda _city, lines, _at: dict.fromkeys(lines, shut)
    )
    page = Client().get("/call/").content.decode()
    assert "Nobody answers calls now" in page
    assert "/call/voicemail/" in page
