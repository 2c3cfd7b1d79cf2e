"""What a member changes on screen holds once it is published, as a whole, with its reason."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model

from tests.founding.folders import SLUG, example
from townline.catalogue import queries as catalogue
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.cities.rules.editions import Way
from townline.founding import actions, queries
from townline.founding.rules import draft
from townline.record.verbs import SYSTEM, Actor, NotAllowed, Role
from townline.staff import actions as staff
from townline.staff import queries as known

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 9, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
STREETS = "services/streets.toml"
REASON = "The crews are slower in winter."


@pytest.fixture
def city() -> City:
    return actions.apply(draft=draft.of_files(SLUG, example()), by=SYSTEM, at=AT).city


def admin(city: City, name: str = "one", role: Role = Role.ADMIN) -> Actor:
    staff.add_member(
        city_id=city.id, username=name, label=f"Demo {name}", departments=("*",), roles=(role,),
        by=SYSTEM, at=AT,
    )  # fmt: skip
    found = known.actor_of(get_user_model().objects.get(username=name), city)
    assert found is not None
    return found


def change(
    city: City, by: Actor, old: str = "amount = 5", new: str = "amount = 9", path: str = STREETS
) -> None:
    """Replace one text of a file on screen."""
    present = queries.files_worked(city, queries.worked(city, by))[path].decode()
    assert old in present
    changes = {path: present.replace(old, new, 1).encode()}
    assert actions.revise(city=city, changes=changes, what=f"{old} → {new}", by=by, at=AT)


def seen(city: City, by: Actor) -> int:
    found = queries.worked(city, by)
    assert found is not None
    return found.seen


def publish(city: City, by: Actor, reason: str = REASON) -> City:
    return actions.publish(city=city, reason=reason, seen=seen(city, by), by=by, at=LATER)


def days(city: City) -> int:
    promise = catalogue.offer(city.edition_id, "pothole").resolve
    assert promise is not None
    return promise.amount


def test_nothing_holds_before_it_is_published(city: City) -> None:
    one = admin(city)
    change(city, one)
    assert days(cities.by_id(city.id)) == 5
    made = publish(city, one)
    assert (made.edition, days(made)) == (2, 9)
    line = cities.edition_of(city.id, 2)
    assert (line.way, line.reason, line.base) == (Way.SCREEN, REASON, 1)
    assert (line.applied_by, line.applied_at) == ("Demo one", LATER)
    assert queries.worked(made, one) is None
    assert [each.says for each in queries.history(made, line)] == [
        "Begun on edition 1", "amount = 5 → amount = 9", "Published as edition 2",
    ]  # fmt: skip


def test_steps_are_taken_back_one_by_one(city: City) -> None:
    one = admin(city)
    change(city, one)
    change(city, one, "amount = 9", "amount = 11")
    assert actions.take_back(city=city, seen=seen(city, one), by=one, at=AT).endswith("11")
    files = queries.files_worked(city, queries.worked(city, one))
    assert b"amount = 9" in files[STREETS]
    actions.take_back(city=city, seen=seen(city, one), by=one, at=AT)
    assert queries.files_worked(city, queries.worked(city, one)) == example()
    with pytest.raises(actions.NothingBegun):
        actions.take_back(city=city, seen=seen(city, one), by=one, at=AT)


def test_what_was_not_seen_is_neither_published_nor_thrown_away(city: City) -> None:
    one = admin(city)
    change(city, one)
    known = seen(city, one)
    change(city, one, "amount = 9", "amount = 11")
    for deed in (actions.take_back, actions.throw_away):
        with pytest.raises(actions.SeenAnother):
            deed(city=city, seen=known, by=one, at=AT)
    with pytest.raises(actions.SeenAnother):
        actions.publish(city=city, reason=REASON, seen=known, by=one, at=AT)


def test_what_is_thrown_away_leaves_its_record_alone(city: City) -> None:
    one = admin(city)
    change(city, one)
    actions.throw_away(city=city, seen=seen(city, one), by=one, at=LATER)
    assert queries.worked(city, one) is None
    with pytest.raises(actions.NothingBegun):
        actions.throw_away(city=city, seen=1, by=one, at=LATER)
    change(city, one)
    assert seen(city, one) == 2


def test_an_edition_says_why_and_has_no_errors_and_differs(city: City) -> None:
    one = admin(city)
    change(city, one)
    with pytest.raises(actions.NoReason):
        publish(city, one, "  ")
    change(city, one, "amount = 9", "amount = 0")
    with pytest.raises(actions.Faulty):
        publish(city, one)
    change(city, one, "amount = 0", "amount = 5")
    with pytest.raises(actions.SameAsInForce):
        publish(city, one)
    assert cities.by_id(city.id).edition == 1


def test_two_who_change_different_things_of_one_file_come_together(city: City) -> None:
    one, two = admin(city), admin(city, "two")
    change(city, one)
    change(city, two, "Streetlight", "Street lamp")
    assert [each.by for each in queries.others(city, one)] == ["Demo two"]
    second = publish(city, one)
    with pytest.raises(actions.Behind):
        publish(second, two)
    actions.bring_up(city=second, by=two, at=LATER)
    third = publish(second, two)
    assert (third.edition, days(third)) == (3, 9)
    assert "Street lamp" in str(catalogue.offer(third.edition_id, "streetlight").words)


def test_two_who_change_the_same_are_told_and_one_gives_up_theirs(city: City) -> None:
    one, two = admin(city), admin(city, "two")
    change(city, one)
    change(city, two, new="amount = 7")
    change(city, two, "Streets and lights", "Streets", path="groups.toml")
    second = publish(city, one)
    with pytest.raises(actions.Clash) as clash:
        actions.bring_up(city=second, by=two, at=LATER)
    assert clash.value.paths == (STREETS,)
    actions.bring_up(city=second, drop=clash.value.paths, by=two, at=LATER)
    third = publish(second, two)
    assert days(third) == 9
    assert "'Streets'" in str(catalogue.offer(third.edition_id, "pothole").group_words)


def test_an_earlier_edition_is_restored_as_a_new_one(city: City) -> None:
    one = admin(city)
    change(city, one)
    second = publish(city, one)
    actions.revise(city=second, changes={"notes.md": b"Ours."}, what="A note", by=one, at=AT)
    with pytest.raises(actions.Busy):
        actions.restore(city=second, number=1, by=one, at=AT)
    publish(second, one)
    third = cities.by_id(city.id)
    assert actions.restore(city=third, number=1, by=one, at=AT)
    fourth = publish(third, one, "Back to summer.")
    assert (fourth.edition, days(fourth)) == (4, 5)
    assert cities.edition_files(fourth.edition_id) == example()
    with pytest.raises(cities.NoSuchEdition):
        actions.restore(city=fourth, number=9, by=one, at=AT)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AGENT, Role.ANALYST, Role.WORKER])
def test_only_administrators_change_a_city(city: City, role: Role) -> None:
    with pytest.raises(NotAllowed):
        change(city, admin(city, "other", role))
    with pytest.raises(NotAllowed):  # nor does the command line have a revision
        actions.revise(
            city=city, changes={"a.md": b""}, what="A", at=AT,
            by=Actor(kind="staff", label="somebody", roles=frozenset({Role.ADMIN})),
        )  # fmt: skip
