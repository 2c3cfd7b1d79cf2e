"""Finding a request by its number, and all that is known about a place."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from townline.desk import refusals
from townline.desk.access import city_of, for_staff, show
from townline.desk.forms import NumberForm, PlaceForm
from townline.desk.worklist import row_of
from townline.geography import queries as geography
from townline.record.verbs import Actor
from townline.requests import queries as requests
from townline.requests.queries import Filter

AROUND_M = 150.0
"""How far around a place its requests are looked for, in metres."""
MOST = 50


@for_staff()
@require_safe
def find(request: HttpRequest, by: Actor) -> HttpResponse:
    """Open the request whose number was typed; or show those about the place that was."""
    number = NumberForm(request.GET if "number" in request.GET else None)
    place = PlaceForm(request.GET if "near" in request.GET else None)
    if number.is_valid():
        return redirect("desk:request", number.cleaned_data["number"])
    context: dict[str, Any] = {"number": number, "place": place}
    if place.is_valid():
        context |= _around(request, by, place)
    faulty = number.errors or place.errors
    return show(request, by, "desk/find.html", status=422 if faulty else 200, **context)


def _around(request: HttpRequest, by: Actor, place: PlaceForm) -> dict[str, Any]:
    """Return the requests around the place, newest first, and where else it may be."""
    city, at = city_of(request), timezone.now()
    matches = geography.geocode(city, place.cleaned_data["near"])
    if not matches:
        place.add_error("near", str(refusals.WORDS["place_unknown"]))
        return {}
    best, *others = matches
    page = requests.find(
        city,
        Filter(near=(best.point, AROUND_M)),
        language=get_language() or "",
        at=at,
        by=by,
        limit=MOST,
    )
    labels = dict.fromkeys(match.label for match in others if match.label != best.label)
    return {
        "found_at": best.label,
        "others": list(labels),
        "rows": [row_of(found, at, city) for found in page.rows],
        "more": page.next is not None,
        "metres": round(AROUND_M),
    }
