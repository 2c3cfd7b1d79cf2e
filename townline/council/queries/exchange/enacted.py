"""What files made law: their ordinances, as other systems ask for one a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from townline.council.models import OrdinanceRow


@dataclass(frozen=True, kw_only=True)
class Enacted:
    """An ordinance that was adopted or has a number."""

    number: str
    date: date | None
    """The day on which it was adopted; None where that is not known."""


def enacted(files: Sequence[int]) -> Mapping[int, Enacted]:
    """Return the ordinance of each file that has one, the one that was entered last of several."""
    rows = OrdinanceRow.objects.filter(file_id__in=files).order_by("seq")
    return {
        file_id: Enacted(number=number, date=day)
        for file_id, number, day in rows.values_list("file_id", "number", "adopted_date")
        if number or day
    }


def last_ordinance(column: str) -> Subquery:
    """Return a column of the ordinance of a row's file, for conditions."""
    rows = OrdinanceRow.objects.filter(file=OuterRef("pk")).exclude(number="", adopted_date=None)
    return Subquery(rows.order_by("-seq").values(column)[:1])
