"""One edition at a time: whoever makes one keeps others from beginning meanwhile."""

from django.db import connection

from townline.cities import queries

FOUNDING_LOCK = 0x311C17
"""The advisory lock that lets one folder be applied at a time."""


def hold_editions() -> None:
    """Let no other edition begin before the present transaction ends, and read what is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOUNDING_LOCK])
    queries.forget()
