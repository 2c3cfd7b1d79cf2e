"""Of which day a digest is, and from when on it tells."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.weeks import LOS_ANGELES, OFFICE, local, weekdays, weeks
from townline.requests.rules.digest import due_on, morning, told_since

WEEK = weekdays(OFFICE, zone=LOS_ANGELES, holidays=(date(2026, 12, 25),))


@pytest.mark.parametrize(
    ("at", "on"),
    [
        (local(2026, 3, 2, 6, 59), None),
        (local(2026, 3, 2, 7), date(2026, 3, 2)),
        (local(2026, 3, 2, 23, 59), date(2026, 3, 2)),
        (local(2026, 3, 7, 9), None),  # a Saturday
        (local(2026, 12, 25, 9), None),  # a holiday
    ],
)
def test_a_digest_is_due_from_seven_on_working_days_alone(at: datetime, on: date | None) -> None:
    assert due_on(at, WEEK, LOS_ANGELES) == on


def test_after_a_rest_it_tells_since_the_last_working_morning() -> None:
    assert told_since(date(2026, 3, 9), WEEK, LOS_ANGELES) == local(2026, 3, 6, 7)
    assert told_since(date(2026, 12, 28), WEEK, LOS_ANGELES) == local(2026, 12, 24, 7)


@given(weeks(), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_the_stretches_of_two_digests_in_turn_meet_without_gap(week, on) -> None:
    following = next(
        (on + timedelta(days=n) for n in range(1, 31) if week.works_on(on + timedelta(days=n))),
        None,
    )
    if week.works_on(on) and following:
        assert told_since(following, week, week.zone) == morning(on, week.zone)
    assert told_since(on, week, week.zone) < morning(on, week.zone)
