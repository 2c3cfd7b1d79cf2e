"""Bringing the embedded PostgreSQL back where it ended while pages and worker need it."""

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from townline.config import postgres
from townline.config.postgres_place import CannotRun
from townline.config.supervisor import say

SOON_S = 2
"""An end sooner than this after a start is one more in a row."""
PAUSES_S = (0.0, 0.3, 1.0, 2.0, 5.0)
"""How long to wait after each end in a row: a full disk, say, will not be empty at once."""


@dataclass
class Revival:
    """Looks after the embedded server of a home; does nothing where another one is used."""

    home: Path
    _began: float = 0.0
    _in_a_row: int = 0
    _again_at: float = 0.0

    def look(self) -> None:
        """Start the server again if it has ended, and say so; it is never waited for."""
        now = time.monotonic()
        if now < self._again_at:
            return
        try:
            if not postgres.revive(self.home):
                return
        except (OSError, CannotRun, subprocess.SubprocessError) as fault:
            say(f"the embedded PostgreSQL cannot be started: {fault}")
        else:
            say("the embedded PostgreSQL had ended; it is started again")
        self._in_a_row = self._in_a_row + 1 if now - self._began < SOON_S else 0
        self._began = now
        self._again_at = now + PAUSES_S[min(self._in_a_row, len(PAUSES_S) - 1)]
