"""What climbs the ladder of its service: entered and told once, whatever happens to the worker."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction

from tests.requests import build
from tests.requests.build import CHIEF, LAMP, NOON, WORKER
from townline.channels import delivery
from townline.cities.rules.city import City
from townline.cities.rules.ladder import Step
from townline.contacts import actions as contacts
from townline.contacts.models import Notice
from townline.record.verbs import SYSTEM, Actor, Role
from townline.requests import queries
from townline.requests.actions import assign, escalate, own, work
from townline.requests.models import Escalation, Hearer
from townline.staff import actions as staff
from townline.staff import queries as staff_known

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LADDER = (
    Step(when="due_soon", tell=("assignee",)),
    Step(when="late", days=2, tell=("supervisors",), by=("desk", "email")),
    Step(when="silent", days=10, tell=("role:analyst",), by=("email",)),
)
CLIMBING = replace(LAMP, escalation=LADDER, routes=())


def member(town: City, name: str, *roles: Role, departments: tuple[str, ...] = ("light",)) -> Actor:
    """Add somebody who is written to at an address of their own, and return whom they act as."""
    staff.add_member(
        city_id=town.id, username=name, password="a-long-demo-password", label=f"Demo {name}",
        departments=departments, roles=roles, by=SYSTEM, at=build.APPLIED,
    )  # fmt: skip
    key = next(each.id for each in staff_known.reached(town) if each.label == f"Demo {name}")
    actor = Actor(
        kind="staff", label=f"Demo {name}", roles=frozenset(roles),
        departments=frozenset(departments), member_id=key,
    )  # fmt: skip
    staff.put_mailing(
        email=f"{name}@example.org", escalations=True, digests=(), by=actor, at=build.APPLIED
    )
    return actor


@pytest.fixture
def climbing(db: None, settings: Any, tmp_path: Any) -> City:
    """Apply Millbrook with a ladder for its lamps, and somebody to be told."""
    settings.MEDIA_ROOT = tmp_path
    return peopled(build.apply(offers=(CLIMBING, build.HOLE, build.ABUSE)))


def peopled(town: City) -> City:
    member(town, "worker", Role.WORKER)
    member(town, "chief", Role.SUPERVISOR)
    member(town, "stranger", Role.SUPERVISOR, departments=("waste",))
    member(town, "analyst", Role.ANALYST, departments=("*",))
    return town


def climb(town: City, at: Any) -> None:
    while escalate.climb(city=town, by=SYSTEM, at=at) >= escalate.MOST:
        pass


def told(number: str) -> list[tuple[str, list[str]]]:
    found = Escalation.objects.filter(request__number=number).order_by("seq")
    return [(one.key.partition("@")[0], one.told) for one in found]


def by_name(town: City, name: str) -> Actor:
    one = next(each for each in staff_known.reached(town) if each.label == f"Demo {name}")
    return Actor(
        kind="staff", label=one.label, roles=frozenset(Role(r) for r in one.roles),
        departments=one.departments, member_id=one.id,
    )  # fmt: skip


def waiting(town: City, name: str) -> list[str]:
    found = queries.escalated_to(town, by_name(town, name), language="en", at=NOON)
    return [one.number for one in found]


def test_a_request_climbs_step_by_step_and_each_is_told_once(climbing: City) -> None:
    number = build.file(climbing).number
    due = build.row(number).due_at
    assert due is not None
    at, end = NOON, due + 20 * DAY
    while at < end:  # the worker looks all the time
        climb(climbing, at)
        at += 6 * HOUR
    assert told(number) == [
        ("due_soon", ["Demo chief"]), ("late:2", ["Demo chief"]), ("silent:10", ["Demo analyst"]),
    ]  # fmt: skip
    assert build.verbs_of(number).count("escalated") == 3
    assert waiting(climbing, "chief") == [number, number]
    assert waiting(climbing, "analyst") == []  # told by e-mail alone
    for stranger in ("worker", "stranger"):
        assert waiting(climbing, stranger) == []
    notices = Notice.objects.filter(template="escalated").order_by("id")
    assert [n.data["when"] for n in notices] == ["late", "silent"]


def test_whoever_has_it_is_told_and_marks_it_as_read(climbing: City) -> None:
    number = build.file(climbing).number
    worker = by_name(climbing, "worker")
    assign.assign(
        city=climbing, number=number, to=worker.member_id, crew="", by=CHIEF, at=NOON, seen=2
    )
    due = build.row(number).due_at
    assert due is not None
    climb(climbing, due - 2 * HOUR)
    (one,) = queries.escalated_to(climbing, worker, language="en", at=NOON)
    assert (one.number, one.why, one.service_name) == (number, "due within a day", "Lamp out")
    assert queries.escalated_count(worker) == 1
    other = by_name(climbing, "chief")
    assert not escalate.mark_read(city=climbing, escalation_id=one.id, by=other, at=due)
    assert escalate.mark_read(city=climbing, escalation_id=one.id, by=worker, at=due) == 1
    assert not escalate.mark_read(city=climbing, escalation_id=None, by=worker, at=due)
    assert queries.escalated_count(worker) == 0


def test_residents_never_learn_of_it(climbing: City) -> None:
    number = build.file(climbing).number
    before = build.row(number).updated_at
    climb(climbing, NOON + 30 * DAY)
    shown = queries.by_anyone(climbing, number, language="en", at=NOON)
    assert all(line.verb != "request.escalated" for line in shown.lines)
    assert build.row(number).updated_at == before
    staff_reads = queries.by_staff(climbing, number, WORKER, language="en", at=NOON)
    says = [line.says for line in staff_reads.lines if line.verb == "request.escalated"]
    assert says[0] == "Escalated to Demo chief: 2 working days late"


def test_what_stands_still_or_is_closed_does_not_climb(climbing: City) -> None:
    paused, closed, asked = (build.file(climbing).number for _ in range(3))
    said: dict[str, Any] = {"city": climbing, "by": WORKER, "at": NOON}
    work.pause(number=paused, reason="weather", **said)
    work.close(number=closed, outcome="done", **said)
    work.ask(number=asked, question="Which side?", **said)
    climb(climbing, NOON + 60 * DAY)
    assert not Escalation.objects.exists()
    work.resume(number=paused, city=climbing, by=WORKER, at=NOON + 60 * DAY)
    climb(climbing, NOON + 61 * DAY)
    assert told(paused) == []  # the promise moved by as long as it stood still
    climb(climbing, NOON + 90 * DAY)
    assert [key for key, _to in told(paused)] == ["late:2", "silent:10"]


def test_a_new_promise_begins_anew(climbing: City) -> None:
    number = build.file(climbing).number
    climb(climbing, NOON + 9 * DAY)
    assert [key for key, _to in told(number)] == ["late:2"]
    said: dict[str, Any] = {"city": climbing, "number": number}
    work.close(outcome="done", by=WORKER, at=NOON + 9 * DAY, **said)
    own.reopen(by=build.CHIEF, at=NOON + 10 * DAY, reason="Dark again.", **said)
    climb(climbing, NOON + 10 * DAY)
    assert [key for key, _to in told(number)] == ["late:2"]
    climb(climbing, NOON + 19 * DAY)
    assert [key for key, _to in told(number)][:2] == ["late:2", "late:2"]


def test_a_service_without_a_ladder_climbs_the_citys(climbing: City) -> None:
    number = build.file(climbing, "hole").number
    climb(climbing, NOON + 30 * DAY)
    assert told(number) == []
    city = replace(climbing, escalation=(Step(when="silent", days=3, tell=("supervisors",)),))
    climb(city, NOON + 31 * DAY)
    assert told(number) == [("silent:3", ["Demo chief"])]


def test_the_letter_says_what_to_do_and_nothing_of_who_reported_it(climbing: City) -> None:
    number = build.file(climbing, description="Beside Demo Ana's house.").number
    climb(climbing, NOON + 9 * DAY)
    Notice.objects.exclude(template="escalated").delete()
    while delivery.deliver(at=NOON + 9 * DAY):
        pass
    (letter,) = outbox.outbox
    assert letter.to == ["chief@example.org"]
    for said in (number, "2 working days late", f"/desk/requests/{number}/", "/desk/mail/"):
        assert said in letter.subject + letter.body, said
    for private in ("Ana", "555-", "ana@", queries.secret_of(climbing.id, number)):
        assert private not in letter.body
    assert "List-Unsubscribe" not in letter.extra_headers


def test_a_letter_of_something_confidential_names_no_place(climbing: City) -> None:
    care = (Step(when="silent", days=1, tell=("supervisors",), by=("email",)),)
    member(climbing, "carer", Role.SUPERVISOR, departments=("care",))
    build.file(climbing, "abuse", address="12 Elm St")
    climb(replace(climbing, escalation=care), NOON + 5 * DAY)
    Notice.objects.exclude(template="escalated").delete()
    while delivery.deliver(at=NOON + 5 * DAY):
        pass
    (letter,) = outbox.outbox
    assert letter.to == ["carer@example.org"]
    assert "12 E" not in letter.body


def test_who_wants_no_letters_is_told_at_the_desk_alone(climbing: City) -> None:
    chief = by_name(climbing, "chief")
    staff.put_mailing(email="chief@example.org", escalations=False, digests=(), by=chief, at=NOON)
    number = build.file(climbing).number
    climb(climbing, NOON + 9 * DAY)
    assert waiting(climbing, "chief") == [number]
    assert not Notice.objects.filter(template="escalated").exists()


def test_an_address_that_is_named_twice_is_written_to_once(climbing: City) -> None:
    both = Step(when="silent", days=1, tell=("supervisors", "role:analyst"), by=("email",))
    for name in ("chief", "analyst"):
        staff.put_mailing(
            email="Desk@example.org", escalations=True, digests=(), by=by_name(climbing, name),
            at=NOON,
        )  # fmt: skip
    build.file(climbing, "hole")
    climb(replace(climbing, escalation=(both,)), NOON + 5 * DAY)
    assert Notice.objects.filter(template="escalated").count() == 1


def test_where_there_is_nobody_to_tell_the_record_says_so(db: None, settings: Any) -> None:
    town = build.apply(offers=(CLIMBING,))
    number = build.file(town).number
    climb(town, NOON + 9 * DAY)
    shown = queries.by_staff(town, number, WORKER, language="en", at=NOON)
    assert shown.lines[-1].says.startswith("Escalated to nobody, for there is nobody to tell")


def test_a_worker_that_dies_between_has_told_nothing_and_the_next_tells_all(
    climbing: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = build.file(climbing).number
    owe = contacts.owe_staff

    def die(**said: Any) -> None:
        owe(**said)
        raise KeyboardInterrupt

    monkeypatch.setattr(contacts, "owe_staff", die)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        climb(climbing, NOON + 9 * DAY)
    assert not Escalation.objects.exists()
    assert not Notice.objects.filter(template="escalated").exists()
    monkeypatch.undo()
    climb(climbing, NOON + 9 * DAY)
    climb(climbing, NOON + 9 * DAY)
    assert told(number) == [("late:2", ["Demo chief"])]
    assert Notice.objects.filter(template="escalated").count() == 1


def test_two_workers_at_once_tell_everything_once(kept_town: City) -> None:
    town = peopled(build.apply(offers=(CLIMBING,)))
    numbers = [build.file(town).number for _ in range(6)]
    at = NOON + 9 * DAY
    build.together(*(lambda: escalate.climb(city=town, by=SYSTEM, at=at, most=4),) * 3)
    climb(town, at)
    for number in numbers:
        assert told(number) == [("late:2", ["Demo chief"])]
    assert Hearer.objects.count() == 6
    assert Notice.objects.filter(template="escalated").count() == 6


def test_the_database_keeps_a_step_from_being_told_twice(climbing: City) -> None:
    number = build.file(climbing).number
    climb(climbing, NOON + 9 * DAY)
    kept = Escalation.objects.get(request__number=number)
    with pytest.raises(IntegrityError):
        Escalation.objects.create(
            request=kept.request, key=kept.key, when="late", days=2, seq=9, told_at=NOON
        )


def test_only_what_somebody_filed_here_climbs(climbing: City) -> None:
    number = build.file(climbing).number
    row = build.row(number)
    row.origin, row.updated_at = "imported", NOON + HOUR
    row.save()
    assert build.row(number).climbs_at is None
    climb(climbing, NOON + 90 * DAY)
    assert not Escalation.objects.exists()


def test_a_round_that_finds_nothing_takes_few_statements(climbing: City) -> None:
    for _ in range(5):
        build.file(climbing)
    climb(climbing, NOON)
    with build.statements() as sent:
        climb(climbing, NOON + HOUR)
    assert len(sent) <= 4, sent
