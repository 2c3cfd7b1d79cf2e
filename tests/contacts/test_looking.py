"""Who among staff sees whom a contact was with is entered, once a day for each reason."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.contacts.test_forgetting import PHONE, over
from tests.contacts.test_turns import AGENT, after, call
from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import Look
from townline.contacts.queries import LookShown, proof
from townline.contacts.rules.looking import WhatFor
from townline.record.verbs import RESIDENT, SYSTEM, Actor, NotAllowed, Role
from townline.staff import actions as staff
from townline.staff import queries as people


@pytest.fixture
def ana(town: City) -> Actor:
    """Return an agent who is a member of staff."""
    staff.add_member(
        city_id=town.id, username="demo-ana", password="a long password", label="Demo Ana",
        departments=("*",), roles=(Role.AGENT,), by=SYSTEM, at=NOON,
    )  # fmt: skip
    (found,) = (each for each in people.named_members(town) if each.username == "demo-ana")
    return replace(AGENT, label="Demo Ana", member_id=found.id)


def looks(town: City, **more: int) -> tuple[LookShown, ...]:
    return queries.looks(town.id, centres=None, most=99, **more)


def look(town: City, by: Actor, *keys: int | None, at: float = 100) -> frozenset[int]:
    said = {"what_for": WhatFor.ANSWERING, "by": by, "at": after(at)}
    return actions.look(city=town, contacts=keys, **said)


def test_what_is_read_again_and_again_is_entered_once_a_day(town: City, ana: Actor) -> None:
    key = over(town)
    assert look(town, ana, key, None) == {key}
    assert look(town, ana, key, at=200) == frozenset()
    (first,) = looks(town)
    assert (first.contact, first.by, first.what_for) == (key, "Demo Ana", "answering")
    assert first.at == after(100)
    tomorrow = timedelta(days=1).total_seconds()
    assert look(town, ana, key, at=100 + tomorrow) == {key}
    assert [each.at for each in looks(town)] == [after(100 + tomorrow), after(100)]


def test_what_is_seen_again_writes_nothing_at_all(town: City, ana: Actor) -> None:
    key = over(town)
    look(town, ana, key)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM contacts_look_id_seq")
        before = cursor.fetchone()
        look(town, ana, key)
        cursor.execute("SELECT last_value FROM contacts_look_id_seq")
        assert cursor.fetchone() == before


def test_nothing_is_entered_where_nothing_is_kept(town: City, ana: Actor) -> None:
    forgotten = over(town)
    withheld, _offers = call(town, after(300))
    actions.forget_contact(city=town, contact=forgotten, by=SYSTEM, at=after(400))
    assert look(town, ana, withheld, forgotten, None, 10**6) == frozenset()
    assert look(town, ana) == frozenset()
    other = replace(town, id=town.id + 1)
    known, _offers = call(town, after(500), details=PHONE)
    assert look(other, ana, known) == frozenset()
    assert looks(town) == ()


def test_only_members_of_staff_who_may_are_let_see(town: City, ana: Actor) -> None:
    key = over(town)
    for by in (RESIDENT, replace(ana, roles=frozenset({Role.ANALYST})), AGENT):
        with pytest.raises(NotAllowed):
            look(town, by, key)
    assert looks(town) == ()


def test_who_saw_it_is_kept_when_its_caller_is_forgotten_and_never_altered(
    town: City, ana: Actor
) -> None:
    key = over(town)
    look(town, ana, key)
    actions.forget_contact(city=town, contact=key, by=SYSTEM, at=after(400))
    assert len(looks(town, contact=key)) == 1
    for change in (
        lambda: Look.objects.update(by="Nobody"), lambda: Look.objects.all().delete(),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert looks(town)[0].by == "Demo Ana"


def test_looks_are_asked_for_by_contact_member_and_centre(town: City, ana: Actor) -> None:
    first, second = over(town), over(town, 500)
    look(town, ana, first, second)
    assert {each.contact for each in looks(town)} == {first, second}
    assert [each.contact for each in looks(town, contact=second)] == [second]
    assert len(looks(town, member=ana.member_id or 0)) == 2
    assert looks(town, member=(ana.member_id or 0) + 1) == ()
    newest = looks(town)[0]
    assert [each.id for each in looks(town, before=newest.id)] == [looks(town)[1].id]
    assert len(queries.looks(town.id, centres={"311"}, most=9)) == 2
    assert queries.looks(town.id, centres={"parks"}, most=9) == ()


def test_the_story_of_a_contact_says_who_looked_it_up(town: City, ana: Actor) -> None:
    key = over(town)
    known = actions.see_details(city=town, contact=key, by=ana, at=after(100))
    assert known is not None
    assert known.name == "Demo Cleo"
    entry = queries.turn_of(town.id, key).entries[-1]
    assert (entry.verb, entry.by) == ("contact.details_seen", "Demo Ana")
    actions.see_details(city=town, contact=key, by=ana, at=after(101))
    verbs = [each.verb for each in queries.turn_of(town.id, key).entries]
    assert verbs.count("contact.details_seen") == 1
    assert looks(town)[0].what_for == "story"
    with pytest.raises(NotAllowed):
        actions.see_details(city=town, contact=key, by=RESIDENT, at=after(101))
    actions.forget_contact(city=town, contact=key, by=SYSTEM, at=after(102))
    assert actions.see_details(city=town, contact=key, by=ana, at=after(103)) is None
    assert queries.turn_of(town.id, key).entries[-1].verb == "contact.forgotten"
    assert list(proof.disagreements()) == []
