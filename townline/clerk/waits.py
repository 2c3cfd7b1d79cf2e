"""What waits for the clerk."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from townline.clerk.access import city_of, for_clerks, show
from townline.council import queries
from townline.record.verbs import Actor

SHOWN = 50
"""How many flags a page lists."""


@for_clerks
@require_safe
def waits(request: HttpRequest, by: Actor) -> HttpResponse:
    """List what an import took in though something is wrong with it, the newest first."""
    flags = queries.flags(city_of(request), most=SHOWN + 1)
    return show(request, by, "clerk/waits.html", flags=flags[:SHOWN], more=len(flags) > SHOWN)
