"""Calls are recorded where their callers allow it, encrypted, and listened to on the record."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from tests.contacts import hotline
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import interpreting, recordings, sealed
from townline.contacts.models import Interpreting, Recording, RecordingEntry, Voicemail
from townline.contacts.queries import calls as asked
from townline.contacts.queries import proof
from townline.contacts.queries import recordings as taped
from townline.contacts.rules.keeping import Kept
from townline.contacts.rules.recording import MOST, UnfitRecording, check_size, form_of
from townline.record.verbs import SYSTEM

pytestmark = pytest.mark.django_db
WEBM = b"\x1a\x45\xdf\xa3" + b"\0" * 60 + b"A_OPUS" + b"\0" * 40
WAVE = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0%b\1\0" + bytes(20)
STATE = "/call/now/state.json"


@pytest.fixture
def city(settings: Any, tmp_path: Path) -> City:
    settings.RECORDINGS_ROOT = tmp_path / "recordings"
    return hotline.open_lines()


def phone(contact: int, what: str = "state.json") -> str:
    return f"/desk/console/phone/{contact}/{what}"


def talking(city: City, **said: Any) -> tuple[Client, Client, int]:
    hotline.agent(city)
    resident, contact = hotline.call(**{"record": "on"} | said)
    desk = fairview.signed_in("agent")
    desk.post(phone(contact, "answer/"))
    return resident, desk, contact


def begin(desk: Client, contact: int) -> str:
    answer = desk.post(phone(contact, "record/"), {"wish": "begin"})
    assert answer.status_code == 200
    return str(answer.json()["number"])


def send(desk: Client, contact: int, number: str, position: Any, body: bytes, last: int = 0) -> Any:
    url = phone(contact, f"record/piece/?number={number}&position={position}&last={last}")
    return desk.post(url, body, content_type="application/octet-stream")


def history(number: str) -> list[str]:
    found = RecordingEntry.objects.filter(subject__number=number).order_by("seq")
    return [each.verb.removeprefix("recording.") for each in found]


def test_a_recording_comes_in_pieces_and_is_whole_with_its_last(city: City) -> None:
    resident, desk, contact = talking(city)
    number = begin(desk, contact)
    assert resident.get(STATE).json()["recording"] is True
    assert send(desk, contact, number, 0, WEBM).json() == {"wanted": 1}
    assert send(desk, contact, number, 0, WEBM).json() == {"wanted": 1}
    ahead = send(desk, contact, number, 2, b"c")
    assert (ahead.status_code, ahead.json()["wanted"]) == (409, 1)
    assert send(desk, contact, number, 1, b"b").json() == {"wanted": 2}
    assert send(desk, contact, number, 2, b"", last=1).json() == {"wanted": 2}
    row = Recording.objects.get()
    assert (row.pieces, row.size, row.form, row.whole) == (2, len(WEBM) + 1, "audio/webm", True)
    assert resident.get(STATE).json()["recording"] is False
    leader = fairview.signed_in("supervisor")
    heard = leader.post(f"/desk/recordings/{number}/sound/")
    assert (heard.content, heard.headers["Content-Type"]) == (WEBM + b"b", "audio/webm")
    assert history(number) == ["begun", "ended", "listened"]


def test_what_lies_on_disk_is_encrypted_and_of_use_in_its_own_place_alone(city: City) -> None:
    _resident, desk, contact = talking(city)
    number = begin(desk, contact)
    for position, body in enumerate((WEBM, b"b", b"c")):
        send(desk, contact, number, position, body, last=position == 2)
    folder = Path(configured.RECORDINGS_ROOT) / number
    first, second, third = sorted(folder.iterdir())
    assert b"A_OPUS" not in first.read_bytes()
    assert oct(first.stat().st_mode)[-3:] == "600"
    kept = second.read_bytes()
    second.write_bytes(third.read_bytes())
    with pytest.raises(sealed.Damaged):
        sealed.get(number, 3)
    second.write_bytes(kept)
    assert sealed.get(number, 3) == WEBM + b"bc"


def test_without_the_consent_of_the_caller_nothing_is_recorded(city: City) -> None:
    _resident, desk, contact = talking(city, record="")
    assert desk.post(phone(contact, "record/"), {"wish": "begin"}).status_code == 409
    assert not Recording.objects.exists()


def test_a_caller_takes_the_consent_back_and_nothing_more_is_taken(city: City) -> None:
    resident, desk, contact = talking(city)
    number = begin(desk, contact)
    send(desk, contact, number, 0, WEBM)
    resident.post("/call/now/unrecorded/")
    assert send(desk, contact, number, 1, b"b").status_code == 409
    assert desk.post(phone(contact, "record/"), {"wish": "begin"}).status_code == 409
    assert not asked.call_of(city.id, contact).may_record
    verbs = [each.verb for each in queries.turn_of(city.id, contact).entries]
    assert verbs[-1] == "contact.recording_refused"
    assert not Recording.objects.get().whole


def test_a_recording_stands_still_and_goes_on(city: City) -> None:
    resident, desk, contact = talking(city)
    number = begin(desk, contact)
    for wish in ("pause", "pause", "resume"):
        assert desk.post(phone(contact, "record/"), {"wish": wish}).status_code == 302
    assert history(number) == ["begun", "paused", "resumed"]
    assert desk.post(phone(contact, "record/"), {"wish": "x"}).status_code == 400
    assert resident.get(STATE).json()["recording"] is True


def test_only_who_has_the_call_records_it(city: City) -> None:
    _resident, desk, contact = talking(city)
    number = begin(desk, contact)
    hotline.agent(city, "supervisor")
    other = fairview.signed_in("supervisor")
    assert send(other, contact, number, 0, WEBM).status_code == 404
    assert other.post(phone(contact, "record/"), {"wish": "pause"}).status_code == 404
    _caller, second = hotline.call(record="on")
    other.post(phone(second, "answer/"))
    assert send(other, second, number, 0, WEBM).status_code == 409


@pytest.mark.parametrize("position", ["", "x", "-1"])
def test_a_piece_says_which_it_is(city: City, position: str) -> None:
    _resident, desk, contact = talking(city)
    number = begin(desk, contact)
    assert send(desk, contact, number, position, WEBM).status_code == 400


def test_what_is_no_sound_is_not_taken(city: City) -> None:
    _resident, desk, contact = talking(city)
    number = begin(desk, contact)
    for body in (b"<script>", b"\x1a\x45\xdf\xa3 V_VP8", b"OggS" + b"\0" * 40 + b"theora"):
        assert send(desk, contact, number, 0, body).status_code == 400
    assert form_of(b"OggS" + b"\0" * 24 + b"OpusHead") == "audio/ogg"
    assert form_of(b"\0\0\0\x18ftypmp42") == "audio/mp4"
    assert form_of(b"ID3\4") == form_of(b"\xff\xfb\x90\x64") == "audio/mpeg"
    assert form_of(WAVE % b"\1\0") == form_of(WAVE % b"\7\0") == "audio/wav"
    for body in (
        WAVE % b"\x31\0",
        b"RIFF\0\0\0\0WAVEdata",
        b"\xff\xd8\xff\xe0",
        b"\xff\xfb\xf0\x64",
    ):
        with pytest.raises(UnfitRecording):
            form_of(body)
    for kind, so_far in (("call", MOST["call"]), ("voicemail", MOST["voicemail"])):
        with pytest.raises(UnfitRecording):
            check_size(kind, so_far, 1)


def test_who_may_not_listen_does_not(city: City) -> None:
    _resident, desk, contact = talking(city)
    number = begin(desk, contact)
    send(desk, contact, number, 0, WEBM, last=1)
    for name in ("agent", "worker", "admin"):
        client = fairview.signed_in(name)
        assert client.post(f"/desk/recordings/{number}/sound/").status_code == 403
        assert client.get("/desk/recordings/").status_code == 403
    assert desk.post(f"/desk/voicemail/{number}/sound/").status_code == 404
    assert history(number) == ["begun", "ended"]


def test_sound_is_removed_when_its_time_is_over_and_the_record_stays(city: City) -> None:
    _resident, desk, contact = talking(city)
    number = begin(desk, contact)
    send(desk, contact, number, 0, WEBM, last=1)
    later, kept = timezone.now() + timedelta(days=91), timedelta(days=90)
    assert recordings.tend_recordings(city=city, kept=kept, by=SYSTEM, at=timezone.now()) == 0
    assert recordings.tend_recordings(city=city, kept=kept, by=SYSTEM, at=later) == 1
    assert recordings.tend_recordings(city=city, kept=kept, by=SYSTEM, at=later) == 0
    assert history(number) == ["begun", "ended", "removed"]
    sealed.remove(number)  # as after the commit, of which a test has none
    leader = fairview.signed_in("supervisor")
    assert leader.post(f"/desk/recordings/{number}/sound/").status_code == 404
    page = leader.get("/desk/recordings/").content.decode()
    assert "Its sound is gone" in page
    assert "Removed: 90 days are over" in page


def test_a_recording_whose_page_is_gone_is_cut_off(city: City) -> None:
    _resident, desk, contact = talking(city)
    number = begin(desk, contact)
    send(desk, contact, number, 0, WEBM)
    other = begin(desk, contact)
    assert other != number
    assert [row.whole for row in Recording.objects.exclude(ended_at=None)] == [False]
    later = timezone.now() + timedelta(hours=1)
    recordings.tend_recordings(city=city, kept=timedelta(days=90), by=SYSTEM, at=later)
    assert not Recording.objects.filter(ended_at=None).exists()


def test_the_history_of_a_recording_is_never_changed(city: City) -> None:
    _resident, desk, contact = talking(city)
    begin(desk, contact)
    with pytest.raises(DatabaseError), transaction.atomic():
        RecordingEntry.objects.update(verb="recording.listened")


def left(**more: Any) -> Any:
    sound = SimpleUploadedFile("message", WEBM, content_type="text/html")
    said = {"sound": sound, "phone": "(213) 555-0101", "name": "Demo Cleo", **hotline.SAYS}
    return Client().post("/call/voicemail/", said | more)


def test_a_voice_message_waits_to_be_returned_and_is_done(city: City) -> None:
    assert left().headers["Location"] == "/call/voicemail/left/"
    (message,) = taped.voicemails(city)
    assert (message.phone, message.name, message.queue) == ("+12135550101", "Demo Cleo", "general")
    desk = fairview.signed_in("agent")
    page = desk.get("/desk/voicemail/").content.decode()
    assert "+12135550101" in page
    assert "Anything else" in page
    (seen,) = queries.looks(city.id, centres=None, most=9)
    assert (seen.by, seen.what_for, seen.contact) == ("Demo agent", "voicemail", message.contact)
    heard = desk.post(f"/desk/voicemail/{message.number}/sound/")
    assert (heard.content, heard.headers["X-Content-Type-Options"]) == (WEBM, "nosniff")
    done = f"/desk/voicemail/{message.number}/done/"
    assert desk.post(done, {"outcome": "burnt"}).status_code == 404
    assert desk.post(done, {"outcome": "returned"}).status_code == 302
    assert taped.voicemails(city) == ()
    assert "Called back" in desk.get("/desk/voicemail/?done=1").content.decode()
    desk.post(f"/desk/voicemail/{message.number}/reopen/")
    assert len(taped.voicemails(city)) == 1
    assert history(message.number) == ["left", "listened", "done", "reopened"]


def test_a_message_that_is_none_is_refused_in_the_form(city: City) -> None:
    bad = (
        {"sound": SimpleUploadedFile("message", b"<html>", content_type="audio/webm")},
        {"sound": SimpleUploadedFile("message", WEBM + bytes(MOST["voicemail"]))},
        {"sound": ""},
        {"phone": "call me"},
        {"phone": ""},
        {"queue": "chat"},
    )
    for said in bad:
        answer = left(**said)
        assert answer.status_code == 200
        assert "Error:" in answer.content.decode()
    assert not Voicemail.objects.exists()


def test_who_leaves_a_message_waits_no_more(city: City) -> None:
    resident, contact = hotline.call()
    sound = SimpleUploadedFile("message", WEBM)
    said = {"sound": sound, "phone": "213 555 0101", **hotline.SAYS}
    assert resident.post("/call/voicemail/", said).status_code == 302
    assert queries.turn_of(city.id, contact).ended_as == "left_message"


def test_an_interpreter_is_asked_joins_and_goes_and_has_a_leg_of_their_own(city: City) -> None:
    resident, desk, contact = talking(city)
    key = hotline.agent(city, "supervisor")
    begun = desk.get(phone(contact)).json()
    assert begun["interpreters"] == [{"agent": key, "words": "Demo supervisor (en, es)"}]
    assert desk.post(phone(contact, "interpreter/"), {"agent": key}).status_code == 302
    assert desk.post(phone(contact, "interpreter/"), {"agent": key}).status_code == 409
    other = fairview.signed_in("supervisor")
    assert "You are asked to interpret" in other.get("/desk/console/phone/").content.decode()
    assert other.post(phone(contact, "hold/"), {"held": "1"}).status_code == 404
    other.post(phone(contact, "join/"))
    assert resident.get(STATE).json()["sides"][2] == f"agent-{key}"
    assert other.get(phone(contact)).json()["leads"] is False
    other.post(phone(contact, "hang-up/"))
    assert asked.call_of(city.id, contact).under_way
    assert asked.status_of(city.id, key) == "available"
    resident.post("/call/now/hang-up/")
    turn = queries.turn_of(city.id, contact)
    assert [(leg.kind, leg.ended_as) for leg in turn.legs] == [
        ("queue", "answered"), ("agent", "ended"), ("interpreter", "left"),
    ]  # fmt: skip
    assert list(proof.disagreements()) == []


def test_an_interpreter_goes_when_the_call_is_over_or_when_they_do_not_come(city: City) -> None:
    resident, desk, contact = talking(city)
    key = hotline.agent(city, "supervisor")
    desk.post(phone(contact, "interpreter/"), {"agent": key})
    now = timezone.now()
    assert interpreting.tend_interpreters(city=city, by=SYSTEM, at=now) == 0
    late = now + timedelta(minutes=2)
    assert interpreting.tend_interpreters(city=city, by=SYSTEM, at=late) == 1
    desk.post(phone(contact, "interpreter/"), {"agent": key})
    resident.post("/call/now/hang-up/")
    assert interpreting.tend_interpreters(city=city, by=SYSTEM, at=timezone.now()) == 1
    assert not Interpreting.objects.filter(left_at=None).exists()
    assert asked.status_of(city.id, key) == "available"


def test_the_records_of_calls_say_what_their_rows_say(city: City) -> None:
    resident, desk, contact = talking(city)
    desk.post(phone(contact, "hold/"), {"held": "1"})
    resident.post("/call/now/hang-up/")
    assert list(proof.disagreements()) == []


def test_who_left_a_voice_message_is_forgotten_some_days_after_it_is_done(city: City) -> None:
    left()
    (message,) = taped.voicemails(city)
    (asked_for,) = queries.consents_of(city.id, message.contact)
    assert (asked_for.to, asked_for.given, asked_for.language) == ("calling_back", True, "en")
    assert "call you back" in asked_for.words
    said = {"city": city, "kept": Kept(details_days=30), "by": SYSTEM}
    later = timezone.now() + timedelta(days=31)
    assert actions.forget_due(**said, at=later) == 0
    done = {"outcome": "returned"}
    fairview.signed_in("agent").post(f"/desk/voicemail/{message.number}/done/", done)
    assert actions.forget_due(**said, at=later - timedelta(days=2)) == 0
    assert actions.forget_due(**said, at=later) == 1
    assert queries.reach_of(message.contact) is None
    assert history(message.number)[-1] == "contact.forgotten"
    assert actions.forget_due(**said, at=later) == 0
    assert list(proof.disagreements()) == []


def test_who_left_a_voice_message_is_forgotten_as_they_ask(city: City) -> None:
    left()
    (message,) = taped.voicemails(city)
    assert queries.same_resident(city.id, message.contact) == (message.contact,)
    said = {"city": city, "contact": message.contact, "by": SYSTEM}
    found = actions.forget_contact(**said, at=timezone.now())
    assert found == ("details", "sound")
    assert queries.reach_of(message.contact) is None
    assert history(message.number)[-2:] == ["removed", "contact.forgotten"]
    assert actions.forget_contact(**said, at=timezone.now()) == ()
    assert list(proof.disagreements()) == []
