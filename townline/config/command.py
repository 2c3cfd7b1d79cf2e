"""The command line ``townline``: a module of ``townline.config.commands`` for each command."""

import ast
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, override

import click

from townline import __version__

COMMANDS = Path(__file__).parent / "commands"
BEFORE_DJANGO = frozenset({"assets", "bench", "city", "db", "serve", "worker", "redact", "truth"})
"""Commands that set Django up themselves, once they have decided as whom, or not at all."""
ENDED = 128 + signal.SIGINT
"""The exit code of what Ctrl-C has ended, as shells have it."""


class Commands(click.Group):
    """Finds its commands by file name, and imports only the one that is run."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(p.stem.rstrip("_").replace("_", "-") for p in COMMANDS.glob("[a-z]*.py"))

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        path = _module_of(cmd_name)
        if path is None:
            return None
        if cmd_name not in BEFORE_DJANGO:
            set_up()
        command = import_module(f"townline.config.commands.{path.stem}").group
        command.name = cmd_name
        return command

    @override
    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say in a sentence, and by the exit code, that it was ended by Ctrl-C."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort):  # the second: at a prompt
            click.echo("\ntownline: ended before it was done", err=True)
            sys.exit(ENDED)

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with the first line of their modules, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _summary(name)) for name in self.list_commands(ctx)])


def set_up(*, as_owner: bool = False) -> None:
    """Load Django's settings and the rooms, as the application unless the owner is asked for."""
    import django

    if as_owner:
        os.environ["TOWNLINE_AS"] = "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "townline.config.settings")
    django.setup()


def _module_of(name: str) -> Path | None:
    stem = name.replace("-", "_")
    paths = (COMMANDS / f"{stem}.py", COMMANDS / f"{stem}_.py")
    return next((p for p in paths if p.exists() and not name.startswith("_")), None)


def _summary(name: str) -> str:
    path = _module_of(name)
    words = ast.get_docstring(ast.parse(path.read_text())) if path else ""
    return (words or "").split("\n")[0]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="townline")
def root() -> None:
    """Townline: a contact centre and public record for cities.

    Exit codes: 0 all is well, 1 what was asked for found faults, 2 it was asked wrongly, 130 it was
    ended by Ctrl-C.
    """


def main() -> None:
    """Run the command line; say faults of the surroundings in a sentence, not a traceback."""
    try:
        _run()
    except KeyboardInterrupt:  # before a command began
        sys.exit(ENDED)


def _run() -> None:
    from psycopg.errors import UndefinedTable

    from townline.config.database import NoDatabase
    from townline.config.postgres_place import CannotRun

    try:
        root(prog_name="townline")
    except (NoDatabase, CannotRun) as fault:
        click.echo(f"townline: {fault}", err=True)
        sys.exit(2)
    except Exception as fault:
        if not isinstance(fault.__cause__, UndefinedTable):
            raise
        click.echo("townline: the database is not prepared; run: townline db prepare", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
