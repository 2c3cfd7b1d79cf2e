"""What waits at other organisations: a list for the departments that handed it over."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from townline.desk.access import city_of, for_staff, show
from townline.desk.hand_over import worded
from townline.record.verbs import Actor
from townline.requests import queries as requests

PAGE = 50


@for_staff()
@require_safe
def handed(request: HttpRequest, by: Actor) -> HttpResponse:
    """List the hand-overs that run in the actor's departments, the most urgent first."""
    city, language = city_of(request), get_language() or ""
    after = _after(request.GET.get("after", ""))
    found = requests.handed_over(
        city, by.departments, language=language, at=timezone.now(), after=after, limit=PAGE + 1
    )
    page = found[:PAGE]
    return show(
        request,
        by,
        "desk/handed.html",
        failed=requests.not_forwarded(city, by.departments, language=language),
        lines=worded(page),
        next=f"{page[-1].until.isoformat()}~{page[-1].id}" if len(found) > PAGE else "",
        later=after is not None,
    )


def _after(text: str) -> tuple[date, int] | None:
    """Return where the page before ended; None from the beginning, also where it was made up."""
    day, _tilde, key = text.partition("~")
    try:
        return date.fromisoformat(day), int(key[:18])
    except ValueError:
        return None
