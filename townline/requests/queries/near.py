"""What is already known near a place, and which days an order may still choose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from townline.catalogue import queries as catalogue
from townline.catalogue.rules.offers import Nearby as NearRule
from townline.cities.rules.city import City
from townline.geography import queries as geography
from townline.geography.rules.place import Point
from townline.requests.models import Booking, ServiceRequest
from townline.requests.rules import nearby as rule
from townline.requests.rules import ordering, routing
from townline.requests.rules.lifecycle import UNDECIDED
from townline.staff import queries as staff


@dataclass(frozen=True)
class Near:
    """An open request of the same service that is near."""

    number: str
    metres: float
    address: str
    requested_at: datetime
    status: str
    reports: int
    lat: float
    lon: float


def nearby(
    city: City, service_code: str, point: Point, *, at: datetime, limit: int = 10
) -> tuple[Near, ...]:
    """
    Return known open requests of the service within its radius and window, nearest first.

    Nothing for services without a radius, and nothing confidential.
    """
    offer = catalogue.offer(city.edition_id, service_code)
    if offer.nearby is None or offer.publicity == "nothing":
        return ()
    rows = _in_box(city, offer.code, offer.nearby, point, at)
    found = [
        Near(
            r.number,
            rule.metres(point, Point(r.lat or 0.0, r.lon or 0.0)),
            r.address,
            r.requested_at,
            r.status,
            r.reports,
            r.lat or 0.0,
            r.lon or 0.0,
        )
        for r in rows
    ]
    inside = [n for n in found if n.metres <= offer.nearby.radius_m]
    return tuple(sorted(inside, key=lambda n: n.metres)[:limit])


def _in_box(
    city: City, service_code: str, near: NearRule, point: Point, at: datetime
) -> Iterable[ServiceRequest]:
    south, west, north, east = rule.box(point, near.radius_m)
    return ServiceRequest.objects.public().filter(
        city_id=city.id,
        service_code=service_code,
        status__in=[s.value for s in UNDECIDED],
        requested_at__gte=at - timedelta(days=near.window_days),
        lat__range=(south, north),
        lon__range=(west, east),
        lat__isnull=False,
    )[:200]


def days_free(
    city: City, service_code: str, point: Point | None, *, at: datetime
) -> tuple[date, ...]:
    """Return the days that an order of the service at this place may still choose."""
    offer = catalogue.offer(city.edition_id, service_code)
    if offer.dates is None:
        return ()
    today = at.astimezone(city.zone).date()
    place = geography.locate(city, point, today) if point else None
    areas = [a.key for a in place.areas] if place else []
    goes = routing.route(offer, areas=areas, answers={}, on=today)
    week = staff.week_of(city.edition_id, goes.department)
    area = ordering.area_of(offer.dates, place)
    taken = dict(
        Booking.objects.filter(
            city_id=city.id, service_code=service_code, area=area, date__gte=today
        ).values_list("date", "taken")
    )
    return tuple(ordering.free(offer.dates, ordering.days(offer.dates, week, today), taken))
