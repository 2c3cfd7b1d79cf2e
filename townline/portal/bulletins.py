"""What the city tells just now, for machines: a telephone menu, a chat, a sign at a bus stop."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.knowledge import queries as knowledge
from townline.knowledge.queries import Bulletin


@require_safe
@cache_control(public=True, max_age=15)
def told(request: HttpRequest) -> JsonResponse:
    """Return the bulletins that stand, the gravest first, narrowed to services and areas."""
    city: City = request.city  # type: ignore[attr-defined]
    services, areas = request.GET.getlist("service"), request.GET.getlist("area")
    found = knowledge.bulletins(
        city,
        get_language() or "",
        timezone.now(),
        services=services or None,
        areas=areas or None,
    )
    return JsonResponse({"city": city.slug, "bulletins": [_plain(each) for each in found]})


def _plain(bulletin: Bulletin) -> dict[str, object]:
    return {
        "bulletin": bulletin.number,
        "importance": bulletin.importance,
        "title": bulletin.title,
        "body": bulletin.body,
        "language": bulletin.language,
        "services": list(bulletin.services),
        "areas": list(bulletin.areas),
        "places": list(bulletin.places),
        "starts_at": bulletin.starts_at.isoformat(),
        "expires_at": bulletin.expires_at.isoformat(),
    }
