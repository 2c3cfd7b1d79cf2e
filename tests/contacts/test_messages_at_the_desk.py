"""Messages that a carrier has: what agents see of them on the list and at the console."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.carrier.fake import WAVE
from tests.contacts import hotline
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import left_with_carrier
from townline.contacts.actions.left_with_carrier import Message
from townline.contacts.models import Recording
from townline.contacts.queries import recordings as taped
from townline.contacts.rules.carried import Errand
from townline.record.verbs import RESIDENT, SYSTEM

pytestmark = pytest.mark.django_db
LIST = "/desk/voicemail/"
CALLER = "+12135550101"


@pytest.fixture
def city(settings: Any, tmp_path: Path) -> City:
    settings.RECORDINGS_ROOT = tmp_path / "recordings"
    return hotline.open_lines()


def left(city: City, sid: str = "RE1") -> Recording:
    """Let a caller of a carrier leave a message, which waits in the queue of written contacts."""
    at = timezone.now()
    came = actions.CallIn(sid=f"CA{sid}", line="+12135550100", language="en", phone=CALLER)
    call = actions.begin_carried(city=city, came=came, by=RESIDENT, at=at)
    left_with_carrier.take_message(
        city=city, contact=call, message=Message(sid=sid, url="", seconds=12),
        queue=queries.contact_centre(city.edition_id).queues["chat"], by=SYSTEM, at=at,
    )  # fmt: skip
    return Recording.objects.latest("pk")


def brought(city: City, **faults: str) -> None:
    """Let a courier bring the sounds that are wanted, or fail for good at some, by their names."""
    at = timezone.now() + timedelta(seconds=1)
    for errand in left_with_carrier.claim_errands(city=city, by=SYSTEM, at=at):
        which: dict[str, Any] = {"city": city, "errand_id": errand.id, "by": SYSTEM, "at": at}
        if errand.sid in faults:
            said = {"errand": Errand.FETCH, "fault": faults[errand.sid], "for_good": True}
            left_with_carrier.errand_failed(**which, **said)
        else:
            left_with_carrier.keep_sound(**which, sound=WAVE)


def test_the_list_says_where_the_sound_is_and_has_it_asked_for_again(city: City) -> None:
    number = left(city).number
    desk = fairview.signed_in("agent")
    page = desk.get(LIST).content.decode()
    assert "on the way from the carrier" in page
    assert "12 seconds" in page
    assert desk.post(f"{LIST}{number}/sound/").status_code == 404
    brought(city, RE1="it answered 500")
    page = desk.get(LIST).content.decode()
    assert "did not give up its sound" in page
    assert fairview.signed_in("worker").post(f"{LIST}{number}/again/").status_code == 403
    assert desk.post(f"{LIST}none/again/").status_code == 404
    told = desk.post(f"{LIST}{number}/again/", follow=True).content.decode()
    assert "The carrier is asked again." in told
    brought(city)
    heard = desk.post(f"{LIST}{number}/sound/")
    assert (heard.content, heard.headers["Content-Type"]) == (WAVE, "audio/wav")
    assert heard.headers["Content-Disposition"].endswith('.wav"')


def test_who_has_it_in_hand_settles_it(city: City) -> None:
    row = left(city)
    brought(city)
    hotline.agent(city, queues=["chat"], text_most=2)
    desk = fairview.signed_in("agent")
    answered = {"contact": str(row.contact_id)}
    desk.post("/desk/console/do/answer/", answered)
    console = desk.get("/desk/console/").content.decode()
    assert f"{LIST}{row.number}/sound/" in console
    assert "desk/listen.js" in console
    assert CALLER in console
    leader = fairview.signed_in("supervisor")
    assert "Demo agent has this message in hand" in leader.get(LIST).content.decode()
    refused = leader.post(f"{LIST}{row.number}/done/", {"outcome": "returned"}, follow=True)
    assert "An agent has this message in hand" in refused.content.decode()
    desk.post("/desk/console/do/write-up/", answered | {"disposition": "answered"})
    assert taped.voicemails(city) == ()
    assert "Answered from the queue" in leader.get(f"{LIST}?done=1").content.decode()
