"""Messages that are owed to residents: written with the change that they announce."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from townline.contacts.models import Notice
from townline.record.verbs import Actor

_OWE_EACH = """
SELECT contacts_owe(%s, told.contact, %s, told.data, %s::timestamptz, NULL, false)
FROM jsonb_to_recordset(%s::jsonb) AS told (contact bigint, data jsonb)
"""


def owe(
    *,
    city_id: int,
    contact_id: int,
    template: str,
    data: dict[str, Any],
    by: Actor,
    at: datetime,
    not_before: datetime | None = None,
    asked_for: bool = False,
) -> int | None:
    """
    Owe the resident of a contact a message, and return its key.

    It goes by the medium that the contact is told by. None, and nothing owed, where they left no
    way to reach them or want to hear nothing.

    :param template: a name in ``townline/channels/templates/channels``, which says what it needs
    :param data: what the template needs besides the request; ``number`` names a request, and
        ``leave`` is the path of a page of the city that ends such messages with one click
    :param not_before: until when it can still be withdrawn
    :param asked_for: the resident asked for this very message, a code to sign in with for example:
        it goes out at any hour, and also to an address that wants no others; its data are emptied
        once it is out
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contacts_owe(%s, %s, %s, %s::jsonb, %s::timestamptz, %s::timestamptz, %s)",
            (city_id, contact_id, template, json.dumps(data), at, not_before, asked_for),
        )
        found = cursor.fetchone()[0]
    return None if found is None else int(found)


def owe_each(
    *,
    city_id: int,
    template: str,
    told: Iterable[tuple[int, dict[str, Any]]],
    by: Actor,
    at: datetime,
) -> list[int]:
    """
    Owe the residents of several contacts a message in one statement, and return the keys.

    :param told: each contact with the data of its message; see ``owe``
    """
    owed = [{"contact": contact_id, "data": data} for contact_id, data in told]
    if not owed:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_OWE_EACH, [city_id, template, at, json.dumps(owed)])
        return [int(key) for (key,) in cursor.fetchall() if key is not None]


def withdraw(*, notice_ids: Sequence[int], by: Actor, at: datetime) -> int:
    """Take back notices that no courier has had yet, and return how many."""
    waiting = Notice.objects.filter(
        pk__in=notice_ids, tried=0, claimed_at=None, sent_at=None, given_up_at=None
    )
    return waiting.update(given_up_at=at, given_up_for="withdrawn")


def withdraw_kept_back(
    *,
    contact_ids: Sequence[int],
    templates: Sequence[str],
    number: str,
    by: Actor,
    at: datetime,
) -> int:
    """Take back what is kept back for now of some messages about a request; return how many."""
    waiting = Notice.objects.filter(
        contact_id__in=contact_ids, template__in=templates, data__number=number, tried=0,
        claimed_at=None, sent_at=None, given_up_at=None, not_before__gt=at,
    )  # fmt: skip
    return waiting.update(given_up_at=at, given_up_for="withdrawn")
