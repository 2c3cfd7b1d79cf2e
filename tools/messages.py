"""
Gather what Townline says to people, and keep the translations in step with it.

``python tools/messages.py`` writes ``townline/ui/locale/*/LC_MESSAGES/django.po``: new sentences
come in without a translation, those that nobody says any more go, translations stay, and so does
the head of each file, which is written by hand. ``--check`` writes nothing and exits 1 where a
file is not in step.
"""

import ast
import sys
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "townline"
LOCALE = PACKAGE / "ui" / "locale"
TEMPLATES = frozenset({".html", ".txt"})
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
"""What marks a sentence, and which of its arguments hold it."""
VERBS = {"Verb": (2,)}
"""In the ``verbs.py`` of a room: the sentence of a verb is its second argument."""
TABLES = {"townline/council/rules/reasons.py": "SENTENCES"}
"""Modules with a table of sentences, from which a page takes the one that is meant."""


def gathered(package: Path = PACKAGE) -> Catalog:
    """Return every sentence that is marked for translation, with the files that say it."""
    said = Catalog(fuzzy=False)
    for path in _sources(package):
        name = path.relative_to(package.parent).as_posix()
        for message, context in _marked(path):
            said.add(message, locations=[(name, 0)], context=context)
        for sentence in _table(path, TABLES[name]) if name in TABLES else ():
            said.add(sentence, locations=[(name, 0)])
    return said


def in_step(text: str, said: Catalog, *, locale: str) -> str:
    """Return the text of a ``.po`` file in step with what is said; its head stays as it is."""
    head, _, _ = text.partition("\n\n")
    catalogue = read_po(StringIO(text), locale=locale, abort_invalid=True)
    catalogue.update(said, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    body = BytesIO()
    write_po(body, catalogue, width=96, omit_header=True, include_lineno=False)
    return f"{head}\n\n{body.getvalue().decode().strip()}\n"


def _sources(package: Path) -> Iterator[Path]:
    for path in sorted(package.rglob("*")):
        if "static" in path.parts or "migrations" in path.parts:
            continue
        if path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in path.parts):
            yield path


def _marked(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Return the sentences of one file, each with its context if it has one."""
    text = path.read_text(encoding="utf-8")
    if path.suffix in TEMPLATES:
        # What is left of a template is read as Python, to which an indent would mean something.
        text = "\n".join(line.strip() for line in templatize(text, str(path)).splitlines())
    keywords = KEYWORDS | VERBS if path.name == "verbs.py" else KEYWORDS
    for _, message, _, context in extract("python", BytesIO(text.encode()), keywords):
        yield message, context


def _table(path: Path, called: str) -> list[str]:
    """Return the sentences of a module's table, which is read and not run."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == called and node.value:
            return list(ast.literal_eval(node.value).values())
    raise LookupError(f"{path} has no table {called}")


def main(arguments: list[str]) -> int:
    """Write the files, or with ``--check`` name those not in step; return the exit code."""
    check = "--check" in arguments
    said = gathered()
    late = 0
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        locale = path.parents[1].name
        text = path.read_text(encoding="utf-8")
        fresh = in_step(text, said, locale=locale)
        late += fresh != text
        if not check:
            path.write_text(fresh, encoding="utf-8")
        print(f"{locale}: {_state(fresh, locale)}{' (not in step)' if fresh != text else ''}")
    return 1 if check and late else 0


def _state(text: str, locale: str) -> str:
    messages = [each for each in read_po(StringIO(text), locale=locale) if each.id]
    wanting = sum(not (each.string and all(each.string)) for each in messages)
    return f"{len(messages)} sentences, {wanting} without a translation"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
