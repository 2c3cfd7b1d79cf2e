"""Rooms lie on floors, and see only what is below."""

import re
import subprocess
import sys
from pathlib import Path

from tests.shape import tree

DEPENDS = re.compile(r"""\(["'](\w+)["'],\s*["']\d{4}_\w+["']\)""")
IMPORTS = re.compile(r"^\s*(?:from|import)\s+townline\.(\w+)((?:\.\w+)*)", re.MULTILINE)


def test_every_room_has_its_floor() -> None:
    assert set(tree.rooms()) == set(tree.heights())


def test_every_room_with_tables_keeps_them_private() -> None:
    protected = {
        module.split(".")[1]
        for contract in tree.contracts()
        if contract["type"] == "protected"
        for module in contract["protected_modules"]
    }
    with_tables = {
        room
        for room in tree.rooms()
        if (tree.PACKAGE / room / "models.py").exists() or (tree.PACKAGE / room / "models").is_dir()
    }
    # The tables of record are abstract for others, and its roots are read by its queries.
    assert with_tables - {"record"} <= protected


def test_the_contracts_of_imports_are_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache"], cwd=tree.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_html_is_in_doors_and_ui_alone() -> None:
    stray = [
        tree.named(path)
        for pattern in ("*.html", "*.css", "*.js")
        for path in tree.PACKAGE.rglob(pattern)
        if tree.room_of(path) not in tree.FACES
    ]
    assert not stray, "\n".join(stray)


def test_migrations_depend_on_lower_rooms_alone() -> None:
    heights = tree.heights()
    upward = [
        f"{tree.named(path)} depends on {app}"
        for path in tree.code(migrations=True)
        for app in DEPENDS.findall(path.read_text())
        if app in heights and app != (room := tree.room_of(path)) and heights[app] >= heights[room]
    ]
    assert not upward, "\n".join(upward)


def test_migrations_import_nothing_of_a_room_but_the_steps_of_record() -> None:
    allowed = {"record.operations", "record.models"}  # its columns and steps
    imported = [
        f"{tree.named(path)} imports townline.{room}{rest}"
        for path in tree.code(migrations=True)
        for room, rest in IMPORTS.findall(path.read_text())
        if f"{room}{rest}" not in allowed and not rest.endswith(".fields")
    ]
    assert not imported, "\n".join(imported)


def test_migrations_have_names_that_say_what_they_do() -> None:
    unnamed = [
        tree.named(path)
        for path in tree.code(migrations=True)
        if re.fullmatch(r"\d{4}_(initial|auto_.*|alter_.*)\.py", path.name)
    ]
    assert not unnamed, "\n".join(unnamed)
