"""What a carrier tells twice, late or wrongly, what fails, and calls that the city makes."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.carrier import town
from tests.carrier.fake import Fake, Leg
from tests.carrier.scenes import ENGLISH, answer, ask, only, said, to_a_person, turn
from tests.requests import build
from townline.channels import carrier as asking
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import (
    Agent,
    CarrierCall,
    CarrierCallback,
    CarrierDemand,
    Contact,
)
from townline.contacts.rules.queueing import Status
from townline.record.verbs import SYSTEM


def test_callbacks_that_come_twice_or_late_change_nothing(city: City, carrier: Fake) -> None:
    leg = carrier.call(town.CALLER, town.LINE)
    carrier.call(town.CALLER, town.LINE, leg.sid)  # told again
    assert only().step == 1
    first, *_ = [text for _url, text in carrier.served]
    assert carrier.served[-1][1] == first, "the same is answered"
    carrier.press(leg, ENGLISH)
    url, menu = carrier.served[-1]
    again = carrier.post(url, carrier.told(leg) | {"Digits": ENGLISH})
    assert again.content.decode().endswith(menu.partition("?>")[2])
    assert only().step == 2
    carrier.press(leg, "0")
    assert carrier.tell(leg, "in-progress", 2).status_code == 200
    assert carrier.tell(leg, "ringing", 1).status_code == 200
    assert carrier.tell(leg, "ringing", 1).status_code == 200
    assert only().heard_to == 2
    assert CarrierCallback.objects.filter(name__startswith="status/").count() == 2
    carrier.hang_up(leg)
    carrier.tell(leg, "completed", 3)
    carrier.tell(leg, "completed", 7)
    assert turn().ended_as == "abandoned"
    assert CarrierCall.objects.count() == Contact.objects.count() == 1


def test_that_a_call_is_over_may_come_before_anything_else(city: City, carrier: Fake) -> None:
    leg = Leg("CAlate", {"From": town.CALLER, "To": town.LINE, "Direction": "inbound"})
    carrier.tell(leg, "completed", 3)
    assert only().doing == "over"
    carrier.ask(leg, "https://311.example.org/c/millbrook/voice/", CallStatus="ringing")
    assert "Goodbye" in said(leg)
    assert (only().doing, Contact.objects.count()) == ("over", 1)


def test_keys_for_an_older_question_answer_nothing(city: City, carrier: Fake) -> None:
    leg = carrier.call(town.CALLER, town.LINE)
    carrier.press(leg, ENGLISH)
    carrier.press(leg, "1")
    old = "https://311.example.org/c/millbrook/voice/step/99/"
    text = carrier.post(old, carrier.told(leg) | {"Digits": "0"}).content.decode()
    assert "Enter the number of your request" in text
    assert only().stand["node"] == "number"


@pytest.mark.parametrize("place", [
    "", "step/1/", "wait/1/", "left/1/", "join/", "dialled/1/", "whisper/1/", "taken/1/",
    "out/1/", "out/1/dial/", "greet/1/", "recording/", "status/", "told/1/",
])  # fmt: skip
def test_every_address_is_for_the_carrier_alone(city: City, carrier: Fake, place: str) -> None:
    url = f"https://311.example.org/c/millbrook/voice/{place}"
    form = {"CallSid": "CA1", "From": town.CALLER, "To": town.LINE}
    assert carrier.post(url, form, signature="wrong").status_code == 403
    assert carrier.post(url, form, signature="").status_code == 403
    assert not CarrierCall.objects.exists()
    known = carrier.post(url, form)
    assert known.status_code == 200, "signed, even what fits nothing is answered"
    assert known.content.startswith(b"<?xml")
    assert b"<Response>" in known.content


def test_without_a_carrier_nobodys_calls_are_taken(
    city: City, carrier: Fake, settings: Any
) -> None:
    settings.VOICE = dict.fromkeys(settings.VOICE, "")
    leg = Leg("CA1", {"From": town.CALLER, "To": town.LINE})
    url = "https://311.example.org/c/millbrook/voice/"
    assert carrier.post(url, carrier.told(leg)).status_code == 403
    assert asking.ask(city, at=timezone.now()) == 0


def test_a_fault_of_ours_is_an_apology_and_no_silence(
    city: City, carrier: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    leg = carrier.call(town.CALLER, town.LINE)

    def fails(*_args: object, **_more: object) -> None:
        raise RuntimeError("the answers are gone")

    monkeypatch.setattr("townline.channels.voice.contacts.step_call", fails)
    carrier.press(leg, ENGLISH)
    assert "Sorry, something went wrong here." in said(leg)
    assert leg.doing == "over"


def test_what_the_carrier_refuses_for_now_is_asked_again(city: City, carrier: Fake) -> None:
    ana = town.agent(city)
    to_a_person(carrier)
    answer(city, ana)
    carrier.answers += [(500, {}), (429, {"code": 20429})]
    start = timezone.now()
    ask(city, start)
    ask(city, start + timedelta(seconds=5))
    assert CarrierDemand.objects.get().tried == 2
    ask(city, start + timedelta(seconds=20))
    assert [form["Url"] for _path, form in carrier.asked] == [
        "https://311.example.org/c/millbrook/voice/join/"
    ]
    assert CarrierDemand.objects.get().done_at is not None


def test_while_the_carrier_is_asked_the_caller_is_not_asked_twice(
    city: City, carrier: Fake
) -> None:
    ana = town.agent(city)
    leg = to_a_person(carrier)
    answer(city, ana)
    carrier.answers.append((503, b"<html>"))
    ask(city)
    carrier.silent(leg)
    assert leg.doing == "pauses", "the demand still stands"
    CarrierDemand.objects.update(given_up_at=timezone.now())
    carrier.silent(leg)
    assert leg.doing == "rings", "where it came to nothing, the wait loop does it"


def test_a_call_that_the_carrier_has_lost_is_over(city: City, carrier: Fake) -> None:
    leg = to_a_person(carrier)
    leg.doing = "over"  # and nobody tells
    later = timezone.now() + timedelta(minutes=4)
    ask(city, later)
    assert (only().doing, turn().ended_as) == ("over", "abandoned")


def test_an_agent_calls_a_resident_from_a_request(city: City, carrier: Fake) -> None:
    ana = town.agent(city)
    whom = actions.hear(
        city_id=city.id, channel="web", language="es", purpose="request",
        details={"phone": "(213) 555-0101"}, by=SYSTEM, at=build.NOON,
    )  # fmt: skip
    key = actions.call_out(
        city=city, agent=ana, whom=whom, about="26-000001-3", by=town.AGENT, at=timezone.now()
    )
    assert carrier.asked == [], "nothing of the network within the transaction"
    ask(city)
    ((path, form),) = carrier.asked
    assert path == "Calls.json"
    assert (form["To"], form["From"]) == (town.AGENT_PHONE, town.LINE)
    carrier.obey()
    leg = carrier.answers_call("CAout1")
    assert "Your call to a resident." in said(leg)
    carrier.press(leg, "1")
    assert leg.other is not None
    assert leg.other.numbers["To"] == town.CALLER
    carrier.picks_up(leg)
    assert ("es-MX", "Le llama Millbrook.") in leg.other.heard
    assert Agent.objects.get().status == Status.BREAK
    with pytest.raises(actions.CannotCall) as refusal:
        actions.call_out(city=city, agent=ana, whom=whom, about="", by=town.AGENT,
                         at=timezone.now())  # fmt: skip
    assert refusal.value.code == "busy"
    carrier.other_hangs_up(leg)
    call = queries.carried_call(city.id, key)
    assert call is not None
    assert (call.doing, call.about, call.way) == ("over", "26-000001-3", "out")
    assert call.entries[0].sentence == "Demo Ana calls"
    assert call.entries[0].by == "Demo agent"
    assert Agent.objects.get().status == Status.AVAILABLE
    assert Contact.objects.get(pk=key).ended_at is not None


def test_a_call_that_cannot_be_started_is_over(city: City, carrier: Fake) -> None:
    ana = town.agent(city)
    whom = actions.hear(
        city_id=city.id, channel="web", language="en", purpose="request",
        details={"phone": town.CALLER}, by=SYSTEM, at=build.NOON,
    )  # fmt: skip
    actions.call_out(city=city, agent=ana, whom=whom, about="", by=town.AGENT, at=timezone.now())
    carrier.answers.append((400, {"code": 21211}))
    ask(city)
    assert (only().doing, only().ended_as) == ("over", "failed")
    assert Agent.objects.get().status == Status.AVAILABLE
    assert town.AGENT_PHONE not in CarrierDemand.objects.get().fault


@pytest.mark.parametrize(("phone", "own", "code"), [
    ("", town.AGENT_PHONE, "no_number"), ("nobody", town.AGENT_PHONE, "no_number"),
    (town.CALLER, "", "no_phone"),
])  # fmt: skip
def test_why_nobody_can_be_called_is_said(city: City, phone: str, own: str, code: str) -> None:
    ana = town.agent(city, phone=own)
    whom = actions.hear(
        city_id=city.id, channel="web", language="en", purpose="request",
        details={"phone": phone, "email": "demo@example.org"}, by=SYSTEM, at=build.NOON,
    )  # fmt: skip
    with pytest.raises(actions.CannotCall) as refusal:
        actions.call_out(city=city, agent=ana, whom=whom, about="", by=town.AGENT,
                         at=timezone.now())  # fmt: skip
    assert refusal.value.code == code
    assert Agent.objects.get().status == Status.AVAILABLE
