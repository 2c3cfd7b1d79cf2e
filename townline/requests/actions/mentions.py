"""Mentions in notes: who is named is told on their own desk."""

from datetime import datetime

from townline.cities.rules.city import City
from townline.record.verbs import Actor
from townline.requests.models import Mention, ServiceRequest
from townline.requests.queries.one import may_see
from townline.requests.rules.mentions import by_name, mentioned, named
from townline.requests.rules.submission import Unfit
from townline.staff import queries as staff
from townline.staff.queries import NamedMember


def found_in(city: City, text: str) -> list[NamedMember]:
    """
    Return who is mentioned in a note.

    :raises Unfit: if nobody bears one of the names
    """
    if not mentioned(text):
        return []
    people = by_name((m.username, m.number, m) for m in staff.named_members(city))
    known, unknown = named(text, people)
    if unknown:
        raise Unfit("no_such_member", "note", f"nobody here is called @{unknown[0]}")
    return known


def check(request: ServiceRequest, people: list[NamedMember]) -> None:
    """
    Refuse where somebody may not see the request that they are mentioned at.

    :raises Unfit: if one of them may not
    """
    for one in people:
        if not may_see(one.actor, request.publicity, request.department):
            raise Unfit("may_not_see", "note", f"{one.label} may not see this request")


def enter(request: ServiceRequest, people: list[NamedMember], *, by: Actor, at: datetime) -> None:
    """Keep the mentions of the entry that was just made."""
    Mention.objects.bulk_create(
        Mention(request=request, member_id=one.id, entry=request.seq, by=by.label, at=at)
        for one in people
        if one.id != by.member_id
    )


def read(*, by: Actor, at: datetime, city: City, number: str | None = None) -> int:
    """
    Mark the actor's own mentions as read, at one request or everywhere; return how many were new.

    :param number: the request; None means everywhere
    """
    if by.member_id is None:
        return 0
    fresh = Mention.objects.filter(member_id=by.member_id, read_at=None, request__city_id=city.id)
    if number is not None:
        fresh = fresh.filter(request__number=number)
    return fresh.update(read_at=at)
