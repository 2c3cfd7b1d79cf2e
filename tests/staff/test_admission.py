"""Letting calls through as often as they may come: the database agrees with the rule."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.staff.conftest import NOW
from townline.record.verbs import SYSTEM
from townline.staff import actions
from townline.staff.actions.admission import forget_purses
from townline.staff.models import Bucket
from townline.staff.rules import bucket, purse


@pytest.fixture(autouse=True)
def _empty_purses():
    forget_purses()


def ask(key="report:203.0.113.7", after_s=0.0, per_minute=6, burst=3):
    return actions.admit(
        key=key,
        per_minute=per_minute,
        burst=burst,
        by=SYSTEM,
        at=NOW + timedelta(seconds=after_s),
    )


@pytest.mark.django_db
def test_a_burst_is_let_through_and_then_told_how_long_to_wait():
    assert [ask() for _ in range(5)] == [None] * 3 + [timedelta(seconds=10)] * 2
    assert ask(after_s=4) == timedelta(seconds=6)
    assert ask(after_s=10) is None
    assert ask(after_s=10) == timedelta(seconds=10)


@pytest.mark.django_db
def test_who_asks_too_early_does_not_wait_longer_for_it():
    for second in range(3):
        ask(after_s=second / 100)
    for second in range(1, 10):
        assert ask(after_s=second) is not None
    assert ask(after_s=10.01) is None


@pytest.mark.django_db
def test_one_does_not_use_up_what_is_anothers():
    for _ in range(4):
        ask()
    assert ask(key="report:203.0.113.8") is None


@pytest.mark.django_db
def test_who_asked_is_not_kept():
    ask()
    (row,) = Bucket.objects.values_list()
    assert "203.0.113.7" not in str(row)


@pytest.mark.django_db
def test_it_takes_one_statement():
    with CaptureQueriesContext(connection) as asked:
        ask()
    assert len(asked) == 1


@pytest.mark.django_db
def test_buckets_that_nobody_drew_from_are_swept():
    ask(key="old")
    ask(key="new", after_s=3600)
    before = NOW + timedelta(minutes=30)
    assert actions.sweep_buckets(before=before, by=SYSTEM, at=before) == 1
    assert Bucket.objects.count() == 1


@pytest.mark.django_db
def test_the_table_is_unlogged():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'staff_bucket'")
        assert cursor.fetchone() in {("u",), (b"u",)}


@pytest.mark.django_db
def test_who_may_come_often_is_asked_for_once_in_many_calls():
    with CaptureQueriesContext(connection) as asked:
        assert [often() for _ in range(60)] == [None] * 60
    assert len(asked) == 3
    assert Bucket.objects.get().taken == 20


@pytest.mark.django_db
def test_what_was_drawn_and_not_spent_is_soon_good_for_nothing():
    often()
    with CaptureQueriesContext(connection) as asked:
        often(after_s=1.9)
        often(after_s=2)
    assert len(asked) == 1


@pytest.mark.django_db
def test_who_may_come_often_is_refused_at_the_limit_and_told_how_long_to_wait():
    found = [often() for _ in range(6001)]
    assert found.index(timedelta(milliseconds=10)) == 5800
    assert often(after_s=0.02) is None


def often(after_s=0.0):
    return ask(key="open311:busy", after_s=after_s, per_minute=6000, burst=6000)


CALLS = st.lists(st.tuples(st.floats(-5, 60), st.booleans()), max_size=12)


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(CALLS, st.floats(0.5, 6000), st.one_of(st.integers(1, 20), st.integers(100, 6000)))
def test_the_database_says_what_the_rule_says(calls, per_minute, burst):
    Bucket.objects.all().delete()
    terms = purse.terms(per_minute=per_minute, burst=burst)
    levels: dict[str, bucket.Level] = {}
    passed = 0.0
    for seconds, other in calls:
        passed += seconds
        key = "other" if other else "one"
        at = NOW + timedelta(seconds=passed)
        levels[key], taken = bucket.draw(
            levels.get(key),
            per_minute=per_minute,
            burst=terms.burst,
            at=at,
            wanted=terms.at_once,
        )
        wait = None if taken else bucket.wait_for(levels[key].tokens, per_minute=per_minute)
        forget_purses()
        found = ask(key=key, after_s=passed, per_minute=per_minute, burst=burst)
        assert (found is None) == (wait is None)
        assert found is None or abs(found - wait) < timedelta(milliseconds=1)


def test_many_at_once_share_one_burst(own_database):
    def call(_):
        try:
            return ask(burst=7)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(call, range(40)))
    assert found.count(None) == 7
