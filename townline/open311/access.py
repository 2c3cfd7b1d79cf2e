"""Who may do what: the city that is meant, the key that files, and how often."""

import math
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse

from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.open311.errors import quoted, refused
from townline.open311.parameters import Parameters
from townline.staff import actions as staff_actions
from townline.staff import queries as staff
from townline.staff.queries import Client

WRITE = "requests:write"
KEY_HEADER = "HTTP_X_API_KEY"


@dataclass(frozen=True)
class Jurisdiction:
    """The city that a call is for, and whether the client named it."""

    city: City
    named: bool


def jurisdiction(request: HttpRequest, jurisdiction_id: str) -> Jurisdiction:
    """
    Return the city meant: by ``jurisdiction_id``, else by host or path, else the first applied.

    :raises Refused: 404 if no city has that ``jurisdiction_id``
    """
    if jurisdiction_id:
        city = cities.by_jurisdiction(jurisdiction_id)
        if city is None:
            raise refused(404, f"jurisdiction_id was not found: {quoted(jurisdiction_id)}")
        return Jurisdiction(city, named=True)
    city = city_of(request)
    named = (
        len(cities.every()) == 1
        or _by_path(request, city)
        or cities.by_host(_host(request)) is not None
    )
    return Jurisdiction(city, named)


def require_named(meant: Jurisdiction) -> None:
    """
    Refuse a report that may be meant for another city than the first one.

    Reading falls back to the first city, as pages do; filing does not.

    :raises Refused: 400 if several cities are served here and the client named none
    """
    if not meant.named:
        known = ", ".join(city.jurisdiction for city in cities.every())
        raise refused(400, f"jurisdiction_id was not provided; it is one of: {known}.")


def api_key(request: HttpRequest, given: Parameters) -> str:
    """Return the key that a call came with, as a parameter or as a header; empty without one."""
    return given.text("api_key") or request.META.get(KEY_HEADER, "").strip()


def client(city: City, api_key: str, at: datetime) -> Client:
    """
    Return whose key it is, having let this call through.

    :raises Refused: 403 for a key that is missing, wrong, revoked or may not file; 429 if it
        comes too often
    """
    if not api_key:
        raise refused(403, "api_key was not provided.")
    found = staff.client_of(api_key, city)
    if found is None:
        notice = staff.notice_of_revoked(api_key, city)
        raise refused(403, notice or "api_key is not valid.")
    if WRITE not in found.scopes:
        raise refused(403, "This api_key may not file service requests.")
    wait = staff_actions.admit(
        key=f"open311:{city.id}:{found.prefix}",
        per_minute=found.limit_per_minute,
        burst=found.limit_per_minute,
        by=found.actor,
        at=at,
    )
    if wait is not None:
        seconds = max(1, math.ceil(wait.total_seconds()))
        raise refused(
            429,
            f"Too many requests: this api_key may file {found.limit_per_minute} a minute."
            f" Try again in {seconds} s.",
            headers={"Retry-After": str(seconds)},
        )
    return found


def city_of(request: HttpRequest) -> City:
    """Return the city that the address of the call is for."""
    city: City = request.city  # type: ignore[attr-defined]
    return city


def address(request: HttpRequest, city: City, name: str, *args: str) -> str:
    """Return the full address of a page or method of ``city``, whichever the call came to."""
    path = reverse(name, args=args)
    here = city_of(request)
    if city.id != here.id:
        prefix = get_script_prefix()
        rest = path.removeprefix(prefix)
        path = f"{prefix.removesuffix(f'c/{here.slug}/')}c/{city.slug}/{rest}"
    return request.build_absolute_uri(path)


def _by_path(request: HttpRequest, city: City) -> bool:
    return request.path.removesuffix(request.path_info).endswith(f"/c/{city.slug}")


def _host(request: HttpRequest) -> str:
    host = request.get_host()
    return host.rpartition(":")[0] or host
