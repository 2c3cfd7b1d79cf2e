"""A department is called by the name that it bore on the day that is meant."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.requests import build
from townline.catalogue import actions as catalogue
from townline.cities import actions as cities
from townline.cities.rules.city import City, CitySettings
from townline.hours import ALWAYS
from townline.record.verbs import SYSTEM
from townline.requests import queries
from townline.requests.actions import work
from townline.staff import actions as staff
from townline.staff.rules.departments import Department

LIGHT = Department(
    code="light",
    words={"en": "Street Lighting", "es": "Alumbrado"},
    calendar="all",
    renamed=(
        (date(2026, 7, 1), {"en": "Lights and Signals"}),
        (date(2028, 1, 1), {"en": "City Light", "es": "Luz"}),
    ),
)
PARKS = Department(code="parks", words={"en": "Parks"}, calendar="all")
LAST_EVENING = datetime(2026, 6, 30, 23, 30, tzinfo=build.ZONE)
"""By the clock of UTC it is July already."""
FIRST_MORNING = LAST_EVENING + timedelta(hours=1)


@pytest.fixture
def city(db: None) -> City:
    settings = CitySettings(
        name="Millbrook",
        zone=build.ZONE.key,
        languages=("en", "es"),
        centre=(34.005, -118.005),
        bounds=(33.9, -118.1, 34.1, -117.9),
        jurisdiction="millbrook.example.org",
    )
    made = cities.begin_edition(
        slug="millbrook", settings=settings, files={}, by=SYSTEM, at=build.APPLIED
    )
    put = {"edition_id": made.edition_id, "by": SYSTEM, "at": build.APPLIED}
    staff.put_departments(departments=[LIGHT, PARKS], calendars={"all": ALWAYS(build.ZONE)}, **put)
    catalogue.put_offers(offers=[build.HOLE], **put)
    return made


def name_at(city: City, number: str, at: datetime, language: str = "en") -> str:
    return queries.by_anyone(city, number, language=language, at=at).department_name


def said(city: City, number: str, at: datetime) -> list[str]:
    lines = queries.by_anyone(city, number, language="en", at=at).lines
    return [line.says for line in lines if line.says.startswith("Sent to")]


def test_the_page_shows_the_name_of_today_in_the_citys_zone(city: City) -> None:
    number = build.file(city, "hole", at=build.NOON).number
    assert name_at(city, number, build.NOON) == "Street Lighting"
    assert LAST_EVENING.astimezone(UTC).date() == date(2026, 7, 1)
    assert name_at(city, number, LAST_EVENING) == "Street Lighting"
    assert name_at(city, number, FIRST_MORNING) == "Lights and Signals"
    assert name_at(city, number, datetime(2028, 1, 2, tzinfo=UTC)) == "City Light"


def test_a_list_shows_the_name_of_today_too(city: City) -> None:
    build.file(city, "hole", at=build.NOON)
    page = queries.find(city, queries.Filter(), language="en", at=FIRST_MORNING)
    assert [row.department_name for row in page.rows] == ["Lights and Signals"]


def test_a_name_that_is_not_translated_is_shown_as_it_is(city: City) -> None:
    number = build.file(city, "hole", at=build.NOON).number
    assert name_at(city, number, FIRST_MORNING, "es") == "Lights and Signals"
    assert name_at(city, number, build.NOON, "es") == "Alumbrado"


def test_an_entry_keeps_the_name_of_its_own_day(city: City) -> None:
    number = build.file(city, "hole", at=LAST_EVENING).number
    give = {"city": city, "number": number, "by": build.CHIEF, "reason": "Demo"}
    work.reassign(**give, department="parks", at=LAST_EVENING + timedelta(minutes=10))
    work.reassign(**give, department="light", at=FIRST_MORNING)
    assert said(city, number, datetime(2029, 1, 1, tzinfo=UTC)) == [
        "Sent to Street Lighting", "Sent to Parks", "Sent to Lights and Signals",
    ]  # fmt: skip
