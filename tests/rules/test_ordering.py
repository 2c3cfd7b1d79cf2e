"""Orders: offered days are working days ahead, and lists are within their limits."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.catalogue.rules.offers import Dates, Item, Offer
from townline.geography.rules.place import AreaRef, Place, Point
from townline.hours import WorkingWeek
from townline.requests.rules import ordering
from townline.requests.rules.submission import Unfit

TODAY = date(2026, 3, 2)
OPEN = ((time(8), time(16)),)
WEEK = WorkingWeek(
    zone=ZoneInfo("America/Los_Angeles"), open=(*(OPEN for _ in range(5)), (), ()),
    holidays=frozenset({date(2026, 3, 4)}),
)  # fmt: skip
OFFER = Offer(code="x", words={}, description={}, group="g", group_words={}, department="d",
              items=(Item(code="sofa", words={}, limit=2), Item(code="bed", words={}, limit=3)),
              max_items=4)  # fmt: skip


@given(
    st.integers(0, 5),
    st.integers(0, 40),
    st.sets(st.integers(0, 6)).map(lambda s: tuple(sorted(s))),
)
def test_days_are_working_days_within_the_horizon(
    lead: int, horizon: int, weekdays: tuple[int, ...]
) -> None:
    dates = Dates(lead_days=lead, horizon_days=horizon, weekdays=weekdays)
    days = list(ordering.days(dates, WEEK, TODAY))
    assert days == sorted(set(days))
    for day in days:
        assert lead <= (day - TODAY).days <= horizon
        assert day.weekday() in weekdays
        assert WEEK.works_on(day)
    missing = {TODAY + timedelta(days=n) for n in range(lead, horizon + 1)} - set(days)
    assert all(d.weekday() not in weekdays or not WEEK.works_on(d) for d in missing)


def test_full_days_are_left_out_and_no_limit_means_none() -> None:
    days = list(ordering.days(Dates(), WEEK, TODAY))
    taken = {days[0]: 2, days[1]: 1}
    assert ordering.free(Dates(capacity=2), iter(days), taken) == days[1:]
    assert ordering.free(Dates(capacity=0), iter(days), taken) == days


def test_capacity_is_counted_for_the_area_that_the_service_names() -> None:
    place = Place(
        point=Point(34.0, -118.0), areas=(AreaRef(kind="ward", code="w", name="W"),), inside=True
    )
    assert ordering.area_of(Dates(area_kind="ward"), place) == "ward:w"
    assert ordering.area_of(Dates(area_kind="zone"), place) == ""
    assert ordering.area_of(Dates(), place) == ""
    assert ordering.area_of(Dates(area_kind="ward"), None) == ""


@pytest.mark.parametrize(
    "items", [{}, {"sofa": 0}, {"sofa": 3}, {"sofa": -1}, {"piano": 1}, {"sofa": 2, "bed": 3}]
)
def test_lists_beyond_the_limits_are_refused(items: dict[str, int]) -> None:
    with pytest.raises(Unfit) as refusal:
        ordering.check_items(OFFER, items)
    assert refusal.value.field == "items"


def test_a_list_is_kept_without_what_is_zero() -> None:
    assert ordering.check_items(OFFER, {"sofa": 1, "bed": 0}) == {"sofa": 1}
