"""What lies before a body."""

from townline.cities.rules.city import City
from townline.council.models import CouncilFile
from townline.council.queries.files import FileShown, shown

COUNTED = 1_000
"""Up to so many are counted."""


def pending_in(city: City, body: str, *, most: int) -> tuple[tuple[FileShown, ...], int]:
    """
    Return public files that a body has before it, those set for a day first, and how many.

    The number ends at ``COUNTED``.
    """
    rows = CouncilFile.objects.readable(city.id).filter(pending__contains=[body])
    found = rows.order_by("next_date", "-last_change_date", "-id")[:most]
    first = tuple(shown(row) for row in found)
    total = len(first) if len(first) < most else rows.order_by()[:COUNTED].count()
    return first, total
