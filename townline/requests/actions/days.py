"""Which requests a crew or a person goes to on a day, and in which order."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from townline.cities.rules.city import City
from townline.geography.rules.place import Point
from townline.record.verbs import Actor, require
from townline.requests import verbs
from townline.requests.actions.change import changing, happen
from townline.requests.models import ServiceRequest, Stop
from townline.requests.rules import tour
from townline.requests.rules.stops import Whose
from townline.requests.rules.submission import Unfit
from townline.staff import queries as staff

MOST = 60
"""How many stops one day may have."""


def plan(
    *,
    city: City,
    number: str,
    on: date,
    whose: Whose,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """
    Put a request on somebody's day, as its last stop.

    :raises Unfit: if it is on a day of that date already; if they do not work for its department;
        or if the day is full
    """
    with changing(city, number, seen=seen) as request:
        name = _name(city, request, whose, at)
        if request.stops.filter(date=on).exists():
            raise Unfit("planned_already", "on", "it is on somebody's list for that day already")
        stops = _stops(city, on, whose, request.department)
        last = stops.aggregate(last=Max("position"))["last"] or 0
        if stops.count() >= MOST:
            raise Unfit("day_is_full", "on", f"a day has at most {MOST} stops")
        happen(request, verbs.PLANNED, by=by, at=at, whose=name, date=on.isoformat())
        Stop.objects.create(
            request=request, city_id=city.id, date=on, member_id=whose.member, crew=whose.crew,
            department=request.department, position=last + 1, added_at=at, added_by=by.label,
        )  # fmt: skip


def unplan(
    *, city: City, number: str, on: date, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """
    Take a request off the day that it is on.

    :raises Unfit: if it is on none of that date
    """
    with changing(city, number, seen=seen) as request:
        stop = request.stops.filter(date=on).first()
        if stop is None:
            raise Unfit("not_planned", "on", "it is on nobody's list for that day")
        whose = Whose(member=stop.member_id, department=stop.department, crew=stop.crew)
        name = _name(city, request, whose, at, check=False)
        happen(request, verbs.UNPLANNED, by=by, at=at, whose=name, date=on.isoformat())
        stop.delete()


@transaction.atomic
def move(
    *, city: City, on: date, whose: Whose, number: str, up: bool, by: Actor, at: datetime
) -> None:
    """Let a stop and the one before it, or after it, change places; at the end nothing happens."""
    stops = _held(city, on, whose, by)
    here = next((n for n, stop in enumerate(stops) if stop.request.number == number), None)
    if here is None:
        raise Unfit("not_planned", "on", "it is on nobody's list for that day")
    there = here - 1 if up else here + 1
    if 0 <= there < len(stops):
        stops[here], stops[there] = stops[there], stops[here]
    _number(stops)


@transaction.atomic
def order_by_way(
    *, city: City, on: date, whose: Whose, start: Point | None = None, by: Actor, at: datetime
) -> None:
    """
    Put a day's stops in the order of a short way; what has no place comes last, what is done first.

    :param start: where the way begins; else at the first stop that is left
    """
    stops = _held(city, on, whose, by)
    done = [stop for stop in stops if stop.request.closed_at is not None]
    left = [stop for stop in stops if stop.request.closed_at is None]
    placed = [(stop, point) for stop in left if (point := _point(stop.request))]
    way = tour.order([point for _stop, point in placed], start=start)
    _number([
        *done,
        *(placed[position][0] for position in way),
        *(stop for stop in left if _point(stop.request) is None),
    ])  # fmt: skip


def _point(request: ServiceRequest) -> Point | None:
    if request.lat is None or request.lon is None:
        return None
    return Point(request.lat, request.lon)


def _held(city: City, on: date, whose: Whose, by: Actor) -> list[Stop]:
    """Return a day's stops, locked, to those who may plan them."""
    rows = _stops(city, on, whose, whose.department).select_for_update(of=("self",))
    stops = list(rows.select_related("request").order_by("position", "id"))
    for stop in stops:
        require(by, verbs.PLANNED, department=stop.request.department)
    return stops


def _number(stops: Sequence[Stop]) -> None:
    for position, stop in enumerate(stops, 1):
        stop.position = position
    Stop.objects.bulk_update(stops, ["position"])


def _stops(city: City, on: date, whose: Whose, department: str) -> Any:
    """Return the stops of somebody's day; a person's are of whichever department."""
    found = Stop.objects.filter(city_id=city.id, date=on, member=whose.member)
    return found if whose.is_person else found.filter(department=department, crew=whose.crew)


def _name(
    city: City, request: ServiceRequest, whose: Whose, at: datetime, *, check: bool = True
) -> str:
    """Return what a person or a crew is called; they must work for the request's department."""
    if not whose.is_person:
        if check and not whose.crew:
            raise Unfit("nobody", "whose", "choose a person or a crew")
        return whose.crew
    on = at.astimezone(city.zone).date()
    people = {each.id: each for each in staff.colleagues(city, on=on)}
    found = people.get(whose.member or 0)
    if check and (found is None or not found.works_for(request.department)):
        raise Unfit("not_theirs", "whose", "choose somebody who works for its department")
    return found.label if found else ""
