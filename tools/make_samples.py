"""
Choose the past requests that the Los Angeles demo starts with.

    python -m tools.make_samples SHARED_DATA cities/los-angeles

Reads the two detail files of the winter 2017-18 (MyLA311 Service Request Data, CC0 1.0), keeps the
columns that the mapping ``myla311-2018`` names, and writes about 3,000 rows to
``samples/requests.csv.gz``. The choice is the same every time: within each type the rows are taken
in turn from every council district, in the order of a digest of their number; a type gives its
share of the whole, but a rare one at least ``LEAST`` rows.
"""

import csv
import gzip
import hashlib
import io
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, zip_longest
from pathlib import Path

FILES = ("myla311_2017-12-27_to_31.csv.gz", "myla311_2018-01-01_to_04.csv.gz")
ROWS = 3_000
LEAST = 60
"""Rows of a type, if it has as many."""

Row = dict[str, str]


def main(data: Path, city: Path) -> None:
    """Write the sample into the city's folder and say how many rows of each type it holds."""
    columns = columns_of(city / "mappings" / "myla311-2018.toml")
    rows = list(chain.from_iterable(read(data / "la" / "requests" / name) for name in FILES))
    chosen = choose(rows)
    write(city / "samples" / "requests.csv.gz", columns, chosen)
    print(f"{len(chosen)} of {len(rows)} rows, {len(columns)} columns", file=sys.stderr)


def columns_of(mapping: Path) -> list[str]:
    """Return the source columns that the mapping names, areas last."""
    tables = tomllib.loads(mapping.read_text(encoding="utf-8"))
    return [*tables["columns"].values(), *tables.get("areas", {}).values()]


def read(path: Path) -> Iterator[Row]:
    """Yield the rows of a gzipped CSV file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def choose(rows: list[Row]) -> list[Row]:
    """Return about ``ROWS`` of the rows, spread over types and districts, in order of number."""
    by_type: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_type[row["RequestType"]].append(row)
    chosen = [
        row
        for kind in sorted(by_type)
        for row in spread(by_type[kind])[: share(len(by_type[kind]), len(rows))]
    ]
    return sorted(chosen, key=lambda row: row["SRNumber"])


def share(of_type: int, of_all: int) -> int:
    """Return how many rows a type gives, from its own count and that of all."""
    return max(LEAST, round(ROWS * of_type / of_all))


def spread(rows: list[Row]) -> list[Row]:
    """Return the rows so that each council district comes by in turn."""
    by_district: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=digest):
        by_district[row["CD"]].append(row)
    turns = zip_longest(*(by_district[district] for district in sorted(by_district)))
    return [row for turn in turns for row in turn if row is not None]


def digest(row: Row) -> bytes:
    """Return what the order of rows goes by: even, and unrelated to time and place."""
    return hashlib.sha256(row["SRNumber"].encode()).digest()


def write(path: Path, columns: list[str], rows: list[Row]) -> None:
    """Write a gzipped CSV file whose bytes depend on nothing but the rows."""
    text = io.StringIO(newline="")
    lines = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    lines.writeheader()
    lines.writerows(rows)
    path.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
