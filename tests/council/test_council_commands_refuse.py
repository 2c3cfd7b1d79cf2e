"""The commands of the council tell a wrong question (2) from one that has no answer (1)."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.council import chamber
from townline.cities.rules.city import City
from townline.config.commands.council import group

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    made = chamber.found()
    chamber.introduced(made)
    return made


def run(*args: str) -> Result:
    return CliRunner().invoke(group, args)


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["clock", "zzz"], 2, "is no number of a council file"),
        (["clock", "99-9999"], 1, "There is no council file 99-9999."),
        (["clock", "26-0001", "--as-of", "soon"], 2, "--as-of"),
        (["report", "1;drop"], 2, "is no number of a council file"),
        (["report", "99-9999"], 1, "There is no council file 99-9999."),
        (["report", "26-0001", "--format", "doc"], 2, "--format"),
        (["paper", "list", "zzz", "1"], 2, "is no number of a council file"),
        (["paper", "list", "26-0001", "9"], 1, "has no activity 9"),
        (["paper", "referrals", "2026-13-01", "a.pdf"], 2, "DAY"),
        (["search", "--limit", "0", "trees"], 2, "--limit"),
        (["search", "--city", "nowhere", "trees"], 2, "there is no city 'nowhere'"),
        (["grow", "--files", "-1"], 2, "--files"),
        (["import", "/nowhere/at/all"], 2, "does not exist"),
        (["export", "--folder", "/proc/nowhere"], 1, "cannot be written"),
        (["nothing"], 2, "No such command"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_a_refusal_has_words_and_its_code(
    city: City, args: list[str], code: int, says: str
) -> None:
    refused = run(*args)
    assert refused.exit_code == code, refused.output
    assert says in refused.stderr
    assert refused.stdout == ""


def test_what_cannot_be_taken_in_is_said_file_by_file(city: City, tmp_path: Path) -> None:
    empty = run("import", str(tmp_path))
    assert empty.exit_code == 2 and "There is no file that ends in .txt or .json." in empty.stderr
    (tmp_path / "a.txt").write_text("No report at all")
    (tmp_path / "b.json").write_text("{")
    refused = run("import", str(tmp_path))
    assert refused.exit_code == 1
    assert "a.txt: this is none of what can be taken in" in refused.stderr
    assert "b.json: this is no JSON" in refused.stderr
