"""Whether a suspension holds for a service, areas and a day."""

from datetime import date

import pytest

from townline.catalogue.rules.offers import Suspension
from townline.catalogue.rules.suspended import holding, holds

MAY = Suspension(
    service_code="bulky",
    areas=("depot:north", "depot:south"),
    since=date(2026, 5, 1),
    until=date(2026, 5, 31),
    notice={"en": "Not in May."},
)


@pytest.mark.parametrize(
    ("service", "areas", "on", "expected"),
    [
        ("bulky", ["depot:north"], date(2026, 5, 1), True),
        ("bulky", ["council:1", "depot:south"], date(2026, 5, 31), True),
        ("bulky", ["depot:north"], date(2026, 4, 30), False),
        ("bulky", ["depot:north"], date(2026, 6, 1), False),
        ("bulky", ["depot:west"], date(2026, 5, 9), False),
        ("bulky", [], date(2026, 5, 9), False),
        ("pothole", ["depot:north"], date(2026, 5, 9), False),
    ],
)
def test_a_suspension_holds_for_its_service_areas_and_days(
    service: str, areas: list[str], on: date, expected: bool
) -> None:
    assert holds(MAY, service, areas, on) is expected


def test_without_areas_and_days_it_holds_everywhere_and_always() -> None:
    always = Suspension(service_code="bulky")
    assert holds(always, "bulky", [], date(1999, 1, 1))
    assert holds(always, "bulky", ["depot:west"], date(2099, 1, 1))


def test_the_first_that_holds_is_told() -> None:
    june = Suspension(service_code="bulky", since=date(2026, 6, 1))
    assert holding([june, MAY], "bulky", ["depot:north"], date(2026, 5, 9)) is MAY
    assert holding([june, MAY], "bulky", ["depot:west"], date(2026, 5, 9)) is None
