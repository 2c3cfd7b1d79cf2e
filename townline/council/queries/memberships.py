"""Who sits, sat and will sit in one body, for the clerk."""

from dataclasses import dataclass
from datetime import date, datetime

from townline.cities.rules.city import City
from townline.council.models import MembershipRow
from townline.council.queries.people import people, seats


@dataclass(frozen=True, kw_only=True)
class MembershipShown:
    """That somebody sits in a body for a time."""

    id: int
    person: str
    """Their code."""
    name: str
    role: str
    seat: str
    since: date | None
    until: date | None
    """The first day without them."""
    entered_by: str
    """The clerk who said so last; empty where the folder or an import did."""
    entered_at: datetime | None

    def is_over(self, day: date) -> bool:
        """Return whether it has ended by a day."""
        return self.until is not None and self.until <= day

    def is_to_come(self, day: date) -> bool:
        """Return whether it begins after a day."""
        return self.since is not None and self.since > day


def memberships(city: City, body: str) -> tuple[MembershipShown, ...]:
    """Return all memberships of a body, by name, those that are over among them."""
    rows = MembershipRow.objects.filter(person__city_id=city.id, body__code=body)
    found = [
        MembershipShown(
            id=row.pk,
            person=row.person.code,
            name=row.person.name,
            role=row.role,
            seat=row.seat.code if row.seat else "",
            since=row.since,
            until=row.until,
            entered_by=row.entered_by,
            entered_at=row.entered_at.astimezone(city.zone) if row.entered_at else None,
        )
        for row in rows.select_related("person", "seat")
    ]
    order = {who.code: place for place, who in enumerate(people(city))}
    return tuple(sorted(found, key=lambda each: (order[each.person], each.since or date.min)))


def sitting(city: City, day: date) -> dict[str, int]:
    """Return how many sit in each body on a day; bodies in which nobody does are left out."""
    found: dict[str, set[str]] = {}
    for who in people(city):
        for each in who.memberships:
            if each.on(day):
                found.setdefault(each.body, set()).add(who.code)
    return {body: len(codes) for body, codes in found.items()}


def has_seats(city: City, body: str) -> bool:
    """Return whether the folder describes seats of a body, and so says who sits there."""
    return any(seat.body == body for seat in seats(city))
