"""What waits for the clerk."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from townline.clerk.access import city_of, for_clerks, show
from townline.council import queries
from townline.record.verbs import Actor

SHOWN = 50
"""How many flags a page lists."""
PRESSING = 5
"""How many of the reports that are overdue or due soon it lists."""


@for_clerks
@require_safe
def waits(request: HttpRequest, by: Actor) -> HttpResponse:
    """List what an import took in though something is wrong with it, and reports that press."""
    city = city_of(request)
    flags = queries.flags(city, most=SHOWN + 1)
    today = timezone.now().astimezone(city.zone).date()
    pressing, total = queries.pressing(city, on=today, behind=True, most=PRESSING)
    return show(
        request, by, "clerk/waits.html",
        flags=flags[:SHOWN], more=len(flags) > SHOWN, pressing=pressing, pressing_total=total,
    )  # fmt: skip
