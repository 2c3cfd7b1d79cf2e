"""One run of the kill test of the queue: made-up contacts, kills in turns, and the verdict."""

import json
import os
import queue as lines_queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

from bench.installation import ROOT, Installation, Unusable, held
from bench.killing import evidence, processes
from bench.killing.queue_verdict import QueueVerdict, judge
from bench.killing.town import Serving, free_port
from townline.config import postgres, postgres_place, tied

SLUG, QUEUE = "los-angeles", "kill-test"
FOLDER = ROOT / "cities" / SLUG
ACTORS, AGENTS = 3, 10
LOST = 0.3
"""How often the desks of a process are lost with it; else the agents go on in the next."""
BACK = 30
"""The next kill comes when so much was done since the one before: then all is back from it."""
STUCK_S = 180.0
"""If nothing is done for so long, the run is given up."""
VICTIMS: tuple[tuple[str, Callable[[processes.Cast], list[int]]], ...] = (
    ("desks", lambda cast: []),
    ("web worker", lambda cast: cast.web_workers),
    ("background worker", lambda cast: cast.workers),
    ("database session", lambda cast: cast.sessions),
    ("postmaster", lambda cast: cast.postmaster),
)
"""Killed one after another; the desks are the processes that we start ourselves."""
MADE = """
import sys, django; django.setup()
from django.utils import timezone
from townline.cities import queries as cities
from townline.contacts import actions
from townline.record.verbs import SYSTEM
city, name, count = cities.by_slug(sys.argv[1]), sys.argv[2], int(sys.argv[3])
new = [actions.NewAgent(label=f"Simulated agent {n}", centre=name, queues=[name], languages=["en"])
       for n in range(count)]
print(*actions.add_agents(city=city, agents=new, by=SYSTEM, at=timezone.now()), sep=",")
"""


@dataclass
class Desk:
    """A process in which some agents and callers are, and what it told us."""

    number: int
    agents: str
    left: int
    """How many are still to come, as far as was told."""
    environment: Mapping[str, str]
    told: list[tuple[str, int]] = field(default_factory=list)
    starts: int = 0
    process: "subprocess.Popen[str] | None" = None
    _lines: "lines_queue.SimpleQueue[str]" = field(default_factory=lines_queue.SimpleQueue)

    def start(self, *, seed: int, lost: bool) -> None:
        """Start it, to go on where the one before was killed."""
        parent = os.getpid()
        self.starts += 1
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.killing.queue_actor", SLUG, QUEUE, self.agents,
             str(self.left), str(seed + self.starts), "lost" if lost else "kept"],
            env=dict(self.environment), cwd=ROOT, stdout=subprocess.PIPE, text=True,
            stderr=subprocess.DEVNULL, preexec_fn=lambda: tied.end_with_parent(parent),
        )  # fmt: skip
        threading.Thread(target=self._read, args=(self.process,), daemon=True).start()

    def _read(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.endswith("\n"):
                self._lines.put(line)

    def hear(self) -> int:
        """Take in what it told meanwhile; return how much that was."""
        heard = 0
        while not self._lines.empty():
            verb, contact = json.loads(self._lines.get())
            self.told.append((verb, contact))
            self.left -= verb == "contact.queued"
            heard += 1
        return heard

    @property
    def done(self) -> bool:
        """Whether it ended because nothing was left to do."""
        return self.process is not None and self.process.poll() == 0

    @property
    def dead(self) -> bool:
        """Whether it was killed, or failed."""
        return self.process is None or self.process.poll() not in (None, 0)


def run(
    *, contacts: int, between_s: float, seed: int, folder: Path | None, say: Callable[[str], None],
    progress: Callable[[int], None],
) -> dict[str, Any]:  # fmt: skip
    """
    Return the verdict of so many contacts during which one process after another was killed.

    :param between_s: from one kill to the next, on average
    :param folder: a home that is kept, for looking into it; a temporary one without
    :raises Unusable: if the installation cannot be made, or nothing goes on any more
    """
    with held(folder, say) as installation:
        say("making a town …")
        installation.townline("db", "prepare")
        installation.townline("city", "apply", "--demo", str(FOLDER))
        environment = installation.environment | {
            "DJANGO_SETTINGS_MODULE": "townline.config.settings"
        }
        desks = _desks(contacts, environment)
        postgres.leave(installation.home)  # from now on it lives and dies with those it serves
        serving = Serving(installation.home, free_port(), installation.environment)
        serving.start()
        try:
            serving.wait_until_ready()
            floor = Floor(serving, desks, postgres_place.of(installation.home).data, seed)
            floor.run(between_s, progress)
        finally:
            for desk in desks:
                if desk.process is not None:
                    desk.process.kill()
            serving.stop()
        return _judged(installation, environment, floor)


def _desks(contacts: int, environment: Mapping[str, str]) -> list[Desk]:
    made = subprocess.run(
        [sys.executable, "-c", MADE, SLUG, QUEUE, str(ACTORS * AGENTS)],
        env=dict(environment), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise Unusable("the agents of the kill test could not be made")
    keys = made.stdout.strip().split(",")
    shares = [contacts // ACTORS + (number < contacts % ACTORS) for number in range(ACTORS)]
    return [
        Desk(number, ",".join(keys[number::ACTORS]), share, environment)
        for number, share in enumerate(shares)
    ]


class Floor:
    """Desks that are kept running, while one process after another is killed."""

    def __init__(self, serving: Serving, desks: list[Desk], data: Path, seed: int) -> None:
        self._serving, self._desks, self._data = serving, desks, data
        self._chance = random.Random(seed)
        self._seed = seed * 1000
        self.killed: Counter[str] = Counter()
        self.lasted_s = 0.0

    @property
    def told(self) -> list[tuple[str, int]]:
        """Everything that was said to be done."""
        return [line for desk in self._desks for line in desk.told]

    def run(self, between_s: float, progress: Callable[[int], None]) -> None:
        """Let all contacts come and be served; kill meanwhile."""
        began = heard_at = time.monotonic()
        due = began + between_s
        turns, since_kill = cycle(VICTIMS), 0
        while not all(desk.done for desk in self._desks):
            self._look()
            before = sum(desk.left for desk in self._desks)
            if heard := sum(desk.hear() for desk in self._desks):
                heard_at = time.monotonic()
                since_kill += heard
            progress(before - sum(desk.left for desk in self._desks))
            if time.monotonic() - heard_at > STUCK_S:
                raise Unusable(f"nothing was done for {STUCK_S:.0f} s")
            if time.monotonic() >= due and since_kill >= BACK:
                since_kill = 0
                self._kill(*next(turns))
                due = time.monotonic() + self._chance.expovariate(1 / between_s)
            time.sleep(0.02)
        time.sleep(0.5)
        for desk in self._desks:
            desk.hear()
        self.lasted_s = time.monotonic() - began

    def _look(self) -> None:
        self._serving.look()
        for desk in self._desks:
            if desk.dead:
                desk.hear()
                lost = desk.starts > 0 and self._chance.random() < LOST
                desk.start(seed=self._seed + desk.number * 100, lost=lost)

    def _kill(self, name: str, of: Callable[[processes.Cast], list[int]]) -> None:
        if name == "desks":
            running = [desk.process.pid for desk in self._desks if desk.process and not desk.done]
            found = [pid for pid in running if pid]
        else:
            found = of(processes.cast(self._serving.pid, self._data))
        if found and processes.send([self._chance.choice(found)], signal.SIGKILL):
            self.killed[name] += 1


def _judged(
    installation: Installation, environment: Mapping[str, str], floor: Floor
) -> dict[str, Any]:
    postgres.ensure(installation.home)
    done = subprocess.run(
        [sys.executable, "-m", "bench.killing.queue_verdict", SLUG, QUEUE],
        env=dict(environment), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Unusable("what became of the contacts could not be read")
    kept, found = json.loads(done.stdout)
    found["audit_faults"] = len(evidence.audit(installation.environment)["faults"])
    verdict: QueueVerdict = judge(floor.told, dict(kept), found)
    return {
        "contacts": len(kept),
        "kills": floor.killed.total(),
        **verdict.as_dict(),
        "faults": verdict.faults,
        "killed": dict(sorted(floor.killed.items())),
        "lasted_s": round(floor.lasted_s, 1),
    }
