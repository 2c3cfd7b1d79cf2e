"""The page that explains the folder tells the truth: what it shows can be applied."""

import re
from pathlib import Path

from click.testing import CliRunner

from tests.founding.folders import DISTRICTS, example, read, with_areas
from townline.config.commands.city import group

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "describe-a-city.md"
BLOCK = re.compile(r"^```toml\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_folder_on_the_page_has_no_fault() -> None:
    shown = {path: text.encode() for path, text in BLOCK.findall(PAGE.read_text())}
    assert len(shown) == 24
    areas = {p: c for p, c in with_areas(*DISTRICTS).items() if p.startswith("areas/")}
    holidays = {"holidays.csv": example()["holidays.csv"]}
    found = read(areas | holidays | shown)
    assert [str(fault) for fault in found.faults] == []
    assert set(found.offers) == {"pothole", "bulky-items"}
    assert len(found.layers) == 2
    assert len(found.suspensions) == 1
    assert found.council is not None
    assert len(found.council.vocabulary.types) == 2
    assert len(found.council.people.memberships) == 2


def test_every_key_that_is_read_is_on_the_page() -> None:
    page = PAGE.read_text()
    source = "".join(
        path.read_text()
        for path in (PAGE.parents[2] / "townline" / "founding" / "rules").glob("*.py")
    )
    asked = re.findall(
        r"\.(?:text|texts|words|flag|whole|number|numbers|day|table|tables|choice|keyed)\(\s*\"(\w+)\"",
        source,
    )
    assert len(set(asked)) > 50
    assert {key for key in asked if not re.search(rf"\b{key}\b", page)} == set()


def test_the_page_names_every_command() -> None:
    listed = CliRunner().invoke(group, ["--help"]).output
    named = set(re.findall(r"^townline city (\w+)", PAGE.read_text(), re.MULTILINE))
    assert named == set(group.commands)
    assert all(name in listed for name in named)
