"""
Write what pages cost into ``docs/reference/page-parts.md``, between its marks.

``townline bench pages --json | python tools/page_table.py`` reads the figures from its input and
writes a table of them; with ``--print`` it prints the table instead.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "page-parts.md"
BEGINS, ENDS = (
    "<!-- what pages cost: written by tools/page_table.py -->",
    "<!-- end of the table -->",
)
PAGES = {
    "home": "home", "report": "report form", "request": "a request", "map": "map",
    "worklist": "a worklist", "floor": "the statement of accessibility, as the floor",
}  # fmt: skip
COLUMNS = {
    "performance": "performance", "accessibility": "accessibility",
    "best_practices": "best practices", "lcp_ms": "largest paint, ms", "tbt_ms": "blocked, ms",
    "kb": "kB", "files": "files", "statements": "SQL statements",
}  # fmt: skip


def main() -> None:
    """Read the figures and write the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--print", action="store_true", help="print it, and write nothing")
    only_print: bool = asked.parse_args().print
    table = markdown(json.load(sys.stdin), datetime.now(UTC).date().isoformat())
    if only_print:
        sys.stdout.write(table)
        return
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGINS)
    if not rest:
        raise SystemExit(f"{PAGE} has no mark {BEGINS!r}")
    PAGE.write_text(f"{head}{BEGINS}\n\n{table}\n{ENDS}{rest.partition(ENDS)[2]}", encoding="utf-8")


def markdown(found: Mapping[str, Any], day: str) -> str:
    """Return the figures of ``townline bench pages`` as a table, a page a row."""
    lines = [
        f"Measured on {day} with Lighthouse {found['lighthouse']}, which imitates a slow phone; the"
        " median of five.",
        "",
        "| page | " + " | ".join(COLUMNS.values()) + " |",
        "|---" * (len(COLUMNS) + 1) + "|",
    ]
    for page, words in PAGES.items():
        cells = [str(found.get(f"{page}_{column}", "—")) for column in COLUMNS]
        lines.append(f"| {words} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
