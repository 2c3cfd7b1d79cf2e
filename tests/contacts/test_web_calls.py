"""Calls from browser to browser: who may tell whom what, and how a call goes and ends."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.contacts import hotline
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import calls
from townline.contacts.models import CallSignal, Turn, WebCall
from townline.contacts.queries import calls as asked
from townline.contacts.rules.calls import (
    MOST_AT_ONCE,
    MOST_LETTERS,
    MOST_OF_CALL,
    BadSignal,
    Kind,
    NotOnCall,
    Signal,
    read_position,
    read_signals,
)
from townline.contacts.rules.waits import Estimate
from townline.record.verbs import RESIDENT, SYSTEM

pytestmark = pytest.mark.django_db
STATE = "/call/now/state.json"
HELLO = {"signals": [{"kind": "hello", "payload": {"i": "one"}}]}


@pytest.fixture
def city() -> City:
    return hotline.open_lines()


def send(browser: Client, url: str, said: Any) -> Any:
    body = said if isinstance(said, str | bytes) else json.dumps(said)
    return browser.post(url, body, content_type="application/json")


def phone(contact: int, what: str = "state.json") -> str:
    return f"/desk/console/phone/{contact}/{what}"


def talking(city: City) -> tuple[Client, Client, int]:
    """Return the browsers of resident and agent, and the call on which they are."""
    hotline.agent(city)
    resident, contact = hotline.call()
    desk = fairview.signed_in("agent")
    assert desk.post(phone(contact, "answer/")).status_code == 302
    return resident, desk, contact


def test_a_call_waits_is_answered_held_and_ended_and_each_step_is_in_its_record(
    city: City,
) -> None:
    resident, desk, contact = talking(city)
    for held in ("1", "1", "0"):
        desk.post(phone(contact, "hold/"), {"held": held})
    assert resident.post("/call/now/hang-up/").status_code == 302
    assert desk.post(phone(contact, "wrap-up/"), {"disposition": "answered"}).status_code == 302
    turn = queries.turn_of(city.id, contact)
    assert [each.verb.removeprefix("contact.") for each in turn.entries] == [
        "queued", "offered", "recording_refused", "answered", "held", "resumed", "ended",
        "wrapped_up",
    ]  # fmt: skip
    assert [(leg.kind, leg.ended_as) for leg in turn.legs] == [
        ("queue", "answered"), ("agent", "ended"),
    ]  # fmt: skip
    assert (turn.channel, turn.state, turn.disposition) == ("web_call", "over", "answered")


def test_who_waits_where_nobody_calls_back_is_not_offered_it(city: City) -> None:
    resident, _contact = hotline.call()
    assert "/call/callback/" not in resident.get("/call/now/").content.decode()


def test_a_waiting_caller_is_told_how_many_are_before_them(city: City) -> None:
    callers = [hotline.call()[0] for _ in range(3)]
    assert [each.get(STATE).json()["ahead"] for each in callers] == [0, 1, 2]
    assert "People before you: 2" in callers[2].get("/call/now/").content.decode()


def test_what_one_side_tells_the_other_hears_and_nobody_else(city: City) -> None:
    resident, desk, contact = talking(city)
    assert send(resident, STATE, HELLO).json() == {"last": 1}
    (heard,) = desk.get(phone(contact) + "?after=0").json()["signals"]
    assert (heard["sender"], heard["kind"], heard["payload"]) == ("resident", "hello", {"i": "one"})
    assert resident.get(STATE + "?after=0").json()["signals"] == []
    assert desk.get(phone(contact) + "?after=1").json()["signals"] == []
    answer = {"signals": [{"kind": "offer", "to": "resident", "payload": {"i": "two"}}]}
    assert send(desk, phone(contact), answer).json() == {"last": 2}
    assert [each["kind"] for each in resident.get(STATE + "?after=1").json()["signals"]] == [
        "offer"
    ]


def test_what_was_told_before_a_page_came_is_past(city: City) -> None:
    resident, desk, contact = talking(city)
    send(resident, STATE, HELLO)
    first = desk.get(phone(contact)).json()
    assert (first["signals"], first["last"], first["ice"]) == ([], 1, [])
    assert first["queues"] == [{"code": "trees", "words": "Fairview 311: Trees (nobody there now)"}]


def test_what_is_much_too_long_is_refused_in_the_form_of_all_other_refusals(city: City) -> None:
    resident, desk, contact = talking(city)
    body = json.dumps({"signals": [{"kind": "hello", "payload": {"i": "x" * 4_000_000}}]})
    for browser, url in ((resident, STATE), (desk, phone(contact))):
        answer = send(browser, url, body)
        assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/json")
        assert "at most 2,621,440 bytes" in answer.json()["error"]


def test_another_agent_and_another_browser_neither_hear_nor_tell(city: City) -> None:
    _resident, _desk, contact = talking(city)
    hotline.agent(city, "supervisor")
    other, stranger = fairview.signed_in("supervisor"), Client()
    assert other.get(phone(contact)).status_code == 404
    assert send(other, phone(contact), HELLO).status_code == 404
    assert other.post(phone(contact, "hang-up/")).status_code == 404
    assert stranger.get(STATE).status_code == 404
    assert send(stranger, STATE, HELLO).status_code == 404
    assert fairview.signed_in("worker").get(phone(contact)).status_code == 403


def test_a_call_is_not_known_in_another_city(city: City) -> None:
    resident, contact = hotline.call()
    fairview.apply("meadowview", people=False)
    assert resident.get("/c/meadowview" + STATE).status_code == 404
    other = fairview.cities_known.by_slug("meadowview")
    with pytest.raises(NotOnCall):
        asked.call_of(other.id, contact)


def test_nobody_tells_anything_before_it_is_answered_or_after_it_is_over(city: City) -> None:
    resident, _contact = hotline.call()
    assert send(resident, STATE, HELLO).status_code == 409
    resident.post("/call/now/hang-up/")
    assert send(resident, STATE, HELLO).status_code == 409
    assert resident.get(STATE).json()["under_way"] is False


BAD = {
    "no JSON": b"{",
    "no UTF-8": b"\xff",
    "no object": b"[]",
    "nothing": b'{"signals": []}',
    "no list": b'{"signals": {}}',
    "no signal": b'{"signals": [1]}',
    "no kind": b'{"signals": [{"payload": {}}]}',
    "an odd kind": b'{"signals": [{"kind": ["ice"]}]}',
    "somebody else": b'{"signals": [{"kind": "ice", "to": "agent-7"}]}',
    "an odd receiver": b'{"signals": [{"kind": "ice", "to": []}]}',
    "an odd payload": b'{"signals": [{"kind": "ice", "payload": "x"}]}',
    "a null character": b'{"signals": [{"kind": "ice", "payload": {"a": "\\u0000"}}]}',
    "too long": json.dumps(
        {"signals": [{"kind": "ice", "payload": {"a": "x" * MOST_LETTERS}}]}
    ).encode(),
    "too many": json.dumps({"signals": [{"kind": "ice"}] * (MOST_AT_ONCE + 1)}).encode(),
    "too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_signal_is_refused_with_what_is_wrong(city: City, what: str) -> None:
    resident, desk, contact = talking(city)
    for browser, url in ((resident, STATE), (desk, phone(contact))):
        answer = send(browser, url, BAD[what])
        assert answer.status_code == 400
        assert answer.json()["error"]
    assert not CallSignal.objects.exists()


def test_a_position_is_a_number(city: City) -> None:
    resident, _contact = hotline.call()
    assert read_position("12") == 12
    for bad in ("x", "-1", "9" * 30, "1.5"):
        assert resident.get(STATE, {"after": bad}).status_code == 400


def test_a_call_takes_no_more_signals_than_any_needs(city: City) -> None:
    _resident, _desk, contact = talking(city)
    WebCall.objects.filter(pk=contact).update(signals_so_far=MOST_OF_CALL)
    with pytest.raises(BadSignal):
        calls.tell_side(
            city=city, contact=contact, sender="resident", signals=[Signal(kind=Kind.HELLO)],
            by=RESIDENT, at=timezone.now(),
        )  # fmt: skip


def test_signals_are_read_as_they_are_meant() -> None:
    said = b'{"signals": [{"kind": "ice", "to": "resident", "payload": {"i": "a"}}]}'
    (signal,) = read_signals(said, sides=frozenset({"resident"}))
    assert signal == Signal(kind=Kind.ICE, receiver="resident", payload={"i": "a"})


def test_both_sides_may_hang_up_at_once_and_again(city: City) -> None:
    resident, desk, contact = talking(city)
    desk.post(phone(contact, "hang-up/"))
    resident.post("/call/now/hang-up/")
    calls.hang_up(city=city, contact=contact, by=RESIDENT, at=timezone.now())
    assert queries.turn_of(city.id, contact).state == "wrap_up"
    assert "The call is over" in resident.get("/call/now/").content.decode()


def test_who_hangs_up_before_anybody_answers_has_given_up(city: City) -> None:
    resident, contact = hotline.call()
    resident.post("/call/now/hang-up/")
    assert queries.turn_of(city.id, contact).ended_as == "abandoned"


def test_a_page_that_is_closed_ends_its_call_unless_it_soon_comes_back(city: City) -> None:
    resident, contact = hotline.call()
    now = timezone.now()
    assert resident.post("/call/now/away/").status_code == 204
    assert asked.call_of(city.id, contact).away
    resident.get(STATE)
    assert not asked.call_of(city.id, contact).away
    resident.post("/call/now/away/")
    assert calls.tend_calls(city=city, by=SYSTEM, at=now) == 0
    assert calls.tend_calls(city=city, by=SYSTEM, at=now + timedelta(seconds=30)) == 1
    assert queries.turn_of(city.id, contact).ended_as == "abandoned"


def test_a_page_that_is_silent_too_long_is_gone_and_its_signals_with_it(city: City) -> None:
    resident, _desk, contact = talking(city)
    send(resident, STATE, HELLO)
    later = timezone.now() + calls.SILENT_MOST + timedelta(seconds=1)
    assert calls.tend_calls(city=city, by=SYSTEM, at=later) == 1
    assert queries.turn_of(city.id, contact).state == "wrap_up"
    assert not CallSignal.objects.exists()
    assert calls.tend_calls(city=city, by=SYSTEM, at=later) == 0


def test_who_gave_up_or_was_cut_off_and_calls_again_has_the_place_of_before(city: City) -> None:
    resident, first = hotline.call()
    later = timezone.now() + calls.SILENT_MOST
    assert calls.tend_calls(city=city, by=SYSTEM, at=later) == 1
    assert resident.get(STATE).json()["cut_off"]
    _other, between = hotline.call()
    resident.post("/call/", hotline.SAYS)
    turns = Turn.objects.in_bulk()
    again = turns[resident.session["web_call"]]
    assert (again.earlier_id, again.place, again.ordinal) == (first, turns[first].place, 2)
    assert again.place < turns[between].place


def test_who_was_answered_or_calls_about_something_else_waits_like_everybody(city: City) -> None:
    resident, _desk, first = talking(city)
    resident.post("/call/now/hang-up/")
    assert not resident.get(STATE).json()["cut_off"]
    for queue in ("trees", "general"):
        resident.post("/call/", hotline.SAYS | {"queue": queue})
        again = Turn.objects.get(pk=resident.session["web_call"])
        assert again.pk != first
        assert (again.earlier_id, again.since) == (None, again.contact.started_at)
        resident.post("/call/now/hang-up/")


def test_a_call_is_passed_on_to_another_queue_and_another_agent(city: City) -> None:
    _resident, desk, contact = talking(city)
    second = hotline.agent(city, "supervisor")
    assert desk.post(phone(contact, "pass-on/"), {"queue": "chat"}).status_code == 400
    assert desk.post(phone(contact, "pass-on/"), {"queue": "trees"}).status_code == 302
    assert desk.get(phone(contact)).status_code == 404
    other = fairview.signed_in("supervisor")
    other.post(phone(contact, "answer/"))
    assert other.get(phone(contact)).json()["sides"] == ["resident", f"agent-{second}"]
    legs = queries.turn_of(city.id, contact).legs
    assert [leg.ended_as for leg in legs] == ["answered", "transferred", "answered", ""]


def test_a_browser_has_one_call_at_a_time(city: City) -> None:
    resident, contact = hotline.call()
    resident.post("/call/", hotline.SAYS)
    assert resident.session["web_call"] == contact
    resident.post("/call/now/hang-up/")
    resident.post("/call/", hotline.SAYS)
    assert resident.session["web_call"] != contact


def test_what_is_no_queue_or_no_language_of_the_city_is_refused_in_the_form(city: City) -> None:
    for said in ({"queue": "chat"}, {"queue": "none"}, {"language": "fr"}):
        answer = Client().post("/call/", hotline.SAYS | said)
        assert answer.status_code == 200
        assert "Error:" in answer.content.decode()
    assert not WebCall.objects.exists()


def test_where_nobody_takes_calls_the_page_names_the_telephone() -> None:
    fairview.apply()
    page = Client().get("/call/").content.decode()
    assert "Nobody takes calls through this page yet" in page
    assert "911" in page
    assert "555-0100" in page
    assert Client().get("/call/now/").headers["Location"] == "/call/"


def test_who_waits_where_nobody_is_at_the_desk_is_told_so(city: City) -> None:
    resident, _contact = hotline.call()
    assert resident.get(STATE).json()["staffed"] is False
    page = resident.get("/call/now/").content.decode()
    assert "data-unstaffed>Nobody is at the desk" in page
    hotline.agent(city)
    resident.post("/call/now/hang-up/")
    first, second = hotline.call()[0], hotline.call()[0]
    assert first.get(STATE).json()["staffed"] is True
    told = second.get(STATE).json()
    assert (told["state"], told["staffed"]) == ("waiting", True)


def test_how_long_the_wait_may_be_is_said_where_it_can_be(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident, _contact = hotline.call()
    assert resident.get(STATE, {"after": 0}).json()["wait"] is None
    guess = Estimate(low_s=50, mean_s=100, high_s=170)
    monkeypatch.setattr(queries, "wait_of", lambda *_: guess)
    assert resident.get(STATE, {"after": 0}).json()["wait"] == [0, 3]
    assert "The wait may be 0 to 3 minutes." in resident.get("/call/now/").content.decode()


def test_the_consent_to_record_is_asked_for_and_entered(city: City) -> None:
    resident, contact = hotline.call(record="on")
    assert asked.call_of(city.id, contact).may_record
    verbs = [each.verb for each in queries.turn_of(city.id, contact).entries]
    assert "contact.recording_allowed" in verbs
    assert "may be recorded" in resident.get("/call/now/").content.decode()


def test_an_agent_says_whether_they_answer(city: City) -> None:
    key = hotline.agent(city, there=False)
    desk = fairview.signed_in("agent")
    assert "You are not answering" in desk.get("/desk/console/phone/").content.decode()
    desk.post("/desk/console/phone/status/", {"status": "available"})
    assert asked.status_of(city.id, key) == "available"
    assert desk.post("/desk/console/phone/status/", {"status": "paused"}).status_code == 404
    _resident, contact = hotline.call()
    assert desk.get("/desk/console/phone/in-hand.json").json() == {"now": f"{contact} offered"}
    assert "A call is ringing" in desk.get("/desk/console/phone/").content.decode()


def test_who_is_no_agent_is_told_so(city: City) -> None:
    page = fairview.signed_in("agent").get("/desk/console/phone/")
    assert "You answer no calls" in page.content.decode()


def test_a_page_may_use_the_microphone_of_its_own_and_no_frame_may(city: City) -> None:
    assert "microphone=(self)" in Client().get("/call/").headers["Permissions-Policy"]


def test_an_answer_that_comes_too_late_is_refused_and_not_an_error(city: City) -> None:
    agent = hotline.agent(city)
    _resident, contact = hotline.call()
    later = timezone.now() + timedelta(minutes=1)
    actions.expire_offers(city=city, by=SYSTEM, at=later)
    desk = fairview.signed_in("agent")
    assert asked.call_in_hand(city.id, agent) is None
    assert desk.post(phone(contact, "answer/")).status_code == 404


def test_what_is_written_beside_the_call_reaches_both_sides_and_is_kept_once(city: City) -> None:
    resident, desk, contact = talking(city)
    for _ in range(2):
        said = {"text": "I cannot hear you.", "name": "one"}
        assert resident.post("/call/now/write/", said).status_code == 302
    assert desk.post(phone(contact, "write/"), {"text": "Then write to me."}).status_code == 302
    for browser, url in ((resident, STATE), (desk, phone(contact))):
        lines = browser.get(url, {"after": 0, "said": 0}).json()["said"]
        assert [(each["side"], each["text"]) for each in lines] == [
            ("resident", "I cannot hear you."), ("agent", "Then write to me."),
        ]  # fmt: skip
        assert browser.get(url, {"said": lines[-1]["id"]}).json()["said"] == []
        assert browser.get(url, {"said": "x"}).status_code == 400
    assert resident.post("/call/now/write/", {"text": " "}).status_code == 400
    for browser, url in ((resident, "/call/now/write/"), (desk, phone(contact, "write/"))):
        assert browser.post(url, {"text": "Hi", "name": "a\0b"}).status_code == 400
    assert desk.post(phone(contact, "write/"), {"text": "x" * 5000}).status_code == 400
    resident.post("/call/now/hang-up/")
    assert resident.post("/call/now/write/", {"text": "Hello?"}).status_code == 409
