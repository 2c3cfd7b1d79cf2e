"""Persons and their office records."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from townline.api.answering import Answer, Refused, quoted
from townline.api.legistar import keys, lists
from townline.api.legistar.asking import asked, listed, selected, single
from townline.api.legistar.bodies import body_or_404
from townline.api.legistar.places import city_of_client
from townline.api.legistar.shapes import OFFICE, PERSON, ROLL_CALL, VOTE, Shape
from townline.cities.rules.city import City
from townline.council.queries import exchange
from townline.council.rules.conditions import Column, Kind

ROLES = {"member": 1, "chair": 2, "vice_chair": 3, "president": 4, "president_pro_tempore": 5}
OTHER_ROLE = 6


def persons(request: HttpRequest, client: str) -> Answer:
    """Return everyone whom the record names."""
    city = city_of_client(request, client)
    return listed(request, PERSON, [person(each) for each in exchange.persons_told(city)])


def one(request: HttpRequest, client: str, person_id: str) -> Answer:
    """Return a person."""
    city = city_of_client(request, client)
    return single(request, PERSON, person(person_or_404(city, person_id)))


def person_or_404(city: City, person_id: str) -> exchange.PersonTold:
    """
    Return the person of a number.

    :raises Refused: 404 if there is none
    """
    for each in exchange.persons_told(city):
        if each.id == int(person_id):
            return each
    raise Refused(404, f"There is no person {quoted(person_id)}.")


def parted(name: str) -> tuple[str, str]:
    """Return first and last name; all but the last word is taken for the first."""
    first, _, last = name.rpartition(" ")
    return first, last


def person(told: exchange.PersonTold) -> dict[str, Any]:
    """Return a person as Legistar has them, without any way to reach them."""
    first, last = parted(told.name)
    return PERSON.row(
        Id=told.id,
        **PERSON.identity(told.code, told.updated_at),
        FirstName=first or None,
        LastName=last,
        FullName=told.name,
        ActiveFlag=int(told.active),
        CanViewFlag=1,
        UsedSponsorFlag=1,
    )


def offices(request: HttpRequest, client: str) -> Answer:
    """Return who sat where and when."""
    city = city_of_client(request, client)
    return listed(request, OFFICE, office_rows(city, exchange.offices_told(city)))


def offices_of_person(request: HttpRequest, client: str, person_id: str) -> Answer:
    """Return where a person sat and when."""
    city = city_of_client(request, client)
    key = person_or_404(city, person_id).id
    return listed(request, OFFICE, office_rows(city, exchange.offices_told(city, person=key)))


def offices_of_body(request: HttpRequest, client: str, body_id: str) -> Answer:
    """Return who sat in a body and when."""
    city = city_of_client(request, client)
    key = body_or_404(city, body_id).id
    return listed(request, OFFICE, office_rows(city, exchange.offices_told(city, body=key)))


def office_rows(city: City, found: Iterable[exchange.OfficeTold]) -> list[dict[str, Any]]:
    """Return memberships as Legistar has them."""
    names = {body.id: body.name for body in exchange.bodies_told(city)}
    rows = []
    for place, each in enumerate(found, 1):
        first, last = parted(each.person.name)
        title = each.role.replace("_", " ").capitalize()
        rows.append(
            OFFICE.row(
                Id=each.id,
                **OFFICE.identity(str(each.id), each.person.updated_at),
                FirstName=first or None,
                LastName=last,
                FullName=each.person.name,
                StartDate=each.since,
                EndDate=each.until,
                Sort=place,
                PersonId=each.person.id,
                BodyId=each.body_id,
                BodyName=names.get(each.body_id),
                Title=f"{title}, District {each.seat}" if each.seat else title,
                VoteDivider=1.0,
                ExtendFlag=int(each.until is None),
                MemberTypeId=ROLES.get(each.role, OTHER_ROLE),
                MemberType=title,
                ExtraText=each.seat or None,
            )
        )
    return rows


def votes(request: HttpRequest, client: str, person_id: str) -> Answer:
    """Return how a person voted, oldest first."""
    return _of_person(request, client, person_id, VOTE)


def roll_calls(request: HttpRequest, client: str, person_id: str) -> Answer:
    """Return how a person answered when the roll was called for a vote, oldest first."""
    return _of_person(request, client, person_id, ROLL_CALL)


def _of_person(request: HttpRequest, client: str, person_id: str, shape: Shape) -> Answer:
    city = city_of_client(request, client)
    key = person_or_404(city, person_id).id
    wanted = asked(request)
    wanted.order({f"{shape.name}Id".lower(): "id"})
    codes = {number: code for code, (number, *_) in lists.VOTE_TYPES.items()}
    names = {told[1]: code for code, told in lists.VOTE_TYPES.items()}
    columns = shape.columns(
        {
            "Id": "id",
            "LastModifiedUtc": "vote__changed_at",
            "ValueId": Column(kind=Kind.WHOLE, name="option", codes=codes),
            "ValueName": Column(kind=Kind.TEXT, name="option", codes=names),
        }
    )
    found = exchange.ballots_of_person(
        city, key, where=wanted.bound(columns), top=wanted.top, skip=wanted.skip
    )
    rows = [ballot(shape, each, of_ballot(each)) for each in found]
    return selected(shape, rows, wanted)


def of_ballot(told: exchange.BallotTold) -> int | None:
    """Return the number of the item that a ballot was cast on, else of the activity."""
    if told.entry_id is not None:
        return keys.number(keys.Of.ENTRY, told.entry_id)
    return None if told.item_id is None else keys.number(keys.Of.ITEM, told.item_id)


def ballot(shape: Shape, told: exchange.BallotTold, item: int | None) -> dict[str, Any]:
    """Return a ballot as Legistar has it."""
    kind = lists.VOTE_TYPES[told.option]
    return shape.row(
        Id=told.id,
        **shape.identity(str(told.id), told.changed_at),
        PersonId=told.person_id,
        PersonName=told.person_name,
        ValueId=kind[0],
        ValueName=kind[1],
        Sort=told.position,
        Result=kind[3],
        EventItemId=item,
    )
