"""Indexes of matters: the council districts that files are about, of one file or of all."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.http import HttpRequest

from townline.api.answering import Answer
from townline.api.legistar.asking import asked, listed, selected
from townline.api.legistar.matters import file_or_404
from townline.api.legistar.places import city_of_client
from townline.api.legistar.shapes import MATTER_INDEX
from townline.council.queries import exchange
from townline.council.rules import conditions

NAMED = {
    "MatterId": "file_id", "IndexId": "district", "LastModifiedUtc": "changed_at",
    "Id": "id", "Name": "name",
}  # fmt: skip
"""What may be asked about them, and what it is called here."""


def of_matter(request: HttpRequest, client: str, matter_id: str) -> Answer:
    """Return the council districts of a matter."""
    file = file_or_404(city_of_client(request, client), matter_id)
    numbers = (int(each) for each in file.details.districts if each.isascii() and each.isdecimal())
    rows = [_row(file.id, district, file.changed_at) for district in numbers]
    return listed(request, MATTER_INDEX, rows)


def of_all(request: HttpRequest, client: str) -> Answer:
    """Return a page of the council districts of all matters."""
    city = city_of_client(request, client)
    wanted = asked(request)
    _order, falling = wanted.order({"matterindexid": "id"})
    where = wanted.bound(MATTER_INDEX.columns(NAMED))
    found = exchange.districts_of_files(city, where, falling=falling)
    page = islice(_fitting(found, where), wanted.skip, wanted.skip + wanted.top)
    rows = [_row(each.file_id, each.district, each.changed_at) for each in page]
    return selected(MATTER_INDEX, rows, wanted)


def _fitting(
    found: Iterable[exchange.DistrictTold], where: conditions.Condition
) -> Iterator[exchange.DistrictTold]:
    for each in found:
        row = {
            "file_id": each.file_id,
            "district": each.district,
            "changed_at": each.changed_at,
            "id": _number(each.file_id, each.district),
            "name": _name(each.district),
        }
        if conditions.holds(where, row):
            yield each


def _row(file_id: int, district: int, changed_at: datetime) -> dict[str, Any]:
    return MATTER_INDEX.row(
        Id=_number(file_id, district),
        **MATTER_INDEX.identity(f"{file_id}/{district}", changed_at),
        MatterId=file_id,
        IndexId=district,
        Name=_name(district),
    )


def _number(file_id: int, district: int) -> int:
    return file_id * 10_000 + district


def _name(district: int) -> str:
    return f"Council District {district}"
