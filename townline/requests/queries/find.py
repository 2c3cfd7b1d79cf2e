"""Requests found by what they are, where and when, a page at a time."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q
from django.db.models.expressions import RawSQL
from django.db.models.fields import BooleanField

from townline.cities.rules.city import City
from townline.geography.rules.place import Point
from townline.record.verbs import Actor
from townline.requests.models import Photo, ServiceRequest
from townline.requests.models.request import ServiceRequests
from townline.requests.queries.shape import RequestShown, build
from townline.requests.rules import nearby as rule
from townline.requests.rules import publicity
from townline.requests.rules.publicity import Viewer

MOST = 1000
MOST_WORDS = 300
"""Characters of a search that are read."""
_LOOSE_MINUS = re.compile(r"-(?![\w\"])")
"""A minus that excludes nothing: many of them are more than PostgreSQL's parser can hold."""
Cursor = tuple[datetime, int]
"""Where a page ends: the time that the order goes by, and the id."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which requests; every condition that is given must hold."""

    numbers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    open: bool | None = None
    statuses: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    """Area keys, one of which must hold the request."""
    since: datetime | None = None
    until: datetime | None = None
    updated_since: datetime | None = None
    updated_until: datetime | None = None
    near: tuple[Point, float] | None = None
    """A point and a radius in metres."""
    box: tuple[float, float, float, float] | None = None
    """South, west, north, east."""
    words: str = ""
    """Words in the text, as far as the viewer may read it."""
    origins: tuple[str, ...] = ()
    lead: str = ""
    """The number of the request that they joined."""


@dataclass(frozen=True)
class Page:
    """Some requests, newest first, and where the next page begins."""

    rows: tuple[RequestShown, ...]
    next: Cursor | None


def find(
    city: City,
    wanted: Filter,
    *,
    language: str,
    at: datetime,
    by: Actor | None = None,
    after: Cursor | None = None,
    limit: int = 50,
    offset: int = 0,
    order: str = "requested_at",
) -> Page:
    """
    Return a page of requests, newest first, without their histories.

    :param by: the member of staff who looks; None for everyone, who then find only what is public
    :param after: where the page before ended
    :param order: ``requested_at`` or ``updated_at``
    """
    assert order in ("requested_at", "updated_at")
    limit = max(1, min(limit, MOST))
    rows = select(city, wanted, by).select_related("words", "lead")
    if after:
        rows = rows.annotate(
            beyond=RawSQL(  # noqa: S611 - a row comparison, which the index can follow
                f"(requests_servicerequest.{order}, requests_servicerequest.id) < (%s, %s)",
                after,
                output_field=BooleanField(),
            )
        ).filter(beyond=True)
    found = list(rows.order_by(f"-{order}", "-id")[offset : offset + limit + 1])
    page = found[:limit]
    more = len(found) > limit
    return Page(
        tuple(shown(page, viewer_of(by), language, at)),
        (getattr(page[-1], order), page[-1].pk) if more else None,
    )


def viewer_of(by: Actor | None) -> Viewer:
    """Return as whom an actor looks."""
    return Viewer.STAFF if by and by.kind == "staff" else Viewer.EVERYONE


def select(city: City, wanted: Filter, by: Actor | None) -> ServiceRequests:
    """Return the rows that fit and that the viewer may know of."""
    rows = ServiceRequest.objects.filter(city_id=city.id)
    if viewer_of(by) is Viewer.EVERYONE:
        rows = rows.public()
    elif by and "*" not in by.departments:
        rows = rows.filter(~Q(publicity="nothing") | Q(department__in=by.departments))
    rows = rows.filter(_what(wanted)).filter(_when(wanted))
    rows = _where(rows, wanted)
    if wanted.words:
        rows = rows.filter(
            words__vector=SearchQuery(
                _LOOSE_MINUS.sub(" ", wanted.words[:MOST_WORDS]),
                config="simple",
                search_type="websearch",
            )
        )
        if viewer_of(by) is Viewer.EVERYONE:
            rows = rows.filter(Q(publicity="everything") | Q(released_at__isnull=False))
    return rows


def _what(wanted: Filter) -> Q:
    conditions = Q()
    for field, values in (
        ("number__in", wanted.numbers),
        ("service_code__in", wanted.services),
        ("status__in", wanted.statuses),
        ("department__in", wanted.departments),
        ("origin__in", wanted.origins),
    ):
        if values:
            conditions &= Q(**{field: list(values)})
    if wanted.lead:
        conditions &= Q(lead__number=wanted.lead)
    if wanted.open is not None:
        closed = Q(status="closed")
        conditions &= ~closed if wanted.open else closed
    return conditions


def _when(wanted: Filter) -> Q:
    conditions = Q()
    for field, value in (
        ("requested_at__gte", wanted.since),
        ("requested_at__lte", wanted.until),
        ("updated_at__gte", wanted.updated_since),
        ("updated_at__lte", wanted.updated_until),
    ):
        if value is not None:
            conditions &= Q(**{field: value})
    return conditions


def _where(rows: ServiceRequests, wanted: Filter) -> ServiceRequests:
    if wanted.areas:
        rows = rows.filter(areas__overlap=list(wanted.areas))
    box = rule.box(*wanted.near) if wanted.near else wanted.box
    if box:
        south, west, north, east = box
        rows = (
            rows.filter(lat__isnull=False)
            .annotate(
                inside=RawSQL(
                    "point(requests_servicerequest.lon, requests_servicerequest.lat)"
                    " <@ box(point(%s, %s), point(%s, %s))",
                    (west, south, east, north),
                    output_field=BooleanField(),
                )
            )
            .filter(inside=True)
        )
    if wanted.near:
        centre, radius = wanted.near
        rows = rows.annotate(
            within=RawSQL(  # noqa: S611 - haversine, as in rules.nearby
                f"2 * {rule.EARTH_M} * asin(sqrt(least(1,"
                " sin(radians(requests_servicerequest.lat - %s) / 2) ^ 2"
                " + cos(radians(%s)) * cos(radians(requests_servicerequest.lat))"
                " * sin(radians(requests_servicerequest.lon - %s) / 2) ^ 2))) <= %s",
                (centre.lat, centre.lat, centre.lon, radius),
                output_field=BooleanField(),
            )
        ).filter(within=True)
    return rows


def shown(
    rows: Sequence[ServiceRequest], viewer: Viewer, language: str, at: datetime
) -> list[RequestShown]:
    """Return rows as the viewer may see them; one more statement for all their photos."""
    photos = defaultdict(list)
    for photo in Photo.objects.filter(request__in=[r.pk for r in rows]).order_by("id"):
        photos[photo.request_id].append(photo)
    return [
        build(
            row,
            shown=publicity.shown(
                row.publicity,
                released=row.released_at is not None,
                held=row.status == "held" or row.hidden,
                viewer=viewer,
            ),
            viewer=viewer,
            language=language,
            at=at,
            photos=photos.get(row.pk, ()),
        )
        for row in rows
    ]


def in_area_counts(city: City, areas: Sequence[str], *, since: datetime) -> dict[str, int]:
    """Return how many public requests each service had in the areas since then."""
    rows = select(city, Filter(areas=tuple(areas), since=since), None)
    return dict(rows.values_list("service_code").annotate(n=Count("id")).order_by("-n")[:10])
