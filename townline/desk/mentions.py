"""Where the reader was mentioned, and whom a note may mention."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from townline.desk.access import city_of, for_staff, show
from townline.record.verbs import Actor
from townline.requests import queries as requests
from townline.requests.actions import mentions as seen

PAGE = 25


@for_staff()
@require_safe
def mentions(request: HttpRequest, by: Actor) -> HttpResponse:
    """List where the reader was mentioned, the newest first."""
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdecimal() and len(before) <= 18):
        raise Http404("there is no such page of mentions")
    found = requests.mentions(
        city_of(request),
        by,
        language=get_language() or "",
        before=int(before) if before else None,
        most=PAGE + 1,
    )
    return show(
        request,
        by,
        "desk/mentions.html",
        mentions=found[:PAGE],
        older=found[PAGE - 1].id if len(found) > PAGE else None,
        later=bool(before),
    )


@for_staff()
@require_POST
def read(request: HttpRequest, by: Actor) -> HttpResponse:
    """Mark all of the reader's mentions as read."""
    seen.read(by=by, at=timezone.now(), city=city_of(request))
    return redirect("desk:mentions")


@for_staff()
@require_safe
def mentionable(request: HttpRequest, by: Actor, number: str) -> JsonResponse:
    """Return whom a note at a request may mention, to suggest them as one types."""
    city = city_of(request)
    at = timezone.now()
    found = requests.by_staff(city, number, by, language=get_language() or "", at=at)
    people = requests.mentionable(city, found)
    names = [
        {"name": one.number if "@" in one.username else one.username, "label": one.label}
        for one in people
        if one.id != by.member_id
    ]
    return JsonResponse({"people": names})
