"""Who sits on a committee, as the clerk enters it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.models import BodyRow, MembershipRow, PersonRow
from townline.council.queries.people import forget_people
from townline.council.rules import people as rules
from townline.council.rules.people import ROLES, CannotSit, Membership
from townline.record.verbs import Actor, require


class NoSuchMembership(LookupError):
    """The body has no such membership that a clerk entered."""


@transaction.atomic
def seat_member(*, city: City, said: Membership, by: Actor, at: datetime) -> int:
    """
    Say that somebody sits in a body, and return the key of it.

    :raises CannotSit: if there is no such body or person, the folder says who sits there, or it
        cannot be beside the other memberships
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.MADE)
    body = _held(city, said.body)
    _check(city, body, said, other_than=0)
    row = MembershipRow(body=body, person=_person(city, said.person))
    _put(row, said, by, at)
    return row.pk


@transaction.atomic
def change_member(*, city: City, key: int, said: Membership, by: Actor, at: datetime) -> None:
    """
    Say since and until when somebody sits there, and as what; the person stays.

    :raises NoSuchMembership: if no clerk entered one of that key
    :raises CannotSit: as for :func:`seat_member`
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.MADE)
    body = _held(city, said.body)
    row = _found(body, key)
    said = replace(said, person=row.person.code)
    _check(city, body, said, other_than=key)
    _put(row, said, by, at)


@transaction.atomic
def remove_member(*, city: City, body: str, key: int, by: Actor, at: datetime) -> None:
    """
    Take out a membership that never was. One that is over is given its end instead.

    :raises NoSuchMembership: if no clerk entered one of that key
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.MADE)
    row = _found(_held(city, body), key)
    _touch(row, at)
    row.delete()
    forget_people()


def _put(row: MembershipRow, said: Membership, by: Actor, at: datetime) -> None:
    row.role, row.since, row.until = said.role, said.since, said.until
    row.entered_by, row.entered_at = by.label, at
    row.save()
    _touch(row, at)
    forget_people()


def _touch(row: MembershipRow, at: datetime) -> None:
    """Let programs see that where somebody sits has changed."""
    PersonRow.objects.filter(pk=row.person_id, updated_at__lt=at).update(updated_at=at)


def _held(city: City, code: str) -> BodyRow:
    """Return a body with its row locked, so that two clerks do not seat one person twice."""
    rows = BodyRow.objects.select_for_update(of=("self",)).filter(city_id=city.id, code=code)
    body = rows.first()
    if body is None:
        raise CannotSit("body", f"There is no body {code!r} here.")
    return body


def _found(body: BodyRow, key: int) -> MembershipRow:
    rows = body.members.exclude(entered_by="").select_related("person")
    row = rows.filter(pk=key).first()
    if row is None:
        raise NoSuchMembership("The body has no such membership that a clerk entered.")
    return row


def _person(city: City, code: str) -> PersonRow:
    row = PersonRow.objects.filter(city_id=city.id, code=code).first()
    if row is None:
        raise CannotSit("person", "Choose somebody whom the record names.")
    return row


def _check(city: City, body: BodyRow, said: Membership, *, other_than: int) -> None:
    if body.seats.exists():
        raise CannotSit("body", "The city's folder says who holds the seats of this body.")
    if said.role not in ROLES:
        raise CannotSit("role", f"Somebody is one of: {', '.join(ROLES)}.")
    rows = body.members.exclude(pk=other_than).select_related("person")
    others = [
        Membership(
            person=row.person.code, body=body.code, role=row.role, since=row.since, until=row.until
        )
        for row in rows
    ]
    people = PersonRow.objects.filter(city_id=city.id)
    names: Mapping[str, str] = dict(people.values_list("code", "name"))
    rules.check_sits(said, others, names)
