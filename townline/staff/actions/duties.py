"""What members take on, and the worklists that they keep under a name."""

from datetime import date, datetime

from django.db import transaction

from townline.record.verbs import Actor, NotAllowed, require
from townline.staff.models import Duty, Member, SavedFilter
from townline.staff.queries.people import NoSuchMember
from townline.staff.verbs import DUTY_SET, FILTER_REMOVED, FILTER_SAVED

MOST_FILTERS = 12
MOST_CAPACITY = 1000


class WrongDuty(ValueError):
    """Nobody can take that on; the text says why."""


class TooManyFilters(ValueError):
    """The member has as many filters as a page can show."""


@transaction.atomic
def put_duty(
    *,
    city_id: int,
    member_id: int,
    crews: tuple[str, ...],
    capacity: int | None,
    away: tuple[date, date] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """
    Say what a member takes on.

    :param capacity: how many open requests a rule may give them; None where none at all
    :param away: the first and the last day on which a rule gives them none
    :raises NotAllowed: if the actor does not lead a department of the member's
    :raises NoSuchMember: if nobody of that key works for the city
    :raises WrongDuty: if the days are the wrong way round, or the capacity is out of bounds
    """
    require(by, DUTY_SET)
    if away and away[1] < away[0]:
        raise WrongDuty("The last day away comes before the first.")
    if capacity is not None and not 0 <= capacity <= MOST_CAPACITY:
        raise WrongDuty(f"A capacity lies between 0 and {MOST_CAPACITY}.")
    member = Member.objects.select_for_update().filter(pk=member_id, city=city_id).first()
    if member is None or member.disabled_at is not None:
        raise NoSuchMember("Nobody of that key works for this city.")
    if not any(by.works_for(code) for code in member.departments):
        raise NotAllowed(f"{by.label} leads no department of {member.label}")
    Duty.objects.update_or_create(
        member=member,
        defaults={
            "crews": sorted({crew.strip() for crew in crews if crew.strip()}),
            "capacity": capacity,
            "away_from": away[0] if away else None,
            "away_until": away[1] if away else None,
        },
    )


@transaction.atomic
def save_filter(*, name: str, query: str, department: str = "", by: Actor, at: datetime) -> None:
    """
    Keep what a worklist is narrowed to under a name; one of that name is replaced.

    :param department: whose members shall see it as well
    :raises NotAllowed: if the actor is no member, or does not work for that department
    :raises TooManyFilters: if they have as many as a page can show
    """
    require(by, FILTER_SAVED)
    if by.member_id is None or (department and not by.works_for(department)):
        raise NotAllowed(f"{by.label} cannot save a filter for {department or 'nobody'}")
    Member.objects.select_for_update().get(pk=by.member_id)
    own = SavedFilter.objects.filter(member=by.member_id)
    if not own.filter(name=name).exists() and own.count() >= MOST_FILTERS:
        raise TooManyFilters(f"{MOST_FILTERS} filters are as many as fit on the page.")
    SavedFilter.objects.update_or_create(
        member_id=by.member_id,
        name=name,
        defaults={"query": query, "department": department, "saved_at": at},
    )


@transaction.atomic
def remove_filter(*, filter_id: int, by: Actor, at: datetime) -> None:
    """Remove a filter of the actor's own; one that is gone already is no fault."""
    require(by, FILTER_REMOVED)
    SavedFilter.objects.filter(pk=filter_id, member=by.member_id).delete()
