"""Finding a request by its number, and all that is known about a place."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from townline.desk import kept_words, refusals
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
TYPED = {"q", "number", "near"}
"""What the boxes are called."""
NONE_TO_OPEN = _(
    "There is no request of this number that you may see. Check the number. A confidential "
    "request can be opened by its own department only."
)
AND = re.compile(r"\b(and|at|y|con)\b|[&/@]", re.IGNORECASE)
"""What stands between the names of two streets that cross."""


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, by: Actor) -> HttpResponse:
    """
    Open the request whose number was typed; or show those about the place that was.

    What was typed into the one box for everything is read as a number, else as a place, else as
    words that the requests of the reader's departments are searched for. It is posted, for it may
    name a resident; what shall stay behind the way back of a browser has a handle in its address.
    """
    if request.method == "POST":
        return _typed(request, by)
    if TYPED & request.GET.keys():
        messages.error(request, kept_words.NOT_FROM_ADDRESS)
        return redirect("desk:find")
    if kept_words.forgotten(request):
        messages.error(request, kept_words.FORGOTTEN)
        return redirect("desk:find")
    said = kept_words.with_words(request, "near")
    return _page(request, by, NumberForm(), PlaceForm(said if "near" in said else None))


def _typed(request: HttpRequest, by: Actor) -> HttpResponse:
    """Lead to what was typed into one of the boxes."""
    if "q" in request.POST:
        return _anything(request, by, request.POST["q"].strip())
    if "near" in request.POST:
        place = PlaceForm(request.POST)
        if place.is_valid():
            return _to(request, "desk:find", near=place.cleaned_data["near"])
        return _page(request, by, NumberForm(), place)
    return _numbered(request, by, request.POST.get("number", ""))


def _numbered(request: HttpRequest, by: Actor, typed: str) -> HttpResponse:
    number = NumberForm({"number": typed})
    if number.is_valid():
        if _opens(request, by, number.cleaned_data["number"]):
            return redirect("desk:request", number.cleaned_data["number"])
        number.add_error("number", str(NONE_TO_OPEN))
    return _page(request, by, number, PlaceForm())


def _opens(request: HttpRequest, by: Actor, number: str) -> bool:
    """Return whether it is the number of a request, and not a name or a telephone's number."""
    try:
        requests.by_staff(city_of(request), number, by, language="", at=timezone.now())
    except requests.NoSuchRequest:
        return False
    return True


def _page(request: HttpRequest, by: Actor, number: NumberForm, place: PlaceForm) -> HttpResponse:
    """Show both boxes, and what is known about the place that was typed into one."""
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
        "others": [(label, kept_words.keep(request, label)) for label in labels],
        "rows": [row_of(found, at, city) for found in page.rows],
        "more": page.next is not None,
        "metres": round(AROUND_M),
    }


def _anything(request: HttpRequest, by: Actor, typed: str) -> HttpResponse:
    """Lead to what was typed, whatever it is."""
    if not typed:
        return redirect("desk:find")
    try:
        number = numbering.read(typed)
    except numbering.Mistyped:
        return _numbered(request, by, typed)
    except ValueError:
        number = ""
    if number and _opens(request, by, number):
        return redirect("desk:request", number)
    placed = any(sign.isdigit() for sign in typed) or AND.search(typed)
    if placed and geography.geocode(city_of(request), typed):
        return _to(request, "desk:find", near=typed)
    return _to(request, "desk:worklist", "view=all", words=typed)


def _to(request: HttpRequest, page: str, query: str = "", **typed: str) -> HttpResponse:
    """Lead to a page that finds what was typed by its handle."""
    said = QueryDict(query, mutable=True)
    said.update(typed)
    (name,) = typed
    return redirect(f"{reverse(page)}?{kept_words.without_words(request, said, name)}")
