"""The agendas that a file is on."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from townline.cities.rules.city import City
from townline.council.models import AgendaItemRow


@dataclass(frozen=True, kw_only=True)
class OnAgenda:
    """A meeting whose agenda a file is on."""

    meeting: str
    """The code of the meeting."""
    body: str
    """The code of its body; empty where an import did not say whose it was."""
    day: date
    posted: bool
    """Whether everyone may read its agenda."""
    time_limit: date | None
    """The day by which the Council must have acted, as the agenda says."""
    last_day: date | None


def on_agendas(city: City, file_id: int) -> tuple[OnAgenda, ...]:
    """Return the meetings whose agenda a file is on, the latest first; those not posted too."""
    rows = AgendaItemRow.objects.filter(
        meeting__city_id=city.id, file_id=file_id, removed=False
    ).values(
        "time_limit_date",
        "last_day_date",
        code=F("meeting__code"),
        body=F("meeting__body__code"),
        day=F("meeting__day"),
        version=F("meeting__version"),
    )
    return tuple(
        OnAgenda(
            meeting=row["code"],
            body=row["body"] or "",
            day=row["day"],
            posted=row["version"] > 0,
            time_limit=row["time_limit_date"],
            last_day=row["last_day_date"],
        )
        for row in rows.order_by("-meeting__day", "-pk")
    )
