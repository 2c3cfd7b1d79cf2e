"""A contact whose words tell of an emergency waits before all others, and loses it nowhere."""

from datetime import timedelta

import pytest

from tests.contacts import hotline
from tests.contacts.test_turns import (
    AGENT,
    BULKY,
    CHAT,
    GENERAL,
    after,
    agent,
    call,
    clean,
    finish,
    state,
)
from tests.knowledge import emergencies
from townline.cities.rules.city import City
from townline.contacts import actions
from townline.contacts.models import Marked, Turn
from townline.contacts.queries import calls, proof
from townline.contacts.rules.noting import Mark
from townline.contacts.rules.queueing import GRAVE, RETURNED
from townline.record.verbs import RESIDENT


def sound(town: City, key: int, seconds: float) -> None:
    actions.mark_grave(city=town, contact=key, by=RESIDENT, at=after(seconds))


def place(key: int):
    return Turn.objects.get(pk=key).place


def test_an_emergency_is_offered_before_whoever_waited_longer(town: City) -> None:
    ana = agent(town)
    busy, _ = call(town, after(1))
    first, _ = call(town, after(2))
    grave, _ = call(town, after(3))
    sound(town, grave, 4)
    sound(town, grave, 5)  # said twice, it is as far ahead as said once
    assert place(grave) == after(3) - GRAVE
    assert finish(town, busy, ana, after(6)) == [grave]
    assert finish(town, grave, ana, after(90)) == [first]
    clean(town, "311")
    assert list(proof.disagreements()) == []


def test_of_two_emergencies_the_earlier_goes_first(town: City) -> None:
    ana = agent(town)
    busy, _ = call(town, after(1))
    one, _ = call(town, after(2))
    other, _ = call(town, after(3))
    sound(town, other, 4)
    sound(town, one, 5)
    assert finish(town, busy, ana, after(6)) == [one]
    clean(town, "311")


def test_it_goes_before_who_was_lost_and_even_days_of_waiting(town: City) -> None:
    assert timedelta(days=30) + RETURNED < GRAVE
    ana = agent(town)
    busy, _ = call(town, after(1))
    old, _ = call(town, after(2) - timedelta(days=9))
    grave, _ = call(town, after(3))
    sound(town, grave, 4)
    assert finish(town, busy, ana, after(5)) == [grave]
    assert state(old) == "waiting"


def test_an_emergency_stays_one_wherever_it_is_passed_on(town: City) -> None:
    ana = agent(town)
    grave, _ = call(town, after(1))
    actions.answer(city=town, contact=grave, agent=ana, by=AGENT, at=after(2))
    sound(town, grave, 3)
    actions.pass_on(city=town, contact=grave, queue=BULKY, by=AGENT, at=after(4))
    assert place(grave) == after(4) - GRAVE
    before, _ = call(town, after(1), BULKY)
    bea = agent(town, "Demo Bea", at=after(5), centre="sanitation")
    assert Turn.objects.get(agent=bea).pk == grave
    assert state(before) == "waiting"
    clean(town, "311", "sanitation")


def test_an_agent_takes_the_mark_back_and_its_place_is_as_before(town: City) -> None:
    ana = agent(town)
    grave, _ = call(town, after(1))
    sound(town, grave, 2)
    actions.answer(city=town, contact=grave, agent=ana, by=AGENT, at=after(3))
    said = {"city": town, "contact": grave, "agent": ana, "by": AGENT}
    actions.mark(**said, kind=Mark.TTY, on=True, at=after(4))
    assert place(grave) == after(1) - GRAVE
    actions.mark(**said, kind=Mark.EMERGENCY, on=False, at=after(5))
    assert place(grave) == after(1)
    actions.pass_on(city=town, contact=grave, queue=GENERAL, by=AGENT, at=after(6))
    assert place(grave) == after(6)
    clean(town, "311")


def test_what_waits_in_writing_and_is_over_is_marked_no_more(town: City) -> None:
    key, _ = call(town, after(1), CHAT, channel="chat")
    actions.leave(city=town, contact=key, by=RESIDENT, at=after(2))
    sound(town, key, 3)
    assert (place(key), Marked.objects.count()) == (after(1), 0)


@pytest.mark.django_db
def test_an_emergency_written_beside_a_call_is_told_once_and_lets_it_go_first() -> None:
    city = hotline.open_lines()
    emergencies.put(city)
    _first, earlier = hotline.call()
    resident, contact = hotline.call()
    for text in ("a fire hydrant leaks", "my house is on fire", "the house is on fire!"):
        assert resident.post("/call/now/write/", {"text": text}).status_code == 302
    said = resident.get("/call/now/state.json", {"after": 0, "said": 0}).json()["said"]
    assert [each["text"] for each in said if each["side"] == "city"] == [
        "Is there a fire? Get out now, and call 911."
    ]
    assert calls.call_of(city.id, contact).ahead == 0
    assert calls.call_of(city.id, earlier).ahead == 1
