"""What is at this address: the districts, offices and depots that serve a place."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS as DAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City, words_in
from townline.geography import queries as geography
from townline.geography.queries import NoSuchAreas
from townline.geography.rules.distance import box
from townline.geography.rules.layers import AreaKind
from townline.geography.rules.place import AreaRef, Place, Point
from townline.portal import listing, whereabouts
from townline.portal.asked import box_text
from townline.portal.forms import PlaceForm, PointForm
from townline.requests.queries import Filter
from townline.requests.rules import surroundings


@dataclass(frozen=True, kw_only=True)
class Serving:
    """An area that holds the place, as the page shows it."""

    kind: str
    """What such an area is called, in the page's language."""
    name: str
    code: str
    phone: str
    url: str
    collected: str
    """The day on which bins are emptied there, in the page's language; empty where none is told."""
    page: str
    """The address of the area's own page."""


NEAR_M = 250.0
"""How far from a place, in metres, open requests are shown."""
NEAR = 5
"""And how many of them."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""What an area's property ``collection_day`` may say."""


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """Show what serves an address, a corner of two streets or a point."""
    city: City = request.city  # type: ignore[attr-defined]
    asked = request.GET.copy()
    if "q" in asked:
        asked.setdefault("address", request.GET.get("q", ""))
    form = PlaceForm(asked or None)
    context = {"form": form, "kinds": geography.kinds(city)}
    if form.is_valid():
        context |= _found(city, form)
    faulty = bool(form.errors)
    return render(request, "portal/places.html", context, status=422 if faulty else 200)


@require_safe
def find(request: HttpRequest) -> JsonResponse:
    """Return the places that a text may mean, for the form that suggests them."""
    city: City = request.city  # type: ignore[attr-defined]
    text = request.GET.get("q", "").strip()[:200]
    matches = geography.geocode(city, text) if text else []
    return JsonResponse(
        {"matches": [{"label": m.label, "lat": m.point.lat, "lon": m.point.lon} for m in matches]}
    )


@require_safe
def point(request: HttpRequest) -> JsonResponse:
    """Return the address at a point, or why nobody can be sent there."""
    city: City = request.city  # type: ignore[attr-defined]
    form = PointForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"fault": _("This is not a place.")}, status=400)
    place = geography.locate(city, form.point(), _today(city))
    if not place.inside:
        return JsonResponse({"fault": outside(city, place.neighbour)})
    known = geography.address_at(city, form.point())
    return JsonResponse({"address": known.label if known else ""})


@require_safe
@gzip_page
@cache_control(public=True, max_age=3600)
def outlines(request: HttpRequest) -> JsonResponse:
    """Return the outlines of the city's first kind of areas, for the maps to be drawn on."""
    city: City = request.city  # type: ignore[attr-defined]
    kinds = geography.kinds(city)
    if not kinds:
        raise Http404("the city has no areas")
    try:
        shapes = geography.outlines(city, kinds[0].kind, _today(city))
    except NoSuchAreas as fault:
        raise Http404(str(fault)) from fault
    return JsonResponse(shapes)


def outside(city: City, neighbour: str) -> str:
    """Return why nobody can be sent to a place outside the city, and whom to ask."""
    names = {"city": city.name, "neighbour": neighbour, "phone": city.phone}
    if neighbour:
        return (
            _(
                "This place is in %(neighbour)s, not in %(city)s, so %(city)s cannot send anyone "
                "there. Please turn to %(neighbour)s. If you think that this is wrong, call "
                "%(phone)s."
            )
            % names
        )
    return (
        _(
            "This place is outside %(city)s, so we cannot send anyone there. If you think that "
            "this is wrong, call %(phone)s."
        )
        % names
    )


def _found(city: City, form: PlaceForm) -> dict[str, object]:
    said = form.cleaned_data
    where = whereabouts.find(city, point=form.point(), typed=said["address"])
    if where.candidates:
        return {"candidates": where.candidates}
    if where.point is None:
        return {"unknown": said["address"]}
    place = geography.locate(city, where.point, _today(city))
    if not place.inside:
        return {"outside": outside(city, place.neighbour)}
    known = geography.address_at(city, where.point) if form.point() else None
    near = Filter(near=(where.point, NEAR_M), open=True)
    return {
        "point": where.point,
        "address": known.label if known else where.address,
        "serving": serving(city, place, _today(city)),
        "area_keys": [area.key for area in place.areas],
        "sources": _sources(geography.kinds(city), place),
        "rows": listing.newest(city, NEAR, timezone.now(), near),
        "around": box_text(box(where.point, NEAR_M)),
        "circles": circles(where.point),
    }


def serving(city: City, place: Place, on: date) -> list[Serving]:
    """Return the areas that hold a place, in the order of the city's folder."""
    language = get_language() or ""
    shown = []
    for kind in geography.kinds(city):
        for area in place.of(kind.kind):
            more = _properties(city, area, on)
            shown.append(
                Serving(
                    kind=words_in(kind.words, language),
                    name=area.name,
                    code=area.code,
                    phone=more.get("phone", ""),
                    url=more.get("url", ""),
                    collected=_weekday(more.get("collection_day", "")),
                    page=reverse("portal:area", args=[area.kind, area.code]),
                )
            )
    return shown


def circles(point: Point) -> list[tuple[int, str]]:
    """Return the radii in metres, each with the page of what is asked within it of a place."""
    return [
        (
            radius,
            reverse(
                "portal:area", args=[surroundings.KIND, surroundings.around(point, radius).code]
            ),
        )
        for radius in surroundings.RADII_M
    ]


def _weekday(said: str) -> str:
    """Return a weekday in the page's language; what is none stays as the city wrote it."""
    day = said.strip().lower()
    return str(DAYS[WEEKDAYS.index(day)]) if day in WEEKDAYS else said


def _properties(city: City, area: AreaRef, on: date) -> dict[str, str]:
    try:
        shapes = geography.outlines(city, area.kind, on)["features"]
    except NoSuchAreas:
        return {}
    return next((s["properties"] for s in shapes if s["id"] == area.code), {})


def _sources(kinds: tuple[AreaKind, ...], place: Place) -> list[str]:
    held = {area.kind for area in place.areas}
    told = (f"{k.source} ({k.licence})" if k.licence else k.source for k in kinds if k.kind in held)
    return sorted({source for source in told if source})


def _today(city: City) -> date:
    return timezone.now().astimezone(city.zone).date()
