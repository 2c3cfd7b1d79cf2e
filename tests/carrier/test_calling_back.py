"""Who does not want to wait is called back by the carrier, from the place that they had."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.carrier import town
from tests.carrier.fake import Fake, Leg
from tests.carrier.scenes import ENGLISH, answer, ask, said
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import Caller
from townline.contacts.models import Agent, CarrierCall, Turn
from townline.contacts.queries import proof
from townline.contacts.rules.queueing import Status
from townline.record.verbs import RESIDENT, SYSTEM, Role
from townline.staff import actions as staff
from townline.staff import queries as people

LIGHTS = town.CENTRES.queues["lights"]


def handled(city: City, who: int, at: datetime) -> None:
    """Let a contact be answered and written up."""
    key = waits(city, at)
    which = {"city": city, "contact": key, "by": town.AGENT}
    actions.answer(**which, agent=who, at=at + timedelta(seconds=1))
    actions.end(**which, at=at + timedelta(seconds=60))
    actions.wrap_up(**which, disposition="answered", at=at + timedelta(seconds=61))


def waits(city: City, at: datetime) -> int:
    came = Caller(channel="call", language="en")
    return actions.take_in(city=city, came=came, queue=LIGHTS, by=RESIDENT, at=at)[0]


@pytest.fixture(autouse=True)
def _by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be no quiet hour, whenever the tests run."""
    for place in ("townline.contacts.queries", "townline.contacts.queries.promises"):
        monkeypatch.setattr(f"{place}.no_calls_until", lambda _city, _at: None)


@pytest.fixture
def ana(city: City) -> int:
    """Return an agent of whom enough is known to say how long a wait will be."""
    staff.add_member(
        city_id=city.id, username="ana", password="a long password", label="Demo Ana",
        departments=("*",), roles=(Role.AGENT,), by=SYSTEM, at=town.APPLIED,
    )  # fmt: skip
    (member,) = (each.id for each in people.named_members(city) if each.username == "ana")
    who = town.agent(city, member_id=member)  # who is nobody's member is made up, and not counted
    for number in range(6):
        handled(city, who, timezone.now() - timedelta(seconds=1500 - number * 100))
    return who


def promised(city: City, carrier: Fake, who: int) -> tuple[Leg, Turn]:
    """Return a call whose caller was promised one, with a contact before it under way."""
    before = waits(city, timezone.now() - timedelta(seconds=30))
    answer(city, who, before)
    leg = carrier.call(town.CALLER, town.LINE)
    carrier.press(leg, ENGLISH)
    carrier.press(leg, "4")
    assert "To be called back and keep your place in line, press 1." in said(leg)
    carrier.press(leg, "1")
    which = {"city": city, "contact": before, "by": town.AGENT, "at": timezone.now()}
    actions.wrap_up(**which, disposition="answered")  # type: ignore[arg-type]
    return leg, Turn.objects.get(contact__carried__sid=leg.sid)


def out() -> CarrierCall:
    return CarrierCall.objects.get(way="out")


def test_who_presses_one_is_called_back_once_an_agent_takes_them(
    city: City, carrier: Fake, ana: int
) -> None:
    leg, turn = promised(city, carrier, ana)
    (agreed,) = queries.consents_of(city.id, turn.pk)
    assert (agreed.to, agreed.given, agreed.by) == ("calling_back", True, "a resident")
    assert agreed.words == "To be called back and keep your place in line, press 1."
    assert "We will call you at this number." in said(leg)
    assert leg.doing == "over"
    assert (turn.callback, turn.state, turn.agent_id) == (True, "offered", ana)
    assert turn.contact.ended_at is None, "the contact waits on without them"
    answer(city, ana, turn.pk)
    ask(city)
    ask(city)
    assert len(carrier.asked) == 1, "one call, however often it is looked at"
    carrier.obey()
    agents = carrier.answers_call("CAout1")
    carrier.press(agents, "1")
    assert agents.other is not None
    assert agents.other.numbers["To"] == town.CALLER
    carrier.picks_up(agents)
    turn.refresh_from_db()
    assert turn.answered_at is not None
    carrier.other_hangs_up(agents)
    turn.refresh_from_db()
    assert (turn.state, turn.ended_as, out().doing) == ("wrap_up", "answered", "over")
    assert list(proof.disagreements()) == []


def test_who_is_not_reached_is_called_again_later(city: City, carrier: Fake, ana: int) -> None:
    _leg, turn = promised(city, carrier, ana)
    answer(city, ana, turn.pk)
    ask(city)
    carrier.obey()
    agents = carrier.answers_call("CAout1")
    carrier.press(agents, "1")
    carrier.nobody_picks_up(agents)
    assert "Nobody answered." in said(agents)
    turn.refresh_from_db()
    assert (turn.state, turn.attempts, turn.agent) == ("waiting", 1, None)
    assert Agent.objects.get(pk=ana).status == Status.AVAILABLE


def test_an_agent_who_does_not_pick_up_gives_the_promise_back(
    city: City, carrier: Fake, ana: int
) -> None:
    _leg, turn = promised(city, carrier, ana)
    answer(city, ana, turn.pk)
    ask(city)
    carrier.obey()
    carrier.hang_up(carrier.legs["CAout1"])
    turn.refresh_from_db()
    assert (turn.state, turn.callback, turn.attempts) == ("waiting", True, 0)
    assert Agent.objects.get(pk=ana).status == Status.LOGGED_OUT


def test_where_nothing_can_be_promised_it_is_not_offered_and_a_withheld_number_never_is(
    city: City, carrier: Fake, ana: int
) -> None:
    answer(city, ana, waits(city, timezone.now()))
    leg = carrier.call("anonymous", town.LINE)
    carrier.press(leg, ENGLISH)
    carrier.press(leg, "4")
    assert "To be called back" not in said(leg)
    assert "We think you will wait about" in said(leg)
    assert leg.doing == "pauses"
    call = queries.call_by_sid(city.id, leg.sid)
    url = f"https://311.example.org/c/millbrook/voice/wait/{call.step}/"
    text = carrier.post(url, carrier.told(leg) | {"Digits": "1"}).content.decode()
    assert "We cannot call you back today." in text
    assert not Turn.objects.get(pk=call.contact).callback
