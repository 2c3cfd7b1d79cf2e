"""Somebody got in touch: a contact is kept, with what identifies them apart from it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from django.db import connection

from townline.contacts.rules.reach import PURPOSES
from townline.record.verbs import Actor

_KEYS = """
WITH keys AS MATERIALIZED
  (SELECT pg_get_serial_sequence('contacts_contact', 'id')::regclass AS of_them)
SELECT string_agg(nextval(of_them)::text, ' ') FROM keys, generate_series(1, %s)
"""
"""Materialized, so that the sequence is looked up by its name once, not for every key."""
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def hear(
    *,
    city_id: int,
    channel: str,
    language: str,
    purpose: str,
    details: Mapping[str, str] | None,
    by: Actor,
    at: datetime,
) -> int:
    """
    Keep a contact with what identifies the resident, and return its key.

    :param purpose: one of ``rules.reach.PURPOSES``
    :param details: any of ``first_name``, ``last_name``, ``email``, ``phone``, ``account_id``,
        ``device_id`` and ``told_by`` (``email``, ``sms`` or ``none``; else by e-mail where there
        is an address); None keeps nothing of them
    :raises ValueError: if there is no such purpose
    """
    if purpose not in PURPOSES:
        raise ValueError(f"a contact's purpose is one of {', '.join(PURPOSES)}, not {purpose!r}")
    given = None if details is None else json.dumps(dict(details))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contacts_hear(%s, %s, %s, %s::timestamptz, %s, %s::jsonb)",
            [city_id, channel, language, at, purpose, given],
        )
        return int(cursor.fetchone()[0])


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
        cursor.execute(_KEYS, [len(contacts)])
        keys = [int(key) for key in cursor.fetchone()[0].split()]
        lines = [
            f"{key}\t{city_id}\t{_escaped(channel)}\t{_escaped(language)}\t{began.isoformat()}"
            "\trequest\n"
            for key, (channel, language, began) in zip(keys, contacts, strict=True)
        ]
        with cursor.copy(
            "COPY contacts_contact (id, city_id, channel, language, started_at, purpose) FROM STDIN"
        ) as copy:
            copy.write("".join(lines))
    return keys


@lru_cache(maxsize=256)
def _escaped(text: str) -> str:
    """Return a text as COPY takes it; few channels and languages make up all contacts."""
    return text.translate(_ESCAPES)
