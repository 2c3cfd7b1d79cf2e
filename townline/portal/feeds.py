"""Feeds of public requests, for readers of news and for maps of others: Atom and GeoJSON."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from townline.cities.rules.city import City
from townline.portal import areas, asked, points, wording
from townline.portal.asked import Unreadable
from townline.requests import queries as requests
from townline.requests.queries import Brief, Cursor, Filter, RequestShown

ENTRIES = 50
"""Requests in a feed: those in which something changed last."""
FEATURES = 500
"""Requests in one page of GeoJSON."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When something last changed in a feed that has nothing yet: the same each time."""
FRESH_S = 300
"""How long a feed may be kept."""


@require_safe
@gzip_page
@conditional_page
@cache_control(public=True, max_age=FRESH_S)
def of_list(request: HttpRequest) -> HttpResponse:
    """Return what changed last among the requests that an address asks for, as Atom."""
    city = _city(request)
    try:
        box = request.GET.get("bbox", "")
        wanted = asked.wanted(request.GET, city, asked.box_of(box) if box else None)
    except Unreadable as fault:
        return points.refusal(fault)
    query = request.GET.urlencode()
    page = reverse("portal:requests") + (f"?{query}" if query else "")
    return _atom(request, wanted, _("Requests to %(city)s") % {"city": city.name}, page)


@require_safe
@gzip_page
@conditional_page
@cache_control(public=True, max_age=FRESH_S)
def of_area(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Return what changed last among the requests in an area, as Atom."""
    area = areas.area_or_404(_city(request), kind, code)
    title = _("Requests in %(area)s") % {"area": area.name}
    return _atom(request, requests.within(area.key), title, area.page)


@require_safe
@gzip_page
@conditional_page
@cache_control(public=True, max_age=FRESH_S)
def features_of_area(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Return the requests in an area as GeoJSON, newest first, a page at a time."""
    city = _city(request)
    area = areas.area_or_404(city, kind, code)
    try:
        wanted = asked.wanted(request.GET, city)
        after = _cursor(request.GET.get("after", ""))
    except Unreadable as fault:
        return points.refusal(fault)
    if wanted.areas:
        return points.refusal(Unreadable("the area is in the address already."))
    found = requests.brief(
        city, _in_area(wanted, area.key), language=get_language() or "", at=timezone.now(),
        after=after, limit=FEATURES,
    )  # fmt: skip
    answer: dict[str, Any] = {
        "type": "FeatureCollection",
        "features": [_feature(request, city, row) for row in found.rows],
    }
    if found.next:
        query = request.GET.copy()
        query["after"] = requests.cursor_text(found.next)
        answer["next"] = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return JsonResponse(answer, content_type=points.CONTENT_TYPE)


def _in_area(wanted: Filter, key: str) -> Filter:
    return replace(
        requests.within(key), services=wanted.services, open=wanted.open, since=wanted.since,
        until=wanted.until, words=wanted.words,
    )  # fmt: skip


def _cursor(text: str) -> Cursor | None:
    try:
        return requests.cursor_of(text) if text else None
    except ValueError:
        raise Unreadable("after must be taken from the address in next.") from None


def _atom(request: HttpRequest, wanted: Filter, title: str, page: str) -> HttpResponse:
    city, language = _city(request), get_language() or ""
    found = requests.find(
        city, wanted, language=language, at=timezone.now(), limit=ENTRIES, order="updated_at"
    )
    feed = _Feed(
        title=title,
        link=request.build_absolute_uri(page),
        description="",
        language=language,
        feed_url=request.build_absolute_uri(),
        author_name=city.name,
    )
    for shown in found.rows:
        _enter(feed, request, shown)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


class _Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """Return when something last changed; an empty feed has never changed."""
        return max((item["updateddate"] for item in self.items), default=NEVER)


def _enter(feed: _Feed, request: HttpRequest, shown: RequestShown) -> None:
    link = request.build_absolute_uri(reverse("portal:request", args=[shown.number]))
    stand = wording.stand(shown)
    says = [f"{stand.words}.", shown.outcome_words, shown.pause_words, shown.description]
    feed.add_item(
        title=f"{shown.service_name}: {place}" if (place := shown.address) else shown.service_name,
        link=link,
        unique_id=link,
        description="\n".join(filter(None, says)),
        pubdate=shown.requested_at,
        updateddate=shown.updated_at,
        categories=[shown.service_name],
    )


def _feature(request: HttpRequest, city: City, row: Brief) -> dict[str, Any]:
    def when(at: datetime | None) -> str | None:
        return at.astimezone(city.zone).replace(microsecond=0).isoformat() if at else None

    return {
        "type": "Feature",
        "id": row.number,
        "geometry": {"type": "Point", "coordinates": (row.lon, row.lat)}
        if row.lat is not None
        else None,
        "properties": {
            "service": row.service_code,
            "service_name": row.service_name,
            "status": "open" if row.open else "closed",
            "requested_at": when(row.requested_at),
            "updated_at": when(row.updated_at),
            "due_at": when(row.due_at),
            "closed_at": when(row.closed_at),
            "outcome": row.outcome_words or None,
            "address": row.address or None,
            "description": row.description or None,
            "page": request.build_absolute_uri(reverse("portal:request", args=[row.number])),
        },
    }


def _city(request: HttpRequest) -> City:
    city: City | None = request.city  # type: ignore[attr-defined]
    if city is None:
        raise Http404("there is no city")
    return city
