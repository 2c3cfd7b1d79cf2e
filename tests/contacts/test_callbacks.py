"""Who is called back keeps the place, hears an honest time, and is not called at night."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from tests.contacts.test_turns import AGENT, GENERAL, after, agent, call, clean, finish, state
from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import Details, Turn
from townline.contacts.queries import proof
from townline.contacts.rules.centres import Callback
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.promises import CallWindow, WhyNot
from townline.record.verbs import RESIDENT, SYSTEM, Actor, NotAllowed, Role
from townline.staff import actions as staff
from townline.staff import queries as people

RULES = Callback(offer_after_s=0, attempts=2, apart_s=600)
PHONE = {"phone": "213-555-0101"}


def known(town: City, who: int, at: float = -1000) -> None:
    """Let enough have been answered that waits can be estimated."""
    for number in range(5):
        key, _ = call(town, after(at + number * 100))
        finish(town, key, who, after(at + number * 100 + 1))


def promised(town: City, at: float = 10, **more) -> tuple[int, CallWindow]:
    key, _ = call(town, after(at), **{"details": PHONE} | more)
    when = actions.promise_callback(
        city=town, contact=key, by=RESIDENT, at=after(at + 1), rules=RULES
    )
    return key, when


def member(town: City) -> int:
    """Return the key of a member of staff who answers: who is made up is nobody to wait for."""
    staff.add_member(
        city_id=town.id, username="demo-ana", password="a long password", label="Demo Ana",
        departments=("*",), roles=(Role.AGENT,), by=SYSTEM, at=NOON,
    )  # fmt: skip
    return next(each.id for each in people.named_members(town) if each.username == "demo-ana")


@pytest.fixture
def ana(town: City) -> int:
    who = agent(town, at=after(-2000), member_id=member(town))
    known(town, who)
    return who


def test_who_is_called_back_keeps_the_place(town: City, ana: int) -> None:
    busy, _ = call(town, after(0))
    key, when = promised(town)
    later, _ = call(town, after(20))
    assert after(11) < when.begins < when.ends
    assert actions.leave(city=town, contact=key, by=RESIDENT, at=after(30)) == ()
    assert state(key) == "waiting", "who hangs up is called back all the same"
    assert finish(town, busy, ana, after(40)) == [key]
    actions.answer(city=town, contact=key, agent=ana, by=AGENT, at=after(115))
    assert queries.turn_of(town.id, key).answered_at is None
    actions.reached(city=town, contact=key, by=AGENT, at=after(125))
    with pytest.raises(NotNow), transaction.atomic():
        actions.reached(city=town, contact=key, by=AGENT, at=after(126))
    actions.end(city=town, contact=key, by=AGENT, at=after(200))
    actions.wrap_up(city=town, contact=key, disposition="told", by=AGENT, at=after(210))
    shown = queries.turn_of(town.id, key)
    assert [(leg.kind, leg.ended_as) for leg in shown.legs] == [
        ("queue", "callback"), ("callback", "answered"), ("agent", "ended"),
    ]  # fmt: skip
    assert (shown.answered_at, shown.ended_as) == (after(125), "answered")
    assert state(later) == "offered"
    clean(town, "311")
    assert list(proof.disagreements()) == []


def test_who_is_not_reached_is_called_again_later_and_then_no_more(town: City, ana: int) -> None:
    key, _ = call(town, after(0), details=PHONE)
    other, _ = call(town, after(1))
    actions.expire_offers(city=town, by=SYSTEM, at=after(25))
    Turn.objects.filter(pk=key).update(passed=[])
    actions.promise_callback(city=town, contact=key, by=RESIDENT, at=after(26), rules=RULES)
    assert finish(town, other, ana, after(30)) == [key]
    actions.answer(city=town, contact=key, agent=ana, by=AGENT, at=after(110))
    said = {"city": town, "contact": key, "by": AGENT, "rules": RULES}
    assert actions.not_reached(**said, at=after(140)) == ()
    assert state(key) == "waiting"
    assert actions.wake(city=town, by=SYSTEM, at=after(700)) == ()
    (offer,) = actions.wake(city=town, by=SYSTEM, at=after(741))
    assert (offer.contact, offer.agent) == (key, ana)
    actions.answer(city=town, contact=key, agent=ana, by=AGENT, at=after(745))
    actions.not_reached(**said, at=after(775))
    shown = queries.turn_of(town.id, key)
    assert (shown.state, shown.ended_as, shown.attempts) == ("over", "not_reached", 1)
    assert shown.answered_at is None
    clean(town, "311")
    assert list(proof.disagreements()) == []


def test_a_resident_can_cancel_and_the_agent_is_free(town: City, ana: int) -> None:
    busy, _ = call(town, after(0))
    key, _ = promised(town)
    waits, _ = call(town, after(15))
    assert finish(town, busy, ana, after(20)) == [key]
    (offer,) = actions.cancel_callback(city=town, contact=key, by=RESIDENT, at=after(95))
    assert offer.contact == waits
    assert queries.turn_of(town.id, key).ended_as == "cancelled"
    with pytest.raises(NotNow), transaction.atomic():
        actions.cancel_callback(city=town, contact=waits, by=RESIDENT, at=after(96))
    clean(town, "311")


def test_who_calls_again_has_the_place_and_is_not_called_back_as_well(town: City, ana: int) -> None:
    busy, _ = call(town, after(0))
    key, _ = promised(town)
    call(town, after(20))
    again, _ = call(town, after(300), details={"phone": "+1 213 555 0101"})
    assert queries.turn_of(town.id, key).ended_as == "called_again"
    assert queries.turn_of(town.id, again).earlier == key
    assert finish(town, busy, ana, after(310)) == [again]
    clean(town, "311")


def test_nothing_is_promised_that_cannot_be_kept(town: City) -> None:
    waits, _ = call(town, after(0), details=PHONE)
    assert queries.promise_for(town, waits, after(1)) is WhyNot.NOT_HERE, "no folder says how"
    assert queries.promise_for(town, waits, after(1), rules=RULES) is WhyNot.CANNOT_SAY
    who = agent(town, at=after(2), member_id=member(town))
    finish(town, waits, who, after(3))
    known(town, who, at=200)
    call(town, after(900))
    nameless, _ = call(town, after(901))
    said = {"city": town, "contact": nameless, "by": RESIDENT, "at": after(902)}
    for phone in ("", "nonsense"):
        with pytest.raises(actions.NoPromise) as refused, transaction.atomic():
            actions.promise_callback(**said, phone=phone, rules=RULES)
        assert refused.value.why is WhyNot.NO_NUMBER
    full = Callback(offer_after_s=0, share=0.00001)
    with pytest.raises(actions.NoPromise) as refused, transaction.atomic():
        actions.promise_callback(**said, phone="213 555 0102", rules=full)
    assert refused.value.why is WhyNot.FULL
    assert not Details.objects.filter(contact=nameless).exists(), "nothing of it is kept"
    patient = Callback(offer_after_s=10_000)
    assert queries.promise_for(town, nameless, after(902), rules=patient) is WhyNot.SHORT_WAIT
    with pytest.raises(NotAllowed), transaction.atomic():
        actions.promise_callback(
            **said | {"by": Actor(kind="partner", label="x", roles=frozenset({Role.PARTNER}))},
            phone="213 555 0102", rules=RULES,
        )  # fmt: skip
    actions.promise_callback(**said, phone="213 555 0102", rules=RULES)
    with pytest.raises(actions.NoPromise), transaction.atomic():
        actions.promise_callback(**said, phone="213 555 0102", rules=RULES)


def local(town: City, hour: int, minute: int = 0) -> datetime:
    return NOON.astimezone(town.zone).replace(hour=hour, minute=minute, second=0)


def test_nobody_is_called_in_quiet_hours(town: City, ana: int) -> None:
    evening = local(town, 20, 50)
    for number in range(5):
        came = evening - timedelta(minutes=10 - number * 2)
        key, _ = call(town, came)
        finish(town, key, ana, came + timedelta(seconds=1))
    busy, _ = call(town, evening)
    key, _ = call(town, evening, details=PHONE)
    said = {"city": town, "by": SYSTEM}
    when = actions.promise_callback(**said, contact=key, at=evening, rules=RULES)
    assert when.begins < local(town, 21)
    assert actions.hush(**said, at=local(town, 20, 59)) == 0
    assert actions.hush(**said, at=local(town, 21)) == 1
    assert actions.hush(**said, at=local(town, 21, 1)) == 0, "it was put off already"
    morning = local(town, 8) + timedelta(days=1)
    shown = queries.turn_of(town.id, key)
    assert shown.promised_from == morning
    assert finish(town, busy, ana, local(town, 21, 5)) == []
    assert actions.wake(**said, at=morning - timedelta(seconds=1)) == ()
    (offer,) = actions.wake(**said, at=morning)
    assert offer.contact == key
    clean(town, "311")


def test_a_caller_can_leave_a_message_instead(town: City) -> None:
    key, _ = call(town, after(0))
    actions.leave_message(city=town, contact=key, by=RESIDENT, at=after(60))
    assert queries.turn_of(town.id, key).ended_as == "left_message"
    assert GENERAL.code == "general"


def test_agents_and_contacts_that_are_made_up_tell_who_calls_nothing(town: City) -> None:
    made_up = agent(town, at=after(-2000))
    for number in range(5):
        key, _ = call(town, after(number * 100), simulated=True)
        finish(town, key, made_up, after(number * 100 + 1))
    call(town, after(900), simulated=True)
    waits, _ = call(town, after(901))
    like, _ = call(town, after(902), simulated=True)
    at = after(903)
    assert queries.wait_of(town.id, waits, at) is None
    assert queries.wait_of(town.id, like, at) is not None
    assert queries.places_of(town.id, GENERAL, "en", at) == 0
    assert queries.places_of(town.id, GENERAL, "en", at, made_up=True) == 1
    agent(town, "Demo Bo", at, member_id=member(town))
    assert queries.places_of(town.id, GENERAL, "en", at) == 1
    later, _ = call(town, after(904))
    assert (state(waits), state(later)) == ("offered", "waiting")
    assert queries.wait_of(town.id, later, after(905)) is None, "made-up contacts teach nothing"
