"""What is said in writing during a contact: kept in its order, once, and forgotten when asked."""

from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.db import DatabaseError, connection, connections, transaction

from tests.requests import build
from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import Contact, SaidRow, SaidText
from townline.contacts.queries import proof
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.queueing import Medium, Queue, Status
from townline.contacts.rules.saying import (
    LONGEST,
    CannotSay,
    Response,
    SaidLink,
    Side,
    plain_text,
    responses,
)
from townline.record.verbs import RESIDENT, SYSTEM, Actor, NotAllowed, Role

CHAT = Queue(code="chat", centre="311", medium=Medium.TEXT)
AGENT = Actor(kind="staff", label="Demo agent", roles=frozenset({Role.AGENT}))
PARTNER = Actor(kind="partner", label="a partner", roles=frozenset({Role.PARTNER}))
LINK = SaidLink(kind="answer", code="bulky-items", words="How do I get rid of a sofa?")


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def contact(town: City) -> int:
    details = {"email": "cleo@example.org", "told_by": "email"}
    return actions.begin_contact(
        city=town, channel="chat", language="en", details=details, by=RESIDENT, at=NOON
    )


def say(town: City, key: int, text: str, seconds: float = 0, **more) -> int:
    plain = {"side": Side.RESIDENT, "by": RESIDENT}
    return actions.say(city=town, contact=key, text=text, at=at(seconds), **plain | more)


def test_what_was_said_is_read_in_its_order_from_behind_the_last_that_was_read(town: City) -> None:
    key = contact(town)
    first = say(town, key, " My sofa must go.\r\n\x00 ", 1.234)
    say(town, key, "Ask for a pick-up.", 2, side=Side.CITY, by=SYSTEM, links=[LINK])
    third = say(town, key, "I help you.", 3, side=Side.AGENT, by=AGENT)
    every = queries.said(town.id, key)
    assert [(each.side, each.text) for each in every] == [
        ("resident", "My sofa must go."), ("city", "Ask for a pick-up."), ("agent", "I help you."),
    ]  # fmt: skip
    assert (every[0].at, every[1].links, every[2].by) == (at(1.234), (LINK,), "Demo agent")
    assert [each.id for each in queries.said(town.id, key, after=every[1].id)] == [third]
    assert len(queries.said(town.id, key, most=2)) == 2
    assert queries.last_said(town.id, [key], side=Side.RESIDENT) == {key: first}


def test_what_is_sent_again_under_its_name_is_kept_once(town: City) -> None:
    key, other = contact(town), contact(town)
    assert say(town, key, "Hello", name="a1") == say(town, key, "Hello", name="a1")
    say(town, other, "Hello", name="a1")
    say(town, key, "Hello")
    say(town, key, "Hello")
    assert (len(queries.said(town.id, key)), len(queries.said(town.id, other))) == (3, 1)


def test_other_words_under_an_old_name_are_not_lost(town: City) -> None:
    key = contact(town)
    for text in ("Hello", "Another thing", "Another thing"):
        say(town, key, text, name="a1")
    assert [each.text for each in queries.said(town.id, key)] == [
        "Hello", "Another thing", "Another thing",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", " \n\t", "\x00", "a" * (LONGEST + 1)])
def test_nothing_and_too_much_cannot_be_said(town: City, text: str) -> None:
    with pytest.raises(CannotSay):
        say(town, contact(town), text)
    assert not SaidRow.objects.exists()


@pytest.mark.parametrize(
    "links", [[SaidLink(kind="https://example.org", code="x", words="y")], [LINK] * 13]
)
def test_it_leads_to_a_few_pages_of_ours_alone(town: City, links: list[SaidLink]) -> None:
    with pytest.raises(CannotSay):
        say(town, contact(town), "Look.", links=links)


def test_a_contact_of_another_city_is_none(town: City) -> None:
    key = contact(town)
    with pytest.raises(queries.NoSuchContact):
        say(build.apply("riverside"), key, "Hello")
    assert queries.said(build.apply("riverside").id, key) == ()


@pytest.mark.parametrize(
    ("side", "by"),
    [
        (Side.AGENT, RESIDENT),
        (Side.RESIDENT, AGENT),
        (Side.AGENT, SYSTEM),
        (Side.RESIDENT, PARTNER),
        (Side.CITY, PARTNER),
    ],
)
def test_nobody_speaks_for_another(town: City, side: Side, by: Actor) -> None:
    with pytest.raises(NotAllowed):
        say(town, contact(town), "Hello", side=side, by=by)


def test_rows_are_only_added_and_words_go_when_the_resident_is_forgotten(town: City) -> None:
    key = contact(town)
    said = say(town, key, "My name is Demo Cleo.")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SaidRow.objects.filter(pk=said).update(side="agent")
    actions.forget(contact_id=key, by=SYSTEM, at=at(9))
    (left,) = queries.said(town.id, key)
    assert (left.id, left.text) == (said, "")
    assert not list(proof.disagreements())


def test_other_words_than_were_said_are_told_by_an_audit(town: City) -> None:
    said = say(town, contact(town), "No.")
    SaidText.objects.filter(pk=said).update(text="Yes.")
    (fault,) = proof.disagreements()
    assert (fault.kind, str(said) in fault.says) == ("altered", True)


def test_who_has_read_up_to_one_misses_nothing_that_others_say_meanwhile(kept_town: City) -> None:
    town, seen, last = kept_town, list[int](), 0
    key = contact(town)

    def talk(name: str) -> None:
        for number in range(12):
            say(town, key, f"{name} {number}")
        connections.close_all()

    talking = [Thread(target=talk, args=[name]) for name in ("one", "two", "three")]
    for each in talking:
        each.start()
    while any(each.is_alive() for each in talking) or queries.said(town.id, key, after=last):
        for each in queries.said(town.id, key, after=last):
            seen.append(each.id)
            last = each.id
    assert seen == sorted(seen)
    assert len(seen) == 36


def test_what_is_read_is_two_statements_however_much_there_is(
    town: City, django_assert_num_queries
) -> None:
    key = contact(town)
    for number in range(5):
        say(town, key, f"{number}")
    with django_assert_num_queries(2, connection=connection):
        queries.said(town.id, key)


def test_the_times_of_answers_are_kept_as_they_were(town: City) -> None:
    new = actions.NewAgent(label="Demo Ana", centre="311", queues=["chat"], languages=["en"])
    (ana,) = actions.add_agents(city=town, agents=[new], by=SYSTEM, at=NOON)
    actions.say_status(city=town, agent=ana, status=Status.AVAILABLE, by=AGENT, at=NOON)
    came = actions.Caller(channel="chat", language="en")
    key, _offers = actions.take_in(city=town, came=came, queue=CHAT, by=RESIDENT, at=at(10))
    say(town, key, "Hello?", 12)
    say(town, key, "You are the first.", 13, side=Side.CITY, by=SYSTEM)
    actions.answer(city=town, contact=key, agent=ana, by=AGENT, at=at(20))
    say(town, key, "Good day.", 25.5, side=Side.AGENT, by=AGENT)
    say(town, key, "I hear you.", 26, side=Side.AGENT, by=AGENT)
    say(town, key, "A dark street", 40)
    assert queries.response_times(town.id, key) == (
        Response(asked_at=at(10), answered_at=at(25.5)),
        Response(asked_at=at(40), answered_at=None),
    )


def test_a_contact_under_way_comes_to_a_queue_once(town: City) -> None:
    key = contact(town)
    came = actions.Caller(channel="chat", language="en", contact=key)
    said = {"city": town, "came": came, "queue": CHAT, "by": RESIDENT, "at": at(5)}
    assert actions.take_in(**said) == (key, ())
    assert queries.turn_of(town.id, key).started_at == NOON
    with pytest.raises(NotNow):
        actions.take_in(**said)
    with pytest.raises(NotNow):
        actions.finish_contact(city=town, contact=key, by=RESIDENT, at=at(9))


def test_a_contact_that_nobody_had_to_answer_is_over_once_and_comes_to_no_queue(town: City) -> None:
    key = contact(town)
    for seconds in (3, 9):
        actions.finish_contact(city=town, contact=key, by=RESIDENT, at=at(seconds))
    assert Contact.objects.get(pk=key).ended_at == at(3)
    came = actions.Caller(channel="chat", language="en", contact=key)
    with pytest.raises(NotNow):
        actions.take_in(city=town, came=came, queue=CHAT, by=RESIDENT, at=at(10))


def test_who_never_asked_for_an_agent_waited_for_none(town: City) -> None:
    key = contact(town)
    say(town, key, "Hello")
    assert queries.response_times(town.id, key) == ()


def test_several_questions_before_an_answer_are_one_wait() -> None:
    resident, agent = Side.RESIDENT, Side.AGENT
    said = [(agent, at(5)), (resident, at(6)), (resident, at(7)), (agent, at(9)), (agent, at(10))]
    assert responses(said, queued_at=at(0)) == (
        Response(asked_at=at(0), answered_at=at(5)),
        Response(asked_at=at(6), answered_at=at(9)),
    )


def test_a_text_keeps_its_lines_and_loses_what_no_page_shows() -> None:
    assert plain_text("\x07one\r\n\ttwo\x7f ") == "one\n\ttwo"
