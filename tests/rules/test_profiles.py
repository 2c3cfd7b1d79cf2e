"""A day's profile keeps the counts of its hours, and what was played is told by half-hours."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.contacts.rules.played import (
    ABANDONED,
    ANSWERED,
    BATCHES,
    CALLED_BACK,
    Played,
    half_hours,
    standard_errors,
    totals,
)
from townline.contacts.rules.profiles import BadProfile, of_hours, read_hours

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
FILE = b"weekday,hour,requests\nmonday,8,30\nmonday,9,10\nsunday,9,1\n"


@given(st.lists(st.integers(0, 5000), min_size=24, max_size=24))
def test_hours_keep_their_counts(counts: list[int]) -> None:
    weights = of_hours(dict(enumerate(counts))).weights
    for hour, count in enumerate(counts):
        assert sum(weights[hour * 2 : hour * 2 + 2]) == pytest.approx(count)


def test_contacts_come_when_the_profile_says() -> None:
    found = read_hours(FILE)
    assert set(found) == {"monday", "sunday"}
    times = found["monday"].times(2000, random.Random(1))
    assert times == sorted(times)
    assert len(times) == 2000
    assert all(8 * 3600 <= at < 10 * 3600 for at in times)
    share = sum(at < 9 * 3600 for at in times) / 2000
    assert abs(share - 0.75) < 0.03


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"a,b\n1,2\n", "line 2"),
        (b"weekday,hour,requests\nmoonday,8,3\n", "moonday"),
        (b"weekday,hour,requests\nmonday,24,3\n", "24"),
        (b"weekday,hour,requests\nmonday,8,-3\n", "-3"),
        (b"weekday,hour,requests\nmonday,8,inf\n", "inf"),
        (b"weekday,hour,requests\nmonday,8\n", "line 2"),
        (b"weekday,hour,requests\n", "no day"),
    ],
)
def test_what_is_no_profile_is_refused_with_its_line(text: bytes, says: str) -> None:
    with pytest.raises(BadProfile, match=says):
        read_hours(text)


def played(minute: float, wait_s: float, end: str) -> Played:
    return Played(at=MIDNIGHT + timedelta(minutes=minute), wait_s=wait_s, end=end)


DAY = [
    played(1, 0, ANSWERED), played(2, 30, ANSWERED), played(29, 60, ABANDONED),
    played(30, 600, CALLED_BACK), played(31, 5, ""),
]  # fmt: skip


def test_a_call_back_is_no_answer_in_time_and_its_wait_counts() -> None:
    found = totals(DAY, 20)
    assert found["contacts"] == 5
    assert (found["answered"], found["abandoned"], found["called_back"]) == (2, 1, 1)
    assert found["waiting"] == 1
    assert found["service_level_offered"] == 0.2
    assert found["mean_wait_s"] == 139
    assert totals([], 20)["service_level_offered"] == 0


def test_half_hours_are_those_of_the_clocks_at_which_contacts_came() -> None:
    first, second = half_hours(DAY, 20, UTC)
    assert (first["from"], first["offered"], first["abandoned"]) == ("00:00", 3, 1)
    assert first["service_level_offered"] == pytest.approx(1 / 3, abs=1e-6)
    assert (second["from"], second["offered"], second["called_back"]) == ("00:30", 2, 1)
    assert second["mean_wait_s"] == 302.5


def test_of_few_nothing_is_said_about_chance_and_of_many_batches_are_compared() -> None:
    assert standard_errors(DAY, 20) is None
    chance = random.Random(3)
    many = [
        played(0, chance.expovariate(0.1), ABANDONED if chance.random() < 0.2 else ANSWERED)
        for _ in range(BATCHES * 250)
    ]
    found = standard_errors(many, 1000)
    assert found is not None
    assert found["mean_wait_s"] == pytest.approx(10 / 10_000**0.5, rel=0.35)
    assert found["abandoned_share"] == pytest.approx((0.2 * 0.8 / 10_000) ** 0.5, rel=0.35)
