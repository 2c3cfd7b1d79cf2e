"""How long a request may be expected to take, from what the record taught."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from townline.cities.rules.city import City
from townline.geography import queries as geography
from townline.geography.rules.place import Point
from townline.requests.models import ExpectedDays
from townline.requests.rules import expecting
from townline.requests.rules.expecting import Expected

_NAMES = [field.name for field in fields(Expected)]


def expected(city: City, service_code: str, areas: Iterable[str] = ()) -> Expected | None:
    """
    Return how long requests of a service take, in the smallest of the areas that tells enough.

    In one statement. None where too few were finished to say anything; see ``rules.expecting``.
    """
    rows = ExpectedDays.objects.filter(
        city_id=city.id, service_code=service_code, area__in=["", *areas]
    )
    return expecting.most_local(Expected(**row) for row in rows.values(*_NAMES))


def expected_at(
    city: City, service_code: str, point: Point | None, *, at: datetime
) -> Expected | None:
    """Return how long a request of a service at a place may take that is made now."""
    if point is None:
        return expected(city, service_code)
    place = geography.locate(city, point, at.astimezone(city.zone).date())
    return expected(city, service_code, [area.key for area in place.areas])


def expectations(city: City) -> tuple[tuple[str, Expected], ...]:
    """Return all that is known: each service's code with what it took, the whole city first."""
    rows = ExpectedDays.objects.filter(city_id=city.id).order_by("service_code", "area")
    return tuple(
        (row.pop("service_code"), Expected(**row)) for row in rows.values("service_code", *_NAMES)
    )
