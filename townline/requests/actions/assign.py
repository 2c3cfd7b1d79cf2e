"""Who has a request: given by hand, or by rule to whoever has room."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM, Actor
from townline.requests import verbs
from townline.requests.actions.change import NoSuchRequest, Stale, changing, happen
from townline.requests.models import ServiceRequest
from townline.requests.queries.loads import hands, waiting
from townline.requests.rules.lifecycle import OutOfOrder
from townline.requests.rules.sharing import share
from townline.requests.rules.submission import Unfit
from townline.staff import queries as staff
from townline.staff.queries import Colleague

MOST = 200
"""How many requests are given out in one go."""


def assign(
    *,
    city: City,
    number: str,
    to: int | None,
    crew: str | None = None,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """
    Give a request to a member of its department, or to nobody in particular.

    :param to: the member's key; None takes it from whoever has it
    :param crew: a crew of the department; None leaves the one that it has
    :raises Unfit: if they do not work for the department; or if nothing would change
    """
    people = {each.id: each for each in staff.colleagues(city, on=at.astimezone(city.zone).date())}
    with changing(city, number, seen=seen) as request:
        crew = request.crew if crew is None else crew
        if (to, crew) == (request.assignee_id, request.crew):
            raise Unfit("assigned_already", "to", "it is given to them already")
        put(request, people, to, crew, by=by, at=at)


def put(
    request: ServiceRequest,
    people: dict[int, Colleague],
    to: int | None,
    crew: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Enter on a request that is being changed who has it now."""
    chosen = people.get(to) if to else None
    if to and (chosen is None or not chosen.works_for(request.department)):
        raise Unfit("not_theirs", "to", "choose somebody who works for its department")
    had = people.get(request.assignee_id) if request.assignee_id else None
    if chosen is None and crew == request.crew:
        happen(request, verbs.UNASSIGNED, by=by, at=at, was=had.label if had else "")
    else:
        happen(
            request, verbs.ASSIGNED, by=by, at=at, to=chosen.label if chosen else crew,
            member=chosen.id if chosen else None, crew=crew,
        )  # fmt: skip
    request.assignee_id, request.crew = to, crew


def share_out(
    *,
    city: City,
    departments: Sequence[str] | None = None,
    numbers: Sequence[str] = (),
    by: Actor = SYSTEM,
    at: datetime,
    most: int = MOST,
) -> int:
    """
    Give requests that nobody has to whoever has the fewest and is below their capacity.

    Each is given in a transaction of its own; one that somebody changes meanwhile is left.

    :param departments: whose requests; None for those departments that want it, by the folder
    :param numbers: these requests alone; none means any
    :returns: how many were given to somebody
    """
    if departments is None:
        known = staff.departments(city.edition_id).values()
        departments = [each.code for each in known if each.assigns]
    on = at.astimezone(city.zone).date()
    free = [hand for hand in hands(city, on=on) if hand.free > 0] if departments else []
    if not free:
        return 0
    work = waiting(city, departments, numbers=numbers, most=most)
    given = share([each.work for each in work], free)
    people = {each.id: each for each in staff.colleagues(city, on=on)}
    done = 0
    for each in work:
        if each.work.id in given:
            to = given[each.work.id]
            done += _give(city, each.number, people, to, seen=each.seq, by=by, at=at)
    return done


def _give(
    city: City,
    number: str,
    people: dict[int, Colleague],
    to: int,
    *,
    seen: int,
    by: Actor,
    at: datetime,
) -> int:
    try:
        with transaction.atomic(), changing(city, number, seen=seen) as request:
            put(request, people, to, request.crew, by=by, at=at)
    except (Stale, NoSuchRequest, OutOfOrder):
        return 0
    return 1
