"""Who is killed when, and how long nobody was served for it."""

import random
import signal
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.killing import processes
from bench.killing.ledger import Ledger
from bench.killing.processes import Cast
from bench.killing.town import Serving

PATIENCE_S = 180.0
"""
If no report is given a number for so long after a kill, service has not come back: long enough for
a machine that is busy with other things, since how long it takes is told beside.
"""
LAST_LINES = 30
"""How much of each log is kept where service does not come back."""
HANGS_S = (0.5, 3.0)
AT_ONCE = 0.15
"""How often the next kill comes before service is back from the last."""


@dataclass(frozen=True)
class Victim:
    """One kind of death."""

    name: str
    weight: int
    of: Callable[[Cast], list[int]]
    all_of_them: bool = False
    hangs: bool = False
    """It is stopped for a while, and goes on."""
    from_outside: bool = False
    """The supervisor itself dies: an init system has to start all again."""


VICTIMS = (
    Victim("web worker", 22, lambda cast: cast.web_workers),
    Victim("web server", 8, lambda cast: cast.web_main),
    Victim("background worker", 20, lambda cast: cast.workers),
    Victim("database session", 14, lambda cast: cast.sessions),
    Victim("database helper", 6, lambda cast: cast.helpers),
    Victim("postmaster", 10, lambda cast: cast.postmaster),
    Victim("keeper", 3, lambda cast: cast.keeper),
    Victim("hung web worker", 6, lambda cast: cast.web_workers, hangs=True),
    Victim("hung background worker", 4, lambda cast: cast.workers, hangs=True),
    Victim("hung database session", 2, lambda cast: cast.sessions, hangs=True),
    Victim("supervisor", 3, lambda cast: [cast.supervisor], from_outside=True),
    Victim("everything", 2, lambda cast: cast.all, all_of_them=True, from_outside=True),
)


@dataclass
class Killer:
    """Kills at random moments, and measures when the next report is given its number."""

    serving: Serving
    data: Path
    """The data folder of the PostgreSQL."""
    ledger: Ledger
    chance: random.Random
    between_s: float
    killed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    recovered_s: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    never_back: list[str] = field(default_factory=list)
    last_words: list[str] = field(default_factory=list)
    """What the logs said last, each time that service did not come back."""

    def run(self, kills: int, say: Callable[[int], None]) -> None:
        """Kill so many times; ``say`` is told after each how many that were."""
        for turn in range(1, kills + 1):
            time.sleep(self.chance.expovariate(1 / self.between_s) if self.between_s else 0)
            self.serving.look()
            victim = self._kill()
            moment = time.monotonic()
            if self.chance.random() >= AT_ONCE:
                self._wait(victim, moment)
            say(turn)

    def _kill(self) -> Victim:
        while True:
            victim = self.chance.choices(VICTIMS, [one.weight for one in VICTIMS])[0]
            found = victim.of(processes.cast(self.serving.pid, self.data))
            if not victim.all_of_them and found:
                found = [self.chance.choice(found)]
            number = signal.SIGSTOP if victim.hangs else signal.SIGKILL
            if processes.send(found, number):
                break
            time.sleep(0.05)  # it is just being started again: somebody else, then
            self.serving.look()
        if victim.hangs:
            threading.Timer(
                self.chance.uniform(*HANGS_S), processes.send, (found, signal.SIGCONT)
            ).start()
        self.killed[victim.name] += 1
        return victim

    def _wait(self, victim: Victim, moment: float) -> None:
        until = moment + PATIENCE_S
        while time.monotonic() < until:
            took = self.ledger.wait_for_one_after(moment, 0.2)
            if took is not None:
                self.recovered_s[victim.name].append(took)
                return
            self.serving.look()  # as an init system looks after what it has started
        self.never_back.append(victim.name)
        for log in (self.serving.log, self.serving.home / "postgresql.log"):
            self.last_words += log.read_text(errors="replace").splitlines()[-LAST_LINES:]

    def recovery(self) -> dict[str, dict[str, Any]]:
        """Return how long it took until the next report had its number, by victim, in seconds."""
        return {
            name: {
                "kills": self.killed[name],
                "median_s": round(statistics.median(found), 2),
                "longest_s": round(max(found), 2),
            }
            for name, found in sorted(self.recovered_s.items())
        }
