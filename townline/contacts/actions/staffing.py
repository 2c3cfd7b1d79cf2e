"""Writing to members of staff by the same couriers that write to residents."""

from datetime import datetime
from typing import Any

from townline.contacts.actions.hearing import hear
from townline.contacts.actions.owing import owe
from townline.contacts.models import Contact
from townline.contacts.queries.reach import same_address
from townline.record.verbs import Actor


def owe_staff(
    *,
    city_id: int,
    email: str,
    language: str,
    template: str,
    data: dict[str, Any],
    by: Actor,
    at: datetime,
) -> int | None:
    """
    Owe somebody who works for the city a letter, and return its key.

    All letters to one address are of one contact, which is about no request.
    """
    known = same_address(city_id=city_id, medium="email", address=email)
    there = Contact.objects.filter(pk__in=known, purpose="staff").order_by("-pk")
    contact_id = there.values_list("pk", flat=True).first() or hear(
        city_id=city_id, channel="other", language=language, purpose="staff",
        details={"email": email, "told_by": "email"}, by=by, at=at,
    )  # fmt: skip
    return owe(city_id=city_id, contact_id=contact_id, template=template, data=data, by=by, at=at)
