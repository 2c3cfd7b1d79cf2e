"""
Reckoning anew what follows from records: because a day has come, or because the calendar, the
limits or the types of activities are others now.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from townline.cities.rules.city import City
from townline.council.models import CouncilFile, Reckoning
from townline.council.queries.reckoned import (
    COLUMNS,
    Reckoner,
    changed_columns,
    digest,
    reckoner,
)
from townline.council.queries.statements import SQL
from townline.record.verbs import Actor

PUT = (SQL / "put_reckoned.sql").read_text()
RESTATE = (SQL / "restate.sql").read_text()
MOST = 1_000
"""Files that are reckoned in one transaction."""
SEEN = ("state", "last_change_date", "expires_date", "final_date", "next_date", "pending")
"""Columns that readers see: where one changes, the file has changed for them."""


def reckon_due(*, city: City, by: Actor, at: datetime, most: int = MOST) -> int:
    """
    Reckon the files whose day has come, at most so many, and return how many there were.

    Call again while it returns ``most``.

    :raises NoCouncil: if the city's edition in force describes no council
    """
    today = at.astimezone(city.zone).date()
    with transaction.atomic():
        rows = list(
            CouncilFile.objects.filter(city_id=city.id, changes_date__lte=today)
            .select_for_update(skip_locked=True)
            .order_by("changes_date", "pk")[:most]
        )
        _keep(reckoner(city, today), rows, at)
    return len(rows)


def reckon_all(*, city: City, by: Actor, at: datetime) -> int:
    """
    Reckon all files of a city, and return how many say something else now.

    :raises NoCouncil: if the city's edition in force describes no council
    """
    today = at.astimezone(city.zone).date()
    known = digest(city, today)
    anew = reckoner(city, today)
    after, changed = 0, 0
    while True:
        with transaction.atomic():
            rows = list(
                CouncilFile.objects.filter(city_id=city.id, pk__gt=after)
                .select_for_update()
                .order_by("pk")[:MOST]
            )
            changed += _keep(anew, rows, at)
        if len(rows) < MOST:
            break
        after = rows[-1].pk
    Reckoning.objects.update_or_create(
        city_id=city.id, defaults={"digest": known, "reckoned_at": at}
    )
    return changed


def reckon_if_other(*, city: City, by: Actor, at: datetime) -> bool:
    """
    Reckon all files of a city if what they are reckoned by is something else now.

    :raises NoCouncil: if the city's edition in force describes no council
    """
    today = at.astimezone(city.zone).date()
    last = Reckoning.objects.filter(city_id=city.id).values_list("digest", flat=True).first()
    if last == digest(city, today):
        return False
    reckon_all(city=city, by=by, at=at)
    return True


def _keep(anew: Reckoner, rows: list[CouncilFile], at: datetime) -> int:
    """Write what follows from the records of rows that are held, where it is something else."""
    changed = list(changed_columns(anew, rows))
    if not changed:
        return 0
    ids = [row.pk for row, _ in changed]
    columns = {name: [values[name] for _, values in changed] for name in COLUMNS}
    columns["pending"] = ["\n".join(pending) for pending in columns["pending"]]
    seen = [_is_seen(row, values) for row, values in changed]
    with connection.cursor() as cursor:
        cursor.execute(PUT, {**columns, "ids": ids, "seen": seen, "at": at})
        cursor.execute(RESTATE, {"ids": ids})
    return len(changed)


def _is_seen(row: CouncilFile, values: Mapping[str, Any]) -> bool:
    return any(getattr(row, column) != values[column] for column in SEEN)
