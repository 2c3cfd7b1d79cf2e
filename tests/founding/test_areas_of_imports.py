"""An import says how far the areas that its rows name are those of their points."""

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
lat = "lat"
lon = "lon"

[times]
formats = ["%Y-%m-%d"]

[status]
[channels]

[areas]
district = "where"
"""
ROWS = """id,opened,type,lat,lon,where
1,2021-05-01,pothole,40.05,-89.95,NORTH
2,2021-05-01,pothole,40.05,-89.95,01
3,2021-05-01,pothole,40.05,-89.95,South
4,2021-05-01,pothole,40.05,-89.95,
5,2021-05-01,pothole,,,North
6,2021-05-01,pothole,40.5,-89.5,North
"""


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    folder = tmp_path / folders.SLUG
    files = folders.with_areas(*folders.DISTRICTS) | {"mappings/old.toml": MAPPING.encode()}
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    assert CliRunner().invoke(city.group, ["apply", str(folder)]).exit_code == 0
    made = tmp_path / "rows.csv"
    made.write_text(ROWS)
    return made


def run(rows: Path, *options: str) -> Result:
    asked = ["requests", str(rows), "--city", folders.SLUG, "--mapping", "old", *options]
    return CliRunner().invoke(import_.group, asked)


def test_rows_that_name_an_area_and_have_a_point_are_compared(rows: Path) -> None:
    done = run(rows, "--json")
    assert done.exit_code == 0, done.stderr
    (told,) = json.loads(done.stdout)["files"]
    assert (told["rows_new"], told["areas_agree"]) == (6, {"district": {"compared": 4, "agree": 2}})


def test_what_is_there_already_is_not_compared_again(rows: Path) -> None:
    assert "district: 2 of 4 rows name an area that their point lies in" in run(rows).stdout
    (told,) = json.loads(run(rows, "--json").stdout)["files"]
    assert (told["rows_known"], told["areas_agree"]) == (6, {})


def test_a_file_without_the_column_of_an_area_is_refused(rows: Path) -> None:
    rows.write_text(ROWS.replace(",where", ",ward"))
    done = run(rows)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "has no column where" in done.stderr
