"""When a promise falls due, told by example; among them the clock bugs of other trackers."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from weeks import (
    AMSTERDAM,
    APIA,
    CLOSED,
    HAVANA,
    KATHMANDU,
    LORD_HOWE,
    LOS_ANGELES,
    OFFICE,
    local,
    weekdays,
)

from townline.hours import (
    ALWAYS,
    NeverOpen,
    Promise,
    WorkingWeek,
    add,
    due,
    due_many,
    is_open,
    next_opening,
    worked,
)

LUNCH = ((time(8), time(12)), (time(13), time(17)))
NIGHTS = WorkingWeek(zone=LOS_ANGELES, open=(((time(22), time(0)),),) * 7)
NEVER = WorkingWeek(zone=LOS_ANGELES, open=(CLOSED,) * 7)


def working_days(amount):
    return Promise(amount, "working_days")


def working_hours(amount):
    return Promise(amount, "working_hours")


def test_a_promise_skips_the_night_the_weekend_and_the_holiday():
    week = weekdays(OFFICE, holidays=(date(2026, 11, 23),))
    friday = local(2026, 11, 20, 16)
    assert due(friday, working_hours(2), week) == local(2026, 11, 24, 9)


def test_a_promise_used_up_at_closing_falls_due_at_closing_and_not_the_next_morning():
    assert due(local(2026, 11, 20, 15), working_hours(2), weekdays(OFFICE)) == local(
        2026, 11, 20, 17
    )


def test_several_spans_a_day_leave_out_the_break_between_them():
    assert due(local(2026, 11, 17, 11), working_hours(2), weekdays(*LUNCH)) == local(
        2026, 11, 17, 14
    )


def test_a_span_to_midnight_ends_with_the_day():
    assert add(local(2026, 11, 17, 23), timedelta(hours=2), NIGHTS) == local(2026, 11, 18, 23)
    assert is_open(local(2026, 11, 17, 23, 59), NIGHTS)
    assert not is_open(local(2026, 11, 18), NIGHTS)


def test_a_span_over_midnight_is_written_as_two_and_counts_as_one():
    night = ((time(0), time(6)), (time(22), time(0)))
    week = WorkingWeek(zone=LOS_ANGELES, open=(night,) * 7)
    assert add(local(2026, 11, 17, 23), timedelta(hours=7), week) == local(2026, 11, 18, 6)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (local(2026, 11, 20, 16, 50), 1, local(2026, 11, 23, 16, 50)),  # Friday, to Monday
        (
            local(2026, 11, 21, 12),
            1,
            local(2026, 11, 24, 8),
        ),  # Saturday counts from Monday's opening
        (local(2026, 11, 20, 17), 1, local(2026, 11, 24, 8)),  # so does Friday at closing
        (local(2026, 11, 20, 6), 1, local(2026, 11, 23, 8)),  # before opening, from the opening
        (local(2026, 11, 16, 9), 5, local(2026, 11, 23, 9)),
        (local(2026, 11, 24, 9), 3, local(2026, 12, 1, 9)),  # past Thanksgiving and the day after
    ],
)
def test_working_days_keep_the_time_of_the_day(start, days, expected):
    week = weekdays(OFFICE, holidays=(date(2026, 11, 26), date(2026, 11, 27)))
    assert due(start, working_days(days), week) == expected


def test_a_working_day_that_is_shorter_moves_the_time_into_its_hours():
    short = ((time(9), time(12)), (time(13), time(15)))
    week = WorkingWeek(zone=LOS_ANGELES, open=((OFFICE,), short, *[(OFFICE,)] * 3, CLOSED, CLOSED))
    assert due(local(2026, 11, 16, 16), working_days(1), week) == local(2026, 11, 17, 15)
    assert due(local(2026, 11, 16, 15), working_days(1), week) == local(2026, 11, 17, 15)
    assert due(local(2026, 11, 16, 8, 30), working_days(1), week) == local(2026, 11, 17, 9)
    assert due(local(2026, 11, 16, 12, 20), working_days(1), week) == local(2026, 11, 17, 13)


def test_calendar_days_keep_the_local_time_over_a_clock_change():
    week = weekdays(OFFICE, zone=AMSTERDAM)
    before = local(2026, 10, 24, 12, zone=AMSTERDAM)
    after = due(before, Promise(2, "days"), week)
    assert after == local(2026, 10, 26, 12, zone=AMSTERDAM)
    assert after.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=49)


def test_hours_of_the_calendar_really_pass():
    before = local(2026, 10, 24, 12, zone=AMSTERDAM)
    after = due(before, Promise(24, "hours"), weekdays(OFFICE, zone=AMSTERDAM))
    assert after == local(2026, 10, 25, 11, zone=AMSTERDAM)


@pytest.mark.parametrize(
    ("zone", "day", "skipped", "moved"),
    [
        (LOS_ANGELES, date(2026, 3, 8), time(2, 30), time(3)),
        (AMSTERDAM, date(2026, 3, 29), time(2, 30), time(3)),
        (LORD_HOWE, date(2026, 10, 4), time(2, 10), time(2, 30)),
        (HAVANA, date(2026, 3, 8), time(0, 30), time(1)),
    ],
)
def test_a_time_that_the_clock_skips_moves_forward_to_the_change(zone, day, skipped, moved):
    eve = datetime.combine(day - timedelta(days=1), skipped, zone)
    assert due(eve, Promise(1, "days"), ALWAYS(zone)) == datetime.combine(day, moved, zone)
    assert due(eve, working_days(1), ALWAYS(zone)) == datetime.combine(day, moved, zone)


@pytest.mark.parametrize(
    ("zone", "day", "twice"),
    [
        (LOS_ANGELES, date(2026, 11, 1), time(1, 30)),
        (AMSTERDAM, date(2026, 10, 25), time(2, 30)),
        (LORD_HOWE, date(2026, 4, 5), time(1, 45)),
        (HAVANA, date(2026, 11, 1), time(0, 30)),
    ],
)
def test_a_time_that_comes_twice_is_taken_for_the_first(zone, day, twice):
    eve = datetime.combine(day - timedelta(days=1), twice, zone)
    found = due(eve, Promise(1, "days"), ALWAYS(zone))
    assert (found.time(), found.fold) == (twice, 0)
    assert due(eve, working_days(1), ALWAYS(zone)) == found


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (LOS_ANGELES, date(2026, 3, 8), 23),
        (LOS_ANGELES, date(2026, 11, 1), 25),
        (AMSTERDAM, date(2026, 3, 29), 23),
        (AMSTERDAM, date(2026, 10, 25), 25),
        (LORD_HOWE, date(2026, 10, 4), 23.5),
        (LORD_HOWE, date(2026, 4, 5), 24.5),
        (KATHMANDU, date(2026, 3, 8), 24),
        (HAVANA, date(2026, 11, 1), 25),
        (APIA, date(2011, 12, 30), 0),
    ],
)
def test_a_day_is_as_long_as_it_really_is(zone, day, hours):
    midnights = [datetime.combine(day + timedelta(days=n), time(), zone) for n in (0, 1)]
    assert worked(*midnights, ALWAYS(zone)) == timedelta(hours=hours)


def test_a_span_over_a_clock_change_counts_the_time_that_passes():
    nights = WorkingWeek(zone=LOS_ANGELES, open=(((time(0), time(6)),),) * 7)
    spring = local(2026, 3, 8), local(2026, 3, 8, 6)
    autumn = local(2026, 11, 1), local(2026, 11, 1, 6)
    assert worked(*spring, nights) == timedelta(hours=5)
    assert worked(*autumn, nights) == timedelta(hours=7)
    assert add(spring[0], timedelta(hours=5), nights) == spring[1]


def test_a_span_that_the_clock_skips_is_no_opening_and_its_day_no_working_day():
    week = WorkingWeek(zone=LOS_ANGELES, open=(CLOSED,) * 6 + (((time(2), time(3)),),))
    assert next_opening(local(2026, 3, 2), week) == local(2026, 3, 15, 2)
    assert due(local(2026, 3, 1, 2, 15), working_days(1), week) == local(2026, 3, 15, 2, 15)


def test_a_holiday_that_the_calendar_left_out_is_never_worked():
    week = weekdays(OFFICE, zone=APIA)
    thursday = local(2011, 12, 29, 9, zone=APIA)
    assert due(thursday, working_days(1), week) == local(2012, 1, 2, 9, zone=APIA)


def test_kathmandu_opens_at_a_quarter_past_in_utc():
    week = weekdays(OFFICE, zone=KATHMANDU)
    assert next_opening(datetime(2026, 11, 16, tzinfo=UTC), week) == datetime(
        2026, 11, 16, 2, 15, tzinfo=UTC
    )


def test_year_ends_and_leap_days_are_days_like_others():
    week = weekdays(OFFICE, holidays=(date(2026, 1, 1),))
    assert due(local(2025, 12, 31, 16), working_hours(2), week) == local(2026, 1, 2, 9)
    assert due(local(2024, 2, 28, 9), working_days(2), week) == local(2024, 3, 1, 9)
    assert due(local(2024, 2, 28, 9), Promise(2, "days"), week) == local(2024, 3, 1, 9)
    assert due(local(2023, 2, 28, 9), Promise(1, "days"), week) == local(2023, 3, 1, 9)


def test_the_answer_is_in_the_zone_of_the_week_whatever_the_zone_of_the_start():
    start = datetime(2026, 11, 17, 18, tzinfo=UTC)
    for unit in ("hours", "days", "working_hours", "working_days"):
        assert due(start, Promise(1, unit), weekdays(OFFICE)).tzinfo is LOS_ANGELES


def test_open_is_from_the_opening_on_and_no_longer_at_the_closing():
    week = weekdays(*LUNCH)
    assert is_open(local(2026, 11, 17, 8), week)
    assert not is_open(local(2026, 11, 17, 12), week)
    assert next_opening(local(2026, 11, 17, 12), week) == local(2026, 11, 17, 13)
    assert next_opening(local(2026, 11, 17, 13, 5), week) == local(2026, 11, 17, 13, 5)
    assert not is_open(local(2026, 11, 21, 9), week)


def test_work_before_its_start_is_negative():
    week = weekdays(OFFICE)
    monday, tuesday = local(2026, 11, 16, 16), local(2026, 11, 17, 9)
    assert worked(monday, tuesday, week) == timedelta(hours=2)
    assert worked(tuesday, monday, week) == -timedelta(hours=2)


def test_what_is_due_in_a_far_year_is_found():
    week = weekdays(OFFICE)
    assert due(local(2026, 11, 16, 9), working_days(5 * 52 * 40), week).year == 2066
    assert due(local(1911, 12, 31, 9), working_days(1), week) == local(1912, 1, 2, 8)


def test_the_edge_of_what_was_worked_out_shows_nowhere():
    new_year_in_utc = datetime(2030, 1, 1, 0, 30, tzinfo=UTC)
    assert is_open(new_year_in_utc, weekdays(OFFICE))
    assert next_opening(new_year_in_utc, weekdays(OFFICE)) == local(2029, 12, 31, 16, 30)
    for days in range(1, 12):
        sunday, friday = local(2029, 12, 23, 9), local(2029, 12, 21, 8)
        assert due(sunday, working_days(days), weekdays(OFFICE)) == due(
            friday, working_days(days + 1), weekdays(OFFICE)
        )


class TestRefusals:
    """What cannot be answered is refused with a reason."""

    @pytest.mark.parametrize("unit", ["working_hours", "working_days"])
    def test_a_week_that_never_opens_never_keeps_a_promise(self, unit):
        with pytest.raises(NeverOpen, match="no opening hours"):
            due(local(2026, 11, 16), Promise(1, unit), NEVER)
        with pytest.raises(NeverOpen, match="no opening hours"):
            due_many(np.array([0]), Promise(1, unit), NEVER)

    def test_a_week_that_never_opens_has_no_opening_and_no_work(self):
        with pytest.raises(NeverOpen):
            next_opening(local(2026, 11, 16), NEVER)
        assert not is_open(local(2026, 11, 16), NEVER)
        assert worked(local(2026, 11, 16), local(2027, 11, 16), NEVER) == timedelta(0)

    def test_promises_of_the_calendar_need_no_opening(self):
        assert due(local(2026, 11, 16), Promise(1, "days"), NEVER) == local(2026, 11, 17)

    def test_a_moment_without_a_zone_is_refused(self):
        naive, week = datetime(2026, 11, 16, 9), weekdays(OFFICE)
        for ask in (
            lambda: due(naive, working_days(1), week),
            lambda: due(naive, Promise(1, "days"), week),
            lambda: add(naive, timedelta(hours=1), week),
            lambda: worked(naive, naive, NEVER),
            lambda: is_open(naive, week),
            lambda: next_opening(naive, week),
        ):
            with pytest.raises(ValueError, match="does not say in which zone"):
                ask()

    def test_no_promise_is_of_nothing_or_of_an_unknown_unit(self):
        with pytest.raises(ValueError, match="at least 1"):
            Promise(0, "days")
        with pytest.raises(ValueError, match="unknown unit 'fortnights'"):
            Promise(1, "fortnights")

    def test_working_time_is_not_added_backwards(self):
        with pytest.raises(ValueError, match="backwards"):
            add(local(2026, 11, 16), timedelta(hours=-1), weekdays(OFFICE))

    def test_what_lies_beyond_the_years_is_refused(self):
        week = weekdays(OFFICE)
        for unit in ("working_days", "working_hours", "days"):
            with pytest.raises(OverflowError):
                due(local(8999, 12, 30), Promise(10_000, unit), week)
        with pytest.raises(OverflowError, match="1900 to 9000"):
            is_open(datetime(1899, 12, 31, tzinfo=UTC), week)

    @pytest.mark.parametrize(
        "spans",
        [
            ((time(9), time(8)),),
            ((time(9), time(9)),),
            ((time(8), time(12)), (time(11), time(17))),
            ((time(13), time(17)), (time(8), time(12))),
            ((time(8), time(0)), (time(9), time(10))),
        ],
    )
    def test_spans_that_overlap_or_run_backwards_are_refused(self, spans):
        with pytest.raises(ValueError, match="must follow one another"):
            weekdays(*spans)

    def test_a_week_of_six_days_is_refused(self):
        with pytest.raises(ValueError, match="7 days"):
            WorkingWeek(zone=LOS_ANGELES, open=((OFFICE,),) * 6)


class TestClockBugsOfOtherTrackers:
    """Each was reported of another tracker; none may be ours."""

    def test_christmas_is_not_a_working_day(self):
        week = weekdays(OFFICE, zone=AMSTERDAM, holidays=(date(2026, 12, 25),))
        thursday = local(2026, 12, 24, 12, zone=AMSTERDAM)
        assert due(thursday, working_days(1), week) == local(2026, 12, 28, 12, zone=AMSTERDAM)

    def test_the_local_hour_does_not_shift_over_the_end_of_summer_time(self):
        week = weekdays(OFFICE, zone=AMSTERDAM)
        friday = local(2026, 10, 23, 12, zone=AMSTERDAM)
        assert due(friday, working_days(3), week) == local(2026, 10, 28, 12, zone=AMSTERDAM)

    def test_monday_half_past_midnight_is_monday_though_utc_says_sunday(self):
        night = (time(0), time(8))
        week = weekdays(night, zone=AMSTERDAM)
        monday = local(2026, 7, 13, 0, 30, zone=AMSTERDAM)
        assert monday.astimezone(UTC).weekday() == 6
        assert is_open(monday, week)
        assert due(monday, working_days(1), week) == local(2026, 7, 14, 0, 30, zone=AMSTERDAM)
        office = weekdays(OFFICE, zone=AMSTERDAM)
        assert due(monday, working_days(1), office) == local(2026, 7, 14, 8, zone=AMSTERDAM)

    def test_furlough_days_are_closed_like_holidays(self):
        furlough = tuple(date(2026, 12, day) for day in (28, 29, 30, 31))
        week = weekdays(OFFICE, holidays=(date(2026, 12, 25), *furlough, date(2027, 1, 1)))
        assert due(local(2026, 12, 24, 16), working_hours(2), week) == local(2027, 1, 4, 9)

    def test_a_department_may_open_several_times_a_day(self):
        surgery = ((time(8), time(10)), (time(12), time(13)), (time(16), time(19)))
        assert due(local(2026, 11, 16, 9), working_hours(4), weekdays(*surgery)) == local(
            2026, 11, 16, 18
        )

    def test_every_weekday_may_have_hours_of_its_own(self):
        week = WorkingWeek(
            zone=LOS_ANGELES,
            open=((OFFICE,), CLOSED, ((time(10), time(19)),), CLOSED, CLOSED, (OFFICE,), CLOSED),
        )
        assert due(local(2026, 11, 16, 16), working_hours(3), week) == local(2026, 11, 18, 12)

    def test_an_answer_at_night_does_not_count_as_a_day(self):
        week = weekdays(OFFICE)
        assert worked(local(2026, 11, 16, 17), local(2026, 11, 17, 8), week) == timedelta(0)

    def test_a_week_in_another_zone_counts_its_own_weekend(self):
        auckland = weekdays(OFFICE, zone=ZoneInfo("Pacific/Auckland"))
        sunday_evening_in_london = datetime(2026, 11, 15, 20, tzinfo=UTC)
        assert is_open(sunday_evening_in_london, auckland)
