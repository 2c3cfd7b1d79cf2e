"""Letting calls through, as often as they may come."""

from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection
from django.utils.crypto import salted_hmac

from townline.record.verbs import Actor
from townline.staff.models import Bucket
from townline.staff.rules import bucket

_ADMIT = (Path(__file__).parent.parent / "sql" / "admit.sql").read_text()


def admit(*, key: str, per_minute: float, burst: int, by: Actor, at: datetime) -> timedelta | None:
    """
    Let one call through, or say how long to wait: None means it may go on.

    ``key`` says who is limited and for what, e.g. ``report:203.0.113.7``; only a keyed hash of it
    is kept. Call it before any transaction begins. It is one statement that commits by itself and,
    the table being unlogged, waits for no disk; within a longer transaction everybody who shares
    the key would wait for its end.
    """
    key_hash = salted_hmac("townline.staff.bucket", key, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            _ADMIT, {"key_hash": key_hash, "burst": burst, "per_minute": per_minute, "at": at}
        )
        admitted, tokens = cursor.fetchone()
    return None if admitted else bucket.wait_for(tokens, per_minute=per_minute)


def sweep_buckets(*, before: datetime, by: Actor, at: datetime) -> int:
    """Drop the buckets that nobody drew from since ``before``, and return how many there were."""
    return Bucket.objects.filter(refilled_at__lt=before).delete()[0]
