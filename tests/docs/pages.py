"""The project's own pages, and what they name."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
COMMAND = re.compile(r"^(?:script/)?townline (.*)$")


def every() -> list[Path]:
    """Return all pages: those at the root, those in docs, and the READMEs of the cities."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("cities/**/*.md")])


def written() -> list[Path]:
    """Return the pages that people wrote, without the generated ones."""
    return [path for path in every() if "Do not edit it" not in path.read_text()[:200]]


def name(path: Path) -> str:
    """Return a page's path as a failure names it."""
    return str(path.relative_to(ROOT))


def anchors(path: Path) -> set[str]:
    """Return the anchors of a page's headings, as readers of Markdown make them."""
    headings = HEADING.findall(FENCE.sub("", path.read_text()))
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def links(path: Path) -> Iterator[str]:
    """Yield where the links and pictures of a page lead, those out of the project left out."""
    for target in LINK.findall(FENCE.sub("", path.read_text())):
        if not re.match(r"[a-z]+:", target):
            yield target


def in_code(path: Path) -> Iterator[str]:
    """Yield what a page says in code, a line of a block or a word of a sentence."""
    text = path.read_text()
    for language, block in FENCE.findall(text):
        if language in ("", "sh"):
            yield from block.replace("\\\n", " ").splitlines()
    for code in CODE.findall(FENCE.sub("", text)):
        yield " ".join(code.split())


def commands(path: Path) -> Iterator[list[str]]:
    """Yield the words of every call of the command line that a page shows."""
    for line in in_code(path):
        plain = re.split(r"\s{2,}(?=[a-z])|\s+#\s", line.strip())[0].rstrip(".")
        if found := COMMAND.match(plain):
            yield shlex.split(found[1])
