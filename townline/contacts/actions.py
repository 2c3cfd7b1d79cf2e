"""Everything that can be done with contacts and with what we owe people."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from townline.contacts.models import Contact, Details, Notice
from townline.record.verbs import Actor

TRIES = 8
CLAIM_LASTS = timedelta(minutes=10)
"""After this a claimed notice is taken from a courier that hangs."""
_CLAIMABLE = (Path(__file__).parent / "sql" / "claimable.sql").read_text()
_SESSION = """
SELECT pid || ' ' || backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()
"""


def owe(
    *, city_id: int, contact_id: int, template: str, data: dict[str, Any], by: Actor, at: datetime
) -> bool:
    """Owe the resident of a contact a message; False where they left no way to reach them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contacts_owe(%s, contact_id, %s, %s::jsonb, %s::timestamptz)"
            " FROM contacts_details WHERE contact_id = %s AND email <> ''",
            (city_id, template, json.dumps(data), at, contact_id),
        )
        return cursor.fetchone() is not None


def hear_many(
    *, city_id: int, contacts: Sequence[tuple[str, str, datetime]], by: Actor, at: datetime
) -> list[int]:
    """
    Keep past contacts, given as channel, language and time, and return their keys in that order.

    Within the caller's transaction.
    """
    if not contacts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('contacts_contact', 'id')::regclass)"
            " FROM generate_series(1, %s)",
            [len(contacts)],
        )
        keys = [row[0] for row in cursor.fetchall()]
        with cursor.copy(
            "COPY contacts_contact (id, city_id, channel, language, started_at, purpose) FROM STDIN"
        ) as copy:
            for key, (channel, language, began) in zip(keys, contacts, strict=True):
                copy.write_row((key, city_id, channel, language, began, "request"))
    return keys


@dataclass(frozen=True)
class Owed:
    """A notice with everything that a courier needs."""

    id: int
    city_id: int
    template: str
    data: dict[str, Any]
    email: str
    language: str
    perhaps_twice: bool


@transaction.atomic
def claim(*, by: Actor, at: datetime, most: int = 50) -> list[Owed]:
    """
    Take notices to send; each is then this courier's until it says ``sent`` or ``failed``.

    A claim that was never settled is taken again once its courier's session with the database has
    ended, else after ten minutes, and marked ``perhaps_twice``, because nobody can know whether
    the message went out. One that was lost so eight times is given up: it may be what kills the
    couriers. So claim no more than is sent in a moment.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SESSION)
        (session,) = cursor.fetchone()
        cursor.execute(_CLAIMABLE, {"at": at, "most": most})
        ids = [row[0] for row in cursor.fetchall()]
    found = Notice.objects.filter(pk__in=ids)
    # What cannot be sent must not stand in the way of all that comes after it.
    unreachable = ~Exists(Details.objects.filter(contact_id=OuterRef("contact_id")))
    found.filter(Q(tried__gte=TRIES) | Q(unreachable)).update(given_up_at=at)
    taken = list(found.filter(given_up_at=None).order_by("try_after", "id"))
    owed = []
    details = {
        d.contact_id: d
        for d in Details.objects.filter(
            contact_id__in=[n.contact_id for n in taken]
        ).select_related("contact")
    }
    for notice in taken:
        notice.perhaps_twice = notice.perhaps_twice or notice.claimed_at is not None
        notice.claimed_at, notice.try_after = at, at + CLAIM_LASTS
        notice.courier = session
        notice.tried += 1
        notice.save()
        reach = details[notice.contact_id]
        owed.append(
            Owed(
                notice.id, notice.city_id, notice.template, notice.data, reach.email,
                reach.contact.language, notice.perhaps_twice,
            )
        )  # fmt: skip
    return owed


def sent(*, notice_id: int, by: Actor, at: datetime) -> None:
    """Say that a notice went out."""
    Notice.objects.filter(pk=notice_id).update(sent_at=at, fault="")


def failed(
    *, notice_id: int, fault: str, by: Actor, at: datetime, perhaps_out: bool = False
) -> None:
    """
    Say that a notice did not go out: it is tried again later, and given up after eight times.

    :param perhaps_out: whether it may have gone out all the same, because what failed came after
        the message was handed over; the next one says so then
    """
    with transaction.atomic():
        # Held, so that a notice which is given up meanwhile stays so.
        notice = Notice.objects.select_for_update().get(pk=notice_id)
        notice.claimed_at = None
        # What a mail server says names the address: not where that was to be forgotten.
        notice.fault = fault[:500] if notice.given_up_at is None else ""
        notice.perhaps_twice = notice.perhaps_twice or perhaps_out
        if notice.tried >= TRIES:
            notice.given_up_at = notice.given_up_at or at
        notice.try_after = at + timedelta(minutes=2**notice.tried)
        notice.save(
            update_fields=["claimed_at", "fault", "given_up_at", "perhaps_twice", "try_after"]
        )


def forget(*, contact_id: int, by: Actor, at: datetime) -> None:
    """
    Remove what identifies the resident of a contact; what was owed to them is given up.

    That includes what mail servers said of their letters, for it names the address.
    """
    with transaction.atomic():
        Details.objects.filter(contact_id=contact_id).delete()
        owed = Notice.objects.filter(contact_id=contact_id)
        owed.filter(sent_at=None, given_up_at=None).update(given_up_at=at)
        owed.filter(sent_at=None).update(data={}, fault="")
        Contact.objects.filter(pk=contact_id).update(language="")
