"""
Write the pages of docs/reference/ that say what the code says: the command line and the verbs.

``python tools/make_reference.py`` writes them; ``--check`` writes nothing and exits 1 where a page
is not what the code says. No database is asked.
"""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
WIDTH = 88
NOTE = "<!-- Written by tools/make_reference.py from the code. Do not edit it. -->"


def pages() -> dict[str, str]:
    """Return the generated pages by file name. Django must be set up."""
    return {"command-line.md": command_line(), "verbs.md": verbs()}


def command_line() -> str:
    """Return the page of the command line: what ``--help`` says, of every command."""
    from townline.config.command import root

    parts = [
        NOTE,
        "# The command line",
        "`script/townline` runs it in the environment of a checkout; where Townline is installed "
        "as a package,\nthe command is `townline`. What follows is what `--help` prints.",
        "Exit codes: **0** all is well, **1** what was asked for found faults, **2** it was asked "
        "wrongly,\n**130** it was ended by Ctrl-C. With `--json` standard output holds one JSON "
        "document and nothing else;\nprogress and messages go to standard error. Figures carry "
        "their unit in their name "
        "(`_s`, `_ms`, `_per_s`).",
    ]
    for title, text in _helps(root, "townline", None):
        level = "##" if title.count(" ") < 2 else "###"
        parts.append(f"{level} `{title}`\n\n```text\n{text}\n```")
    return "\n\n".join(parts) + "\n"


def _helps(
    command: click.Command, name: str, parent: click.Context | None
) -> Iterator[tuple[str, str]]:
    settings = command.context_settings
    context = click.Context(
        command, info_name=name, parent=parent, terminal_width=WIDTH, **settings
    )
    # Help goes to a page and not to a terminal: no colours, no width of one.
    with context.scope(cleanup=False):
        yield context.command_path, command.get_help(context).rstrip()
        if isinstance(command, click.Group):
            for each in command.list_commands(context):
                found = command.get_command(context, each)
                assert found is not None
                yield from _helps(found, each, context)


def verbs() -> str:
    """Return the page of what can happen to a service request."""
    from townline.requests.rules import clock, lifecycle

    always = sorted(_code(v.code) for v in lifecycle.ALWAYS)
    return (
        "\n\n".join(
            [
                NOTE,
                "# What can happen to a service request",
                "A verb is declared once, in `townline/requests/verbs.py`: the word that the "
                "record keeps, the sentence\nthat people read, who may enter it, and who may read "
                "it. Members of staff may enter a verb on the\nrequests of their own departments, "
                "agents on all those that a verb opens to agents.",
                _table(("verb", "sentence", "who may enter it", "who may read it"), _happen()),
                "## The course of a request",
                "What is not in this table is refused (`townline/requests/rules/lifecycle.py`).",
                _table(("verb", "may follow", "leads to"), _course()),
                "At any time after the submission, leaving the status as it is: "
                + ", ".join(always)
                + ".",
                "## Why a clock may stand still",
                _table(("reason", "what a resident reads"), _pauses(clock.PAUSES)),
                "`waiting_resident` comes about by a question to the reporter, `not_said` by an "
                "import; a department\nchooses one of the others.",
                "## Verbs that are permissions only",
                "Who may do these things is asked by the same rule. They leave no entry in a "
                "record yet: the row itself\nsays who did it and when, as far as it is kept.",
                _table(("verb", "who may"), _permissions()),
            ]
        )
        + "\n"
    )


def _happen() -> list[tuple[str, str, str, str]]:
    from townline.record.verbs import Reader
    from townline.requests import verbs as requests

    readers = {
        Reader.EVERYONE: "everyone",
        Reader.REPORTER: "reporter and staff",
        Reader.STAFF: "staff",
    }
    return [
        (_code(v.code), v.sentence, ", ".join(sorted(v.roles)), readers[v.reader])
        for v in requests.ALL
    ]


def _course() -> list[tuple[str, str, str]]:
    from townline.requests import verbs as requests
    from townline.requests.rules import lifecycle

    course: dict[str, dict[str, list[str]]] = {}
    for (before, verb), after in lifecycle.COURSE.items():
        course.setdefault(verb.code, {}).setdefault(str(after), []).append(str(before or "nothing"))
    return [
        (_code(v.code), ", ".join(sorted(befores)), after)
        for v in requests.ALL
        for after, befores in course.get(v.code, {}).items()
    ]


def _pauses(pauses: dict[str, str]) -> Iterator[tuple[str, str]]:
    for code, words in pauses.items():
        yield _code(code), str(words)


def _permissions() -> Iterator[tuple[str, str]]:
    from townline.catalogue import verbs as catalogue
    from townline.record.verbs import Verb
    from townline.staff import verbs as staff

    for module in (catalogue, staff):
        for verb in vars(module).values():
            if isinstance(verb, Verb):
                yield _code(verb.code), ", ".join(sorted(verb.roles))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _code(text: str) -> str:
    return f"`{text}`"


def wrong() -> list[str]:
    """Return the names of the pages that are not what the code says."""
    return [
        name
        for name, text in pages().items()
        if not (REFERENCE / name).exists() or (REFERENCE / name).read_text() != text
    ]


def main() -> None:
    """Write the pages, or with ``--check`` compare them."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "TOWNLINE_AS": "app",
            "TOWNLINE_HOME": home,
            "TOWNLINE_APP_DATABASE_URL": "postgresql://nobody@localhost/none",
            "DJANGO_SETTINGS_MODULE": "townline.config.settings",
        }
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        if "--check" in sys.argv[1:]:
            if faults := wrong():
                sys.exit(f"not what the code says: {', '.join(faults)}")
            return
        REFERENCE.mkdir(parents=True, exist_ok=True)
        for name, text in pages().items():
            (REFERENCE / name).write_text(text)


if __name__ == "__main__":
    main()
