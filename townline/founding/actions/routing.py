"""Changing the routes of a service: they have no codes, and go by their place, from 1."""

from collections.abc import Callable
from datetime import datetime

from townline.catalogue.rules.offers import Route
from townline.cities.rules.city import City
from townline.founding.actions.describing import path_of
from townline.founding.actions.revising import revise
from townline.founding.queries import revisions
from townline.founding.rules import editing, saying
from townline.founding.rules.editing import PLACE, Where
from townline.record.verbs import Actor


def put_route(
    *, city: City, service: str, place: int, route: Route, by: Actor, at: datetime
) -> bool:
    """
    Change a route, and return whether anything differs.

    :raises NotThere: if the service has no route at that place
    """
    where = _route(service, place)
    return _edit(
        city, service, lambda content: editing.put(content, where, saying.route(route)),
        f"Route {place} of {service}", by, at,
    )  # fmt: skip


def add_route(*, city: City, service: str, route: Route, by: Actor, at: datetime) -> bool:
    """
    Add a route after all others.

    :raises NotThere: if no file has the service
    """
    return _edit(
        city, service,
        lambda content: editing.add(content, _service(service), "route", saying.route(route)),
        f"New route of {service}", by, at,
    )  # fmt: skip


def move_route(
    *, city: City, service: str, place: int, places: int, by: Actor, at: datetime
) -> bool:
    """
    Let a route be tried so many places later, or earlier.

    :raises NotThere: if the service has no route at that place
    """
    where = _route(service, place)
    return _edit(
        city, service, lambda content: editing.move(content, where, places),
        f"Route {place} of {service} moved", by, at,
    )  # fmt: skip


def remove_route(*, city: City, service: str, place: int, by: Actor, at: datetime) -> bool:
    """
    Take a route out.

    :raises NotThere: if the service has no route at that place
    """
    where = _route(service, place)
    return _edit(
        city, service, lambda content: editing.remove(content, where),
        f"Route {place} of {service} taken out", by, at,
    )  # fmt: skip


def _service(code: str) -> Where:
    return [("service", "code", code)]


def _route(service: str, place: int) -> Where:
    return [*_service(service), ("route", PLACE, str(place))]


def _edit(
    city: City, service: str, change: Callable[[bytes], bytes], what: str, by: Actor, at: datetime
) -> bool:
    files = revisions.files_worked(city, revisions.worked(city, by))
    path = path_of(files, _service(service))
    return revise(city=city, changes={path: change(files[path])}, what=what, by=by, at=at)
