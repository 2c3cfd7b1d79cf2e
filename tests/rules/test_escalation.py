"""Ladders of escalation: each step once a promise, whoever looks and however often."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.weeks import LOS_ANGELES, weekdays
from tests.rules.weeks import OFFICE as HOURS
from townline.cities.rules.ladder import Step
from townline.hours import ALWAYS
from townline.requests.rules.escalation import (
    Person,
    Rung,
    Standing,
    addresses,
    hearers,
    next_at,
    owed,
    rungs,
)

ZONE = LOS_ANGELES
OFFICE = weekdays(HOURS, zone=ZONE)
MONDAY = datetime(2026, 3, 2, 12, tzinfo=ZONE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def step(when: str, days: int = 0, *tell: str) -> Step:
    return Step(when=when, days=days, tell=tell or ("supervisors",))


LADDER = (step("due_soon"), step("due"), step("late", 1), step("late", 5), step("silent", 14))


def standing(due_at: datetime | None = MONDAY, *, quiet: datetime = MONDAY, still: bool = False):
    return Standing(due_at=due_at, quiet_since=quiet, still=still)


def keys(found: tuple[Rung, ...]) -> list[str]:
    return [rung.step.key for rung in found]


def test_each_step_falls_at_its_moment_and_in_order() -> None:
    week = ALWAYS(ZONE)
    found = rungs(LADDER, standing(), week)
    assert [(r.step.key, r.at - MONDAY) for r in found] == [
        ("due_soon", -DAY), ("due", 0 * DAY), ("late:1", DAY), ("late:5", 5 * DAY),
        ("silent:14", 14 * DAY),
    ]  # fmt: skip


def test_late_is_counted_in_working_days() -> None:
    friday = datetime(2026, 3, 6, 12, tzinfo=OFFICE.zone)
    (rung,) = rungs((step("late", 1),), standing(friday), OFFICE)
    assert rung.at == datetime(2026, 3, 9, 12, tzinfo=OFFICE.zone)


def test_what_is_late_is_not_due_soon_any_more() -> None:
    found = owed(LADDER, standing(), ALWAYS(ZONE), told=(), at=MONDAY + HOUR)
    assert keys(found) == ["due"]


def test_without_a_promise_only_silence_climbs() -> None:
    week, late = ALWAYS(ZONE), MONDAY + 90 * DAY
    assert keys(owed(LADDER, standing(None), week, told=(), at=late)) == ["silent:14"]


def test_a_sign_to_residents_ends_the_silence_and_another_one_begins() -> None:
    week = ALWAYS(ZONE)
    (first,) = owed(LADDER, standing(None), week, told=(), at=MONDAY + 15 * DAY)
    spoken = standing(None, quiet=MONDAY + 16 * DAY)
    assert owed(LADDER, spoken, week, told={first.key}, at=MONDAY + 20 * DAY) == ()
    (second,) = owed(LADDER, spoken, week, told={first.key}, at=MONDAY + 31 * DAY)
    assert second.key != first.key


MOMENTS = st.integers(0, 60 * 24).map(lambda hours: MONDAY - 10 * DAY + hours * HOUR)
STEPS = st.one_of(
    st.sampled_from(["due_soon", "due"]).map(step),
    st.builds(step, st.sampled_from(["late", "silent"]), st.integers(1, 20)),
)
LADDERS = st.lists(STEPS, max_size=6, unique_by=lambda each: each.key).map(tuple)
STANDINGS = st.builds(
    Standing,
    due_at=st.one_of(st.none(), MOMENTS), quiet_since=MOMENTS, still=st.booleans(),
)  # fmt: skip
WEEKS = st.sampled_from([ALWAYS(ZONE), OFFICE])


@given(LADDERS, STANDINGS, WEEKS, st.lists(MOMENTS, max_size=8))
def test_no_step_is_told_twice_for_one_promise_however_often_somebody_looks(
    ladder, stands, week, looks
) -> None:
    told: list[str] = []
    for at in sorted(looks):
        told += [rung.key for rung in owed(ladder, stands, week, told=told, at=at)]
    assert len(told) == len(set(told)) <= len(ladder)


@given(LADDERS, STANDINGS, WEEKS, MOMENTS)
def test_what_is_owed_has_fallen_and_what_comes_next_has_not(ladder, stands, week, at) -> None:
    assert all(rung.at <= at for rung in owed(ladder, stands, week, told=(), at=at))
    following = next_at(ladder, stands, week, at=at)
    assert following is None or following > at


@given(LADDERS, STANDINGS, WEEKS)
def test_who_looks_at_each_moment_that_is_named_misses_no_step(ladder, stands, week) -> None:
    at, told = MONDAY - 20 * DAY, set[str]()
    for _look in range(2 * len(ladder) + 2):
        told |= {rung.key for rung in owed(ladder, stands, week, told=told, at=at)}
        at = next_at(ladder, stands, week, at=at) or at
    expected = set() if stands.still else {rung.key for rung in rungs(ladder, stands, week)}
    assert told == expected


@given(LADDERS, STANDINGS, WEEKS, MOMENTS)
def test_what_stands_still_climbs_nothing(ladder, stands, week, at) -> None:
    still = Standing(due_at=stands.due_at, quiet_since=stands.quiet_since, still=True)
    assert owed(ladder, still, week, told=(), at=at) == ()
    assert next_at(ladder, still, week, at=at) is None


@given(LADDERS, MOMENTS, MOMENTS, WEEKS, MOMENTS)
def test_a_new_promise_begins_anew(ladder, one, other, week, at) -> None:
    ladder = tuple(each for each in ladder if each.when != "silent")
    first = owed(ladder, standing(one), week, told=(), at=at)
    told = {rung.key for rung in first}
    again = owed(ladder, standing(other), week, told=told, at=at)
    fresh = owed(ladder, standing(other), week, told=(), at=at)
    assert again == (() if one == other else fresh)


@given(LADDERS, STANDINGS, WEEKS)
def test_the_same_promise_has_one_key_in_every_zone(ladder, stands, week) -> None:
    moved = Standing(
        due_at=stands.due_at.astimezone(UTC) if stands.due_at else None,
        quiet_since=stands.quiet_since.astimezone(UTC), still=stands.still,
    )  # fmt: skip
    assert {r.key for r in rungs(ladder, stands, week)} == {
        r.key for r in rungs(ladder, moved, week)
    }


def person(key: int, *roles: str, departments: tuple[str, ...] = ("light",)) -> Person:
    return Person(
        id=key, label=f"Demo {key}", departments=frozenset(departments), roles=frozenset(roles)
    )


PEOPLE = (
    person(1, "worker"), person(2, "supervisor"), person(3, "supervisor", departments=("waste",)),
    person(4, "supervisor", "worker", departments=("*",)), person(5, "analyst"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("tell", "assignee", "told"),
    [
        (("assignee",), 1, [1]),
        (("assignee",), None, [2, 4]),
        (("assignee",), 99, [2, 4]),
        (("assignee",), 3, [2, 4]),  # who has left the department
        (("assignee", "supervisors"), 4, [4, 2]),
        (("role:analyst",), 1, [5]),
        (("role:agent",), 1, []),
        (("address:duty",), 1, []),
        (("address:supervisor",), 1, []),
        (("role:worker", "assignee"), 1, [1, 4]),
    ],
)
def test_who_is_told(tell: tuple[str, ...], assignee: int | None, told: list[int]) -> None:
    found = hearers(step("due", 0, *tell), department="light", assignee=assignee, people=PEOPLE)
    assert [each.id for each in found] == told


def test_addresses_are_told_by_their_names() -> None:
    assert addresses(step("due", 0, "supervisors", "address:duty")) == ("duty",)
