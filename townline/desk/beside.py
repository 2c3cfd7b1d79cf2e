"""A request shown beside the worklist."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from townline.desk.access import city_of, for_staff, show
from townline.desk.worklist import row_of
from townline.record.verbs import Actor
from townline.requests import queries as requests
from townline.staff import queries as staff


@for_staff()
@require_safe
def beside(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
    """Return what the list shows of a request at its side, as a part of a page."""
    city, at = city_of(request), timezone.now()
    found = requests.by_staff(city, number, by, language=get_language() or "", at=at)
    people = staff.colleagues(city, on=at.astimezone(city.zone).date())
    names = {each.id: each.label for each in people}
    row = row_of(found, at, city, names)
    return show(request, by, "desk/worklist_beside.html", row=row)
