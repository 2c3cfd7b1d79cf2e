"""What clients were promised: kept by the test itself, outside everything that it kills."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from bench.killing.verdict import Given, Told


@dataclass
class Ledger:
    """Filled by many clients at once."""

    given: list[Given] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    """How often each status came, or a broken line (``broken``)."""
    odd: list[str] = field(default_factory=list)
    """The first answers that nobody should get, in words."""
    _news: threading.Condition = field(default_factory=threading.Condition)
    _last_began: float = 0.0
    """The latest begin, on the monotonic clock, of an attempt that was given a number."""

    def give(self, given: Given, began: float) -> None:
        """Keep a number that was read in full; ``began`` is when that attempt was sent."""
        with self._news:
            self.given.append(given)
            self._last_began = max(self._last_began, began)
            self._news.notify_all()

    def tell(self, told: Told) -> None:
        """Keep a deed that was answered as done."""
        with self._news:
            self.told.append(told)

    def count(self, answer: str, says: str = "") -> None:
        """Count an answer; keep the words of the first odd ones."""
        with self._news:
            self.answers[answer] += 1
            if says and len(self.odd) < 20:
                self.odd.append(f"{answer}: {says[:300]}")

    def wait_for_one_after(self, moment: float, patience_s: float) -> float | None:
        """
        Wait until a report that was sent after ``moment`` has its number.

        Returns how many seconds after the moment that was known; None if patience ended.
        """
        with self._news:
            served = self._news.wait_for(lambda: self._last_began > moment, patience_s)
        return time.monotonic() - moment if served else None
