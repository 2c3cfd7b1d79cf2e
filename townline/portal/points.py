"""Public requests for maps: as GeoJSON, by a box or by a tile."""

import math
import re
from datetime import datetime

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.requests import queries as requests
from townline.requests.queries import Filter, Points
from townline.requests.rules import tiles
from townline.requests.rules.tiles import Box, NoSuchTile

FRESH_S = 60
"""How long a map may show what it was told."""
CONTENT_TYPE = "application/geo+json"
STATUSES = {"": None, "open": True, "closed": False}
AREA = re.compile(r"[\w-]{1,60}:[\w.-]{1,60}", re.ASCII)


class Unreadable(ValueError):
    """What was asked for cannot be read; the text says why."""


# Thousands are made for one answer, and none can be in a circle: the collector need not count them.
class Geometry(msgspec.Struct, tag_field="type", tag="Point", gc=False):
    """A place, as GeoJSON has it: longitude before latitude."""

    coordinates: tuple[float, float]


class Asked(msgspec.Struct, gc=False):
    """What was asked of the city there."""

    service: str
    status: str
    requested_at: datetime


class Feature(msgspec.Struct, tag_field="type", tag="Feature", gc=False):
    """One request on the map."""

    id: str
    geometry: Geometry
    properties: Asked


class FeatureCollection(msgspec.Struct, tag_field="type", tag="FeatureCollection"):
    """All of them, and whether there are more than fit into one answer."""

    features: list[Feature]
    more: bool


@require_safe
@cache_control(public=True, max_age=FRESH_S)
def in_box(request: HttpRequest) -> HttpResponse:
    """Return the newest public requests in ``bbox``, filtered as the list is."""
    try:
        return _answer(request, _box(request.GET.get("bbox", "")))
    except Unreadable as fault:
        return _refusal(fault)


@require_safe
@cache_control(public=True, max_age=FRESH_S)
def in_tile(request: HttpRequest, zoom: int, x: int, y: int) -> HttpResponse:
    """Return the newest public requests in a tile of a web map, its edges included."""
    try:
        return _answer(request, tiles.box_of(zoom, x, y))
    except (Unreadable, NoSuchTile) as fault:
        return _refusal(fault)


def _answer(request: HttpRequest, box: Box) -> HttpResponse:
    city: City = request.city  # type: ignore[attr-defined]
    found = requests.points(city, _wanted(request, city, box))
    return HttpResponse(msgspec.json.encode(_collected(found)), content_type=CONTENT_TYPE)


def _collected(found: Points) -> FeatureCollection:
    return FeatureCollection(
        [
            Feature(number, Geometry((lon, lat)), Asked(service, status, requested_at))
            for lon, lat, number, service, status, requested_at in found.rows
        ],
        found.more,
    )


def _wanted(request: HttpRequest, city: City, box: Box) -> Filter:
    service, status, area = (
        request.GET.get(name, "").strip() for name in ("service", "status", "area")
    )
    if service and service not in catalogue.offers(city.edition_id):
        raise Unreadable("service must be the code of a service of this city.")
    if status not in STATUSES:
        raise Unreadable("status must be open or closed.")
    if area and not AREA.fullmatch(area):
        raise Unreadable("area must be the kind and the code of an area, as in ward:3.")
    return Filter(
        services=(service,) if service else (),
        open=STATUSES[status],
        areas=(area,) if area else (),
        box=box,
    )


def _box(text: str) -> Box:
    """Read west, south, east, north: the order of GeoJSON."""
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        raise Unreadable("bbox must be four numbers: west,south,east,north.") from None
    if not all(map(math.isfinite, (west, south, east, north))):
        raise Unreadable("bbox must be in degrees.")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Unreadable("bbox must be west,south,east,north in degrees, west before east.")
    return south, west, north, east


def _refusal(fault: Exception) -> HttpResponse:
    return JsonResponse({"fault": str(fault)}, status=400)
