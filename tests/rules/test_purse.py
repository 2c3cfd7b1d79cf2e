"""Tokens drawn together and spent one by one never let more through than the limit."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from townline.staff.rules import bucket, purse
from townline.staff.rules.purse import KEPT, MOST, SHARE, Purse, spend, terms

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
PER_MINUTE = st.floats(0.5, 100_000)
PROCESSES = 4
CALLS = st.lists(
    st.tuples(st.integers(0, PROCESSES - 1), st.floats(0, 1.5), st.integers(1, 60)), max_size=60
)
"""A process, how long after the call before, and how often it calls at that moment."""


class City:
    """Some processes with a purse each, and the one bucket that they share."""

    def __init__(self, per_minute, burst):
        self.per_minute, self.terms = per_minute, terms(per_minute=per_minute, burst=burst)
        self.level, self.purses, self.asked = None, {}, 0

    def lets_through(self, process, at):
        """Do what the action does: spend, else draw."""
        left = spend(self.purses.pop(process, None), at=at)
        if left is not None:
            self.purses[process] = left
            return True
        self.asked += 1
        self.level, taken = bucket.draw(
            self.level,
            per_minute=self.per_minute,
            burst=self.terms.burst,
            at=at,
            wanted=self.terms.at_once,
        )
        if taken:
            self.purses[process] = Purse(tokens=taken - 1, drawn_at=at)
        return bool(taken)


@given(CALLS, st.floats(600, 6000), st.floats(0.1, 1.5))
def test_no_stretch_of_time_lets_more_through_than_the_limit_however_many_purses_there_are(
    calls, per_minute, minutes
):
    burst = max(1, int(per_minute * minutes))
    city, at, admitted = City(per_minute, burst), NOW, []
    for process, gap, times in calls:
        at += timedelta(seconds=gap)
        let_through = sum(city.lets_through(process, at) for _ in range(times))
        if let_through:
            admitted.append((at, let_through))
    for i, (first, _) in enumerate(admitted):
        for j in range(i, len(admitted)):
            flowed = (admitted[j][0] - first).total_seconds() * per_minute / 60
            assert sum(n for _, n in admitted[i : j + 1]) <= burst + flowed + 1e-6


def test_a_burst_of_all_purses_after_a_rest_is_no_larger_than_the_limit():
    city = City(6000, 6000)
    for process in range(PROCESSES):
        assert city.lets_through(process, NOW)
    later = NOW + KEPT - timedelta(milliseconds=1)
    spent = sum(city.lets_through(n % PROCESSES, later) for n in range(9000))
    assert 5700 < spent <= 6000


@given(PER_MINUTE, st.integers(1, 100_000))
def test_a_purse_holds_a_small_part_of_what_the_limit_lets_through(per_minute, burst):
    found = terms(per_minute=per_minute, burst=burst)
    assert 1 <= found.at_once <= MOST
    assert found.at_once <= max(1, found.burst) <= burst
    if found.at_once > 1:
        assert found.at_once <= SHARE * KEPT.total_seconds() * per_minute / 60


def test_a_low_limit_has_no_purse():
    assert terms(per_minute=60, burst=60) == purse.Terms(at_once=1, burst=60)
    assert terms(per_minute=6000, burst=20).at_once == 1


def test_a_high_limit_asks_once_for_many_calls():
    city = City(12_000, 12_000)
    assert all(city.lets_through(0, NOW + timedelta(milliseconds=n)) for n in range(400))
    assert city.asked == 10


def test_a_token_is_spent_within_two_seconds_or_never():
    drawn = Purse(tokens=2, drawn_at=NOW)
    assert spend(drawn, at=NOW) == Purse(tokens=1, drawn_at=NOW)
    assert spend(drawn, at=NOW + KEPT) is None
    assert spend(drawn, at=NOW - timedelta(seconds=1)) is None
    assert spend(Purse(tokens=0, drawn_at=NOW), at=NOW) is None
    assert spend(None, at=NOW) is None
