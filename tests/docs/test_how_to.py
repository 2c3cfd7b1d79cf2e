"""How-tos name what the code says: flags and refusals of imports, faults of audits, tasks."""

import re
import tomllib
from pathlib import Path
from typing import Any

import psycopg

from tests.docs import pages
from tests.shape import tree

HOW_TO = pages.ROOT / "docs" / "how-to"


def said(pattern: str, *files: str) -> set[str]:
    """Return what a pattern finds in files of the package."""
    found: set[str] = set()
    for file in files:
        found |= set(re.findall(pattern, (tree.PACKAGE / file).read_text()))
    assert found, pattern
    return found


def in_code(path: Path) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", path.read_text()))


def test_the_page_of_imports_has_every_flag_and_every_reason_of_a_rejection() -> None:
    page = in_code(HOW_TO / "import-requests.md")
    rules = "requests/rules/imported.py"
    flags = said(r"\.flag\(\"(\w+?)\"\)", rules)
    elsewhere = ("requests/rules/times.py", "requests/actions/preparation.py")
    flags |= said(r"(?m)^[A-Z_]+ = \"(\w+)\"$", *elsewhere)
    short = {named.removesuffix("_…") for named in page}
    assert flags <= short, flags - short
    reasons = said(r"Rejected\(\"(\w+)\"", rules)
    assert reasons <= page, reasons - page


def test_the_page_of_imports_has_every_figure_of_the_report() -> None:
    figures = said(r"(?m)^            \"(\w+)\": ", "config/importing.py") - {"file"}
    assert figures <= in_code(HOW_TO / "import-requests.md")


def test_the_page_of_audits_has_every_kind_of_fault() -> None:
    files = ("record/rules/audit.py", "requests/queries/proof.py")
    kinds = said(r"Fault\(\s*\"(\w+)\"", *files)
    assert kinds == kinds & in_code(HOW_TO / "restore-and-audit.md")


def test_the_statements_on_the_page_of_audits_can_be_run(
    own_database: str, owner: psycopg.Connection[Any]
) -> None:
    page = (HOW_TO / "restore-and-audit.md").read_text()
    statements = [block for language, block in pages.FENCE.findall(page) if language == "sql"]
    assert len(statements) == 1
    for statement in statements:
        owner.execute(statement)


def test_every_service_that_a_command_names_is_one_of_its_city() -> None:
    named = 0
    for page in pages.written():
        for words in pages.commands(page):
            if "--service" not in words or "--city" not in words:
                continue
            folder = pages.ROOT / "cities" / words[words.index("--city") + 1] / "services"
            codes = set()
            for file in folder.glob("*.toml"):
                codes |= {one["code"] for one in tomllib.loads(file.read_text())["service"]}
            assert words[words.index("--service") + 1] in codes, f"{pages.name(page)}: {words}"
            named += 1
    assert named
