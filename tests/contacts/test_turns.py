"""Contacts that wait, are offered, answered, passed on, given up and lost."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import Caller, NewAgent
from townline.contacts.models import Decided, Turn, TurnEntry
from townline.contacts.queries import proof
from townline.contacts.rules.centres import Answered, ContactCentre
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.decided import replay
from townline.contacts.rules.noting import UnknownDisposition
from townline.contacts.rules.queueing import Medium, Queue, Status
from townline.record.verbs import RESIDENT, SYSTEM, Actor, NotAllowed, Role

GENERAL = Queue(code="general", centre="311")
BULKY = Queue(code="bulky", centre="sanitation", needs=frozenset({"bulky"}))
CHAT = Queue(code="chat", centre="311", medium=Medium.TEXT)
AGENT = Actor(kind="staff", label="Demo agent", roles=frozenset({Role.AGENT}))


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def agent(town: City, name: str = "Demo Ana", at: datetime = NOON, **more) -> int:
    plain = {"queues": ["general", "bulky", "chat"], "languages": ["en"], "skills": ["bulky"]}
    new = NewAgent(**{"label": name, "centre": "311"} | plain | more)
    (key,) = actions.add_agents(city=town, agents=[new], by=SYSTEM, at=at)
    actions.say_status(city=town, agent=key, status=Status.AVAILABLE, by=AGENT, at=at)
    return key


def call(town: City, at: datetime, queue: Queue = GENERAL, **more) -> tuple[int, list[int]]:
    """Return the key of a new contact, and the agents whom it is offered to."""
    came = Caller(**{"channel": "call", "language": "en"} | more)
    key, offers = actions.take_in(city=town, came=came, queue=queue, by=RESIDENT, at=at)
    return key, [offer.agent for offer in offers]


def finish(town: City, key: int, who: int, at: datetime) -> list[int]:
    """Answer, end and write up; return what the agent is offered next."""
    said = {"city": town, "contact": key, "by": AGENT}
    actions.answer(**said, agent=who, at=at)
    actions.end(**said, at=at + timedelta(seconds=60))
    offers = actions.wrap_up(**said, disposition="told", at=at + timedelta(seconds=70))
    return [offer.contact for offer in offers]


def state(key: int) -> str:
    return Turn.objects.get(pk=key).state


def clean(town: City, *centres: str) -> None:
    for centre in centres:
        found = replay(queries.decided(town.id, centre))
        assert (found.offered_twice, found.passed_over, found.passed_by) == ((), (), ())
        assert found.left == ()


def test_a_contact_goes_its_way_and_each_leg_has_its_times(town: City) -> None:
    ana = agent(town)
    key, offered = call(town, after(1))
    assert offered == [ana]
    assert finish(town, key, ana, after(3.25)) == []
    shown = queries.turn_of(town.id, key)
    assert [(leg.kind, leg.ended_as) for leg in shown.legs] == [
        ("queue", "answered"), ("agent", "ended"),
    ]  # fmt: skip
    assert shown.legs[0].ended_at == shown.answered_at == after(3.25)
    assert (shown.ended_at, shown.state, shown.disposition) == (after(63.25), "over", "told")
    assert [entry.verb.removeprefix("contact.") for entry in shown.entries] == [
        "queued", "offered", "answered", "ended", "wrapped_up",
    ]  # fmt: skip
    assert shown.entries[1].sentence == "Offered to Demo Ana"


def test_who_waits_longest_is_next_unless_another_queue_has_the_priority(town: City) -> None:
    ana = agent(town)
    first, _ = call(town, after(0))
    second, _ = call(town, after(5))
    third, _ = call(town, after(6))
    urgent, offered = call(town, after(30), Queue(code="bulky", centre="311",
                                                  priority=timedelta(seconds=60)))  # fmt: skip
    assert offered == []
    assert finish(town, first, ana, after(31)) == [urgent]
    assert finish(town, urgent, ana, after(200)) == [second]
    assert finish(town, second, ana, after(400)) == [third]
    clean(town, "311")


def test_who_has_been_idle_longest_answers(town: City) -> None:
    bo, ana = agent(town, "Demo Bo", after(1)), agent(town, at=after(2))
    assert call(town, after(10))[1] == [bo]
    assert call(town, after(11))[1] == [ana]
    assert call(town, after(12))[1] == []
    clean(town, "311")


def test_language_and_skills_are_needed(town: City) -> None:
    agent(town, languages=["en", "es"], skills=[])
    assert call(town, NOON, language="ko")[1] == []
    assert call(town, NOON, BULKY)[1] == []
    assert len(call(town, NOON, language="es")[1]) == 1


def test_an_offer_that_nobody_takes_goes_to_another_and_then_its_agent_is_paused(
    town: City,
) -> None:
    ana, bo = agent(town), agent(town, "Demo Bo", after(1))
    key, offered = call(town, after(10))
    assert offered == [ana]
    expired = {"city": town, "by": SYSTEM}
    assert actions.expire_offers(**expired, at=after(29)) == ()
    (again,) = actions.expire_offers(**expired, at=after(30))
    assert (again.contact, again.agent) == (key, bo)
    assert actions.expire_offers(**expired, at=after(50)) == (), "both were asked"
    assert state(key) == "waiting"
    call(town, after(60))
    call(town, after(61))
    actions.expire_offers(**expired, at=after(90))
    assert call(town, after(100))[1] == [], "two in a row: both are paused"
    actions.say_status(city=town, agent=ana, status=Status.AVAILABLE, by=AGENT, at=after(110))
    assert Turn.objects.filter(agent_id=ana).count() == 1
    clean(town, "311")


def test_who_gives_up_leaves_and_keeps_the_place_within_half_an_hour(town: City) -> None:
    phone = {"phone": "213-555-0101"}
    first, _ = call(town, after(0), details=phone)
    call(town, after(5))
    actions.leave(city=town, contact=first, by=RESIDENT, at=after(60))
    again, _ = call(town, after(600), details={"phone": "+1 (213) 555-0101"})
    shown = queries.turn_of(town.id, again)
    assert (shown.earlier, shown.ordinal) == (first, 2)
    assert Turn.objects.get(pk=again).since == after(0)
    ana = agent(town, at=after(700))
    assert Turn.objects.get(agent_id=ana).pk == again
    clean(town, "311")


def test_nobody_is_known_by_a_withheld_number_nor_after_half_an_hour(town: City) -> None:
    phone = {"phone": "213-555-0101"}
    for details in (None, {"phone": ""}, phone):
        key, _ = call(town, after(0), details=details)
        actions.leave(city=town, contact=key, by=RESIDENT, at=after(60))
    assert queries.turn_of(town.id, call(town, after(90))[0]).ordinal == 1
    late, _ = call(town, after(60 + 1801), details=phone)
    assert queries.turn_of(town.id, late).earlier is None
    assert queries.turn_of(town.id, late).ordinal == 2


def test_a_contact_that_rings_can_be_given_up_and_its_agent_is_free(town: City) -> None:
    agent(town)
    key, _ = call(town, after(0))
    other, offered = call(town, after(1))
    assert offered == []
    (offer,) = actions.leave(city=town, contact=key, by=RESIDENT, at=after(5))
    assert offer.contact == other
    clean(town, "311")


def test_several_chats_at_once_but_one_voice_alone(town: City) -> None:
    ana = agent(town, text_most=2)
    chats = [call(town, after(n), CHAT, channel="chat") for n in range(3)]
    assert [offered for _, offered in chats] == [[ana], [ana], []]
    spoken, offered = call(town, after(4))
    assert offered == []
    assert finish(town, chats[0][0], ana, after(5)) == [chats[2][0]]
    assert finish(town, chats[1][0], ana, after(100)) == []
    assert finish(town, chats[2][0], ana, after(200)) == [spoken]
    clean(town, "311")


def test_what_is_passed_on_waits_with_its_story_and_does_not_come_back_to_who_passed(
    town: City,
) -> None:
    ana = agent(town)
    key, _ = call(town, after(0))
    actions.answer(city=town, contact=key, agent=ana, by=AGENT, at=after(2))
    offers = actions.pass_on(city=town, contact=key, queue=BULKY, by=AGENT, at=after(30))
    assert offers == ()
    bo = agent(town, "Demo Bo", after(40), centre="sanitation")
    assert Turn.objects.get(pk=key).agent_id == bo
    actions.answer(city=town, contact=key, agent=bo, by=AGENT, at=after(41))
    shown = queries.turn_of(town.id, key)
    assert [(leg.kind, leg.queue, leg.agent) for leg in shown.legs] == [
        ("queue", "general", ""), ("agent", "general", "Demo Ana"),
        ("queue", "bulky", ""), ("agent", "bulky", "Demo Bo"),
    ]  # fmt: skip
    assert shown.answered_at == after(2), "the first answer counts"


@pytest.mark.parametrize("answered", [False, True])
def test_what_an_agent_lost_waits_at_the_head(town: City, answered: bool) -> None:
    ana = agent(town)
    key, _ = call(town, after(0))
    older, _ = call(town, after(1))
    if answered:
        actions.answer(city=town, contact=key, agent=ana, by=AGENT, at=after(2))
    assert actions.lose_agent(city=town, agent=ana, by=SYSTEM, at=after(500)) == ()
    bo = agent(town, "Demo Bo", after(501))
    assert Turn.objects.get(agent_id=bo).pk == key
    assert state(older) == "waiting"
    clean(town, "311")


def test_what_does_not_follow_is_refused_and_writes_nothing(town: City) -> None:
    ana, bo = agent(town), agent(town, "Demo Bo", after(1))
    key, offered = call(town, after(10))
    assert offered == [ana]
    said = {"city": town, "contact": key, "by": AGENT, "at": after(20)}
    before = TurnEntry.objects.count(), Decided.objects.count()
    for wrong in (
        lambda: actions.answer(**said, agent=bo),
        lambda: actions.end(**said),
        lambda: actions.wrap_up(**said, disposition="told"),
        lambda: actions.pass_on(**said, queue=BULKY),
    ):
        with pytest.raises(NotNow), transaction.atomic():
            wrong()
    with pytest.raises(queries.NoSuchTurn):
        actions.leave(city=town, contact=key + 1, by=RESIDENT, at=after(20))
    assert (TurnEntry.objects.count(), Decided.objects.count()) == before


def test_a_contact_ends_in_one_of_the_ways_that_the_city_has(town: City) -> None:
    ways = (Answered(code="told", words={"en": "Told"}), Answered(code="filed", words={"en": "F"}))
    said = ContactCentre(dispositions=ways)
    actions.put_centres(edition_id=town.edition_id, said=said, by=SYSTEM, at=NOON)
    ana = agent(town)
    key, _ = call(town, after(0))
    actions.answer(city=town, contact=key, agent=ana, by=AGENT, at=after(2))
    with (
        pytest.raises(UnknownDisposition, match="choose one of: told, filed"),
        transaction.atomic(),
    ):
        actions.wrap_up(city=town, contact=key, disposition="tld", by=AGENT, at=after(3))
    assert state(key) == "in_contact"
    actions.wrap_up(city=town, contact=key, disposition="filed", by=AGENT, at=after(4))
    assert state(key) == "over"


def test_only_who_leads_lets_agents_come(town: City) -> None:
    new = NewAgent(label="Demo Ana", centre="311", queues=[], languages=["en"])
    for by in (RESIDENT, AGENT):
        with pytest.raises(NotAllowed):
            actions.add_agents(city=town, agents=[new], by=by, at=NOON)
    lead = Actor(kind="staff", label="Demo lead", roles=frozenset({Role.SUPERVISOR}))
    assert len(actions.add_agents(city=town, agents=[new], by=lead, at=NOON)) == 1


def test_residents_neither_answer_nor_say_who_does(town: City) -> None:
    ana = agent(town)
    key, _ = call(town, after(1))
    said = {"city": town, "agent": ana, "by": RESIDENT, "at": after(2)}
    with pytest.raises(NotAllowed):
        actions.answer(**said, contact=key)
    with pytest.raises(NotAllowed):
        actions.say_status(**said, status=Status.BREAK)
    with pytest.raises(NotAllowed):
        actions.lose_agent(**said)
    assert state(key) == "offered"


def test_the_database_lets_nobody_alter_what_was_decided(town: City) -> None:
    agent(town)
    call(town, after(1))
    for rows in (Decided.objects.all(), TurnEntry.objects.all()):
        with (
            pytest.raises(DatabaseError, match=r"append-only|permission denied"),
            transaction.atomic(),
        ):
            rows.update(at=after(2))


def test_what_waits_too_long_goes_to_the_next_queue_in_its_old_place(town: City) -> None:
    queues = {
        "general": GENERAL,
        "bulky": Queue(
            code="bulky", centre="311", needs=frozenset({"bulky"}),
            overflow=timedelta(seconds=60), overflow_to="general",
        ),
    }  # fmt: skip
    ana = agent(town, queues=["general"], skills=[])
    busy, _ = call(town, after(0))
    key, _ = call(town, after(1), queues["bulky"])
    later, _ = call(town, after(2))
    said = {"city": town, "queues": queues, "by": SYSTEM}
    assert actions.overflow(**said, at=after(60)) == ()
    assert Turn.objects.get(pk=key).queue == "bulky"
    assert actions.overflow(**said, at=after(61)) == ()
    assert Turn.objects.get(pk=key).queue == "general"
    assert actions.overflow(**said, at=after(62)) == ()
    assert finish(town, busy, ana, after(70)) == [key]
    assert state(later) == "waiting"
    legs = queries.turn_of(town.id, key).legs
    assert [(leg.queue, leg.ended_as) for leg in legs] == [("bulky", "overflowed"), ("general", "")]
    clean(town, "311")


def test_a_row_that_says_something_else_than_its_record_is_found(town: City) -> None:
    ana = agent(town)
    key, _ = call(town, after(1))
    finish(town, key, ana, after(3))
    other, _ = call(town, after(200))
    assert list(proof.disagreements()) == []
    Turn.objects.filter(pk=key).update(disposition="elsewhere")
    Turn.objects.filter(pk=other).update(state="waiting", agent=None, offer_ends_at=None, seq=7)
    found = [(fault.kind, fault.subject) for fault in proof.disagreements()]
    assert found == [
        ("status", f"contact-{key}"), ("tip", f"contact-{other}"), ("status", f"contact-{other}"),
    ]  # fmt: skip
