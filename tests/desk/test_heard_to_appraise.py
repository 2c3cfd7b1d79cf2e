"""A call that was recorded is listened to beside the questions that appraise it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.contacts.test_recordings import WEBM, begin, history, phone, send
from tests.desk import centre, fairview
from tests.desk.centres import member_id
from tests.desk.pages import words
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import recordings
from townline.contacts.models import Recording
from townline.contacts.rules import quality
from townline.record.verbs import SYSTEM


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Path) -> City:
    """Apply Fairview with its centres."""
    settings.RECORDINGS_ROOT = tmp_path
    return centre.town()


@pytest.fixture
def form(town: City) -> str:
    """Return the form that appraises a call which was recorded in two parts, and is over."""
    at = timezone.now()
    ana = centre.agent(town, at, member_id=member_id(town, "agent"))
    resident, desk = Client(), fairview.signed_in("agent")
    resident.post("/call/", {"queue": "general", "language": "en", "record": "on"})
    contact = resident.session["web_call"]
    desk.post(phone(contact, "answer/"))
    for _part in range(2):
        send(desk, contact, begin(desk, contact), 0, WEBM, last=1)
    resident.post("/call/now/hang-up/")
    actions.wrap_up(
        city=town, contact=contact, disposition="answered", by=SYSTEM, at=timezone.now()
    )
    (leg,) = (one for one in queries.turn_of(town.id, contact).legs if one.kind == "agent")
    week = quality.week_of(leg.started_at.astimezone(town.zone).date())
    return f"/desk/quality/{week}/{ana}/{contact}/"


def test_the_sound_of_a_call_stands_beside_the_questions(form: str) -> None:
    leads = fairview.signed_in("supervisor")
    page = leads.get(form).content.decode()
    numbers = list(Recording.objects.order_by("begun_at", "pk").values_list("number", flat=True))
    sounds = [f'action="/desk/recordings/{number}/sound/"' for number in numbers]
    assert [page.count(each) for each in sounds] == [1, 1]
    assert page.index(sounds[0]) < page.index(sounds[1]), "the first comes first"
    assert "desk/listen" in page
    assert leads.post(f"/desk/recordings/{numbers[0]}/sound/").content == WEBM
    assert [history(each)[-1] for each in numbers] == ["listened", "ended"]


def test_sound_that_is_gone_is_said_to_be_gone(town: City, form: str) -> None:
    later = timezone.now() + timedelta(days=1)
    recordings.tend_recordings(city=town, kept=timedelta(hours=1), by=SYSTEM, at=later)
    page = fairview.signed_in("supervisor").get(form)
    assert words(page).count("Its sound is gone.") == 2
    assert "/sound/" not in page.content.decode()


def test_a_contact_without_a_recording_has_no_such_part(town: City, form: str) -> None:
    Recording.objects.update(kind="voicemail")
    assert "Its sound" not in words(fairview.signed_in("supervisor").get(form))
