"""The stops of a crew or a person on a day."""

from dataclasses import dataclass
from datetime import date, datetime

from townline.cities.rules.city import City
from townline.record.verbs import Actor
from townline.requests.models import Stop
from townline.requests.queries.conditions import Conditions
from townline.requests.queries.find import shown
from townline.requests.queries.rows import rows_of_page
from townline.requests.queries.shape import RequestShown
from townline.requests.queries.statements import SQL
from townline.requests.queries.wording import Wording
from townline.requests.rules.publicity import Viewer
from townline.requests.rules.stops import Whose

DAY = (SQL / "day.sql").read_text()
OF_PERSON = "s.member_id = %(member)s"
OF_CREW = "s.member_id IS NULL AND s.department = %(department)s AND s.crew = %(crew)s"
ORDER = (
    "(SELECT s.position FROM requests_stop s WHERE s.request_id = r.id AND s.date = %(on)s), r.id"
)


@dataclass(frozen=True)
class DayOf:
    """How many stops a crew or a person has on a day."""

    member: int | None
    department: str
    crew: str
    stops: int
    left: int


def day(
    city: City, whose: Whose, on: date, by: Actor, *, language: str, at: datetime
) -> tuple[RequestShown, ...]:
    """
    Return the stops of a day in their order, those of the actor's departments alone; in one
    statement.
    """
    values: dict[str, object] = {
        "city": city.id, "on": on, "member": whose.member, "department": whose.department,
        "crew": whose.crew,
    }  # fmt: skip
    page = DAY.format(whose=OF_PERSON if whose.is_person else OF_CREW)
    found = rows_of_page(page, Conditions(values=values), order=ORDER)
    ours = [row for row in found if by.works_for(row.department)]
    return tuple(shown(ours, Viewer.STAFF, Wording(language, at)))


def days_of(city: City, on: date, by: Actor) -> tuple[DayOf, ...]:
    """Return who has stops on a day in the actor's departments, and how many of them are left."""
    found = Stop.objects.filter(city_id=city.id, date=on)
    if "*" not in by.departments:
        found = found.filter(department__in=sorted(by.departments))
    counted: dict[tuple[int | None, str, str], list[int]] = {}
    for member, department, crew, closed_at in found.values_list(
        "member", "department", "crew", "request__closed_at"
    ):
        key = (member, "" if member else department, crew)
        counts = counted.setdefault(key, [0, 0])
        counts[0] += 1
        counts[1] += closed_at is None
    return tuple(DayOf(*key, *counts) for key, counts in counted.items())
