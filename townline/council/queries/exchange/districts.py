"""Which files are about which districts, as rows of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from townline.cities.rules.city import City
from townline.council.models import CouncilFile
from townline.council.queries.exchange.conditional import as_q
from townline.council.queries.exchange.files import DISTRICT
from townline.council.rules.conditions import AllOf, Compare, Condition

NARROWING = frozenset({"file_id", "changed_at"})


@dataclass(frozen=True, kw_only=True)
class DistrictTold:
    """That a file is about a district."""

    file_id: int
    district: int
    changed_at: datetime


def districts_of_files(
    city: City, where: Condition, *, falling: bool = False
) -> Iterator[DistrictTold]:
    """
    Yield which files that everyone may read are about which districts, by file and district.

    :param where: a condition by ``file_id`` and ``changed_at``, of which what every row must
        fulfil narrows what is read; the caller looks at each row
    """
    rows = CouncilFile.objects.readable(city.id).exclude(districts=[])
    rows = rows.order_by("-pk" if falling else "pk")
    for part in _needed(where):
        column = "id" if part.column == "file_id" else part.column
        rows = rows.filter(as_q(Compare(column, part.op, part.value), {column}))
    found = rows.values_list("pk", "districts", "changed_at").iterator(chunk_size=1_000)
    for file_id, districts, changed_at in found:
        numbers = {int(each) for each in districts if DISTRICT.fullmatch(each)}
        for district in sorted(numbers, reverse=falling):
            yield DistrictTold(file_id=file_id, district=district, changed_at=changed_at)


def _needed(where: Condition) -> Iterator[Compare]:
    """Yield the comparisons that every row must fulfil and that a file's row can answer."""
    match where:
        case AllOf(parts):
            for part in parts:
                yield from _needed(part)
        case Compare(column) if column in NARROWING:
            yield where
