"""Who is who among the processes of an installation, found in /proc."""

import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Tree:
    """All processes of this moment: whose child each is, and what it runs."""

    parents: dict[int, int]
    commands: dict[int, str]

    def children(self, pid: int) -> list[int]:
        """Return the processes that ``pid`` has started and that still run."""
        return self._below[pid]

    @property
    def _below(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for child, parent in self.parents.items():
            found[parent].append(child)
        return found

    def family(self, pid: int) -> list[int]:
        """Return ``pid`` and all that descends from it."""
        below, found, todo = self._below, [], [pid]
        while todo:
            one = todo.pop()
            found.append(one)
            todo += below[one]
        return found


def tree() -> Tree:
    """Look now; processes that end meanwhile are left out."""
    parents, commands = {}, {}
    for folder in PROC.glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
        except OSError:
            continue
        if state not in "ZX":
            parents[int(folder.name)] = int(parent)
            commands[int(folder.name)] = command
    return Tree(parents, commands)


@dataclass(frozen=True)
class Cast:
    """The processes of one installation, by what they do."""

    supervisor: int
    web_main: list[int]
    web_workers: list[int]
    workers: list[int]
    keeper: list[int]
    postmaster: list[int]
    sessions: list[int]
    """Processes of PostgreSQL that serve our connections."""
    helpers: list[int]
    """Its other processes: the writer of the log, the checkpointer and so on."""

    @property
    def all(self) -> list[int]:
        """Return everybody, the eldest first."""
        return [
            self.supervisor, *self.web_main, *self.web_workers, *self.workers, *self.keeper,
            *self.postmaster, *self.sessions, *self.helpers,
        ]  # fmt: skip


def cast(supervisor: int, data: Path) -> Cast:
    """Return who is there under the supervisor, and around the PostgreSQL of a data folder."""
    now = tree()
    own = now.children(supervisor)
    web_main = [pid for pid in own if "-m granian" in now.commands[pid]]
    keeper = [
        pid
        for pid, words in now.commands.items()
        if "postgres_keeper.py" in words and f'"{data}"' in words
    ]
    postmaster = [
        pid
        for pid, words in now.commands.items()
        if words.endswith(f"postgres -D {data}") and now.parents[pid] in {1, *keeper}
    ]
    below = [child for pid in postmaster for child in now.children(pid)]
    return Cast(
        supervisor=supervisor,
        web_main=web_main,
        web_workers=[child for pid in web_main for child in now.children(pid)],
        workers=[pid for pid in own if now.commands[pid].endswith(".command worker")],
        keeper=keeper,
        postmaster=postmaster,
        sessions=[pid for pid in below if "townline_app" in now.commands[pid]],
        helpers=[pid for pid in below if "townline_app" not in now.commands[pid]],
    )


def send(pids: list[int], number: int) -> int:
    """Send a signal to each of them that is still there; return to how many."""
    reached = 0
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
        reached += 1
    return reached
