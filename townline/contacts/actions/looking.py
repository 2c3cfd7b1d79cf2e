"""Staff see whom a contact was with, and that they did is entered."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.turnstile import stepping
from townline.contacts.rules.looking import WhatFor
from townline.record.verbs import Actor, NotAllowed, require

LOOKED = (Path(__file__).parent.parent / "sql" / "looked.sql").read_text()


def look(
    *, city: City, contacts: Iterable[int | None], what_for: WhatFor, by: Actor, at: datetime,
    department: str = "",
) -> frozenset[int]:  # fmt: skip
    """
    Enter that a member of staff sees whom contacts were with; return which are new today.

    Once a day for each member, contact and reason: a page that is read anew every second writes
    nothing more. Of contacts of whom nothing is kept, nothing is entered.

    :param contacts: their keys; None is left out
    :param department: whose they are, where no centre says so: of a request, or of letters
    :raises NotAllowed: if the actor may not, or is no member of staff
    """
    require(by, verbs.DETAILS_SEEN)
    keys = sorted({key for key in contacts if key is not None})
    if by.member_id is None:
        raise NotAllowed(f"{by.label} is no member of staff, whose looking could be entered")
    if not keys:
        return frozenset()
    said: dict[str, Any] = {
        "city": city.id, "contacts": keys, "member": by.member_id, "by": by.label,
        "what_for": str(what_for), "day": at.astimezone(city.zone).date(), "at": at,
        "department": department,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(LOOKED, said)
        return frozenset(key for (key,) in cursor.fetchall())


@transaction.atomic
def see_details(*, city: City, contact: int, by: Actor, at: datetime) -> queries.Reach | None:
    """
    Return who a contact was with, looked up afterwards; None: nothing is kept.

    That somebody looked is entered in its own record as well.

    :raises NoSuchTurn: if there is none that anybody answers
    :raises NotAllowed: if the actor may not
    """
    new = look(city=city, contacts=[contact], what_for=WhatFor.STORY, by=by, at=at)
    if new:
        centre = queries.centre_of(city.id, contact)
        with stepping(city_id=city.id, at=at, centres=[centre]) as step:
            step.put(step.moved(step.turn(contact), verbs.DETAILS_SEEN, by))
    return queries.reach_of(contact)
