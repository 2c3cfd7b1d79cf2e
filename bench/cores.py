"""
How long the cores worked, by whom: the web server, the database, and who sends the requests.

On a machine that others use as well, this says more than the time that passed. It is read from
``/proc``, so on Linux alone.
"""

import os
import resource
from dataclasses import dataclass
from pathlib import Path

from townline.config import postgres_place

PROC = Path("/proc")


@dataclass(frozen=True)
class Worked:
    """Seconds of a core, with all that was begun by each; None where it cannot be known."""

    web: float | None
    database: float | None
    clients: float

    def since(self, before: "Worked", answers: int) -> dict[str, float | None]:
        """Return the microseconds for each of so many answers since another reading."""
        spans = {
            "web": (before.web, self.web),
            "database": (before.database, self.database),
            "clients": (before.clients, self.clients),
        }
        return {
            who: None if a is None or b is None else round((b - a) / max(1, answers) * 1e6, 1)
            for who, (a, b) in spans.items()
        }


def read(home: Path) -> Worked:
    """Return what was worked so far for the home that the bench runs on."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = _children()
    return Worked(
        web=_of_tree(_web_server(children), children),
        database=_of_tree(_database(home), children),
        clients=own.ru_utime + own.ru_stime,
    )


def _web_server(children: dict[int, list[int]]) -> int | None:
    """Return the server that whoever started this bench has started beside it."""
    for pid in children.get(os.getppid(), ()):
        if pid != os.getpid() and b"granian" in _line(pid):
            return pid
    return None


def _database(home: Path) -> int | None:
    try:
        return int((postgres_place.of(home).data / "postmaster.pid").read_text().split()[0])
    except OSError:
        return None


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for folder in PROC.glob("[0-9]*"):
        stat = _stat(int(folder.name))
        if stat:
            found.setdefault(int(stat[1]), []).append(int(folder.name))
    return found


def _of_tree(pid: int | None, children: dict[int, list[int]]) -> float | None:
    """Return the seconds that a process and all below it worked, those that ended included."""
    stat = _stat(pid) if pid else []
    if not stat:
        return None
    ticks = sum(int(field) for field in stat[11:15])
    below = (_of_tree(child, children) for child in children.get(pid or 0, ()))
    return ticks / os.sysconf("SC_CLK_TCK") + sum(seconds or 0.0 for seconds in below)


def _stat(pid: int) -> list[str]:
    """Return the fields of a process after its name; none where it is gone."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _line(pid: int) -> bytes:
    try:
        return (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""
