"""Letting calls through, as often as they may come."""

from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from django.db import connection
from django.utils.crypto import salted_hmac

from townline.record.verbs import Actor
from townline.staff.models import Bucket
from townline.staff.rules import bucket, purse
from townline.staff.rules.purse import Purse

_ADMIT = (Path(__file__).parent.parent / "sql" / "admit.sql").read_text()

_purses: dict[str, Purse] = {}
"""What this process has drawn for those who may come often, by whom it is for."""
_spending = Lock()


def admit(*, key: str, per_minute: float, burst: int, by: Actor, at: datetime) -> timedelta | None:
    """
    Let one call through, or say how long to wait: None means it may go on.

    ``key`` says who is limited and for what, e.g. ``report:203.0.113.7``; only a keyed hash of it
    is stored. Call it before any transaction begins. It is one statement that commits by itself
    and, the table being unlogged, waits for no disk; within a longer transaction everybody who
    shares the key would wait for its end. Under a high limit most calls take no statement: see
    ``rules.purse``.
    """
    if _spent(key, at):
        return None
    terms = purse.terms(per_minute=per_minute, burst=burst)
    key_hash = salted_hmac("townline.staff.bucket", key, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            _ADMIT,
            {
                "key_hash": key_hash,
                "wanted": terms.at_once,
                "burst": float(terms.burst),
                "per_minute": float(per_minute),
                "at": at,
            },
        )
        taken, tokens = cursor.fetchone()
    if not taken:
        return bucket.wait_for(tokens, per_minute=per_minute)
    if taken > 1:
        _purses[key] = Purse(tokens=taken - 1, drawn_at=at)
    return None


def forget_purses() -> None:
    """Drop what this process has drawn and not spent; nobody but their owner loses by it."""
    _purses.clear()


def sweep_buckets(*, before: datetime, by: Actor, at: datetime) -> int:
    """Drop the buckets that nobody drew from since ``before``, and return how many there were."""
    return Bucket.objects.filter(refilled_at__lt=before).delete()[0]


def _spent(key: str, at: datetime) -> bool:
    """Return whether a token of this process's purse was spent; an old purse is thrown away."""
    if key not in _purses:
        return False
    with _spending:
        left = purse.spend(_purses.pop(key, None), at=at)
        if left is not None and left.tokens:
            _purses[key] = left
    return left is not None
