"""The history of the people who work for a city, their links, and the last administrator."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from click.testing import CliRunner
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import connection

from tests.staff.conftest import NOW, found
from tests.staff.test_members import ADMIN, PASSWORD, add
from townline.config.commands import people as command
from townline.record import queries as record
from townline.record.verbs import SYSTEM, Actor, NotAllowed, Role
from townline.staff import actions
from townline.staff.models import Member
from townline.staff.queries import people

OTHER = "seven brown owls"
WORKER = Actor(kind="staff", label="W", roles=frozenset({Role.WORKER}))


def asked(city, username="worker", by=ADMIN, at=NOW):
    return {"city_id": city.id, "username": username, "by": by, "at": at}


def lines(city, username="worker"):
    return people.history(city.id, people.named(city.id, username).number)


def choose(city, secret, at=NOW, password=OTHER):
    by = people.holder_of(city.id, secret, at).actor
    actions.choose_password(city_id=city.id, secret=secret, password=password, by=by, at=at)


def test_everything_done_to_a_member_is_entered_with_who_and_when(city):
    add(city)
    actions.change_member(**asked(city), roles=(Role.WORKER, Role.ANALYST))
    actions.disable_member(**asked(city), reason="Left the city.")
    actions.enable_member(**asked(city))
    actions.set_password(**asked(city), password=OTHER)
    choose(city, actions.make_link(**asked(city)))
    kept = lines(city)
    assert [line.verb.partition(".")[2] for line in kept] == [
        "added", "changed", "disabled", "enabled", "password_set", "link_made", "password_chosen",
    ]  # fmt: skip
    assert [line.by for line in kept] == ["Demo admin"] * 6 + ["Demo worker"]
    assert kept[1].changed == {"roles": {"from": ["worker"], "to": ["analyst", "worker"]}}
    assert (kept[2].note, kept[2].says) == ("Left the city.", "Demo worker was disabled")
    assert not [*people.disagreements()]


def test_a_change_of_nothing_is_no_entry(city):
    add(city)
    actions.change_member(**asked(city), label="Demo worker", roles=(Role.WORKER,))
    assert len(lines(city)) == 1


def test_the_history_cannot_be_altered(own_database, owner):
    add(found("springdale"))
    for statement in (
        "UPDATE staff_memberentry SET actor_label = 'x'",
        "DELETE FROM staff_memberentry",
        "TRUNCATE staff_memberentry",
    ):
        with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
            owner.execute(statement)
    assert (record.verify().entries, record.verify().faults) == (1, ())


def test_roles_changed_behind_the_records_back_are_found(city):
    add(city)
    Member.objects.update(roles=["admin"])
    (fault,) = people.disagreements()
    assert (fault.kind, fault.says) == ("status", "row and record disagree on: roles")


def test_who_has_not_seen_the_last_change_overwrites_nothing(city):
    add(city)
    actions.change_member(**asked(city), label="Demo other")
    with pytest.raises(actions.ChangedMeanwhile):
        actions.change_member(**asked(city), label="Demo third", seen=1)
    assert people.named(city.id, "worker").label == "Demo other"


def test_a_link_gives_a_password_once(city):
    add(city, password=None)
    secret = actions.make_link(**asked(city))
    choose(city, secret)
    assert authenticate(username="worker", password=OTHER)
    with pytest.raises(people.NoSuchLink):
        choose(city, secret)


@pytest.mark.parametrize("end", ["age", "a newer one", "a password", "disabling", "another city"])
def test_a_link_ends_by(city, neighbour, end):
    add(city)
    secret, at, where = actions.make_link(**asked(city)), NOW, city
    match end:
        case "age":
            at = NOW + actions.LINK_LASTS
        case "a newer one":
            actions.make_link(**asked(city))
        case "a password":
            actions.set_password(**asked(city), password=OTHER)
        case "disabling":
            actions.disable_member(**asked(city))
        case "another city":
            where = neighbour
    with pytest.raises(people.NoSuchLink):
        people.holder_of(where.id, secret, at)


def test_a_link_holds_until_a_good_password_is_chosen_and_the_old_one_until_then(city):
    add(city)
    secret = actions.make_link(**asked(city))
    with pytest.raises(ValidationError):
        choose(city, secret, password="short")
    assert authenticate(username="worker", password=PASSWORD)
    choose(city, secret, at=NOW + timedelta(days=2))
    assert not authenticate(username="worker", password=PASSWORD)


def test_the_secret_of_a_link_is_not_kept(city):
    add(city)
    secret = actions.make_link(**asked(city))
    assert secret not in str([*Member.objects.values_list()])
    assert secret not in str(lines(city))


def test_there_is_no_link_for_who_is_shut_out(city):
    add(city)
    actions.disable_member(**asked(city))
    with pytest.raises(actions.IsDisabled, match="Enable them first"):
        actions.make_link(**asked(city))


def test_only_admins_and_townline_itself_let_in_and_give_passwords(city):
    add(city)
    with pytest.raises(NotAllowed):
        actions.enable_member(**asked(city, by=WORKER))
    with pytest.raises(NotAllowed):
        actions.make_link(**asked(city, by=WORKER))
    with pytest.raises(NotAllowed):
        actions.set_password(**asked(city, by=WORKER), password=OTHER)


@pytest.mark.parametrize("by", [ADMIN, SYSTEM])
def test_the_last_admin_stays_one(city, by):
    add(city, "first", roles=(Role.ADMIN,))
    add(city, "second", roles=(Role.ADMIN, Role.WORKER))
    actions.disable_member(**asked(city, "second", by=by))
    with pytest.raises(actions.LastAdmin, match="'first' is the last administrator"):
        actions.disable_member(**asked(city, "first", by=by))
    with pytest.raises(actions.LastAdmin):
        actions.change_member(**asked(city, "first", by=by), roles=(Role.WORKER,))
    actions.change_member(**asked(city, "first", by=by), roles=(Role.WORKER, Role.ADMIN))


@pytest.mark.usefixtures("_no_demo")
def test_a_demo_admin_is_no_admin_outside_the_demo(city):
    add(city, "first", roles=(Role.ADMIN,))
    demo = {"password": "demo", "label": "Demo admin", "departments": (), "roles": (Role.ADMIN,)}
    actions.put_demo_member(**asked(city, "demo"), **demo)
    with pytest.raises(actions.LastAdmin):
        actions.disable_member(**asked(city, "first"))


def test_two_admins_cannot_remove_each_other_at_once(own_database):
    city = found("springdale")
    for name in ("first", "second"):
        add(city, name, roles=(Role.ADMIN,))

    def remove(name):
        try:
            actions.disable_member(**asked(city, name))
        except actions.LastAdmin:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(remove, ("first", "second"))) == [False, True]


def test_members_are_found_by_name_role_and_department_page_by_page(city):
    for number in range(5):
        add(city, f"worker{number}", label=f"Demo worker {number}")
    add(city, "boss", label="Demo boss", departments=("*",), roles=(Role.SUPERVISOR,))

    def find(page=1, **wanted):
        cards, more = people.find(city.id, people.Wanted(**wanted), page=page, size=4)
        return [card.username for card in cards], more

    assert find() == (["boss", "worker0", "worker1", "worker2"], True)
    assert find(page=2) == (["worker3", "worker4"], False)
    assert find(role="supervisor") == (["boss"], False)
    assert find(department="water") == (["boss"], False)
    assert find(words="WORKER 3") == (["worker3"], False)
    actions.disable_member(**asked(city, "boss"))
    assert find(department="water") == ([], False)
    assert find(disabled=True) == (["boss"], False)


def test_the_command_line_changes_roles_and_tells_the_history(city):
    def run(*args, text=""):
        answer = CliRunner().invoke(command.group, args, input=text)
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    link = run("add", "worker", "--label", "Demo worker", "--role", "worker", "--link").strip()
    choose(city, link.rstrip("/").rpartition("/")[2])
    run("roles", "worker", "--role", "agent", "--department", "*")
    card = json.loads(run("roles", "worker", "--json"))
    assert (card["roles"], card["departments"]) == (["agent"], ["*"])
    run("disable", "worker", "--reason", "On leave.")
    run("enable", "worker")
    run("password", "worker", text=PASSWORD + "\n")
    assert authenticate(username="worker", password=PASSWORD)
    told = json.loads(run("history", "worker", "--json"))["entries"]
    assert [entry["verb"] for entry in told] == [
        "member.added", "member.link_made", "member.password_chosen", "member.changed",
        "member.disabled", "member.enabled", "member.password_set",
    ]  # fmt: skip
    assert "On leave." in run("history", "worker")
