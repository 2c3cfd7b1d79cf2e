"""Estimates of waits are what they say: right on average, and a range that holds."""

import random
import statistics
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from townline.contacts.rules.promises import CallWindow, room_left, window
from townline.contacts.rules.waits import (
    LEAST,
    MOST_AHEAD,
    Estimate,
    Seen,
    Told,
    error_of,
    estimate,
)

BUSY = Seen(handled=60, handled_s=18_000, gave_up=6, waited_s=3_600)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert estimate(ahead=0, places=0, seen=BUSY) is None
    assert estimate(ahead=0, places=5, seen=Seen()) is None
    few = Seen(handled=LEAST - 1, handled_s=1000)
    assert estimate(ahead=0, places=5, seen=few) is None
    assert estimate(ahead=MOST_AHEAD + 1, places=5, seen=BUSY) is None


def test_the_next_waits_for_one_of_the_agents() -> None:
    found = estimate(ahead=0, places=10, seen=BUSY)
    assert found is not None
    assert found.mean_s == 30
    assert found.low_s < 30 < found.high_s


@given(ahead=st.integers(0, 60), places=st.integers(1, 80))
def test_more_ahead_wait_longer_and_more_agents_shorter(ahead: int, places: int) -> None:
    one = estimate(ahead=ahead, places=places, seen=BUSY)
    longer = estimate(ahead=ahead + 1, places=places, seen=BUSY)
    shorter = estimate(ahead=ahead, places=places + 1, seen=BUSY)
    assert one is not None
    assert longer is not None
    assert shorter is not None
    assert shorter.mean_s < one.mean_s < longer.mean_s
    assert 0 <= one.low_s < one.mean_s < one.high_s


def test_eight_of_ten_waits_lie_in_the_range() -> None:
    chance = random.Random(4)
    for ahead in (0, 3, 20):
        found = estimate(ahead=ahead, places=8, seen=BUSY)
        assert found is not None
        free, leaves = 8 / 300, 1 / 600
        waits = [
            sum(chance.expovariate(free + leaves * before) for before in range(ahead + 1))
            for _ in range(4000)
        ]
        within = sum(found.low_s <= wait <= found.high_s for wait in waits) / 4000
        assert abs(within - 0.8) < 0.025, ahead
        error = statistics.stdev(waits) / 4000**0.5
        assert abs(statistics.mean(waits) - found.mean_s) < 3 * error


def test_a_range_is_told_in_whole_minutes_and_no_narrower() -> None:
    assert Estimate(low_s=125, mean_s=200, high_s=301).minutes == (2, 6)
    assert Estimate(low_s=0, mean_s=1, high_s=2).minutes == (0, 1)


def test_the_error_counts_only_who_waited_to_the_end() -> None:
    said = Estimate(low_s=10, mean_s=30, high_s=60)
    told = [
        Told(estimate=said, wait_s=20), Told(estimate=said, wait_s=80),
        Told(estimate=said, wait_s=61, gave_up=True), Told(estimate=said, wait_s=5, gave_up=True),
    ]  # fmt: skip
    assert error_of(told) == {
        "estimates": 4, "waited_to_the_end": 2, "gave_up_after_the_range": 1, "bias_s": -20.0,
        "mean_absolute_error_s": 30.0, "mean_wait_s": 50.0, "within_range": 0.5,
    }  # fmt: skip
    assert error_of([])["estimates"] == 0


def test_no_more_is_promised_than_the_day_holds() -> None:
    said = {"places": 4, "left": timedelta(hours=1), "seen": BUSY, "share": 0.5}
    assert room_left(**said, waiting=0) == 24
    assert room_left(**said, waiting=30) == 0
    assert room_left(**said | {"left": timedelta(0)}, waiting=0) == 0
    assert room_left(**said | {"places": 0}, waiting=0) == 0
    assert room_left(**said | {"seen": Seen()}, waiting=0) == 0


def test_a_promise_is_the_estimate_outside_of_quiet_hours_and_before_the_closing() -> None:
    said = Estimate(low_s=600, mean_s=900, high_s=1200)
    plain = window(said, NOON, quiet_until=None, closes=None)
    assert plain == CallWindow(
        begins=NOON + timedelta(minutes=10), ends=NOON + timedelta(minutes=20)
    )  # fmt: skip
    closing = NOON + timedelta(minutes=15)
    assert window(said, NOON, quiet_until=None, closes=closing).ends == closing
    morning = NOON + timedelta(hours=8)
    late = window(said, NOON, quiet_until=morning, closes=None)
    assert late == CallWindow(begins=morning, ends=morning + timedelta(minutes=20))
