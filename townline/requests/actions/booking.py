"""Days of orders: room taken and given back, so that no day is promised twice over."""

from datetime import date

from django.db import connection

from townline.catalogue.rules.offers import Offer
from townline.requests.models import ServiceRequest
from townline.requests.rules.submission import Unfit

TAKE = """
INSERT INTO requests_booking (city_id, service_code, area, date, taken)
VALUES (%(city)s, %(service)s, %(area)s, %(date)s, 1)
ON CONFLICT (city_id, service_code, area, date) DO UPDATE
  SET taken = requests_booking.taken + 1
  WHERE %(capacity)s::int = 0 OR requests_booking.taken < %(capacity)s::int
RETURNING taken
"""
GIVE_BACK = """
UPDATE requests_booking SET taken = taken - 1
WHERE city_id = %(city)s AND service_code = %(service)s AND area = %(area)s
  AND date = %(date)s AND taken > 0
"""


def book(city_id: int, offer: Offer, area: str, day: date) -> None:
    """
    Take one place of the day, within the caller's transaction.

    :raises Unfit: if the day is full
    """
    capacity = offer.dates.capacity if offer.dates else 0
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE,
            {
                "city": city_id,
                "service": offer.code,
                "area": area,
                "date": day,
                "capacity": capacity,
            },
        )
        if cursor.fetchone() is None:
            raise Unfit("day_full", "order_date", "this day is full; choose another one")


def move(request: ServiceRequest, offer: Offer, to: date) -> None:
    """
    Take a place of another day, and give that of the present one back.

    The earlier day always comes first, so that two moves the other way round never wait for each
    other.

    :raises Unfit: if the day is full
    """
    was, area = request.order_date, _area_of(request, offer)
    if was and was < to:
        release(request, offer)
    book(request.city_id, offer, area, to)
    if was and was > to:
        release(request, offer)
    request.order_date = to


def release(request: ServiceRequest, offer: Offer) -> None:
    """Give the place of an order's day back, once, within the caller's transaction."""
    if request.order_date is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            GIVE_BACK,
            {
                "city": request.city_id,
                "service": request.service_code,
                "area": _area_of(request, offer),
                "date": request.order_date,
            },
        )
    request.order_date = None


def _area_of(request: ServiceRequest, offer: Offer) -> str:
    kind = offer.dates.area_kind if offer.dates else ""
    return next((key for key in request.areas if kind and key.startswith(f"{kind}:")), "")
