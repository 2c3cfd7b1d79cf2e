"""Who sits in the council and its committees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from townline.cities.freshness import Fresh
from townline.cities.rules.city import City
from townline.council.models import MembershipRow, PersonRow, SeatRow
from townline.council.rules.people import Membership, Names, Person, Seat, holders

FRESH_S = 5.0
"""How long a process trusts what it read of the people, in seconds."""


class NoSuchPerson(LookupError):
    """The city's record names nobody of that code; the text names it."""


@dataclass(frozen=True, kw_only=True)
class PersonShown:
    """Someone who votes or moves."""

    id: int
    code: str
    name: str
    spellings: tuple[str, ...]
    described: bool
    """Whether the city's folder names them, or only an import did."""
    memberships: tuple[Membership, ...]

    def seat(self, body: str, day: date) -> str:
        """Return the code of the seat that they hold on a day; empty where they hold none."""
        found = (each for each in self.memberships if each.body == body and each.on(day))
        return next((each.seat for each in found if each.seat), "")

    @property
    def surname(self) -> str:
        """The last of their names."""
        return self.name.split(",")[0].rsplit(" ", 1)[-1]


_people: Fresh[int, tuple[PersonShown, ...]] = Fresh(FRESH_S)
_seats: Fresh[int, tuple[Seat, ...]] = Fresh(FRESH_S)


def forget_people() -> None:
    """Drop what is kept of people and seats; for the actions of this room."""
    _people.forget()
    _seats.forget()


def people(city: City) -> tuple[PersonShown, ...]:
    """Return everyone whom the council's record names, by surname."""
    known = _people.read(city.id)
    if known is not None:
        return known
    sits: dict[int, list[Membership]] = {}
    rows = MembershipRow.objects.filter(person__city_id=city.id)
    for row in rows.select_related("body", "seat", "person").order_by("since", "pk"):
        sits.setdefault(row.person_id, []).append(
            Membership(
                person=row.person.code,
                body=row.body.code,
                seat=row.seat.code if row.seat else "",
                role=row.role,
                since=row.since,
                until=row.until,
            )
        )
    found = [
        PersonShown(
            id=row.pk,
            code=row.code,
            name=row.name,
            spellings=tuple(row.spellings),
            described=row.described,
            memberships=tuple(sits.get(row.pk, ())),
        )
        for row in PersonRow.objects.filter(city_id=city.id)
    ]
    return _people.keep(
        city.id, tuple(sorted(found, key=lambda each: (each.surname.lower(), each.code)))
    )


def person(city: City, code: str) -> PersonShown:
    """
    Return one of them.

    :raises NoSuchPerson: if there is nobody of that code
    """
    found = next((each for each in people(city) if each.code == code), None)
    if found is None:
        raise NoSuchPerson(f"The council's record names nobody {code!r}.")
    return found


def names(city: City) -> Names:
    """Return who is meant by the names that records write."""
    return Names(
        Person(code=each.code, name=each.name, spellings=each.spellings) for each in people(city)
    )


def seats(city: City) -> tuple[Seat, ...]:
    """Return the seats of all bodies, in the order of their codes."""
    known = _seats.read(city.id)
    if known is not None:
        return known
    rows = SeatRow.objects.filter(body__city_id=city.id).select_related("body")
    found = (Seat(body=row.body.code, code=row.code, area=row.area) for row in rows)
    return _seats.keep(city.id, tuple(sorted(found, key=_seat_order)))


def members(city: City, body: str, day: date) -> tuple[PersonShown, ...]:
    """Return who sits in a body on a day, by surname, as the roll is called."""
    everyone = people(city)
    found: Mapping[str, Membership] = holders(
        (each for who in everyone for each in who.memberships), body, day
    )
    return tuple(each for each in everyone if each.code in found)


def _seat_order(seat: Seat) -> tuple[str, int, str]:
    return seat.body, int(seat.code) if seat.code.isdecimal() else 0, seat.code
