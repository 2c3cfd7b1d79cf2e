"""The city's outlines, for the small map of a request's page."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from townline.desk.access import city_of, for_staff
from townline.geography import queries as geography
from townline.geography.queries import NoSuchAreas
from townline.record.verbs import Actor


@for_staff()
@require_safe
def outlines(request: HttpRequest, by: Actor) -> HttpResponse:
    """Return the outlines of the city's first kind of areas."""
    city = city_of(request)
    kinds = geography.kinds(city)
    try:
        today = timezone.now().astimezone(city.zone).date()
        shapes = geography.outlines(city, kinds[0].kind, today)
    except (IndexError, NoSuchAreas):
        raise Http404("the city has no areas now") from None
    return JsonResponse(shapes, headers={"Cache-Control": "private, max-age=3600"})
