"""Public requests for programs that draw maps: as GeoJSON, by a box or by a tile."""

from datetime import datetime

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.portal import asked
from townline.portal.asked import Unreadable
from townline.requests import queries as requests
from townline.requests.queries import Points
from townline.requests.rules import tiles
from townline.requests.rules.tiles import Box, NoSuchTile

FRESH_S = 60
"""How long a map may show what it was told."""
CONTENT_TYPE = "application/geo+json"


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
        return _answer(request, asked.box_of(request.GET.get("bbox", "")))
    except Unreadable as fault:
        return refusal(fault)


@require_safe
@cache_control(public=True, max_age=FRESH_S)
def in_tile(request: HttpRequest, zoom: int, x: int, y: int) -> HttpResponse:
    """Return the newest public requests in a tile of a web map, its edges included."""
    try:
        return _answer(request, tiles.box_of(zoom, x, y))
    except (Unreadable, NoSuchTile) as fault:
        return refusal(fault)


def refusal(fault: Exception) -> HttpResponse:
    """Return why a program is told nothing."""
    return JsonResponse({"fault": str(fault)}, status=400)


def _answer(request: HttpRequest, box: Box) -> HttpResponse:
    city: City = request.city  # type: ignore[attr-defined]
    found = requests.points(city, asked.wanted(request.GET, city, box))
    return HttpResponse(msgspec.json.encode(_collected(found)), content_type=CONTENT_TYPE)


def _collected(found: Points) -> FeatureCollection:
    return FeatureCollection(
        [
            Feature(number, Geometry((lon, lat)), Asked(service, status, requested_at))
            for lon, lat, number, service, status, requested_at in found.rows
        ],
        found.more,
    )
