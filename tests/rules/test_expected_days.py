"""What is expected: from enough requests, of the smallest area, in days of the city's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from townline.requests.rules.expecting import ENOUGH, Expected, Standing, most_local, window

NOON = datetime(2026, 3, 2, 20, tzinfo=UTC)
ZONE = ZoneInfo("America/Los_Angeles")
DAY = timedelta(days=1)

amounts = st.floats(0, 2000, allow_nan=False)
counts = st.integers(1, 5000)


def expected(area: str = "", *, days: tuple[float, float, float] = (1, 4, 9), count: int = ENOUGH):
    low, half, high = sorted(days)
    return Expected(
        area=area, low=low, half=half, high=high, count=count,
        since=NOON - 300 * DAY, until=NOON, learned_at=NOON,
    )  # fmt: skip


def test_a_small_area_tells_before_a_large_one_and_the_city() -> None:
    city, ward, block = expected(count=900), expected("ward:1", count=90), expected("b:2", count=31)
    assert most_local([city, ward, block]) == block
    assert most_local([ward, city]) == ward
    assert most_local([expected("ward:1", count=50), expected(count=50)]).area == "ward:1"


def test_too_few_tell_nothing() -> None:
    assert most_local([]) is None
    few = expected(count=ENOUGH - 1)
    assert most_local([few]) is None
    assert most_local([few, expected("ward:1", count=ENOUGH)]).area == "ward:1"


@given(st.lists(st.tuples(st.sampled_from(["", "a:1", "b:1", "b:2"]), counts), max_size=6))
def test_whatever_is_told_rests_on_enough_and_no_smaller_one_had_enough(found) -> None:
    known = [expected(area, count=count) for area, count in found]
    told = most_local(known)
    enough = [one.count for one in known if one.count >= ENOUGH]
    assert (told is None) == (not enough)
    assert told is None or told.count == min(enough)


@given(st.tuples(amounts, amounts, amounts), st.floats(0, 3000))
def test_the_days_come_in_order_and_never_before_the_request(days, age: float) -> None:
    known = expected(days=days)
    found = window(known, since=NOON, at=NOON + timedelta(days=age), zone=ZONE)
    assert NOON.astimezone(ZONE).date() <= found.first <= found.half <= found.last
    if found.standing is Standing.LONG:
        assert timedelta(days=age) > timedelta(days=known.high)
    if found.standing is Standing.EARLY:
        assert timedelta(days=age) <= timedelta(days=known.half)


def test_the_days_are_those_of_the_citys_clock() -> None:
    late = datetime(2026, 3, 3, 5, tzinfo=UTC)  # 9 in the evening of the 2nd, in Los Angeles
    found = window(expected(days=(0, 0, 1)), since=late, at=late, zone=ZONE)
    assert (found.first.day, found.last.day) == (2, 3)


def test_a_request_older_than_nine_in_ten_takes_long() -> None:
    known = expected(days=(1, 4, 9))
    ages = {3: Standing.EARLY, 5: Standing.USUAL, 10: Standing.LONG}
    for age, standing in ages.items():
        assert window(known, since=NOON, at=NOON + age * DAY, zone=ZONE).standing is standing
