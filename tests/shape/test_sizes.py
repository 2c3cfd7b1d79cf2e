"""Nothing is too long to be read."""

import ast

from tests.shape import tree

FILE_LINES = 400
FUNCTION_LINES = 40
TEMPLATE_LINES = 120
FORBIDDEN = {"util", "utils", "helper", "helpers", "common", "core", "base", "misc", "info"} | {
    *("manager", "managers", "service", "services", "handler", "handlers"),
}


def test_no_file_is_longer_than_400_lines() -> None:
    long = [
        f"{tree.named(path)}: {lines}"
        for path in tree.tracked()
        if path.suffix == ".py" and "migrations" not in path.parts
        if (lines := len(path.read_text().splitlines())) > FILE_LINES
    ]
    assert not long, "\n".join(long)


def test_no_function_has_40_lines() -> None:
    long = [
        f"{tree.named(path)}: {node.name}"
        for path in tree.code()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
    ]
    assert not long, "\n".join(long)


def test_no_template_is_longer_than_120_lines() -> None:
    long = [
        f"{tree.named(path)}: {lines}"
        for path in tree.PACKAGE.rglob("templates/**/*")
        if path.is_file() and (lines := len(path.read_text().splitlines())) > TEMPLATE_LINES
    ]
    assert not long, "\n".join(long)


COMMANDS = tree.PACKAGE / "config" / "commands"
"""Named as the commands are: `townline service` is about what the city offers."""


def test_no_file_has_a_name_that_says_nothing() -> None:
    vague = [
        tree.named(path)
        for path in tree.tracked()
        if path.suffix in {".py", ".html", ".js", ".css", ".sql"}
        and path.stem.strip("_").lower() in FORBIDDEN
        and path.parent != COMMANDS
    ]
    assert not vague, "\n".join(vague)
