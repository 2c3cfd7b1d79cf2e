"""What reporters said after the end, and until when they may open a request again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, Q

from townline.catalogue import queries as catalogue
from townline.catalogue.queries import NoSuchService
from townline.cities.rules.city import City
from townline.requests.models import Satisfaction
from townline.requests.queries.shape import RequestShown
from townline.requests.rules import reopening


@dataclass(frozen=True)
class Said:
    """What the reporter of one request said after its end."""

    fixed: bool | None = None
    rating: int | None = None


@dataclass(frozen=True, kw_only=True)
class Satisfied:
    """What the reporters of one service said."""

    service_code: str
    fixed: int
    not_fixed: int
    ratings: int
    mean: float | None


def reopens_until(shown: RequestShown) -> datetime | None:
    """Return until when its reporter may open a request again; None where they may not."""
    if shown.closed_at is None:
        return None
    try:
        days = catalogue.offer(shown.edition_id, shown.service_code).reopen_days
    except NoSuchService:
        return None
    return reopening.until(shown.closed_at, days=days)


def said_of(request_id: int) -> Said:
    """Return what its reporter said of a request; for them, and for staff."""
    found = Satisfaction.objects.filter(pk=request_id).first()
    return Said(found.fixed, found.rating) if found else Said()


def satisfaction(
    city: City, *, since: datetime | None = None, departments: Collection[str] = ("*",)
) -> tuple[Satisfied, ...]:
    """
    Return what was said of each service, most answers first; for staff.

    :param departments: whose requests are counted; ``*`` stands for all
    """
    asked = Satisfaction.objects.filter(request__city_id=city.id)
    if "*" not in departments:
        asked = asked.filter(request__department__in=departments)
    if since:
        asked = asked.filter(said_at__gte=since)
    rows = asked.values("request__service_code").annotate(
        yes=Count("pk", filter=Q(fixed=True)),
        no=Count("pk", filter=Q(fixed=False)),
        ratings=Count("rating"),
        mean=Avg("rating"),
    )
    found = [
        Satisfied(
            service_code=row["request__service_code"], fixed=row["yes"], not_fixed=row["no"],
            ratings=row["ratings"], mean=row["mean"],
        )
        for row in rows
    ]  # fmt: skip
    return tuple(
        sorted(found, key=lambda s: (-(s.fixed + s.not_fixed + s.ratings), s.service_code))
    )
