"""What pages name is there: links, files, commands with their options, addresses."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import click
import pytest
from django.urls import resolve

from tests.docs import pages
from townline.config.command import root

PARTS = ("townline", "tests", "docs", "script", "tools", "cities", "bench", ".ci")
FILE = re.compile(rf"(?:{'|'.join(map(re.escape, PARTS))})/[\w./*-]*")
ADDRESS = re.compile(r"http://127\.0\.0\.1:8311(/[^\s'\"]*)")
OUGHT = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE", "GLOSSARY.md")


@pytest.mark.parametrize("path", pages.every(), ids=pages.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in pages.links(path):
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), target
        assert not anchor or anchor in pages.anchors(there), target


@pytest.mark.parametrize("path", pages.written(), ids=pages.name)
def test_every_file_that_is_named_exists(path: Path) -> None:
    for code in pages.in_code(path):
        for named in FILE.findall(code):
            wanted = named.rstrip(".").rstrip("/")
            assert list(pages.ROOT.glob(wanted)), named


@pytest.mark.parametrize("path", pages.written(), ids=pages.name)
def test_every_command_that_is_shown_can_be_given(path: Path) -> None:
    for words in pages.commands(path):
        assert told(root, words) is None, f"townline {' '.join(words)}: {told(root, words)}"


def told(command: click.Command, words: list[str]) -> str | None:
    """Return what is wrong with a call of the command line; None for one that can be given."""
    with click.Context(command, info_name=command.name) as context:
        if isinstance(command, click.Group):
            if not words or words[0].startswith("-"):
                return None
            found = command.get_command(context, words[0])
            return told(found, words[1:]) if found else f"there is no {words[0]}"
        known = {name for p in command.get_params(context) for name in p.opts}
        given = {word.split("=")[0] for word in words if word.startswith("--")}
        unknown = given - known
        return f"it has no {', '.join(sorted(unknown))}" if unknown else None


@pytest.mark.parametrize("path", pages.written(), ids=pages.name)
def test_every_address_that_is_shown_answers_to_a_view(path: Path) -> None:
    for text in ADDRESS.findall(path.read_text()):
        plain = re.sub(r"^/c/[a-z-]+/", "/", urlsplit(text).path)
        # Whatever is not there answers too, at addresses that catch the rest and have no name.
        assert resolve(plain).url_name, text


@pytest.mark.parametrize("path", pages.written(), ids=pages.name)
def test_no_fence_is_left_open(path: Path) -> None:
    assert path.read_text().count("\n```") % 2 == 0 or path.read_text().startswith("```")


def test_the_map_of_the_documents_has_all_of_them() -> None:
    index = pages.ROOT / "docs" / "index.md"
    linked = {(index.parent / target).resolve() for target in pages.links(index)}
    own = [p for p in pages.every() if "cities" not in p.parts and p != index]
    missing = [pages.name(path) for path in own if path not in linked]
    assert not missing, "\n".join(missing)


def test_what_people_look_for_in_a_project_is_there() -> None:
    assert [name for name in OUGHT if not (pages.ROOT / name).exists()] == []


def test_the_readme_is_one_screen_with_one_picture_and_two_commands() -> None:
    text = (pages.ROOT / "README.md").read_text()
    assert len(text.splitlines()) <= 60
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert len(pictures) == 1
    assert (pages.ROOT / pictures[0]).stat().st_size < 300_000
    [(_language, block)] = pages.FENCE.findall(text)
    assert re.findall(r"^script/\w+", block, re.MULTILINE) == ["script/server", "script/test"]


def test_every_city_names_the_licence_of_its_data() -> None:
    for folder in (pages.ROOT / "cities").iterdir():
        if folder.is_dir():
            page = folder / "README.md"
            assert re.search(r"CC0|Licence|License", page.read_text()), folder.name
            assert f"cities/{folder.name}/README.md" in (pages.ROOT / "README.md").read_text()
