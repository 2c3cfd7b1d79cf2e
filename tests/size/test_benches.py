"""Each bench runs on an installation of its own, and prints the figures that it promises."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import figures, running, table
from bench.installation import Installation, Unusable, held
from tests.ground.databases import ROOT
from townline.config import postgres_place

KEYS = {
    "clock": {"due_per_s", "due_many_per_s", "ratio_to_floor", "floor_per_s"},
    "locate": {"single_us", "single_p99_us", "bulk_points_per_s", "ratio_to_floor_bulk"},
    "intake": {"intake_per_s", "floor_per_s", "ratio_to_floor", "intake_p99_ms", "refused"},
}


def run(*words: str, code: int = 0) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        [sys.executable, "-m", "townline.config.command", "bench", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done


def say(words: str) -> None:
    """Tell nobody."""


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Hold one home for all benches of this file, so that the demo is made once."""
    with held(tmp_path_factory.mktemp("benches") / "home", say) as found:
        found.prepare()
        found.grow(200)
        yield found


@pytest.mark.parametrize("name", sorted(running.there()))
def test_a_bench_measures_the_figures_of_the_table(name: str, installation: Installation) -> None:
    bench = running.there()[name]
    found = running.measure(bench, installation, requests=200, seconds=0.2)
    assert found["bench"] == name
    assert KEYS.get(name, set()) <= found.keys()
    floors = [value for key, value in found.items() if key.startswith("ratio_to_floor")]
    assert all(value > 0 for value in floors)
    told = [f for f in figures.FIGURES if f.bench == name]
    assert told, "the table of the docs has a line of every bench"
    small = {f for f in told if f.value == "points_per_s"}  # a box takes more than 200 requests
    wanted = {k for f in set(told) - small for k in (f.value, f.floor, f.ratio) if k}
    if name == "pages":  # below a second Lighthouse is left out
        wanted = {key for key in wanted if key.endswith("_statements")}
    missing = wanted - found.keys()
    assert not missing, "the table of the docs names what this bench does not measure"


def test_a_home_that_another_bench_uses_is_refused(installation: Installation) -> None:
    said = run("locate", "--home", str(installation.home), code=2).stderr
    assert "another bench runs" in said


def test_a_home_that_holds_more_than_is_asked_for_is_refused(installation: Installation) -> None:
    with pytest.raises(Unusable, match="more than 100"):
        installation.grow(100)


def test_what_the_server_of_a_bench_prints_goes_nowhere_near_the_document(
    installation: Installation, capfd: pytest.CaptureFixture[str]
) -> None:
    own = Path("/proc/self")
    with installation.served():
        children = (own / "task" / str(os.getpid()) / "children").read_text().split()
        servers = [
            pid for pid in children if b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        assert len(servers) == 1
        printed = Path(f"/proc/{servers[0]}/fd/1").readlink()
        assert printed == (own / "fd" / "2").readlink() != (own / "fd" / "1").readlink()
    assert capfd.readouterr().out == ""


def test_a_bench_without_a_city_asks_for_none() -> None:
    found: dict[str, Any] = json.loads(run("clock", "--seconds", "0.2", "--json").stdout)
    assert (found["bench"], found["requests"]) == ("clock", 0)


def test_a_folder_that_is_used_otherwise_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("of somebody")
    said = run("locate", "--home", str(tmp_path), code=2).stderr
    assert "not made for benches" in said
    assert [p.name for p in tmp_path.iterdir()] == ["letters"]


def test_a_folder_that_cannot_be_made_is_refused() -> None:
    assert "cannot be a home" in run("locate", "--home", "/proc/none", code=2).stderr


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_a_temporary_home_goes_when_a_bench_is_ended(tmp_path: Path, by: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "townline.config.command", "bench", "locate"],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        said = next(line for line in process.stderr if "preparing" in line)
        (home,) = tmp_path.glob("townline-bench-*")
        data = postgres_place.of(home).data
        assert data.exists(), said
        os.killpg(process.pid, by)
        said = process.stderr.read()
    assert process.returncode == 128 + by
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())
    assert not data.exists()


SIZE = {
    "requests": 10_000,
    "grown": {"rows_per_s": 12_345, "size_mb": 21},
    "locate": {"single_us": 18.44, "floor_single_us": 92.5, "ratio_to_floor": 5.01},
}


def test_the_table_has_a_column_for_each_size_and_a_dash_for_what_is_missing() -> None:
    larger = {"requests": 1_000_000, "grown": {"rows_per_s": None, "size_mb": 1_500}}
    said = table.markdown([SIZE, larger], asked="townline bench table")
    assert "| what | reach for | 10,000 requests | 1,000,000 requests |" in said
    assert "| one point located | ≤ 50 µs | 18.4 µs; floor 92.5 µs; ratio 5.01 | — |" in said
    assert "| synthetic requests made | ≥ 12,000 /s | 12,345 /s | made before |" in said
    assert "| the database on disk | — | 21 MB | 1,500 MB |" in said
    assert "due dates" not in said, "what no size has is no line"
    assert "cores of" in said.splitlines()[0]


def test_the_front_shows_the_few_that_were_measured_and_every_one_is_a_line_of_the_table() -> None:
    known = {(figure.bench, figure.value) for figure in figures.FIGURES}
    assert set(figures.FRONT) <= known
    located = {"bulk_points_per_s": 288_578, "floor_bulk_points_per_s": 7_836}
    said = table.front(SIZE | {"locate": located})
    head, empty, *lines = said.splitlines()
    assert head.startswith("With 10,000 requests on ")
    assert (empty, lines) == ("", ["- points located in bulk: 288,578 /s; floor 7,836 /s"])


def test_the_table_is_put_between_the_marks_of_its_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Before\n\n{table.BEGINS}\n\nold\n\n{table.ENDS}\n\nAfter.\n")
    for text in ("first\n", "second\n"):
        table.put(page, text)
    assert page.read_text() == (f"# Before\n\n{table.BEGINS}\n\nsecond\n\n{table.ENDS}\n\nAfter.\n")
    table.put(tmp_path / "new.md", "alone\n")
    assert (tmp_path / "new.md").read_text() == "alone\n"
