"""The city's real requests as another system once told them, and the synthetic ones beside them."""

from datetime import datetime, time
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, Subquery

from townline.cities.rules.city import City
from townline.requests import verbs
from townline.requests.models import RequestEntry, ServiceRequest
from townline.requests.rules import resampling
from townline.requests.rules.imported import Past
from townline.requests.rules.lifecycle import Status

COLUMNS = (
    "service_code", "status", "requested_at", "updated_at", "closed_at", "order_date", "department",
    "crew", "channel", "address", "zipcode", "lat", "lon", "outcome", "flags", "number", "ended",
)  # fmt: skip
SYNTHETIC = Q(number__gte=resampling.SERIES, number__lt=f"{resampling.SERIES[:-1]}.")
"""The numbers that begin so: the full stop comes after the dash, and the index follows."""


def imported(city: City, *, most: int) -> list[Past]:
    """
    Return the city's imported requests; where there are more than ``most``, evenly chosen ones.

    Their promises and texts are left out, and so is what was closed as no real request.
    """
    rows = ServiceRequest.objects.filter(city_id=city.id, origin="imported", hidden=False)
    there = rows.count()
    if there > most:
        rows = rows.annotate(turn=F("id") % -(-there // most)).filter(turn=0)
    last = RequestEntry.objects.filter(subject=OuterRef("pk"), seq=OuterRef("seq"))
    rows = rows.annotate(ended=Subquery(last.values("verb")[:1]))
    return [
        _past(dict(zip(COLUMNS, row, strict=True)), city)
        for row in rows.order_by("id").values_list(*COLUMNS)
    ]


def synthetic(city: City) -> tuple[int, int]:
    """Return how many synthetic requests the city has, and the serial that the next one takes."""
    found = ServiceRequest.objects.filter(SYNTHETIC, city_id=city.id).aggregate(
        there=Count("id"), last=Max("number")
    )
    following = resampling.serial_of(found["last"]) + 1 if found["last"] else 1
    return found["there"], following


def _past(row: dict[str, Any], city: City) -> Past:
    ordered = row.pop("order_date")
    return Past(
        state=_state(row.pop("status"), row.pop("ended")),
        due_at=None,
        scheduled_at=datetime.combine(ordered, time(), city.zone) if ordered else None,
        flags=tuple(row.pop("flags")),
        **row,
    )


def _state(status: str, ended: str) -> str:
    if status == Status.CLOSED:
        return "cancelled" if ended == verbs.CANCELLED.code else "closed"
    return "waiting" if status in (Status.WAITING, Status.PAUSED) else "open"
