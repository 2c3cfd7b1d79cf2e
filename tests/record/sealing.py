"""Sealing in tests, where other tests' transactions in the same cluster may still run."""

import time
from datetime import timedelta

from tests.requests.build import NOON
from townline.record import actions, queries
from townline.record.verbs import SYSTEM

PATIENCE_S = 60
"""A root covers nothing newer than the oldest transaction of the whole cluster."""


def seal_all(*, minutes: int = 0, most: int = 50_000) -> list[int]:
    """Seal until no entry waits, and return what each root covers."""
    counts: list[int] = []
    until = time.monotonic() + PATIENCE_S
    while queries.verify().unsealed:
        count = actions.seal(by=SYSTEM, at=NOON + timedelta(minutes=minutes), most=most)
        if count:
            counts.append(count)
            continue
        assert time.monotonic() < until, "some transaction of the cluster never ends"
        time.sleep(0.1)
    return counts
