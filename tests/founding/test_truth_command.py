"""The command `townline truth` on a small made-up city with made-up records."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.founding import folders
from townline.config.commands.truth import group
from townline.founding.rules import writing

MAPPING = """
[columns]
number = "Number"
requested = "Created"
service = "Type"
department = "Owner"
crew = "Crew"
lat = "Lat"
lon = "Lon"
due = "Target"

[times]
formats = ["%Y-%m-%d %H:%M"]
zone = "America/Chicago"

[status]

[channels]

[areas]
district = "District"
"""
TRUTH = """
[[file]]
path = "learned.csv"
mapping = "made-up"
use = "learned"

[[file]]
path = "town/tried.csv.gz"
mapping = "made-up"
use = "tried"

[[area]]
kind = "district"
least = 0.5

[department]
least = 1.0

[crew]
least = CREW

[clock]
least = 0.5
"""
HEAD = "Number,Created,Type,Owner,Crew,Lat,Lon,Target,District"
LEARNED = (
    "1,2026-03-02 10:00,pothole,public-works,NORTH,40.05,-89.95,,1",
    "2,2026-03-02 10:00,pothole,public-works,SOUTH,39.95,-89.95,,2",
)
TRIED = (
    "3,2026-03-02 10:00,pothole,public-works,NORTH,40.04,-89.95,2026-03-09 10:00,1",
    "4,2026-03-02 10:00,pothole,public-works,SOUTH,39.96,-89.95,2026-03-09 10:00,North",
    "5,2026-03-02 10:00,pothole,public-works,SOUTH,40.0005,-89.95,2026-03-10 10:00,",
    "6,2026-03-02 10:00,pothole,public-works,NEWCOMER,40.03,-89.95,,",
    "7,2026-03-02 10:00,pothole,public-works,SOUTH,,,,",
    "8,2026-03-02 10:00,flying,public-works,SOUTH,40.03,-89.95,2026-03-09 10:00,1",
    "9,,pothole,public-works,SOUTH,40.03,-89.95,,1",
)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A folder with two districts and a crew for each; its data lie in `data` beside it."""
    files = folders.with_areas(*folders.DISTRICTS)
    streets = files["services/streets.toml"].decode()
    route = "\n".join(
        f'{{ department = "{{owner}}", crew = "{crew}", areas = ["district:{code}"],'
        f' because = {{ en = "It works here." }} }},'
        for crew, code in (("NORTH", 1), ("SOUTH", 2))
    )
    files["services/streets.toml"] = _routed(streets, route).encode()
    files["mappings/made-up.toml"] = MAPPING.encode()
    files["truth.toml"] = TRUTH.replace("CREW", "0.5").encode()
    writing.write(tmp_path / folders.SLUG, files)
    data = tmp_path / "data"
    (data / "town").mkdir(parents=True)
    (data / "learned.csv").write_text("\n".join((HEAD, *LEARNED)))
    (data / "town" / "tried.csv.gz").write_bytes(gzip.compress("\n".join((HEAD, *TRIED)).encode()))
    return tmp_path / folders.SLUG


def _routed(text: str, route: str) -> str:
    """Give the first service, the pothole, these routes and an owner known by its code."""
    head, line, rest = text.partition('department = "')
    owner = rest.partition('"')[0]
    return f"{head}route = [\n{route.replace('{owner}', owner)}\n]\n{line}{rest}"


def run(town: Path, *arguments: str) -> Result:
    where = ("--city", str(town), "--data", str(town.parent / "data"))
    return CliRunner().invoke(group, [*where, *arguments])


def told(town: Path, *arguments: str) -> dict:
    return json.loads(run(town, "--json", *arguments).stdout)


def figure(found: dict, name: str) -> dict:
    return next(each for each in found["cities"][0]["figures"] if each["name"] == name)


def test_figures_that_hold_end_well(town):
    result = run(town)
    assert result.exit_code == 0, result.output
    assert "Nothing falls short." in result.stdout


def test_a_figure_that_falls_short_is_named_and_ends_with_1(town):
    (town / "truth.toml").write_text(TRUTH.replace("CREW", "0.75"))
    result = run(town)
    assert result.exit_code == 1
    assert "Short of what they must be: springdale: crew" in result.stdout


def test_rows_in_are_read_or_rejected_with_a_reason(town):
    learned, tried = told(town)["cities"][0]["files"]
    assert (learned["rows_in"], learned["read"], learned["rejected_why"]) == (2, 2, {})
    assert (tried["rows_in"], tried["read"], tried["without_point"]) == (7, 5, 1)
    assert tried["rejected_why"] == {"unknown_service": 1, "no_creation_time": 1}


def test_areas_count_by_code_or_name_where_rows_name_them(town):
    found = figure(told(town), "district")
    assert (found["compared"], found["agree"]) == (4, 3)
    assert found["disagree"] == [
        {"number": "4", "said": "North", "found": "2", "at": "39.96000, -89.95000"}
    ]


def test_crews_are_compared_on_what_was_kept_apart_and_each_miss_has_its_cause(town):
    found = told(town)
    crew = figure(found, "crew")
    assert (crew["compared"], crew["agree"]) == (4, 2)
    assert crew["causes"] == {"at_the_edge": 1, "unseen": 1}
    routing = found["cities"][0]["routing"]
    assert routing["crew_without_point"] == 1
    assert routing["crews_not_learned_from"] == {"NEWCOMER": 1}
    assert routing["dry_run"]["rows"] == 7


def test_targets_of_services_that_are_not_offered_count_against_the_clock(town):
    due = figure(told(town), "due")
    assert (due["compared"], due["agree"]) == (4, 2)
    assert due["causes"] == {"no_promise": 1, "other_promise": 1}


def test_as_many_disagreements_are_listed_as_asked_for(town):
    assert len(figure(told(town, "--list", "1"), "crew")["disagree"]) == 1
    plain, listed = run(town).stdout, run(town, "--list", "5").stdout
    assert "number 6" not in plain
    assert "number 6" in listed


@pytest.mark.parametrize("missing", ["data", "data/learned.csv"])
def test_data_that_are_not_there_end_with_2(town, missing):
    (town.parent / missing).rename(town.parent / "elsewhere")
    result = run(town)
    assert result.exit_code == 2
    assert "learned.csv" in result.output or "no folder of real data" in result.output


def test_a_folder_without_trials_or_with_faults_ends_with_2(town):
    (town / "truth.toml").write_text('[[file]]\npath = "../x"\nmapping = "made"\nuse = "seen"\n')
    faults = run(town)
    (town / "truth.toml").unlink()
    nothing = run(town)
    assert (faults.exit_code, nothing.exit_code) == (2, 2)
    assert "townline city check" in faults.output
    assert "no truth.toml" in nothing.output


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ('[[file]]\npath = "../x.csv"\nmapping = "made-up"\nuse = "tried"', "leaves the folder"),
        ('[[file]]\npath = "x.csv"\nmapping = "made-ip"\nuse = "tried"', "no mapping 'made-ip'"),
        ('[[file]]\npath = "x.csv"\nmapping = "made-up"\nuse = "seen"', "use cannot be 'seen'"),
        ('[[area]]\nkind = "distrikt"\nleast = 0.9', "no kind of area 'distrikt'"),
        ("[crew]\nleast = 97.5", "least is no share"),
        ("[geocoder]\nresolved = 0.9\nwithin = 0.8\nmedian_m = 0.0", "median_m is no distance"),
    ],
)
def test_what_is_wrong_in_truth_toml_is_a_fault_with_its_line(wrong, what):
    files = folders.with_areas(*folders.DISTRICTS) | {
        "mappings/made-up.toml": MAPPING.encode(),
        "truth.toml": wrong.encode(),
    }
    found = [fault for fault in folders.read(files).faults if fault.file == "truth.toml"]
    assert [what in fault.what for fault in found] == [True]
    assert found[0].line
