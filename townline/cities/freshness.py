"""What a process may keep of the database for a moment, so that a page need not ask again."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

type Kept = dict[tuple[str, Any], Any]
_at_hand: ContextVar[dict[Any, Kept | None] | None] = ContextVar("at_hand", default=None)
"""What each ``Fresh`` read for the request under way, None once it was changed by it."""


@contextmanager
def read_once() -> Iterator[None]:
    """Keep what is read, in a transaction too, until the block ends: for one request."""
    token = _at_hand.set({})
    try:
        yield
    finally:
        _at_hand.reset(token)


class Fresh[K, V]:
    """
    Values by key, trusted for some seconds and shared by the threads of one process.

    Nothing that was read inside a transaction is told to others, since that may yet be undone; the
    request that read it keeps it, unless it changes it (``forget``). What one database said is not
    told of another.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, K], tuple[float, V]] = {}

    def read(self, key: K) -> V | None:
        """Return what is kept of the key, or None where that is nothing or too old."""
        named = (_database(), key)
        with self._lock:
            until, value = self._kept.get(named, (0.0, None))
        if time.monotonic() < until:
            return value
        found: V | None = (self._at_hand() or {}).get(named)
        return found

    def keep(self, key: K, value: V) -> V:
        """Keep a value, for this request alone if a transaction is open, and return it."""
        named, at_hand = (_database(), key), self._at_hand()
        if not connection.in_atomic_block:
            with self._lock:
                self._kept[named] = (time.monotonic() + self._seconds, value)
        elif at_hand is not None:
            at_hand[named] = value
        return value

    def forget(self) -> None:
        """Read everything anew, now and again once others can see what this transaction did."""
        self._clear()
        of_all = _at_hand.get()
        if of_all is not None:
            of_all[self] = None  # what the database says from now on may yet be undone
        transaction.on_commit(self._clear)

    def _at_hand(self) -> Kept | None:
        of_all = _at_hand.get()
        return None if of_all is None else of_all.setdefault(self, {})

    def _clear(self) -> None:
        with self._lock:
            self._kept.clear()


def _database() -> str:
    return str(connection.settings_dict["NAME"])
