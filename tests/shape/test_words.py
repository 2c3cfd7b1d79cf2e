"""Actions, verbs and templates keep their form."""

import ast
import inspect
import re
from collections import Counter
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from tests.shape import tree
from townline.record.verbs import Verb

INLINE = re.compile(
    r"<style\b|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)(?![^>]*application/json)",
    re.IGNORECASE,
)
PLACES = ("/" + "work/main", "/" + "work/shared", "/tmp/" + "brief", "/tmp/" + "home-")
"""Folders of somebody's machine: what is written here must hold on any."""


def modules(name: str) -> list[ModuleType]:
    """Return the modules of that name in all rooms; a folder counts with each of its files."""
    found = []
    for path in tree.code():
        parts = path.relative_to(tree.PACKAGE).with_suffix("").parts
        if len(parts) > 1 and parts[1] == name:
            dotted = ".".join(("townline", *parts)).removesuffix(".__init__")
            found.append(import_module(dotted))
    return found


def used_by_others() -> dict[str, FunctionType]:
    """Return the functions in ``actions`` that another room uses, by their full names."""
    found: dict[str, FunctionType] = {}
    for path in tree.code():
        parsed = ast.parse(path.read_text())
        for node in ast.walk(parsed):
            if isinstance(node, ast.ImportFrom) and is_of_another_room(node.module or "", path):
                for alias in node.names:
                    found |= functions(node.module or "", alias, parsed)
    return found


def is_of_another_room(module: str, path: Path) -> bool:
    """Return whether the module belongs to a room that the file does not lie in."""
    parts = module.split(".")
    return parts[0] == "townline" and len(parts) > 1 and parts[1] != tree.room_of(path)


def functions(module: str, alias: ast.alias, user: ast.Module) -> dict[str, FunctionType]:
    """Return what the file ``user`` uses through ``from module import alias``."""
    full = f"{module}.{alias.name}"
    if "actions" not in full.split(".")[2:]:
        return {}
    try:
        imported: object = import_module(full)
    except ModuleNotFoundError:
        imported = getattr(import_module(module), alias.name)
    if inspect.isfunction(imported):
        return {full: imported}
    known_as = alias.asname or alias.name
    names = {
        node.attr
        for node in ast.walk(user)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == known_as
    }
    return {
        f"{full}.{name}": value
        for name in names
        if inspect.isfunction(value := getattr(imported, name, None))
    }


USED = used_by_others()


@pytest.mark.parametrize("name", sorted(USED))
def test_an_action_takes_by_and_at_and_keywords_alone(name: str) -> None:
    parameters = inspect.signature(USED[name]).parameters
    assert {"by", "at"} <= parameters.keys()
    named = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD)
    first = {"subject", "verb"} if USED[name].__module__ == "townline.record.actions" else set()
    assert all(p.kind in named for key, p in parameters.items() if key not in first)


def test_no_two_verbs_have_one_code() -> None:
    verbs = {
        id(value): value.code
        for module in modules("verbs")
        for value in vars(module).values()
        if isinstance(value, Verb)
    }
    assert verbs
    twice = [code for code, number in Counter(verbs.values()).items() if number > 1]
    assert not twice, "\n".join(twice)


def test_no_template_holds_a_style_or_a_script() -> None:
    inline = [
        f"{tree.named(path)}: {found.group().strip()}"
        for path in tree.PACKAGE.rglob("*.html")
        if path.name != "letter.html"  # an e-mail, which no page links and no stylesheet reaches
        if (found := INLINE.search(path.read_text()))
    ]
    assert not inline, "\n".join(inline)


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    def names_one(path: Path) -> bool:
        text = path.read_bytes().decode(errors="ignore")
        return any(place in text for place in PLACES)

    assert not [tree.named(path) for path in tree.tracked() if names_one(path)]


def test_no_city_is_in_the_code() -> None:
    cities = [p.name for p in (tree.ROOT / "cities").iterdir() if p.is_dir()]
    assert cities
    words = re.compile("|".join(f"{c}|{c.replace('-', ' ')}" for c in cities), re.IGNORECASE)
    ruled = [
        f"{tree.named(path)}: {found.group()}"
        for path in tree.PACKAGE.rglob("rules/*.py")
        if (found := words.search(path.read_text()))
    ]
    assert not ruled, "\n".join(ruled)
