"""A town with two departments and its neighbour, for the tests of staff."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from townline.cities.actions import begin_edition
from townline.cities.rules.city import City, CitySettings
from townline.hours import ALWAYS, WorkingWeek
from townline.record.verbs import SYSTEM
from townline.staff import actions
from townline.staff.rules.departments import Department

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
ZONE = ZoneInfo("America/Los_Angeles")
OFFICE = WorkingWeek(zone=ZONE, open=(((time(8), time(17)),),) * 5 + ((), ()))
STREETS = Department(code="streets", words={"en": "Streets", "es": "Calles"}, calendar="office")
WATER = Department(code="water", words={"en": "Water"}, calendar="always", phone="555-0100")


def found(slug: str) -> City:
    """Return a city with an edition of its own that has departments."""
    settings = CitySettings(
        name=slug.title(),
        zone=ZONE.key,
        languages=("en", "es"),
        centre=(34.0, -118.2),
        bounds=(33.0, -119.0, 35.0, -117.0),
        jurisdiction=f"{slug}.example.org",
    )
    city = begin_edition(slug=slug, settings=settings, files={}, by=SYSTEM, at=NOW)
    actions.put_departments(
        edition_id=city.edition_id,
        departments=[STREETS, WATER],
        calendars={"office": OFFICE, "always": ALWAYS(ZONE)},
        by=SYSTEM,
        at=NOW,
    )
    return city


@pytest.fixture
def city(db: None) -> City:
    return found("springdale")


@pytest.fixture
def neighbour(db: None) -> City:
    return found("hillside")


@pytest.fixture
def _demo(settings) -> None:
    settings.DEMO = True


@pytest.fixture
def _no_demo(settings) -> None:
    settings.DEMO = False
