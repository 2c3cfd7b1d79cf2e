"""The map of public requests: each by itself where they are few, counted where they are many."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.portal import asked, listing, points, wording
from townline.portal.asked import Unreadable
from townline.portal.narrowing import FilterForm
from townline.requests import queries as requests
from townline.requests.queries import Cell, Filter, OnMap, RequestShown
from townline.requests.rules import tiles

BESIDE = 10
"""Requests in the list beside the map."""


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """Show the map, with the newest requests that fit beside it."""
    city: City = request.city  # type: ignore[attr-defined]
    at = timezone.now()
    form = FilterForm(request.GET, city=city, on=at.astimezone(city.zone).date(), sorted_=False)
    if not form.is_valid():
        return render(request, "portal/map.html", {"form": form}, status=422)
    filters = form.query("bbox")
    area = form.cleaned_data.get("area", "")
    context = {
        "form": form,
        "chips": [chip for chip in form.chips() if chip.value],
        "here": form.query(),
        "points": _with(reverse("portal:map_points"), filters),
        "beside": _with(reverse("portal:map_list"), filters),
        "box": form.cleaned_data["bbox"],
        "area_outline": reverse("portal:area_outline", args=area.split(":", 1)) if area else "",
        **_rows(city, form.wanted(), form.query(), at),
    }
    return render(request, "portal/map.html", context)


@require_safe
@cache_control(public=True, max_age=points.FRESH_S)
def beside(request: HttpRequest) -> HttpResponse:
    """Return the list beside the map, for the part of it that is in view."""
    city: City = request.city  # type: ignore[attr-defined]
    at = timezone.now()
    form = FilterForm(request.GET, city=city, on=at.astimezone(city.zone).date(), sorted_=False)
    if not form.is_valid():
        return HttpResponse(_("This is not a part of the map."), status=400)
    context = _rows(city, form.wanted(), form.query(), at)
    return render(request, "portal/map_list.html", context)


@require_safe
@gzip_page
@cache_control(public=True, max_age=points.FRESH_S)
def features(request: HttpRequest) -> HttpResponse:
    """Return what the map shows in ``bbox`` at ``zoom``, as GeoJSON with the words to say it."""
    city: City = request.city  # type: ignore[attr-defined]
    try:
        box, zoom = asked.box_of(request.GET.get("bbox", "")), _zoom(request.GET.get("zoom", ""))
        wanted = asked.wanted(request.GET, city, box)
    except Unreadable as fault:
        return points.refusal(fault)
    language = get_language() or ""
    found = requests.on_map(city, wanted, zoom=zoom, language=language, at=timezone.now())
    answer = {
        "type": "FeatureCollection",
        "says": _says(city, found),
        "features": _features(city, found),
    }
    return JsonResponse(answer, content_type=points.CONTENT_TYPE)


def _rows(city: City, wanted: Filter, query: str, at: datetime) -> dict[str, Any]:
    page = requests.find(city, wanted, language=get_language() or "", at=at, limit=BESIDE)
    return {"rows": listing.rows(page.rows), "older": query if page.next else ""}


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


def _zoom(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or int(text[:3]) > tiles.DEEPEST:
        raise Unreadable(f"zoom must be a number from 0 to {tiles.DEEPEST}.")
    return int(text[:3])


def _says(city: City, found: OnMap) -> str:
    """Return how much of what is there the map shows."""
    if found.cells is None:
        n = len(found.each)
        if n == 0:
            return _("No such request in this part of the map.")
        return ngettext(
            "%(n)s request in this part of the map.", "%(n)s requests in this part of the map.", n
        ) % {"n": number_format(n)}
    counted = {"n": number_format(found.cells.total, force_grouping=True)}
    if found.cells.more:
        return (
            _("The newest %(n)s requests here are counted; there are more. Zoom in or choose less.")
            % counted
        )
    return _("About %(n)s requests here. Zoom in to see each of them.") % counted


def _features(city: City, found: OnMap) -> list[dict[str, Any]]:
    if found.cells is None:
        return [_request(city, shown) for shown in found.each]
    return [_cell(cell) for cell in found.cells.rows]


def _request(city: City, shown: RequestShown) -> dict[str, Any]:
    stand = wording.stand(shown)
    day = date_format(shown.requested_at.astimezone(city.zone), "DATE_FORMAT")
    return _feature(
        shown.lat, shown.lon,
        id=shown.number, name=shown.service_name, address=shown.address, says=stand.words,
        tone=stand.tone, day=day, page=reverse("portal:request", args=[shown.number]),
    )  # fmt: skip


def _cell(cell: Cell) -> dict[str, Any]:
    n = number_format(cell.n, force_grouping=True)
    return _feature(
        cell.point.lat, cell.point.lon,
        n=cell.n, short=_short(cell.n), box=cell.box,
        says=ngettext("%(n)s request: zoom in", "%(n)s requests: zoom in", cell.n) % {"n": n},
    )  # fmt: skip


def _short(n: int) -> str:
    """Return a number as it fits into a small circle."""
    if n < 1000:
        return str(n)
    return _("%(n)sk") % {"n": number_format(n / 1000, 1 if n < 10_000 else 0)}


def _feature(lat: float | None, lon: float | None, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": (lon, lat)},
        "properties": properties,
    }
