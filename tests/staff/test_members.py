"""Who works for a city, and whom a login acts as."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.staff.conftest import NOW
from townline.record.verbs import RESIDENT, SYSTEM, Actor, NotAllowed, Role
from townline.staff import actions, queries
from townline.staff.models import Member

PASSWORD = "nine grey herons"
ADMIN = Actor(kind="staff", label="Demo admin", roles=frozenset({Role.ADMIN}))


def add(city, username="worker", **given):
    asked = {
        "password": PASSWORD,
        "label": "Demo worker",
        "departments": ("streets",),
        "roles": (Role.WORKER,),
        "by": ADMIN,
        "at": NOW,
    }
    actions.add_member(city_id=city.id, username=username, **{**asked, **given})
    return get_user_model().objects.get(username=username)


def test_a_login_acts_in_its_departments_under_its_label(city):
    user = add(city, departments=("water", "streets"), roles=(Role.WORKER, Role.SUPERVISOR))
    assert queries.actor_of(user, city) == Actor(
        kind="staff",
        label="Demo worker",
        roles=frozenset({Role.WORKER, Role.SUPERVISOR}),
        departments=frozenset({"streets", "water"}),
        member_id=Member.objects.get(user=user).pk,
    )
    assert authenticate(username="worker", password=PASSWORD) == user


def test_a_member_for_all_departments_works_for_each(city):
    actor = queries.actor_of(add(city, departments=("*",)), city)
    assert actor.works_for("water")


def test_a_member_is_nobody_in_another_city(city, neighbour):
    assert queries.actor_of(add(city), neighbour) is None


def test_who_has_not_signed_in_is_nobody(city):
    assert queries.actor_of(AnonymousUser(), city) is None


def test_a_login_without_a_member_is_nobody(city):
    stranger = get_user_model().objects.create_user("stranger", password=PASSWORD)
    assert queries.actor_of(stranger, city) is None


def test_a_disabled_member_is_nobody_and_cannot_sign_in(city):
    user = add(city)
    actions.disable_member(city_id=city.id, username="worker", by=ADMIN, at=NOW)
    assert queries.actor_of(user, city) is None
    assert authenticate(username="worker", password=PASSWORD) is None


def test_disabling_twice_keeps_the_first_time(city):
    add(city)
    for hours in (1, 2):
        at = NOW + timedelta(hours=hours)
        actions.disable_member(city_id=city.id, username="worker", by=ADMIN, at=at)
    (card,) = queries.members(city.id)
    assert card.disabled_at == NOW + timedelta(hours=1)


def test_a_member_changes_label_departments_and_roles(city):
    user = add(city)
    change = {"city_id": city.id, "username": "worker", "by": ADMIN, "at": NOW}
    actions.change_member(**change, departments=("water",), roles=(Role.AGENT,))
    actions.change_member(**change, label="Demo agent")
    actor = queries.actor_of(user, city)
    assert (actor.label, actor.departments, actor.roles) == ("Demo agent", {"water"}, {Role.AGENT})


def test_members_are_listed_by_name_for_their_city_alone(city, neighbour):
    add(city, "b")
    add(city, "a")
    add(neighbour, "c")
    assert [card.username for card in queries.members(city.id)] == ["a", "b"]


def test_a_user_name_is_taken_in_every_city(city, neighbour):
    add(city)
    with pytest.raises(actions.NameTaken, match="'worker'"):
        add(neighbour)


def test_a_member_of_another_city_cannot_be_changed_or_disabled(city, neighbour):
    add(city)
    ask = {"city_id": neighbour.id, "username": "worker", "by": ADMIN, "at": NOW}
    with pytest.raises(actions.NoSuchMember, match="'worker'"):
        actions.change_member(**ask, label="Other")
    with pytest.raises(actions.NoSuchMember):
        actions.disable_member(**ask)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"departments": ("parks",)}, queries.NoSuchDepartment),
        ({"roles": ()}, actions.WrongRoles),
        ({"roles": (Role.SYSTEM,)}, actions.WrongRoles),
        ({"roles": (Role.WORKER, Role.RESIDENT)}, actions.WrongRoles),
        ({"password": "short"}, ValidationError),
        ({"password": "12345678"}, ValidationError),
    ],
)
def test_a_wrong_member_is_refused_and_leaves_no_login(city, given, fault):
    with pytest.raises(fault):
        add(city, **given)
    assert not get_user_model().objects.filter(username="worker").exists()


@pytest.mark.parametrize(
    "by", [RESIDENT, Actor(kind="staff", label="W", roles=frozenset({Role.WORKER}))]
)
def test_only_admins_and_townline_itself_decide_on_members(city, by):
    ask = {"city_id": city.id, "username": "worker", "by": by, "at": NOW}
    with pytest.raises(NotAllowed):
        add(city, by=by)
    with pytest.raises(NotAllowed):
        actions.change_member(**ask, label="Other")
    with pytest.raises(NotAllowed):
        actions.disable_member(**ask)
    with pytest.raises(NotAllowed):
        demo_member(city, by=by)


def demo_member(city, by=SYSTEM):
    actions.put_demo_member(
        city_id=city.id,
        username="demo",
        password="demo",
        label="Demo supervisor",
        departments=("*",),
        roles=(Role.SUPERVISOR,),
        by=by,
        at=NOW,
    )


@pytest.mark.usefixtures("_demo")
def test_a_demo_member_may_have_a_plain_password_and_is_put_once(city):
    demo_member(city)
    demo_member(city)
    user = authenticate(username="demo", password="demo")
    assert queries.actor_of(user, city).label == "Demo supervisor"


@pytest.mark.usefixtures("_no_demo")
def test_a_demo_member_is_nobody_outside_the_demo(city):
    demo_member(city)
    user = get_user_model().objects.get(username="demo")
    assert queries.actor_of(user, city) is None


def test_a_demo_member_never_replaces_someone_real(city):
    add(city, "demo")
    with pytest.raises(actions.NameTaken):
        demo_member(city)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"roles": ["system"]}, "member_has_roles_of_staff"),
        ({"roles": []}, "member_has_roles_of_staff"),
        ({"label": ""}, "member_has_a_label"),
        ({"disabled_at": NOW - timedelta(days=1)}, "member_disabled_after_added"),
    ],
)
def test_the_table_refuses_what_no_action_asks(city, change, constraint):
    add(city)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Member.objects.filter(city=city.id).update(**change)
