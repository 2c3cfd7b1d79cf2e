"""What a process may keep of the database for a moment, so that a page need not ask again."""

import threading
import time

from django.db import connection, transaction


class Fresh[K, V]:
    """
    Values by key, trusted for some seconds and shared by the threads of one process.

    Nothing is kept that was read inside a transaction, since that may yet be undone; and what one
    database said is not told of another.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, K], tuple[float, V]] = {}

    def read(self, key: K) -> V | None:
        """Return what is kept of the key, or None where that is nothing or too old."""
        with self._lock:
            until, value = self._kept.get((_database(), key), (0.0, None))
        return value if time.monotonic() < until else None

    def keep(self, key: K, value: V) -> V:
        """Keep a value, if no transaction is open, and return it."""
        if not connection.in_atomic_block:
            with self._lock:
                self._kept[_database(), key] = (time.monotonic() + self._seconds, value)
        return value

    def forget(self) -> None:
        """Read everything anew, now and again once others can see what this transaction did."""
        self._clear()
        transaction.on_commit(self._clear)

    def _clear(self) -> None:
        with self._lock:
            self._kept.clear()


def _database() -> str:
    return str(connection.settings_dict["NAME"])
