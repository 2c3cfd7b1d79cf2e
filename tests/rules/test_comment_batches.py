"""When comments are published: twice a day, by the clocks of the city."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.contacts.rules.topics import batch_at, closed_at, is_topic

ZONES = st.sampled_from(["America/Los_Angeles", "Asia/Kolkata", "Pacific/Apia", "UTC"])
MOMENTS = st.integers(0, 2**31).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(MOMENTS, ZONES)
def test_the_last_batch_closed_before_now_and_less_than_a_day_ago(at: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    closed = closed_at(batch_at(at, zone), zone)
    assert closed <= at
    assert at - closed < timedelta(hours=21)


@given(MOMENTS, ZONES)
def test_a_batch_closes_in_its_own_half_of_its_own_day(at: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    batch = batch_at(at, zone)
    closed = closed_at(batch, zone)
    assert batch_at(closed, zone) == batch
    assert str(closed.date()) == batch.split(" ")[0]


@pytest.mark.parametrize("name", ["", "AM", "2026-11-25", "2026-11-25 XM", "2026-13-01 AM"])
def test_what_is_no_name_of_a_batch_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"batch|month|isoformat"):
        closed_at(name, ZoneInfo("UTC"))


@pytest.mark.parametrize("text", ["council-file:21-0278", "council-words:bus lane", "x:y"])
def test_a_topic_is_a_kind_and_what_is_meant(text: str) -> None:
    assert is_topic(text)


@pytest.mark.parametrize("text", ["", ":", "x:", "x: y", "-x:y", "X:y", "x:y\n", "x:" + "y" * 300])
def test_what_has_no_kind_or_means_nothing_is_no_topic(text: str) -> None:
    assert not is_topic(text)
