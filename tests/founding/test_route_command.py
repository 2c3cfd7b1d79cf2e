"""`townline city route`: the routes of a folder tried on requests that there were."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.founding import folders
from townline.config.commands import city, import_

pytestmark = pytest.mark.django_db

MAPPING = """
[columns]
number = "id"
requested = "opened"
service = "type"
department = "owner"
crew = "crew"
lat = "lat"
lon = "lon"

[times]
formats = ["%Y-%m-%d %H:%M"]
zone = "America/Chicago"

[status]
[channels]
"""
ROWS = """id,opened,type,owner,crew,lat,lon
1,2021-05-01 09:00,pothole,public-works,N,40.05,-89.95
2,2021-05-02 23:30,pothole,public-works,S,40.05,-89.95
3,2021-05-03 00:30,pothole,public-works,S,39.95,-89.95
4,2021-05-04 09:00,streetlight,public-works,,40.05,-89.95
"""
ROUTE = """[[service]]
code = "pothole"
route = [
  { department = "public-works", crew = "N", areas = ["district:1"], because = { en = "North." } },
  { department = "sanitation", areas = ["district:2"], because = { en = "The south." } },
  { department = "sanitation", since = 2030-01-01, because = { en = "Later." } },
]"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(city.group, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that was applied and has four requests, and now has routes."""
    made = tmp_path / folders.SLUG
    files = folders.with_areas(*folders.DISTRICTS) | {"mappings/old.toml": MAPPING.encode()}
    for path, content in files.items():
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_bytes(content)
    assert run("apply", made).exit_code == 0
    rows = tmp_path / "rows.csv"
    rows.write_text(ROWS)
    asked = ["requests", str(rows), "--city", folders.SLUG, "--mapping", "old"]
    assert CliRunner().invoke(import_.group, asked).exit_code == 0
    services = made / "services" / "streets.toml"
    services.write_text(services.read_text().replace('[[service]]\ncode = "pothole"', ROUTE, 1))
    return made


def test_it_names_what_would_move_and_changes_nothing(folder: Path) -> None:
    result = run("route", folder, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["requests"], told["same"], told["moved_department"], told["moved_crew"]) == (
        4, 2, 1, 1,
    )  # fmt: skip
    assert told["moves"] == [
        {
            "service": "pothole",
            "from": {"department": "public-works", "crew": "S"},
            "to": {"department": "sanitation", "crew": ""},
            "rule": 2,
            "because": "The south.",
            "requests": 1,
            "examples": ["3"],
        },
        {
            "service": "pothole",
            "from": {"department": "public-works", "crew": "S"},
            "to": {"department": "public-works", "crew": "N"},
            "rule": 1,
            "because": "North.",
            "requests": 1,
            "examples": ["2"],
        },
    ]
    assert [(r["service"], r["rule"]) for r in told["rules_never_used"]] == [("pothole", 3)]
    agreement = told["crew_agreement"]
    assert (agreement["compared"], agreement["agree"], agreement["share"]) == (2, 1, 0.5)
    assert json.loads(run("route", folder, "--json").stdout)["moves"] == told["moves"]


def test_days_are_the_citys_own(folder: Path) -> None:
    def numbered(*options: str) -> int:
        return json.loads(run("route", folder, "--json", *options).stdout)["requests"]

    assert numbered("--until", "2021-05-02") == 2
    assert numbered("--since", "2021-05-03") == 2
    assert numbered("--since", "2021-05-02", "--until", "2021-05-02") == 1
    assert numbered("--limit", "3") == 3


def test_a_person_reads_the_same(folder: Path) -> None:
    told = run("route", folder).stdout
    assert "4 requests: 2 stay, 1 would move to another department, 1 to another crew" in told
    assert "pothole: public-works / S → sanitation  1  (3)" in told
    assert "pothole: route 3 decided none of 3: Later." in told
    assert "Crews agree with the imported ones in 50.0% (1 of 2)" in told


def test_wrong_use_is_refused(folder: Path, tmp_path: Path) -> None:
    backwards = run("route", folder, "--since", "2021-05-02", "--until", "2021-05-01")
    assert (backwards.exit_code, backwards.stdout) == (2, "")
    other = tmp_path / "shelbyville"
    assert run("new", other).exit_code == 0
    unknown = run("route", other)
    assert unknown.exit_code == 2
    assert "no city 'shelbyville'. Applied so far: springdale." in unknown.stderr


def test_a_folder_with_errors_is_not_tried(folder: Path) -> None:
    (folder / "groups.toml").unlink()
    result = run("route", folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Not tried." in result.stderr
