"""What was counted beforehand of areas: how much was asked there, and how much of it is open."""

from collections.abc import Sequence
from dataclasses import dataclass

from townline.cities.rules.city import City
from townline.requests.queries.by_cell import counting
from townline.requests.queries.conditions import Filter
from townline.requests.queries.statements import SQL, fetched

FIGURES = (SQL / "figures.sql").read_text()
SERVICES_COUNTED = (SQL / "services_counted.sql").read_text()
WHOLE_CITY = ""
"""What stands for the key of an area where the whole city is meant."""


@dataclass(frozen=True)
class Figures:
    """The public requests of an area; opened and closed are those of the last 30 days."""

    total: int = 0
    open: int = 0
    opened: int = 0
    closed: int = 0


@dataclass(frozen=True)
class ServiceFigures:
    """The public requests of one service in an area."""

    service_code: str
    opened: int
    open: int


def figures(
    city: City, areas: Sequence[str], *, services: Sequence[str] = ()
) -> dict[str, Figures]:
    """Return what was counted of each area, also where that is nothing; of none before a count."""
    if counting(city) is None:
        return {}
    values = {"city": city.id, "areas": list(areas), "services": list(services)}
    found = {area: Figures(*map(int, rest)) for area, *rest in fetched(FIGURES, values)}
    return {area: found.get(area, Figures()) for area in areas}


def services_of(city: City, area: str, *, most: int = 5) -> list[ServiceFigures]:
    """Return the services that were asked for most in an area of late."""
    values = {"city": city.id, "area": area, "most": most}
    return [ServiceFigures(*row) for row in fetched(SERVICES_COUNTED, values)]


def about(city: City, wanted: Filter) -> int | None:
    """
    Return about how many public requests fit; None where nobody has counted that.

    It is some minutes old, and known for services, open or closed, and one area.
    """
    plain = Filter(services=wanted.services, open=wanted.open, areas=wanted.areas)
    if wanted != plain or len(wanted.areas) > 1:
        return None
    area = wanted.areas[0] if wanted.areas else WHOLE_CITY
    found = figures(city, [area], services=wanted.services).get(area)
    if found is None:
        return None
    if wanted.open is None:
        return found.total
    return found.open if wanted.open else found.total - found.open
