"""What imports accepted though something is wrong with it."""

from dataclasses import dataclass
from datetime import datetime

from townline.cities.rules.city import City
from townline.council.models import Flag


@dataclass(frozen=True, kw_only=True)
class FlagShown:
    """A flag as the clerk's list has it."""

    id: int
    identifier: str
    """The file that it is about."""
    code: str
    detail: str
    entry: int | None
    raised_at: datetime


def flags(city: City, *, file: str | None = None, most: int = 500) -> tuple[FlagShown, ...]:
    """Return the flags that nobody has settled, the newest first; of one file where it is given."""
    rows = Flag.objects.filter(file__city_id=city.id, settled_at=None).select_related("file")
    if file is not None:
        rows = rows.filter(file__identifier=file)
    return tuple(
        FlagShown(
            id=row.pk,
            identifier=row.file.identifier,
            code=row.code,
            detail=row.detail,
            entry=row.entry,
            raised_at=row.raised_at,
        )
        for row in rows.order_by("-pk")[:most]
    )
