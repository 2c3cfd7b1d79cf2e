"""Past requests as routing sees them, for trying other routes on them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from townline.cities.rules.city import City
from townline.requests.models import ServiceRequest
from townline.requests.models.request import ServiceRequests
from townline.requests.rules.dry_run import PastRequest

ORIGINS = ("live", "imported")
CHUNK = 5_000
COLUMNS = (
    "number", "service_code", "department", "crew", "areas", "words__answers", "requested_at",
    "origin",
)  # fmt: skip


def past(
    city: City, *, since: date | None = None, until: date | None = None, limit: int | None = None
) -> Iterator[PastRequest]:
    """
    Yield the city's real requests, newest first, with the areas and answers kept of them.

    They are read from the server in chunks, however many there are. What was closed as no real
    request is left out, and so is everything made up.

    :param since: the first day, by the city's clock
    :param until: the last day
    :param limit: at most so many
    """
    rows = _rows(city, since, until).order_by("-requested_at", "-id")[:limit]
    for row in rows.values_list(*COLUMNS).iterator(chunk_size=CHUNK):
        number, service, department, crew, areas, answers, requested_at, origin = row
        yield PastRequest(
            number=number,
            service_code=service,
            department=department,
            crew=crew,
            areas=tuple(areas),
            answers=answers or {},
            on=requested_at.astimezone(city.zone).date(),
            imported=origin == "imported",
        )


def count_past(
    city: City, *, since: date | None = None, until: date | None = None, limit: int | None = None
) -> int:
    """Return how many requests ``past`` yields."""
    return _rows(city, since, until)[:limit].count()


def _rows(city: City, since: date | None, until: date | None) -> ServiceRequests:
    rows = ServiceRequest.objects.filter(city_id=city.id, origin__in=ORIGINS, hidden=False)
    if since is not None:
        rows = rows.filter(requested_at__gte=_morning(since, city))
    if until is not None:
        rows = rows.filter(requested_at__lt=_morning(until + timedelta(days=1), city))
    return rows


def _morning(day: date, city: City) -> datetime:
    """Return the first moment of a day of the city."""
    return datetime.combine(day, time.min, city.zone)
