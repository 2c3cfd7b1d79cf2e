"""Which figures of the benches a city chooses by, and what each was to reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table: keys of what a bench measured, and words for them."""

    bench: str
    what: str
    value: str
    unit: str
    floor: str = ""
    """The key of the floor's figure; empty where there is none."""
    ratio: str = ""
    wanted: str = ""
    """What it was to reach, in words."""

    def told(self, found: Mapping[str, Any]) -> str:
        """Return the figure beside its floor, or a dash where it was not measured."""
        if self.value not in found:
            return "—"
        said = _number(found[self.value], self.unit)
        if self.floor in found:
            said += f"; floor {_number(found[self.floor], self.unit)}"
        if self.ratio in found:
            said += f"; ratio {found[self.ratio]:g}"
        return said


def _number(value: float, unit: str) -> str:
    shown = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{shown} {unit}".rstrip()


def _read(kind: str, what: str, wanted: str) -> Figure:
    return Figure(
        bench="reads", what=what, value=f"{kind}_per_s", unit="/s", floor=f"floor_{kind}_per_s",
        ratio=f"ratio_to_floor_{kind}", wanted=wanted,
    )  # fmt: skip


def _search(kind: str, what: str) -> Figure:
    return Figure(
        bench="search", what=f"{what}, by staff", value=f"{kind}_staff_ms", unit="ms",
        wanted="≤ 50 ms",
    )  # fmt: skip


def _page(name: str, category: str, what: str, wanted: str) -> Figure:
    return Figure(
        bench="pages", what=f"Lighthouse, {category}: {what}", value=f"{name}_{category}",
        unit="of 100", floor=f"floor_{category}", wanted=wanted,
    )  # fmt: skip


FIGURES = (
    Figure(
        bench="intake", what="reports taken in, complete, by 8 clients", value="intake_per_s",
        unit="/s", floor="floor_per_s", ratio="ratio_to_floor", wanted="≥ 0.40 of the floor",
    ),
    Figure(
        bench="intake", what="the slowest of 100 reports; the floor's median", unit="ms",
        value="intake_p99_ms", floor="floor_p50_ms", ratio="ratio_p99_to_floor_p50",
        wanted="≤ 15 × that",
    ),
    _read("one", "one request read", "≥ 0.35 of the floor"),
    _read("list_newest", "a list of 50: the newest", "≥ 0.70 of the floor"),
    _read("list_service", "a list of 50: of a service", "≥ 0.70 of the floor"),
    _read("list_status", "a list of 50: of a status", "≥ 0.70 of the floor"),
    _read("list_area", "a list of 50: of an area", "≥ 0.70 of the floor"),
    _read("list_dates", "a list of 50: between dates", "≥ 0.70 of the floor"),
    Figure(
        bench="reads", what="the slowest kind of list, median", value="list_p50_ms", unit="ms",
        wanted="at 1 million ≤ 1.5 × at 10 thousand",
    ),
    _read("points", "4,000 points of a map's box", "≥ 0.60 of the floor"),
    _search("rare", "a rare word found"),
    _search("common", "a common word found"),
    _search("none", "a word that nobody wrote"),
    Figure(
        bench="search", what="the longest of all searches", value="longest_ms", unit="ms",
        wanted="≤ 50 ms",
    ),
    Figure(
        bench="search", what="services suggested at a letter, at 100 of them and 2,000 answers",
        value="suggest_ms", unit="ms", floor="floor_suggest_ms", wanted="≤ 15 ms",
    ),
    Figure(
        bench="search", what="the same, what 95 of 100 letters keep", value="suggest_p95_ms",
        unit="ms", floor="floor_suggest_p95_ms",
    ),
    Figure(
        bench="worklist", what="the most urgent of a department's worklist", value="worklist_ms",
        unit="ms", floor="floor_ms", ratio="ratio_to_floor", wanted="≤ 60 ms of 100,000 open ones",
    ),
    Figure(
        bench="console", what="the one search box of the agent's console, what 95 of 100 keep",
        value="console_p95_ms", unit="ms", floor="floor_p95_ms", wanted="≤ 30 ms",
    ),
    Figure(
        bench="import", what="past requests imported", value="rows_per_s", unit="/s",
        floor="floor_rows_per_s", ratio="ratio_to_floor",
        wanted="≥ 12,000 /s and ≥ 0.05 of the floor",
    ),
    Figure(
        bench="import", what="memory of an import of five times as many rows",
        value="large_peak_mb", unit="MB", wanted="≤ 300 MB",
    ),
    Figure(
        bench="locate", what="points located in bulk", value="bulk_points_per_s", unit="/s",
        floor="floor_bulk_points_per_s", ratio="ratio_to_floor_bulk", wanted="≥ 100,000 /s",
    ),
    Figure(
        bench="locate", what="one point located", value="single_us", unit="µs",
        floor="floor_single_us", ratio="ratio_to_floor", wanted="≤ 50 µs",
    ),
    Figure(
        bench="council", what="sentences of council files understood", value="parse_per_s",
        unit="/s", floor="floor_parse_per_s", wanted="≥ 100,000 /s",
    ),
    Figure(
        bench="council", what="council files searched, what 95 of 100 keep", unit="ms",
        value="search_p95_ms", floor="floor_search_p95_ms", wanted="≤ 100 ms of 100,000 files",
    ),
    Figure(
        bench="council", what="the word council searched, which stands in every file", unit="ms",
        value="search_council_ms", wanted="≤ 100 ms of 100,000 files",
    ),
    Figure(
        bench="council", what="all that a council file's page asks", value="file_p95_ms",
        unit="ms", floor="floor_file_p95_ms", wanted="≤ 40 ms",
    ),
    Figure(
        bench="council", what="all council files reckoned anew", value="reckon_s", unit="s",
        floor="floor_reckon_s", wanted="≤ 60 s of 100,000 files",
    ),
    Figure(
        bench="distribute", what="contacts offered to agents, each on disk", unit="/s",
        value="decisions_per_s", floor="floor_per_s", ratio="ratio_to_floor", wanted="≥ 200 /s",
    ),
    Figure(
        bench="distribute", what="an agent free, until 99 of 100 offers are on disk", unit="ms",
        value="offer_p99_ms", wanted="≤ 100 ms",
    ),
    Figure(
        bench="streams", what="memory of the process with 1,000 open streams", value="memory_mb",
        unit="MB", floor="floor_mb", ratio="ratio_to_floor", wanted="≤ 300 MB",
    ),
    Figure(
        bench="streams", what="a poke heard by the 990th of 1,000 pages", value="heard_p99_ms",
        unit="ms",
    ),
    Figure(
        bench="clock", what="due dates, one by one", value="due_per_s", unit="/s",
        floor="floor_per_s", ratio="ratio_to_floor", wanted="≥ 200,000 /s",
    ),
    Figure(
        bench="clock", what="due dates, vectorised", value="due_many_per_s", unit="/s",
        floor="floor_many_per_s", ratio="ratio_to_floor_many",
    ),
    _page("home", "performance", "the first page", "≥ 90"),
    _page("report", "performance", "the longest report form", "≥ 90"),
    _page("request", "performance", "a request's page", "≥ 90"),
    _page("map", "performance", "the map", ""),
    _page("worklist", "performance", "a worklist", ""),
    Figure(
        bench="pages", what="Lighthouse, accessibility, the least of all pages",
        value="least_accessibility", unit="of 100", wanted="100",
    ),
    Figure(
        bench="pages", what="Lighthouse, best practices, the least of all pages",
        value="least_best_practices", unit="of 100", wanted="100",
    ),
    Figure(
        bench="pages", what="the report form over the wire, with its map", value="report_kb",
        unit="kB", floor="floor_kb", wanted="≤ 450 kB",
    ),
    Figure(
        bench="pages", what="the report form, SQL statements", value="report_statements",
        unit="", floor="floor_statements", wanted="≤ 12",
    ),
)  # fmt: skip
"""In the order of the table."""
FRONT = (
    ("intake", "intake_per_s"),
    ("reads", "one_per_s"),
    ("reads", "list_newest_per_s"),
    ("search", "longest_ms"),
    ("import", "rows_per_s"),
    ("locate", "bulk_points_per_s"),
)
"""Bench and value of those that the front page shows."""
