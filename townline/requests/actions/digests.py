"""The daily digests of departments: owed each working morning to the members who want them."""

from datetime import date, datetime, timedelta

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.record.verbs import Actor
from townline.requests.models import Digest
from townline.requests.rules import digest as rule
from townline.staff import queries as staff

KEPT = timedelta(days=40)
"""How long it is remembered that a digest was owed."""


def tell(*, city: City, by: Actor, at: datetime) -> int:
    """
    Owe the digests of this morning that were not owed yet; return how many.

    Of each department only on its working days, and to those who work for it now. Each is owed in
    one transaction with a row that is there once a day, so that it may be called often.
    """
    days = {
        code: rule.due_on(at, staff.week_of(city.edition_id, code), city.zone)
        for code in staff.departments(city.edition_id)
    }
    if not any(days.values()):
        return 0
    told = 0
    for member in staff.reached(city):
        for code in member.digests:
            on = days.get(code)
            if on and member.email and not member.departments.isdisjoint({code, "*"}):
                told += _owe(city, member, code, on, by=by, at=at)
    return told


@transaction.atomic
def _owe(
    city: City, member: staff.Reached, department: str, on: date, *, by: Actor, at: datetime
) -> bool:
    _kept, new = Digest.objects.get_or_create(
        member_id=member.id, department=department, on=on,
        defaults={"city_id": city.id, "owed_at": at},
    )  # fmt: skip
    if new:
        contacts.owe_staff(
            city_id=city.id, email=member.email, language=city.languages[0], template="digest",
            data={"department": department, "on": on.isoformat()}, by=by, at=at,
        )  # fmt: skip
    return new


def sweep(*, before: datetime, by: Actor, at: datetime) -> int:
    """Forget which digests were owed before a moment; return how many."""
    return Digest.objects.filter(on__lt=before.date()).delete()[0]
