"""Reminding the clerk's office of reports that are owed: once before their day, once after it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from townline.cities.rules.city import City
from townline.council.models import InstructionRow
from townline.council.queries.describing import council_settings
from townline.council.rules.instructions import Stage, to_remind
from townline.record.verbs import Actor

MOST = 100
"""So many reports one letter tells of; the others are in the next."""


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """That the clerk is to be reminded of an instruction."""

    identifier: str
    entry: int
    stage: str
    """``near`` or ``past``."""


@transaction.atomic
def remind(*, city: City, by: Actor, at: datetime) -> tuple[Reminder, ...]:
    """
    Note that the clerk is reminded today of what is due soon or overdue, and return of what.

    Each instruction is returned once for each stage. Files that are restricted are left out: what
    is returned goes into letters.
    """
    on = at.astimezone(city.zone).date()
    ahead = council_settings(city).reports.remind_days
    rows = InstructionRow.objects.select_for_update(of=("self",), skip_locked=True).filter(
        file__city_id=city.id, file__restricted=False, satisfied_date=None,
        due_date__lte=on + timedelta(days=ahead),
    )  # fmt: skip
    found: list[Reminder] = []
    told = rows.exclude(reminded_date__gt=F("due_date"))  # of both stages
    for row in told.select_related("file").order_by("due_date", "pk").iterator():
        stage = to_remind(row.due_date, None, row.reminded_date, on, ahead=ahead)
        if stage is not None and len(found) < MOST:
            found.append(_reminded(row, stage, on))
    return tuple(found)


def _reminded(row: InstructionRow, stage: Stage, on: date) -> Reminder:
    row.reminded_date = on
    row.save(update_fields=["reminded_date"])
    return Reminder(identifier=row.file.identifier, entry=row.seq, stage=stage.value)
