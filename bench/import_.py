"""Measure how fast past requests are taken in, and how much memory that takes.

Real records where the folder of real data is there, else the sample of the demo city, each time
with fresh numbers: read, located, with their record, hashed and written by the command itself. The
floor is COPY of the very same text into an unlogged table of the same database, all columns text,
without an index. Both in turn, in a copy of the database that is dropped afterwards; then once five
times as many rows, for the memory. What the cores worked for a row, which other users of the
machine change less than the time that passed, is of all rounds for the floor; for the import it is
of what the larger file took more than the small ones, so that the beginning is not in it.
"""

import csv
import gzip
import io
import json
import os
import re
import statistics
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bench import cores
from bench.asked import Asked

NEEDS_SERVER = False
ROOT = Path(__file__).resolve().parent.parent
ROWS_A_SECOND = 4_000
"""So many rows each round has for every second that it shall last: fewer than a free machine takes
in, so that a round may be shorter, and is seldom longer."""
LEAST_ROWS = 500
ROUNDS = 5
LARGE = 5
DATABASE = "townline_bench_import"
FLOOR = "import_floor"
BLOCK = 1 << 17


@dataclass(frozen=True)
class Records:
    """Past requests as they were published, and how they are to be read."""

    mapping: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    number: int
    """The column that holds the number."""
    files: tuple[str, ...]

    def write(self, path: Path, *, copies: int, series: str) -> int:
        """Write them so many times over, each under a number of its own; return how many rows."""
        with path.open("w", newline="") as file:
            out = csv.writer(file)
            out.writerow(self.header)
            for copy in range(copies):
                for row in self.rows:
                    fresh = f"{series}{copy}-{row[self.number]}"
                    out.writerow((*row[: self.number], fresh, *row[self.number + 1 :]))
        return copies * len(self.rows)


@dataclass(frozen=True)
class Run:
    """One run of the command in a process of its own."""

    rows_per_s: float
    cpu_s: float
    """Seconds of the importer's own processor time, its start included."""
    database_cpu_s: float | None
    peak_mb: float


@dataclass(frozen=True)
class _Round:
    """The floor and the import of the same rows, one after the other."""

    floor_per_s: float
    floor_cpu_s: float | None
    run: Run


def measure(asked: Asked) -> dict[str, Any]:
    """Import and copy in turn; then import five times as much."""
    from townline.cities import queries as cities

    city = cities.first()
    assert city is not None
    records = _records(city.edition_id)
    wanted = max(LEAST_ROWS, round(ROWS_A_SECOND * asked.seconds))
    records = replace(records, rows=records.rows[:wanted])
    copies = max(round(wanted / len(records.rows)), 1)
    path = asked.home / "import-bench.csv"
    rounds: list[_Round] = []
    try:
        with _database(asked.home) as (owner, environment):
            for turn in range(ROUNDS):
                rows = records.write(path, copies=copies, series=f"b{turn}-")
                before = cores.read(asked.home)
                floor = rows / _copied(owner, records.header, path)
                worked = _worked(before, cores.read(asked.home))
                run = _imported(path, city.slug, records.mapping, rows, environment)
                rounds.append(_Round(floor, worked, run))
                asked.say(f"{rows} rows: {run.rows_per_s:.0f}/s, floor {floor:.0f}/s")
            many = records.write(path, copies=copies * LARGE, series="large-")
            large = _imported(path, city.slug, records.mapping, many, environment)
            asked.say(f"{many} rows: {large.rows_per_s:.0f}/s, {large.peak_mb:.0f} MB")
    finally:
        path.unlink(missing_ok=True)
    of = {"city": city.slug, "files": list(records.files), "mapping": records.mapping}
    return of | _figures(rounds, rows, large, many)


def _figures(rounds: Sequence[_Round], rows: int, large: Run, many: int) -> dict[str, Any]:
    """Return the medians of rounds of ``rows`` each, beside one run of ``many``."""
    runs = [one.run for one in rounds]
    database_cpu_s = [run.database_cpu_s for run in runs]
    floor_cpu_s = _sum([one.floor_cpu_s for one in rounds])
    return {
        "rows": rows,
        "rounds": len(rounds),
        "rows_per_s": round(statistics.median(run.rows_per_s for run in runs)),
        "floor_rows_per_s": round(statistics.median(one.floor_per_s for one in rounds)),
        "ratio_to_floor": round(
            statistics.median(one.run.rows_per_s / one.floor_per_s for one in rounds), 4
        ),
        "peak_mb": round(statistics.median(run.peak_mb for run in runs)),
        "large_rows": many,
        "large_rows_per_s": round(large.rows_per_s),
        "large_peak_mb": round(large.peak_mb),
        "importer_cpu_us_per_row": _a_row([run.cpu_s for run in runs], large.cpu_s, many - rows),
        "database_cpu_us_per_row": _a_row(database_cpu_s, large.database_cpu_s, many - rows),
        "floor_cpu_us_per_row": _a_row([0.0], floor_cpu_s, rows * len(rounds)),
    }


def _a_row(small: Sequence[float | None], large: float | None, more: int) -> float | None:
    """Return microseconds for each of the rows that a run had more than the median small one."""
    known = [s for s in small if s is not None]
    if large is None or len(known) < len(small):
        return None
    return round((large - statistics.median(known)) / more * 1e6, 1)


def _sum(parts: Sequence[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _worked(before: cores.Worked, after: cores.Worked) -> float | None:
    """Return how long this process and the database worked between two readings."""
    if before.database is None or after.database is None:
        return None
    return after.clients - before.clients + after.database - before.database


def _records(edition_id: int) -> Records:
    """Return the real records that the sample's mapping reads, else the sample itself."""
    from townline.cities import queries as cities

    sample = cities.settings_of(edition_id).sample
    assert sample is not None, "the demo city has a sample of past requests"
    mapping = tomllib.loads(
        cities.edition_file(edition_id, f"mappings/{sample.mapping}.toml").decode()
    )
    columns = mapping["columns"]
    data = Path(os.environ.get("TOWNLINE_DATA") or ROOT.parent / "shared" / "data")
    found: dict[tuple[str, ...], list[tuple[str, list[tuple[str, ...]]]]] = {}
    for path in sorted(data.glob("*/requests/*.csv.gz")):
        header, rows = _read(path.read_bytes())
        if set(columns.values()) <= set(header):
            found.setdefault(header, []).append((path.name, rows))
    if not found:
        header, rows = _read(cities.edition_file(edition_id, sample.file))
        found[header] = [(sample.file, rows)]
    header, files = max(found.items(), key=lambda item: len(item[1]))
    return Records(
        mapping=sample.mapping,
        header=header,
        rows=tuple(row for _, rows in files for row in rows),
        number=header.index(columns["number"]),
        files=tuple(name for name, _ in files),
    )


def _read(packed: bytes) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    with gzip.open(io.BytesIO(packed), "rt", encoding="utf-8-sig", newline="") as text:
        lines = csv.reader(text)
        header = tuple(next(lines, ()))
        return header, [tuple(row) for row in lines if len(row) == len(header)]


@contextmanager
def _database(home: Path) -> Iterator[tuple[psycopg.Connection[Any], dict[str, str]]]:
    """Give a copy of the home's database, and an environment in which it is the one used."""
    from django.db import connection

    from townline.config import database

    connection.close()
    owner, application = database.owner_url(home), database.application_url(home)
    name, source = sql.Identifier(DATABASE), sql.Identifier(str(connection.settings_dict["NAME"]))
    with psycopg.connect(database.renamed(owner, "postgres"), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        server.execute(copy.format(name, source))
        urls = {
            "DATABASE_URL": database.renamed(owner, DATABASE),
            "TOWNLINE_APP_DATABASE_URL": database.renamed(application, DATABASE),
        }
        try:
            with psycopg.connect(urls["DATABASE_URL"], autocommit=True) as opened:
                yield opened, {**os.environ, **urls, "PYTHONPATH": str(ROOT)}
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def _copied(owner: psycopg.Connection[Any], header: Sequence[str], path: Path) -> float:
    """Copy the text as it is into an unlogged table; return how many seconds that took."""
    table = sql.Identifier(FLOOR)
    columns = sql.SQL(", ").join(
        sql.SQL("{} text").format(sql.Identifier(f"{n} {name}"[:63]))
        for n, name in enumerate(header)
    )
    owner.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table))
    owner.execute(sql.SQL("CREATE UNLOGGED TABLE {} ({})").format(table, columns))
    began = time.perf_counter()
    copying = sql.SQL("COPY {} FROM STDIN (FORMAT csv, HEADER)").format(table)
    with path.open("rb") as file, owner.cursor().copy(copying) as copy:
        while block := file.read(BLOCK):
            copy.write(block)
    return time.perf_counter() - began


def _imported(path: Path, city: str, mapping: str, rows: int, environment: dict[str, str]) -> Run:
    """Run the command on the file; every row must be new."""
    words = ("import", "requests", str(path), "--city", city, "--mapping", mapping, "--json")
    home = Path(environment["TOWNLINE_HOME"])
    before = cores.read(home).database
    done = subprocess.run(
        [sys.executable, "-m", "bench.import_", *words],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the import failed: {done.stderr[-1000:]}")
    after = cores.read(home).database
    told, used = (json.loads(line) for line in done.stdout.splitlines())
    (found,) = told["files"]
    assert found["rows_new"] == rows, found
    worked = None if before is None or after is None else after - before
    return Run(rows / found["took_s"], used["cpu_s"], worked, used["peak_mb"])


def run_command() -> None:
    """Be the command line, and say in a last line what this process took."""
    import resource

    from townline.config.command import root

    root(sys.argv[1:], standalone_mode=False)
    used = resource.getrusage(resource.RUSAGE_SELF)
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage says begins with the peak of the process that we were forked from.
        peak_kb = int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0])
    else:
        peak_kb = used.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    spent = {"cpu_s": used.ru_utime + used.ru_stime, "peak_mb": peak_kb / 1024}
    print(json.dumps(spent), flush=True)


if __name__ == "__main__":
    run_command()
