"""Taking in people of another system, and where they sat: as often as one likes."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.actions.people import named_or_made
from townline.council.models import BodyRow, MembershipRow, PersonRow, SeatRow
from townline.council.queries.lines import bodies_named
from townline.council.queries.people import forget_people
from townline.council.rules import people as rules
from townline.council.rules.legistar_people import ImportedOffice, ImportedPerson
from townline.council.rules.people import Membership
from townline.record.verbs import Actor, require


@dataclass(frozen=True, kw_only=True)
class TakenPerson:
    """What came of a person of a source."""

    code: str
    name: str
    fresh: bool
    """Whether nobody of that name was known."""
    memberships: int
    """How many were not known before."""
    left: int
    """How many the folder says, or says otherwise: it goes before."""
    unknown_bodies: tuple[str, ...]
    """Names of bodies that the folder does not have; where they sat there is not kept."""


@transaction.atomic
def import_person(*, city: City, found: ImportedPerson, by: Actor, at: datetime) -> TakenPerson:
    """
    Take in a person and where they sat. What is known already is not entered again.

    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.MADE)
    row, fresh = named_or_made(city, found.name, at=at)
    codes, known = bodies_named(city).codes, _bodies(city)
    sat = list(row.memberships.all())
    ours = {each.body_id for each in sat if each.described}
    have = {(each.body_id, each.role, each.since, each.until) for each in sat}
    strangers, fresh_ones, left = set(), 0, 0
    for office in found.offices:
        body = known.get(codes.get(office.body, ""))
        if body is None:
            strangers.add(office.body)
        elif body.pk in ours:
            left += 1
        elif (place := (body.pk, office.role, office.since, office.until)) not in have:
            have.add(place)
            _sit(row, body, office, by=by, at=at)
            fresh_ones += 1
    if fresh_ones:
        PersonRow.objects.filter(pk=row.pk).update(updated_at=at)
    forget_people()
    return TakenPerson(
        code=row.code,
        name=row.name,
        fresh=fresh,
        memberships=fresh_ones,
        left=left,
        unknown_bodies=tuple(sorted(strangers)),
    )


def _bodies(city: City) -> dict[str, BodyRow]:
    return {row.code: row for row in BodyRow.objects.filter(city_id=city.id)}


def _sit(row: PersonRow, body: BodyRow, office: ImportedOffice, *, by: Actor, at: datetime) -> None:
    MembershipRow.objects.create(
        person=row, body=body, seat=_free(body, office), role=office.role, since=office.since,
        until=office.until, entered_by=by.label, entered_at=at,
    )  # fmt: skip


def _free(body: BodyRow, office: ImportedOffice) -> SeatRow | None:
    """Return the seat that a source names, if nobody else has it then."""
    if not office.seat:
        return None
    seat, _ = SeatRow.objects.get_or_create(body=body, code=office.seat)
    mine = Membership(person="", body=body.code, since=office.since, until=office.until)
    for each in seat.holders.all():
        theirs = Membership(person="", body=body.code, since=each.since, until=each.until)
        if rules.overlap(mine, theirs):
            return None
    return seat
