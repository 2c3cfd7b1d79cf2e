"""The page of the architecture draws the house as it stands."""

import re

from procrastinate.contrib.django import app

from tests.docs import pages
from tests.shape import tree

PAGE = (pages.ROOT / "ARCHITECTURE.md").read_text()


def test_the_floors_on_the_page_are_those_of_the_linter() -> None:
    _language, block = pages.FENCE.findall(PAGE)[0]
    drawn = [re.split(r"\s{3,}", line)[0].strip() for line in block.splitlines()]
    assert drawn == tree.contracts()[0]["layers"]


def test_every_room_has_its_paragraph() -> None:
    section = PAGE.split("## The rooms")[1].split("\n## ")[0]
    assert {r for r in tree.rooms() if f"**{r}**" not in section} == set()


def test_every_function_on_the_way_of_a_report_exists() -> None:
    way = next(block for _, block in pages.FENCE.findall(PAGE) if "submit.sql" in block)
    for file, function in (
        ("portal/report.py", "fill"),
        ("portal/report.py", "_take"),
        ("portal/report.py", "_submit"),
        ("open311/report.py", "file"),
        ("desk/calls.py", "fill"),
        ("requests/actions/submit.py", "submit"),
    ):
        assert file in way
        assert function in way
        assert f"def {function}(" in (tree.PACKAGE / file).read_text()
    for file in re.findall(r"\b\w+/[\w/]+\.(?:py|sql)", way):
        here = [tree.PACKAGE / file, tree.PACKAGE / "requests" / file]
        assert any(path.exists() for path in here), file


def test_the_tasks_of_the_worker_are_on_the_page() -> None:
    section = PAGE.split("## The worker")[1].split("\n## ")[0]
    app.perform_import_paths()
    ours = {name.rpartition(".")[2] for name in app.tasks if name.startswith("townline.")}
    drawn = set(
        re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)))
    )
    assert ours
    assert drawn == ours


def test_the_page_says_what_is_not_there_yet() -> None:
    assert "## What is not there yet" in PAGE
