"""Calling a reporter from the desk: one's own telephone, who may, and why it cannot be."""

from typing import Any

import pytest
from django.utils import timezone

from tests.carrier.town import CENTRES, VOICE
from tests.desk import fairview
from townline.cities import queries as cities
from townline.contacts import actions
from townline.contacts.actions import NewAgent
from townline.contacts.models import AgentPhone, CarrierCall, CarrierDemand
from townline.contacts.rules.queueing import Lost
from townline.record.verbs import SYSTEM
from townline.requests.rules.submission import Reporter
from townline.staff import queries as staff

REACHED = Reporter(first_name="Demo", phone="(213) 555-0101")


@pytest.fixture
def number(db: None, settings: Any) -> str:
    """Return a request, in a city whose carrier can call."""
    settings.VOICE = settings.VOICE | {"url": "https://carrier.example", "sid": "AC1"}
    city = fairview.apply()
    put: dict[str, Any] = {"edition_id": city.edition_id, "by": SYSTEM, "at": fairview.APPLIED}
    actions.put_centres(said=CENTRES, **put)
    actions.put_voice(said=VOICE, **put)
    return fairview.submit(reporter=REACHED)


def answers(name: str = "agent", phone: str = "(213) 555-0900") -> None:
    """Let somebody answer contacts, at a telephone."""
    city = cities.first()
    assert city is not None
    member = next(each.id for each in staff.named_members(city) if each.username == name)
    new = NewAgent(
        label=f"Demo {name}", centre="311", queues=["general"], languages=["en"], member_id=member
    )
    at = timezone.now()
    (key,) = actions.add_agents(city=city, agents=[new], by=SYSTEM, at=at)
    actions.say_phone(city=city, agent=key, number=phone, by=SYSTEM, at=at)


def called(number: str, name: str = "agent") -> str:
    path = f"/desk/requests/{number}/call/"
    answer = fairview.signed_in(name).post(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_agent_calls_the_reporter_of_a_request(number: str) -> None:
    answers()
    page = fairview.signed_in("agent").get(f"/desk/requests/{number}/").content.decode()
    assert "Call the reporter" in page
    assert "Your telephone rings." in called(number)
    call = CarrierCall.objects.get()
    assert (call.way, call.about, call.doing) == ("out", number, "ringing")
    assert CarrierDemand.objects.get().wish == "start"
    assert call.entries.get().actor_label == "Demo agent"
    assert "You have a call already." in called(number)


def test_without_a_telephone_one_is_asked_for_it(number: str) -> None:
    answers(phone="")
    assert "Say first at which telephone you take calls." in called(number)
    client = fairview.signed_in("agent")
    wrong = client.post("/desk/telephone/", {"number": "zero"})
    assert wrong.status_code == 422
    assert "(213) 555-0101" in wrong.content.decode()
    client.post("/desk/telephone/", {"number": "(213) 555-0900"})
    assert AgentPhone.objects.get().number == "+12135550900"
    page = client.get("/desk/telephone/").content.decode()
    assert "ends in …00" in page
    assert "5550900" not in page
    client.post("/desk/telephone/", {"number": ""})
    assert not AgentPhone.objects.exists()


def test_the_console_says_who_is_offered_no_calls_from_telephones_and_why_one_is_gone(
    number: str,
) -> None:
    answers(phone="")
    client, city = fairview.signed_in("agent"), cities.first()
    assert city is not None
    notice = "Calls from telephones are not offered to you until you say"
    page = client.get("/desk/console/").content.decode()
    assert notice in page
    assert 'href="/desk/telephone/"' in page
    client.post("/desk/telephone/", {"number": "(213) 555-0900"})
    assert notice not in client.get("/desk/console/").content.decode()
    lost: dict[str, Any] = {"city": city, "agent": AgentPhone.objects.get().pk, "by": SYSTEM}
    for why, words in (
        (Lost.NO_TELEPHONE, "you had given none"), (Lost.SILENT_TELEPHONE, "nobody picked it up"),
        (Lost.DESK, "was not heard of"),
    ):  # fmt: skip
        actions.lose_agent(why=why, at=timezone.now(), **lost)
        assert words in client.get("/desk/console/").content.decode()


def test_who_may_not_reach_the_reporter_or_answers_nothing_calls_nobody(number: str) -> None:
    assert "Only those who answer contacts" in called(number)
    assert fairview.signed_in("gardener").post(f"/desk/requests/{number}/call/").status_code == 403
    assert not CarrierCall.objects.exists()
    page = fairview.signed_in("agent").get("/desk/telephone/").content.decode()
    assert "A supervisor can let you." in page


def test_a_link_alone_calls_nobody_and_a_reporter_without_a_number_cannot_be(number: str) -> None:
    answers()
    fairview.signed_in("agent").get(f"/desk/requests/{number}/call/")
    assert not CarrierCall.objects.exists()
    silent = fairview.submit(reporter=Reporter(first_name="Demo", email="demo@example.org"))
    assert "The reporter left no telephone number." in called(silent)


def test_without_a_carrier_there_is_no_button(number: str, settings: Any) -> None:
    answers()
    settings.VOICE = settings.VOICE | {"url": ""}
    page = fairview.signed_in("agent").get(f"/desk/requests/{number}/").content.decode()
    assert "Call the reporter" not in page
    assert "no carrier of calls" in called(number)
