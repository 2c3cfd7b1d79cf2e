"""Pages of areas: what was asked there, what became of it, and how to stay informed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City, words_in
from townline.geography import queries as geography
from townline.geography.queries import NoSuchAreas
from townline.geography.rules.distance import box
from townline.portal import listing, narrowing
from townline.portal.asked import box_text
from townline.requests import queries as requests
from townline.requests.queries import Figures, NoSuchSurroundings
from townline.requests.rules import surroundings

LATEST = 10
"""Requests that the page of an area shows."""


@dataclass(frozen=True, kw_only=True)
class Area:
    """An area of today, as its page shows it."""

    kind: str
    kind_name: str
    """What such an area is called, in the page's language."""
    code: str
    name: str
    phone: str
    url: str
    source: str
    shape: dict[str, Any]
    """The outline, as a feature of GeoJSON."""
    query: str
    """What narrows lists and maps to it, in their address."""

    @property
    def key(self) -> str:
        """Return what requests and filters call the area."""
        return f"{self.kind}:{self.code}"

    @property
    def page(self) -> str:
        """Return the address of its page."""
        return reverse("portal:area", args=[self.kind, self.code])


@dataclass(frozen=True)
class Kind:
    """All areas of a kind, each with its name, address and how many requests are open there."""

    name: str
    areas: tuple[tuple[str, str, int | None], ...]


@dataclass(frozen=True)
class Most:
    """A service that was asked for most."""

    name: str
    opened: int
    open: int


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List all areas of the city, by their kind."""
    city: City = request.city  # type: ignore[attr-defined]
    choices: Any = narrowing.areas(city, _today(city))
    keys = [key for _name, areas in choices for key, _area in areas]
    counted = requests.figures(city, keys) if keys else {}
    kinds = [
        Kind(name, tuple((area, _page(key), _open(counted.get(key))) for key, area in areas))
        for name, areas in choices
    ]
    return render(request, "portal/areas.html", {"kinds": kinds, "counted": bool(counted)})


@require_safe
def look(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show an area: where it is, figures, the latest requests and the ways to be told of more."""
    city: City = request.city  # type: ignore[attr-defined]
    at = timezone.now()
    area = area_or_404(city, kind, code)
    context = {
        "area": area,
        "figures": _figures(city, area),
        "most": _most(city, area),
        "counted_at": requests.counted_at(city),
        "rows": listing.newest(city, LATEST, at, requests.within(area.key)),
        "areas": [area.key],
    }
    return render(request, "portal/area.html", context)


@require_safe
@gzip_page
@cache_control(public=True, max_age=3600)
def outline(request: HttpRequest, kind: str, code: str) -> JsonResponse:
    """Return the outline of an area as GeoJSON: simplified, not for decisions."""
    area = area_or_404(request.city, kind, code)  # type: ignore[attr-defined]
    shapes = {"type": "FeatureCollection", "attribution": area.source, "features": [area.shape]}
    return JsonResponse(shapes)


def area_of(city: City, key: str) -> Area | None:
    """Return the area of that key; None where the city has it no more."""
    kind, _colon, code = key.partition(":")
    try:
        return area_or_404(city, kind, code)
    except Http404:
        return None


def area_or_404(city: City, kind: str, code: str) -> Area:
    """
    Return an area that the city has today.

    :raises Http404: if it has none of that kind and code
    """
    if kind == surroundings.KIND:
        return _around_or_404(city, code)
    kinds = {k.kind: k for k in geography.kinds(city)}
    try:
        shapes = geography.outlines(city, kind, _today(city))["features"] if kind in kinds else []
    except NoSuchAreas as fault:
        raise Http404(str(fault)) from fault
    shape = next((s for s in shapes if s["id"] == code), None)
    if shape is None:
        raise Http404("no such area")
    told, of = shape["properties"], kinds[kind]
    return Area(
        kind=kind, kind_name=words_in(of.words, get_language() or ""), code=code,
        name=told["name"], phone=told.get("phone", ""), url=told.get("url", ""),
        source=f"{of.source} ({of.licence})" if of.licence else of.source, shape=shape,
        query=urlencode({"area": f"{kind}:{code}"}),
    )  # fmt: skip


def _around_or_404(city: City, code: str) -> Area:
    try:
        circle = requests.surroundings_of(city, code, _today(city))
    except NoSuchSurroundings as fault:
        raise Http404(str(fault)) from fault
    name = requests.area_name(city, circle.key, _today(city))
    shape = {
        "type": "Feature", "id": code, "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": [circle.outline()]},
    }  # fmt: skip
    return Area(
        kind=surroundings.KIND, kind_name=_("Around a place"), code=code, name=name, phone="",
        url="", source="", shape=shape,
        query=urlencode({"bbox": box_text(box(circle.centre, circle.radius_m))}),
    )  # fmt: skip


def _figures(city: City, area: Area) -> Figures | None:
    """Return the figures of an area; circles around places are not counted."""
    if area.kind == surroundings.KIND:
        return None
    return requests.figures(city, [area.key]).get(area.key)


def _most(city: City, area: Area) -> list[Most]:
    language = get_language() or ""
    offers = catalogue.offers(city.edition_id)
    return [
        Most(
            words_in(offers[found.service_code].words, language)
            if found.service_code in offers
            else found.service_code,
            found.opened,
            found.open,
        )
        for found in requests.services_of(city, area.key)
    ]


def _page(key: str) -> str:
    kind, _colon, code = key.partition(":")
    return reverse("portal:area", args=[kind, code])


def _open(figures: Figures | None) -> int | None:
    return figures.open if figures else None


def _today(city: City) -> date:
    return timezone.now().astimezone(city.zone).date()
