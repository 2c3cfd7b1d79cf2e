"""Wordings that the record holds sentences in: none may say something else than it did."""

import tomllib
from collections.abc import Iterator, Mapping

from townline.founding.rules import toml_lines
from townline.founding.rules.council_actions import FILE
from townline.founding.rules.faults import Fault

type Kept = Mapping[tuple[str, str], str]
"""What each version of each type of activity says, by code and version, as it was first applied."""


def altered(files: Mapping[str, bytes], kept: Kept) -> tuple[Fault, ...]:
    """Return a fault for each wording of a folder that is another one under its old version."""
    text = files.get(FILE, b"").decode()
    return tuple(_faults(tomllib.loads(text), toml_lines.lines(text), kept))


def _faults(
    said: Mapping[str, list[Mapping[str, list[Mapping[str, str]]]]],
    lines: Mapping[toml_lines.Path, int],
    kept: Kept,
) -> Iterator[Fault]:
    for at, action in enumerate(said.get("action", [])):
        for place, template in enumerate(action.get("templates", [])):
            version = template["version"]
            before = kept.get((str(action["code"]), version), template["text"])
            if before == template["text"]:
                continue
            path: toml_lines.Path = ("action", at, "templates", place)
            yield Fault(
                file=FILE,
                line=lines.get((*path, "text"), lines.get(path)),
                what=f"Version {version!r} of {action['code']!r} said {before!r}; what the record"
                " holds in it would read otherwise.",
                remedy="Leave it as it was, and give the new wording a version of its own.",
            )
