"""The token bucket lets through what it may, and no more."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from townline.staff.rules.bucket import CLOCKS_DIFFER, Level, draw, wait_for

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
RATES = st.floats(0.5, 6000)
BURSTS = st.integers(1, 100)


@given(st.lists(st.floats(0, 30), max_size=60), RATES, BURSTS, st.integers(1, 4))
def test_no_stretch_of_time_lets_more_through_than_a_burst_and_what_flows_in(
    gaps, per_minute, burst, wanted
):
    level, at, admitted = None, NOW, []
    for gap in gaps:
        at += timedelta(seconds=gap)
        level, taken = draw(level, per_minute=per_minute, burst=burst, at=at, wanted=wanted)
        admitted += [at] * taken
    for i, first in enumerate(admitted):
        for j in range(i, len(admitted)):
            flowed = (admitted[j] - first).total_seconds() * per_minute / 60
            assert j - i + 1 <= burst + flowed + 1e-6


@given(st.floats(0, 0.999), RATES, BURSTS)
def test_who_waits_as_told_is_let_through(tokens, per_minute, burst):
    level, taken = draw(
        Level(tokens=tokens, refilled_at=NOW), per_minute=per_minute, burst=burst, at=NOW
    )
    assert taken == 0
    then = NOW + wait_for(level.tokens, per_minute=per_minute) + timedelta(milliseconds=1)
    assert draw(level, per_minute=per_minute, burst=burst, at=then)[1] == 1


@given(RATES, BURSTS)
def test_a_bucket_not_seen_before_is_full(per_minute, burst):
    level, taken = draw(None, per_minute=per_minute, burst=burst, at=NOW)
    assert (level.tokens, taken) == (burst - 1, 1)


@given(st.floats(0, 100), RATES, BURSTS, st.integers(1, 200))
def test_no_more_is_given_than_is_there_or_wanted(tokens, per_minute, burst, wanted):
    before = Level(tokens=min(tokens, burst), refilled_at=NOW)
    level, taken = draw(before, per_minute=per_minute, burst=burst, at=NOW, wanted=wanted)
    assert 0 <= taken <= wanted
    assert level.tokens == before.tokens - taken >= 0
    assert taken == wanted or level.tokens < 1


@given(st.floats(0, 100), RATES, BURSTS, st.floats(0, CLOCKS_DIFFER.total_seconds()))
def test_a_clock_that_runs_behind_takes_nothing_away(tokens, per_minute, burst, behind):
    before = Level(tokens=min(tokens, burst), refilled_at=NOW)
    level, taken = draw(
        before, per_minute=per_minute, burst=burst, at=NOW - timedelta(seconds=behind)
    )
    assert level.refilled_at == NOW
    assert level.tokens == before.tokens - taken


@given(st.floats(0, 0.999), RATES, BURSTS, st.floats(60.001, 1e6))
def test_a_clock_that_was_set_back_gives_nothing_and_fills_from_then_on(
    tokens, per_minute, burst, back
):
    then = NOW - timedelta(seconds=back)
    level, taken = draw(
        Level(tokens=tokens, refilled_at=NOW), per_minute=per_minute, burst=burst, at=then
    )
    assert (taken, level.tokens) == (0, tokens)
    later = then + wait_for(tokens, per_minute=per_minute) + timedelta(milliseconds=1)
    assert draw(level, per_minute=per_minute, burst=burst, at=later)[1] == 1
