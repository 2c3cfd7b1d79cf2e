"""Why records disagree with the rules: each cause by an example, and what always holds."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from weeks import LOS_ANGELES, local, moments, weeks

from townline.catalogue.rules.offers import Offer, Route
from townline.hours import Promise, WorkingWeek, due
from townline.requests.rules import disagreement as d

WEEK = WorkingWeek(zone=LOS_ANGELES, open=(((time(8), time(17)),),) * 5 + ((), ()), keeps_time=True)
TWO = Promise(2, "working_days")
MONDAY = local(2026, 7, 6, 10)
OFFER = Offer(
    code="graffiti", words={"en": "Graffiti"}, description={}, group="clean", group_words={},
    department="clean",
    routes=(
        Route(department="clean", crew="LIFT", answers={"height": ("above",)}),
        Route(department="clean", crew="EAST", areas=("side:east",)),
        Route(department="clean", crew="WEST", areas=("side:west",)),
    ),
)  # fmt: skip
SEEN = frozenset({"EAST", "WEST", "LIFT", "FOREMAN"})


@pytest.mark.parametrize(
    ("crew", "close", "cause"),
    [
        ("NEW", True, d.UNSEEN),
        ("FOREMAN", True, d.UNROUTED),
        ("LIFT", False, d.BY_ANSWER),
        ("WEST", True, d.AT_THE_EDGE),
        ("WEST", False, d.ELSEWHERE),
    ],
)
def test_a_crew_that_no_route_names_here_has_one_cause(crew, close, cause):
    found = d.why_crew(
        crew, OFFER, seen=SEEN, areas={"side:east"}, on=date(2026, 7, 6), close=lambda keys: close
    )
    assert found is cause


def test_only_the_crews_own_territory_is_looked_for_close_by():
    asked = []
    d.why_crew(
        "WEST", OFFER, seen=SEEN, areas={"side:east"}, on=date(2026, 7, 6),
        close=lambda keys: bool(asked.append(set(keys))),
    )  # fmt: skip
    assert asked == [{"side:west"}]


@pytest.mark.parametrize(
    ("opened", "target", "cause"),
    [
        (MONDAY, MONDAY - timedelta(hours=1), d.AMISS),
        (MONDAY, MONDAY.replace(year=2059), d.AMISS),
        (MONDAY, local(2026, 7, 8, 9, 59), d.MINUTE_OFF),
        (local(2026, 7, 4, 12), local(2026, 7, 8, 8), d.OTHER_HOURS),
        (local(2026, 10, 30, 10), local(2026, 11, 3, 9), d.CLOCK_CHANGE),
        (MONDAY, local(2026, 7, 9, 10), d.OTHER_PROMISE),
        (MONDAY, local(2026, 7, 12, 10), d.OTHER_PROMISE),
        (MONDAY, local(2026, 7, 8, 15), d.OTHER_TIME),
        (MONDAY, local(2026, 7, 10, 15), d.BY_HAND),
    ],
    ids=("before", "far", "minute", "Saturday", "clocks", "days", "Sunday", "later", "hand"),
)
def test_a_target_that_is_not_the_promise_has_one_cause(opened, target, cause):
    assert d.why_due(opened, target, TWO, WEEK) is cause


@settings(max_examples=200, deadline=None)
@given(weeks(), moments(), st.integers(1, 90), st.booleans())
def test_the_promise_behind_a_target_is_found_whatever_the_week(week, start, days, keeps_time):
    week = replace(week, keeps_time=keeps_time)
    target = due(start, Promise(days, "working_days"), week)
    found = d.other_promise(start, target, week)
    local_days = target.date() - start.astimezone(week.zone).date()
    assume(local_days.days >= 1)
    assert found is not None
    assert d.same_minute(due(start, found, week), target)


@settings(max_examples=200, deadline=None)
@given(weeks(), moments(), st.integers(-3_000, 90_000), st.integers(1, 30))
def test_every_target_has_a_cause_of_the_list(week, start, minutes, days):
    target = start + timedelta(minutes=minutes)
    assert d.why_due(start, target, Promise(days, "working_days"), week) in d.DUE_CAUSES


@given(moments(), st.integers(0, 59), st.integers(0, 59))
def test_seconds_do_not_tell_moments_of_a_minute_apart(moment, one, other):
    minute = moment.replace(second=0, microsecond=0)
    assert d.same_minute(
        minute + timedelta(seconds=one), (minute + timedelta(seconds=other)).astimezone(LOS_ANGELES)
    )
    assert not d.same_minute(minute, minute + timedelta(minutes=1))
