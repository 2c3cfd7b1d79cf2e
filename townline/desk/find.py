"""Finding a request by its number, and all that is known about a place."""

import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
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
from townline.requests.rules import numbering

AROUND_M = 150.0
"""How far around a place its requests are looked for, in metres."""
MOST = 50
AND = re.compile(r"\b(and|at|y|con)\b|[&/@]", re.IGNORECASE)
"""What stands between the names of two streets that cross."""


@for_staff()
@require_safe
def find(request: HttpRequest, by: Actor) -> HttpResponse:
    """
    Open the request whose number was typed; or show those about the place that was.

    What was typed into the one box for everything is read as a number, else as a place, else as
    words that the requests of the reader's departments are searched for.
    """
    if "q" in request.GET:
        return _anything(request, request.GET["q"].strip())
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


def _anything(request: HttpRequest, typed: str) -> HttpResponse:
    """Lead to what was typed, whatever it is."""
    if not typed:
        return redirect("desk:find")
    try:
        return redirect("desk:request", numbering.read(typed))
    except numbering.Mistyped:
        return redirect(f"{reverse('desk:find')}?{urlencode({'number': typed})}")
    except ValueError:
        pass
    placed = any(sign.isdigit() for sign in typed) or AND.search(typed)
    if placed and geography.geocode(city_of(request), typed):
        return redirect(f"{reverse('desk:find')}?{urlencode({'near': typed})}")
    asked = {"view": "all", "words": typed}
    return redirect(f"{reverse('desk:worklist')}?{urlencode(asked)}")
