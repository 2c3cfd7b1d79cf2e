"""Counting beforehand what maps and the pages of areas say."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from townline.record.verbs import Actor
from townline.requests.models import Counting
from townline.requests.queries.by_cell import CELL_X, CELL_Y, COUNTED_ZOOM
from townline.requests.queries.conditions import PUBLIC

LATE = timedelta(days=30)
"""What was opened or closed within so long is of late."""
_SQL = Path(__file__).parent.parent / "sql"
_MARK = (_SQL / "count_mark.sql").read_text()
_CELLS = (_SQL / "count_cells.sql").read_text().format(x=CELL_X, y=CELL_Y, public=PUBLIC)
_AREAS = (_SQL / "count_areas.sql").read_text().format(public=PUBLIC)


@transaction.atomic
def count(*, city_id: int, by: Actor, at: datetime, rest: timedelta = timedelta(0)) -> bool:
    """
    Count the public requests of a city by cell and by area; return whether that was needed.

    It is not where nothing has changed since, on the same day; nor sooner than ``rest`` after the
    last time, as it goes through all requests.
    """
    kept = Counting.objects.select_for_update().filter(pk=city_id).first()
    if kept and timedelta(0) <= at - kept.counted_at < rest:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"city": city_id})
        mark = f"{cursor.fetchone()[0]} {at:%Y-%m-%d} {COUNTED_ZOOM}"
        if kept and kept.mark == mark:
            return False
        values: dict[str, Any] = {"city": city_id, "since": at - LATE, "across": 1 << COUNTED_ZOOM}
        cursor.execute(_CELLS, values)
        cursor.execute(_AREAS, values)
    Counting.objects.update_or_create(
        city_id=city_id, defaults={"counted_at": at, "since": at - LATE, "mark": mark}
    )
    return True
