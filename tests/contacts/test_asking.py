"""An agent asks another before passing a contact on."""

import pytest
from django.db import transaction

from tests.contacts.test_turns import AGENT, BULKY, CHAT, after, agent, call, clean, state
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import Turn
from townline.contacts.queries import proof
from townline.contacts.rules.course import NotNow
from townline.record.verbs import RESIDENT, SYSTEM, NotAllowed


def in_hand(town: City) -> tuple[int, int, int]:
    """Return an agent who has a contact, another centre's agent who is free, and the contact."""
    ana = agent(town)
    key, _ = call(town, after(0))
    actions.answer(city=town, contact=key, agent=ana, by=AGENT, at=after(2))
    bo = agent(town, "Demo Bo", after(1), centre="sanitation", queues=["bulky"])
    return ana, bo, key


def asked(town: City, key: int, at: float = 30) -> int:
    made, _ = actions.ask(city=town, contact=key, queue=BULKY, by=AGENT, at=after(at))
    return made


def test_who_is_asked_takes_the_contact_over_with_its_story(town: City) -> None:
    ana, bo, key = in_hand(town)
    asking, offers = actions.ask(city=town, contact=key, queue=BULKY, by=AGENT, at=after(30))
    assert [offer.agent for offer in offers] == [bo]
    assert queries.turn_of(town.id, asking).about == key
    with pytest.raises(NotNow), transaction.atomic():
        actions.hand_over(city=town, contact=key, by=AGENT, at=after(31))
    with pytest.raises(NotNow, match="asked about"), transaction.atomic():
        asked(town, key, 32)
    actions.answer(city=town, contact=asking, agent=bo, by=AGENT, at=after(35))
    waits, _ = call(town, after(36))
    (next_one,) = actions.hand_over(city=town, contact=key, by=AGENT, at=after(60))
    assert (next_one.contact, next_one.agent) == (waits, ana)
    shown = queries.turn_of(town.id, key)
    assert (shown.state, shown.centre, shown.queue) == ("in_contact", "sanitation", "bulky")
    assert [(leg.kind, leg.queue, leg.agent) for leg in shown.legs] == [
        ("queue", "general", ""), ("agent", "general", "Demo Ana"), ("agent", "bulky", "Demo Bo"),
    ]  # fmt: skip
    assert queries.turn_of(town.id, asking).ended_as == "asked"
    actions.wrap_up(city=town, contact=key, disposition="told", by=AGENT, at=after(90))
    assert state(key) == "over"
    assert [each.voices for each in queries.agents(town.id, "sanitation")] == [0]
    clean(town, "311", "sanitation")
    assert list(proof.disagreements()) == []


@pytest.mark.parametrize("answered", [False, True])
def test_the_first_agent_can_keep_the_contact(town: City, answered: bool) -> None:
    ana, bo, key = in_hand(town)
    asking = asked(town, key)
    if answered:
        actions.answer(city=town, contact=asking, agent=bo, by=AGENT, at=after(35))
    actions.ask_no_more(city=town, contact=key, by=AGENT, at=after(40))
    assert Turn.objects.get(pk=key).agent_id == ana
    assert state(asking) == "over"
    with pytest.raises(NotNow, match="Nobody is asked"), transaction.atomic():
        actions.ask_no_more(city=town, contact=key, by=AGENT, at=after(41))
    with pytest.raises(NotNow, match="Nobody is asked"), transaction.atomic():
        actions.hand_over(city=town, contact=key, by=AGENT, at=after(41))
    assert asked(town, key, 50), "another can be asked afterwards"
    clean(town, "311", "sanitation")


@pytest.mark.parametrize("answered", [False, True])
def test_nobody_is_asked_about_what_is_over(town: City, answered: bool) -> None:
    _, bo, key = in_hand(town)
    asking = asked(town, key)
    if answered:
        actions.answer(city=town, contact=asking, agent=bo, by=AGENT, at=after(35))
    actions.end(city=town, contact=key, by=RESIDENT, at=after(40))
    assert actions.end_stray(city=town, by=SYSTEM, at=after(41)) == 1
    assert actions.end_stray(city=town, by=SYSTEM, at=after(42)) == 0
    assert [each.voices for each in queries.agents(town.id, "sanitation")] == [0]
    clean(town, "sanitation")


def test_only_what_is_alike_can_be_asked_and_only_by_who_answers(town: City) -> None:
    _, _, key = in_hand(town)
    with pytest.raises(NotNow, match="voice"), transaction.atomic():
        actions.ask(city=town, contact=key, queue=CHAT, by=AGENT, at=after(30))
    with pytest.raises(NotAllowed), transaction.atomic():
        actions.ask(city=town, contact=key, queue=BULKY, by=RESIDENT, at=after(30))
