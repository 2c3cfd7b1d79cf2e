"""Messages that callers leave with a carrier are brought, settled once, and removed there."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.carrier import town
from tests.carrier.fake import WAVE, Fake, Redirected, running
from tests.carrier.scenes import ENGLISH, answer
from townline.channels import bringing
from townline.channels import carrier as asking
from townline.cities.rules.city import City
from townline.config import tasks_of_calls
from townline.contacts import actions, queries
from townline.contacts.actions import left_with_carrier, recordings
from townline.contacts.actions import voicemail as messages
from townline.contacts.models import (
    CarrierRecording,
    Contact,
    Details,
    Recording,
    RecordingEntry,
    Turn,
    Voicemail,
)
from townline.contacts.queries import proof
from townline.contacts.queries import recordings as taped
from townline.contacts.queries.recordings import VoicemailShown
from townline.contacts.rules.carried import FETCHES
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.recording import CARRIED, MOST
from townline.record.verbs import SYSTEM

LATER = timedelta(hours=2)


@pytest.fixture(autouse=True)
def kept_apart(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.RECORDINGS_ROOT = tmp_path / "recordings"
    yield tmp_path / "recordings"


def left(carrier: Fake) -> Recording:
    """Let somebody leave a message, and return how it is kept."""
    leg = carrier.call(town.CALLER, town.LINE)
    carrier.press(leg, ENGLISH)
    carrier.press(leg, "5")
    carrier.speak(leg, seconds=12)
    return Recording.objects.get()


def bring(city: City, at: datetime | None = None) -> int:
    return bringing.bring(city, at=at or timezone.now())


def on_list(city: City, *, done: bool = False) -> VoicemailShown:
    (found,) = taped.voicemails(city, done=done)
    return found


def history() -> list[str]:
    rows = RecordingEntry.objects.order_by("seq")
    return [row.verb.removeprefix("recording.") for row in rows]


def test_a_message_is_brought_heard_and_removed_at_the_carrier(
    city: City, carrier: Fake, kept_apart: Path
) -> None:
    number = left(carrier).number
    waits = on_list(city)
    assert (waits.sound, waits.seconds, waits.phone) == ("coming", 12, town.CALLER)
    with pytest.raises(recordings.NoSuchRecording):
        recordings.listen(city=city, number=number, by=town.AGENT, at=timezone.now())
    assert (bring(city), bring(city), bring(city)) == (1, 1, 0)
    sid = CarrierRecording.objects.get().sid
    assert carrier.asked_sounds == [("GET", sid), ("DELETE", sid)]
    assert carrier.sounds == {}
    assert on_list(city).sound == "there"
    heard = recordings.listen(city=city, number=number, by=town.AGENT, at=timezone.now())
    assert heard == ("audio/wav", WAVE)
    (file,) = [each for each in kept_apart.rglob("*") if each.is_file()]
    assert WAVE[:12] not in file.read_bytes(), "what lies on disk is encrypted"
    assert history() == ["left", "brought", "copy_removed", "listened"]
    assert list(proof.disagreements()) == []


def test_the_worker_brings_it(city: City, carrier: Fake) -> None:
    left(carrier)
    tasks_of_calls.bring_messages(timestamp=0)
    assert on_list(city).sound == "there"


def test_a_long_message_is_sealed_in_pieces(city: City, carrier: Fake) -> None:
    row, long = left(carrier), WAVE + bytes(5 * 2**20)
    carrier.sounds = dict.fromkeys(carrier.sounds, long)
    bring(city)
    row.refresh_from_db()
    assert (row.pieces, row.size, row.whole) == (3, len(long), True)
    heard = recordings.listen(city=city, number=row.number, by=town.AGENT, at=timezone.now())
    assert heard[1] == long


def test_what_a_carrier_has_not_yet_or_refuses_is_asked_for_again(
    city: City, carrier: Fake
) -> None:
    left(carrier)
    start = timezone.now()
    carrier.answers += [(404, {"code": 20404}), (500, {}), (503, b"<html>")]
    assert [bring(city, start) for _ in range(2)] == [1, 0], "it rests between two tries"
    bring(city, start + timedelta(seconds=60))
    assert CarrierRecording.objects.get().fault == "it answered 500"
    bring(city, start + timedelta(seconds=120))
    assert on_list(city).sound == "coming"
    bring(city, start + LATER)
    assert on_list(city).sound == "there"
    row = CarrierRecording.objects.get()
    assert (row.errand, row.tried, row.fault) == ("remove", 0, "")


def test_a_carrier_that_answers_nobody_is_asked_again(
    city: City, carrier: Fake, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    left(carrier)
    settings.VOICE = settings.VOICE | {"url": "http://127.0.0.1:9"}
    start = timezone.now()
    bring(city, start)
    assert CarrierRecording.objects.get().fault == "ConnectError"
    settings.VOICE = settings.VOICE | {"url": carrier.url}
    monkeypatch.setattr(asking, "WHOLE_S", -1.0)
    bring(city, start + LATER)
    assert CarrierRecording.objects.get().fault == "ReadTimeout", "slow as well"
    monkeypatch.undo()
    bring(city, start + 2 * LATER)
    assert on_list(city).sound == "there"


@pytest.mark.parametrize(("kind", "sound", "fault"), [
    ("text/html", b"<html>Sign in", "the carrier sent text/html, which is no sound"),
    ("audio/x-wav", b"<html>Sign in", "This is no recording that is taken: WebM, Ogg, MP4,"),
    ("audio/x-wav", WAVE[:20] + b"\x31" + WAVE[21:], "The sound in this WAV file is of a kind"),
    ("audio/mpeg", b"\xff\xfb\x90\x64" + bytes(MOST[CARRIED]), "A recording has at most"),
])  # fmt: skip
def test_what_is_no_sound_is_not_kept(
    city: City, carrier: Fake, kept_apart: Path, kind: str, sound: bytes, fault: str
) -> None:
    left(carrier)
    carrier.kind, carrier.sounds = kind, dict.fromkeys(carrier.sounds, sound)
    bring(city)
    row = CarrierRecording.objects.get()
    assert row.fault.startswith(fault)
    assert (row.given_up_at is None) is (kind == "text/html"), "a page may be a fault that passes"
    assert not kept_apart.exists()
    assert row.sid in carrier.sounds, "what nobody has heard is not removed"


def test_what_cannot_be_had_is_given_up_and_can_be_asked_for_again(
    city: City, carrier: Fake
) -> None:
    number, start = left(carrier).number, timezone.now()
    carrier.answers += [(500, {})] * FETCHES
    for tried in range(FETCHES):
        assert bring(city, start + LATER * tried) == 1
    assert bring(city, start + LATER * FETCHES) == 0
    assert on_list(city).sound == "lost"
    assert history() == ["left", "lost"]
    with pytest.raises(recordings.NoSuchRecording):
        left_with_carrier.ask_again(city=city, number="x", by=town.AGENT, at=start)
    again = {"city": city, "number": number, "by": town.AGENT, "at": start + LATER * FETCHES}
    left_with_carrier.ask_again(**again)
    left_with_carrier.ask_again(**again)
    assert on_list(city).sound == "coming"
    bring(city, start + LATER * FETCHES)
    assert on_list(city).sound == "there"
    assert history() == ["left", "lost", "wanted", "brought"]


def test_a_copy_is_removed_however_long_that_takes(city: City, carrier: Fake) -> None:
    left(carrier)
    start = timezone.now()
    bring(city, start)
    carrier.answers += [(500, {})] * (FETCHES + 3)
    for tried in range(FETCHES + 3):
        assert bring(city, start + LATER * tried) == 1
    assert carrier.sounds
    carrier.sounds.clear()  # somebody else has removed it: that is what was wanted
    bring(city, start + LATER * (FETCHES + 3))
    assert history() == ["left", "brought", "copy_removed"]
    assert bring(city, start + LATER * (FETCHES + 4)) == 0


def test_a_message_told_twice_or_after_the_call_is_one(city: City, carrier: Fake) -> None:
    leg = carrier.call(town.CALLER, town.LINE)
    carrier.press(leg, ENGLISH)
    carrier.press(leg, "5")
    told = {"RecordingSid": "RElate", "RecordingUrl": "http://169.254.169.254/",
            "RecordingDuration": "7", "RecordingStatus": "completed"}  # fmt: skip
    carrier.sounds["RElate"] = WAVE
    carrier.hang_up(leg)
    for _ in range(2):
        carrier.document("https://311.example.org/c/millbrook/voice/recording/", leg, **told)
    assert (Voicemail.objects.count(), Turn.objects.count()) == (1, 1)
    bring(city)
    assert on_list(city).sound == "there"
    assert carrier.asked_sounds == [("GET", "RElate")], "at the carrier's own address alone"


def test_credentials_do_not_go_where_a_carrier_sends_us(city: City, carrier: Fake) -> None:
    left(carrier)
    with running() as elsewhere:
        elsewhere.sounds = carrier.sounds
        (sid,) = carrier.sounds
        path = f"/2010-04-01/Accounts/AC0123/Recordings/{sid}"
        carrier.answers.append((307, Redirected(elsewhere.url + path)))
        bring(city)
        assert elsewhere.asked_sounds == []
    assert CarrierRecording.objects.get().fault == "it answered 401", "it came without them"


def test_who_is_forgotten_before_the_sound_came_is_forgotten_at_the_carrier_too(
    city: City, carrier: Fake, kept_apart: Path
) -> None:
    row = left(carrier)
    start = timezone.now()
    messages.finish_voicemail(
        city=city, number=row.number, outcome="not_needed", by=town.AGENT, at=start
    )
    (errand,) = left_with_carrier.claim_errands(city=city, by=SYSTEM, at=start)
    actions.forget_contact(city=city, contact=row.contact_id, by=SYSTEM, at=start)
    left_with_carrier.keep_sound(city=city, errand_id=errand.id, sound=WAVE, by=SYSTEM, at=start)
    left_with_carrier.errand_failed(
        city=city, errand_id=errand.id, errand=errand.errand, fault="late", by=SYSTEM, at=start
    )
    assert not kept_apart.exists()
    assert carrier.sounds
    bring(city, start)
    assert (carrier.asked_sounds, carrier.sounds) == ([("DELETE", errand.sid)], {})
    assert on_list(city, done=True).sound == "gone"
    assert not Details.objects.filter(contact=row.contact_id).exists()
    assert list(proof.disagreements()) == []


def test_what_was_kept_long_enough_goes_here_and_there(city: City, carrier: Fake) -> None:
    left(carrier)
    kept, late = timedelta(days=90), timezone.now() + timedelta(days=91)
    assert recordings.tend_recordings(city=city, kept=kept, by=SYSTEM, at=late) == 1
    assert on_list(city).sound == "gone"
    bring(city, late)
    assert carrier.sounds == {}


def test_who_settles_it_from_the_list_settles_it_in_the_queue(city: City, carrier: Fake) -> None:
    row = left(carrier)
    ana = town.agent(city)
    now = timezone.now()
    assert Turn.objects.get().state == "offered"
    done = {"city": city, "number": row.number, "by": town.AGENT, "at": now}
    messages.finish_voicemail(**done, outcome="returned")
    messages.finish_voicemail(**done, outcome="not_reached")
    turn = Turn.objects.get()
    assert (turn.state, turn.ended_as, turn.agent_id) == ("over", "settled", None)
    assert on_list(city, done=True).outcome == "returned"
    with pytest.raises(NotNow), transaction.atomic():
        answer(city, ana, turn.pk)
    messages.reopen_voicemail(**done)
    assert on_list(city).agent == ""
    assert Turn.objects.get().state == "over", "it is back on the list, and offered to nobody"
    shown = queries.turn_of(city.id, turn.pk)
    assert shown.entries[-1].sentence == "Settled from the list of voice messages: returned"
    assert list(proof.disagreements()) == []


@pytest.mark.parametrize("lost", [False, True])
def test_who_answers_it_from_the_queue_settles_it_on_the_list(
    city: City, carrier: Fake, lost: bool
) -> None:
    row = left(carrier)
    ana = town.agent(city)
    answer(city, ana, row.contact_id)
    assert on_list(city).agent == "Demo Ana"
    now = timezone.now()
    with pytest.raises(NotNow):
        messages.finish_voicemail(
            city=city, number=row.number, outcome="returned", by=town.AGENT, at=now
        )
    assert on_list(city).done_at is None
    said = {"city": city, "contact": row.contact_id, "by": town.AGENT, "at": now}
    if lost:
        actions.end(**said)
        actions.lose_agent(city=city, agent=ana, by=SYSTEM, at=now)
    else:
        actions.wrap_up(**said, disposition="answered")
    shown = on_list(city, done=True)
    assert (shown.outcome, shown.done_by) == ("answered", "Demo agent")
    assert Turn.objects.get().state == "over"
    assert list(proof.disagreements()) == []


def test_one_whose_queue_is_gone_stands_on_the_list_alone(city: City, carrier: Fake) -> None:
    leg = carrier.call(town.CALLER, town.LINE)
    message = left_with_carrier.Message(sid="REalone", url="", seconds=3)
    call = queries.call_by_sid(city.id, leg.sid)
    said: dict[str, Any] = {
        "city": city, "contact": call.contact, "message": message, "queue": None, "by": SYSTEM,
        "at": timezone.now(),
    }  # fmt: skip
    assert left_with_carrier.take_message(**said) is True
    assert left_with_carrier.take_message(**said) is False
    assert not Turn.objects.exists()
    assert (on_list(city).phone, on_list(city).queue) == (town.CALLER, "")
    assert Contact.objects.filter(channel="voicemail").count() == 1


def test_one_of_before_sounds_were_brought_is_brought_as_well(city: City, carrier: Fake) -> None:
    leg = carrier.call(town.CALLER, town.LINE)
    call = queries.call_by_sid(city.id, leg.sid)
    CarrierRecording.objects.create(
        call_id=call.contact, sid="REold", url="", seconds=3, received_at=timezone.now()
    )
    carrier.sounds["REold"] = WAVE
    bring(city, timezone.now() + timedelta(seconds=1))
    assert on_list(city).sound == "there"
