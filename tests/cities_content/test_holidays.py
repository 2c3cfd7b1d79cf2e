"""The holidays of Los Angeles obey the rules that its README gives."""

import csv
from collections import defaultdict
from datetime import date, timedelta

import pytest

from tests.cities_content.conftest import CITIES

YEARS = range(2015, 2031)
MONDAYS = {
    "Martin Luther King Jr. Day": (1, 3),
    "Presidents' Day": (2, 3),
    "Labor Day": (9, 1),
}
"""Month, and which Monday of it."""
FIXED = {
    "New Year's Day": (1, 1),
    "Juneteenth": (6, 19),
    "Independence Day": (7, 4),
    "Veterans Day": (11, 11),
    "Christmas Day": (12, 25),
}


@pytest.fixture(scope="module")
def days() -> dict[int, dict[str, date]]:
    """For each year, the day of each holiday by its name without "(observed)"."""
    found: dict[int, dict[str, date]] = defaultdict(dict)
    with (CITIES / "los-angeles" / "holidays.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            assert row["set"] == "city"
            name = row["name"].removesuffix(" (observed)")
            day = date.fromisoformat(row["date"])
            year = (day + timedelta(days=1)).year  # New Year's Day may be kept on 31 December
            assert name not in found[year]
            found[year][name] = day
    return found


def test_every_year_has_twelve_holidays_and_from_2022_thirteen(days):
    assert {year: len(days[year]) for year in days} == {
        year: 13 if year >= 2022 else 12 for year in YEARS
    }


def test_no_holiday_is_kept_on_a_weekend(days):
    assert [day for names in days.values() for day in names.values() if day.weekday() > 4] == []


@pytest.mark.parametrize("year", YEARS)
def test_a_holiday_on_saturday_is_kept_on_friday_and_one_on_sunday_on_monday(days, year):
    for name, (month, day) in FIXED.items():
        if name == "Juneteenth" and year < 2022:
            assert name not in days[year]
            continue
        given = date(year, month, day)
        shift = {5: -1, 6: 1}.get(given.weekday(), 0)
        assert days[year][name] == given + timedelta(days=shift)


@pytest.mark.parametrize("year", YEARS)
def test_mondays_are_counted_within_their_month(days, year):
    for name, (month, which) in MONDAYS.items():
        day = days[year][name]
        assert (day.month, day.weekday(), (day.day - 1) // 7 + 1) == (month, 0, which)
    for name, month in (("Cesar Chavez Day", 3), ("Memorial Day", 5)):
        day = days[year][name]
        assert (day.month, day.weekday()) == (month, 0)
        assert (day + timedelta(days=7)).month == month + 1


@pytest.mark.parametrize("year", YEARS)
def test_october_has_one_holiday_whose_name_changes_in_2018(days, year):
    name = "Columbus Day" if year < 2018 else "Indigenous Peoples Day"
    assert [n for n, day in days[year].items() if day.month == 10] == [name]
    assert 8 <= days[year][name].day <= 14
    assert days[year][name].weekday() == 0


@pytest.mark.parametrize("year", YEARS)
def test_thanksgiving_is_the_fourth_thursday_and_the_day_after(days, year):
    day = days[year]["Thanksgiving Day"]
    assert (day.month, day.weekday(), (day.day - 1) // 7 + 1) == (11, 3, 4)
    assert days[year]["Day after Thanksgiving"] == day + timedelta(days=1)
