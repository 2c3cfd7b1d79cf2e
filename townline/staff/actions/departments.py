"""What an edition of a city's folder brings to staff."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from django.db import transaction

from townline.hours import WorkingWeek
from townline.record.verbs import Actor
from townline.staff import queries
from townline.staff.models import CalendarRow, DepartmentRow
from townline.staff.rules.calendars import data_of
from townline.staff.rules.departments import Department


class NoSuchCalendar(LookupError):
    """A department works by a calendar that the edition lacks; the text names both."""


@transaction.atomic
def put_departments(
    *,
    edition_id: int,
    departments: Sequence[Department],
    calendars: Mapping[str, WorkingWeek],
    by: Actor,
    at: datetime,
) -> None:
    """
    Give an edition its departments and the working weeks that they keep.

    :raises NoSuchCalendar: if a department names a calendar that is not given
    :raises IntegrityError: if a code is given twice, or the edition has departments already
    """
    for each in departments:
        if each.calendar not in calendars:
            raise NoSuchCalendar(
                f"The department {each.code!r} works by {each.calendar!r}, which is no calendar."
            )
    CalendarRow.objects.bulk_create(
        CalendarRow(edition_id=edition_id, code=code, data=data_of(week))
        for code, week in calendars.items()
    )
    DepartmentRow.objects.bulk_create(
        DepartmentRow(
            edition_id=edition_id,
            position=position,
            code=each.code,
            data=msgspec.to_builtins(each),
        )
        for position, each in enumerate(departments)
    )
    queries.forget_editions()
