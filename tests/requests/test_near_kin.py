"""What may be about the same thing: open requests near by, unless somebody said that it is not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.requests import build
from tests.requests.build import AGENT, BEA, EAST, HOLE, LAMP, NOON, STRANGER, WEST, WORKER
from townline.catalogue.rules.offers import Nearby
from townline.cities.rules.city import City
from townline.contacts.models import Notice
from townline.geography.rules.place import Point
from townline.record.verbs import RESIDENT, Actor, NotAllowed
from townline.requests import queries
from townline.requests.actions import apart, incidents
from townline.requests.actions.change import NoSuchRequest
from townline.requests.actions.holding import held_back
from townline.requests.models import Apart
from townline.requests.queries import Kin
from townline.requests.rules.submission import Unfit

BESIDE = Point(EAST.lat + 0.0002, EAST.lon)
"""Some 22 metres north."""
WIRE = replace(
    LAMP, code="wire", words={"en": "Wire hangs down"}, routes=(), questions=(),
    nearby=Nearby(radius_m=10, window_days=30, kindred=("lamp",)),
)  # fmt: skip


def near(town: City, number: str, by: Actor = WORKER) -> tuple[Kin, ...]:
    found = queries.by_staff(town, number, by, language="en", at=NOON)
    return queries.kin(town, found, language="en", at=NOON)


def test_open_requests_of_the_service_are_near_the_nearest_first(town: City) -> None:
    here = build.file(town).number
    beside = build.file(town, point=BESIDE).number
    same = build.file(town, reporter=BEA).number
    build.file(town, point=WEST)
    old = build.file(town, at=NOON - timedelta(days=31)).number
    found = near(town, here)
    assert [one.number for one in found] == [same, beside]
    assert [round(one.metres) for one in found] == [0, 22]
    assert old not in {one.number for one in found}


@pytest.mark.usefixtures("town")
def test_a_kindred_service_is_near_whichever_of_two_names_the_other() -> None:
    town = build.apply(offers=(LAMP, WIRE, HOLE))
    lamp, wire = build.file(town).number, build.file(town, "wire").number
    build.file(town, "hole")
    assert [(one.number, one.service_name) for one in near(town, lamp)] == [
        (wire, "Wire hangs down")
    ]
    assert [(one.number, one.service_name) for one in near(town, wire)] == [(lamp, "Lamp out")]


def test_what_is_said_not_to_be_the_same_is_hidden_for_good_on_both_sides(town: City) -> None:
    one, other, third = (build.file(town).number for _ in range(3))
    apart.set_apart(city=town, number=other, other=one, by=WORKER, at=NOON)
    apart.set_apart(city=town, number=one, other=other, by=AGENT, at=NOON)
    assert Apart.objects.count() == 1
    for number, rest in ((one, {third}), (other, {third}), (third, {one, other})):
        assert {each.number for each in near(town, number)} == rest
    for number, named in ((one, other), (other, one)):
        assert build.verbs_of(number).count("set_apart") == 1
        staff = queries.by_staff(town, number, WORKER, language="en", at=NOON)
        assert staff.lines[-1].says == f"Looked at: not about the same thing as {named}"
        everyone = queries.by_anyone(town, number, language="en", at=NOON)
        assert all(line.verb != "request.set_apart" for line in everyone.lines)


@pytest.mark.parametrize("by", [STRANGER, RESIDENT])
def test_only_who_works_for_both_says_that_two_are_not_the_same(town: City, by: Actor) -> None:
    one, other = build.file(town).number, build.file(town).number
    with pytest.raises(NotAllowed):
        apart.set_apart(city=town, number=one, other=other, by=by, at=NOON)
    assert not Apart.objects.exists()


def test_a_request_is_not_set_apart_from_itself_from_none_or_from_its_lead(town: City) -> None:
    lead = build.file(town).number
    joined = build.file(town, join=lead).number
    said: dict[str, Any] = {"city": town, "by": WORKER, "at": NOON}
    for other in (lead, joined):
        with pytest.raises(Unfit):
            apart.set_apart(number=lead, other=other, **said)
    with pytest.raises(NoSuchRequest):
        apart.set_apart(number=lead, other="26-000000-0", **said)


def test_nothing_is_near_what_is_confidential_joined_or_nowhere(town: City) -> None:
    lead = build.file(town).number
    joined = build.file(town, join=lead).number
    assert near(town, joined) == ()
    care = build.person(*WORKER.roles, departments=("care",))
    hidden = [build.file(town, "abuse").number for _ in range(2)]
    assert near(town, hidden[0], care) == ()
    assert [one.number for one in near(town, lead)] == []


def test_taking_it_out_again_at_once_tells_nobody_that_it_was_joined(town: City) -> None:
    one, lead = build.file(town, reporter=BEA).number, build.file(town).number
    with held_back(NOON + timedelta(minutes=1)):
        incidents.merge(city=town, number=one, lead=lead, by=WORKER, at=NOON)
    incidents.part(city=town, number=one, by=WORKER, at=NOON + timedelta(seconds=40))
    told = Notice.objects.get(template="joined")
    assert (told.given_up_for, told.sent_at) == ("withdrawn", None)


def test_what_was_told_already_is_not_taken_back(town: City) -> None:
    one, lead = build.file(town, reporter=BEA).number, build.file(town).number
    incidents.merge(city=town, number=one, lead=lead, by=WORKER, at=NOON)
    incidents.part(city=town, number=one, by=WORKER, at=NOON)
    assert Notice.objects.get(template="joined").given_up_for == ""


def test_what_is_near_takes_one_statement_however_much_is_there(town: City) -> None:
    here = build.file(town).number
    found = queries.by_staff(town, here, WORKER, language="en", at=NOON)
    for size in (1, 9):
        for _ in range(size):
            build.file(town)
        with build.statements() as sent:
            kin = queries.kin(town, found, language="en", at=NOON)
        assert len(sent) == 1
    assert len(kin) == 6
