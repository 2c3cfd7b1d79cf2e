"""Keeping who sits in the council: what the folder says, and whom imports name besides."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.models import BodyRow, MembershipRow, PersonRow, SeatRow
from townline.council.queries.people import forget_people
from townline.council.rules import people as rules
from townline.council.rules.people import Membership, People, Person
from townline.record.verbs import Actor, require


@transaction.atomic
def put_people(*, city_id: int, people: People, by: Actor, at: datetime) -> None:
    """
    Keep the people, seats and memberships that a folder names.

    People are the city's, not the edition's: those that it no longer names stay, since votes name
    them. Memberships that it named before are replaced by those that it names now.
    """
    bodies = dict(BodyRow.objects.filter(city_id=city_id).values_list("code", "pk"))
    MembershipRow.objects.filter(person__city_id=city_id, described=True).delete()
    PersonRow.objects.filter(city_id=city_id, described=True).update(described=False)
    keys = {each.code: _put_person(city_id, each, at).pk for each in people.people}
    seats = {}
    for seat in people.seats:
        row, _ = SeatRow.objects.update_or_create(
            body_id=bodies[seat.body], code=seat.code, defaults={"area": seat.area}
        )
        seats[seat.body, seat.code] = row.pk
    _make_room(people.memberships, keys, seats)
    MembershipRow.objects.bulk_create(
        MembershipRow(
            person_id=keys[each.person],
            body_id=bodies[each.body],
            seat_id=seats.get((each.body, each.seat)),
            role=each.role,
            since=each.since,
            until=each.until,
            described=True,
        )
        for each in people.memberships
    )
    forget_people()


@transaction.atomic
def put_person(*, city: City, person: Person, by: Actor, at: datetime) -> str:
    """
    Keep one person beside those whom the folder names, and return their code.

    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.MADE)
    code = _put_person(city.id, person, at).code
    forget_people()
    return code


def _put_person(city_id: int, each: Person, at: datetime) -> PersonRow:
    row, _ = PersonRow.objects.update_or_create(
        city_id=city_id,
        code=each.code,
        defaults={
            "name": each.name,
            "spellings": list(each.spellings),
            "described": True,
            "updated_at": at,
        },
    )
    return row


def _make_room(
    memberships: tuple[Membership, ...],
    keys: Mapping[str, int],
    seats: Mapping[tuple[str, str], int],
) -> None:
    """Drop what imports supposed of a seat that the folder now speaks of."""
    said = [seats[each.body, each.seat] for each in memberships if each.seat]
    MembershipRow.objects.filter(seat_id__in=said, described=False).delete()


def hear_of(city: City, name: str, seat: str, body: str, *, at: datetime) -> PersonRow:
    """
    Return the person that an import means, made where nobody of that name is known.

    Whoever is new is given the seat that the import names where it is free.
    """
    row, fresh = named_or_made(city, name, at=at)
    if fresh:
        _sit(city, row, seat, body)
        forget_people()
    return row


def named_or_made(city: City, name: str, *, at: datetime) -> tuple[PersonRow, bool]:
    """Return the person of a name, and whether they were made now, as nobody of it was known."""
    known = {row.code: row for row in PersonRow.objects.filter(city_id=city.id)}
    names = rules.Names(
        Person(code=row.code, name=row.name, spellings=tuple(row.spellings))
        for row in known.values()
    )
    code = names.find(name)
    if code is not None:
        return known[code], False
    row = PersonRow.objects.create(
        city_id=city.id,
        code=rules.code_for(name, known),
        name=rules.proper(name),
        spellings=[name] if rules.proper(name) != name else [],
        updated_at=at,
    )
    return row, True


def _sit(city: City, row: PersonRow, seat: str, body: str) -> None:
    of = BodyRow.objects.filter(city_id=city.id, code=body).first()
    if of is None or not seat:
        return
    place, _ = SeatRow.objects.get_or_create(body=of, code=seat)
    if not place.holders.exists():
        MembershipRow.objects.create(person=row, body=of, seat=place)
