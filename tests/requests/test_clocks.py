"""Promises as they are kept on requests: the list of clocks that other trackers got wrong."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.requests import build
from tests.requests.build import CHIEF, LAMP, NOON, WORKER
from townline import hours
from townline.cities.rules.city import City
from townline.hours import Promise
from townline.record.verbs import RESIDENT
from townline.requests import queries
from townline.requests.actions import own, tend, work
from townline.requests.models import RequestEntry
from townline.requests.queries import Asked, Filter
from townline.requests.rules.submission import Unfit
from townline.staff import queries as staff


def at(day: int, hour: int = 12) -> datetime:
    """Return a time of March 2026; the 2nd is a Monday."""
    return NOON.replace(day=day, hour=hour)


def overdue(town: City, number: str, when: datetime) -> bool:
    """Return whether everyone reads that the promise is broken, and whether lists agree."""
    alone = queries.by_anyone(town, number, language="en", at=when).overdue
    (row,) = queries.find(town, Filter(numbers=(number,)), language="en", at=when).rows
    late = Asked(view="overdue")
    listed = queries.worklist(town, CHIEF, late, language="en", at=when).rows
    assert alone == row.overdue == (number in [r.number for r in listed])
    return alone


def test_a_promise_of_working_days_is_kept_in_the_departments_hours(town: City) -> None:
    receipt = build.file(town)
    assert receipt.due_at == at(5)
    assert build.row(receipt.number).respond_by == at(3)
    friday = build.file(town, at=at(6))
    assert friday.due_at == at(11), "the weekend is not counted, nor the hour that clocks lose"


def test_waiting_for_the_resident_stops_the_clock_and_the_answer_starts_it(town: City) -> None:
    number = build.file(town).number
    work.ask(city=town, number=number, question="Which side?", by=WORKER, at=at(3))
    row = build.row(number)
    assert (row.pause_reason, row.rest) == ("waiting_resident", timedelta(hours=16))
    assert not overdue(town, number, at(20))
    own.answer(city=town, number=number, text="North.", by=RESIDENT, at=at(10))
    row = build.row(number)
    assert (row.due_at, row.paused_at, row.rest) == (at(12), None, None)
    assert not overdue(town, number, at(12))
    assert overdue(town, number, at(12, 13))


def test_every_pause_has_a_reason_that_everyone_reads(town: City) -> None:
    number = build.file(town).number
    work.pause(city=town, number=number, reason="materials", by=WORKER, at=at(3))
    seen = queries.by_anyone(town, number, language="en", at=at(4))
    assert seen.pause_words == "waiting for materials or parts"
    assert seen.lines[-1].says == "Paused: waiting for materials or parts"
    work.resume(city=town, number=number, by=WORKER, at=at(4))
    assert build.row(number).due_at == at(6)


def test_a_pause_does_not_mend_a_broken_promise(town: City) -> None:
    number = build.file(town).number
    work.pause(city=town, number=number, reason="weather", by=WORKER, at=at(9))
    assert not overdue(town, number, at(10)), "while it stands still nothing is said to be broken"
    work.resume(city=town, number=number, by=WORKER, at=at(16))
    assert build.row(number).due_at == at(5)
    assert overdue(town, number, at(16))


def test_another_department_keeps_the_date_that_the_resident_was_told(town: City) -> None:
    receipt = build.file(town)
    work.reassign(
        city=town, number=receipt.number, department="waste", reason="x", by=CHIEF, at=at(3)
    )
    assert build.row(receipt.number).due_at == receipt.due_at
    work.reclassify(
        city=town, number=receipt.number, service_code="hole", reason="x", by=CHIEF, at=at(3)
    )
    assert build.row(receipt.number).due_at == receipt.due_at


def test_reassigning_while_it_stands_still_lets_the_clock_run_again(town: City) -> None:
    number = build.file(town).number
    work.pause(city=town, number=number, reason="materials", by=WORKER, at=at(3))
    work.reassign(city=town, number=number, department="waste", reason="x", by=CHIEF, at=at(4))
    row = build.row(number)
    assert (row.due_at, row.paused_at, row.status) == (at(6), None, "open")


def test_a_reopened_request_gets_its_promise_anew(town: City) -> None:
    number = build.file(town).number
    tend.tend(at=at(6))
    work.close(city=town, number=number, outcome="done", by=WORKER, at=at(6))
    own.reopen(city=town, number=number, reason="Still dark.", by=RESIDENT, at=at(9))
    row = build.row(number)
    assert (row.due_at, row.respond_by, row.responded_at) == (at(12), at(10), None)
    assert row.flags == []
    tend.tend(at=at(13))
    assert build.verbs_of(number).count("overdue") == 2, "once for each promise"


def test_the_resident_may_say_so_for_thirty_days_and_staff_longer(town: City) -> None:
    number = build.file(town).number
    work.close(city=town, number=number, outcome="done", by=WORKER, at=at(3))
    late = at(3) + timedelta(days=30, hours=2)
    with pytest.raises(Unfit, match="30 days"):
        own.reopen(city=town, number=number, reason="Dark.", by=RESIDENT, at=late)
    own.reopen(city=town, number=number, reason="Dark.", by=CHIEF, at=late)
    assert build.row(number).status == "open"


def test_what_is_closed_is_not_overdue(town: City) -> None:
    number = build.file(town).number
    work.close(city=town, number=number, outcome="done", by=WORKER, at=at(9))
    assert not overdue(town, number, at(20))
    assert tend.tend(at=at(20)) == 0


def test_a_new_edition_changes_no_promise_that_was_given(town: City) -> None:
    receipt = build.file(town)
    quicker = replace(LAMP, resolve=Promise(1, "hours"), respond=None)
    later = build.apply(offers=(quicker, *build.OFFERS[1:]))
    assert later.edition == town.edition + 1
    assert build.row(receipt.number).due_at == receipt.due_at
    assert build.file(later).due_at == NOON + timedelta(hours=1)
    work.pause(city=later, number=receipt.number, reason="weather", by=WORKER, at=at(3))
    work.resume(city=later, number=receipt.number, by=WORKER, at=at(4))
    assert build.row(receipt.number).due_at == at(6)
    work.close(city=later, number=receipt.number, outcome="done", by=WORKER, at=at(4))
    own.reopen(city=later, number=receipt.number, reason="Dark.", by=RESIDENT, at=at(5))
    assert build.row(receipt.number).due_at == at(10), "anew as it was first promised"


def test_a_department_of_a_later_edition_can_own_an_older_request(town: City) -> None:
    number = build.file(town).number
    later = build.apply(parks=True)
    work.reassign(city=later, number=number, department="parks", reason="x", by=CHIEF, at=at(3))
    work.pause(city=later, number=number, reason="weather", by=CHIEF, at=at(3))
    work.resume(city=later, number=number, by=CHIEF, at=at(4))
    row = build.row(number)
    week = staff.week_of(later.edition_id, "parks")
    assert row.due_at is not None
    assert hours.worked(at(5), row.due_at, week) == timedelta(hours=24)


def test_near_and_broken_promises_are_entered_once(town: City) -> None:
    number = build.file(town).number
    assert tend.tend(at=at(3)) == 0
    assert tend.tend(at=at(5, 6)) == 1
    assert tend.tend(at=at(5, 7)) == 0
    assert tend.tend(at=at(5, 13)) == 1
    assert tend.tend(at=at(9)) == 0
    assert build.verbs_of(number) == ["submitted", "routed", "due_soon", "overdue"]
    entry = RequestEntry.objects.get(verb="request.overdue")
    assert (entry.actor_kind, entry.at) == ("system", at(5, 13))


def test_a_promise_found_broken_is_not_said_to_come_near(town: City) -> None:
    number = build.file(town).number
    assert tend.tend(at=at(9)) == 1
    assert build.verbs_of(number) == ["submitted", "routed", "overdue"]


def test_nothing_is_entered_while_the_clock_stands_still(town: City) -> None:
    number = build.file(town).number
    work.ask(city=town, number=number, question="Which side?", by=WORKER, at=at(3))
    assert tend.tend(at=at(20)) == 0
    work.reassign(city=town, number=number, department="waste", reason="x", by=CHIEF, at=at(20))
    assert tend.tend(at=at(20)) in (0, 1)


def test_two_that_tend_at_once_enter_each_once(kept_town: City) -> None:
    for _ in range(6):
        build.file(kept_town)
    ends = build.together(*[lambda: tend.tend(at=at(9))] * 3)
    assert sum(ends) == 6
    assert RequestEntry.objects.filter(verb="request.overdue").count() == 6


def test_tending_takes_only_so_many_at_a_time(town: City) -> None:
    for _ in range(5):
        build.file(town)
    assert [tend.tend(at=at(9), most=2) for _ in range(4)] == [2, 2, 1, 0]
