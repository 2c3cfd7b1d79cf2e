"""Measure the hot paths, each against a floor measured in the same run."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, override

import click

if TYPE_CHECKING:
    from bench.running import Bench

ROOT = Path(__file__).resolve().parents[3]
REQUESTS = 10_000
FILES = 100_000


class Benches(click.Group):
    """Finds its commands in the folder of benches, which comes with the source alone."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_benches()])

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = _benches().get(cmd_name)
        return _command(found) if found else super().get_command(ctx, cmd_name)


def _benches() -> "dict[str, Bench]":
    if not (ROOT / "bench" / "running.py").exists():
        return {}
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from bench import running

    return running.there()


@click.group(cls=Benches)
def group() -> None:
    """Measure the hot paths, each against a floor measured in the same run.

    A bench makes an installation of its own, of the demo city with as many synthetic requests as
    are asked for, and removes it afterwards; with --home it keeps it, and uses it again. Benches
    come with the source, not with the package.
    """


def _command(bench: "Bench") -> click.Command:
    """Return the command of one bench, with the docstring of its module as help."""

    def run(seconds: float, requests: int, home: Path | None, as_json: bool) -> None:
        found = _run(bench, home=home, requests=requests, seconds=seconds)
        if as_json:
            click.echo(json.dumps(found))
            return
        for name, value in found.items():
            click.echo(f"{name}: {value}")

    return click.Command(
        bench.name,
        callback=run,
        help=bench.says,
        params=[
            click.Option(
                ["--seconds"], type=click.FloatRange(0.1), default=5.0, show_default=True,
                help="How long each round lasts.",
            ),
            _grown(bench),
            click.Option(
                ["--home"], type=click.Path(file_okay=False, path_type=Path),
                help="A folder whose installation is kept, for this and the next bench.",
            ),
            click.Option(["--json", "as_json"], is_flag=True, help="Print one JSON document."),
        ],
    )  # fmt: skip


def _grown(bench: "Bench") -> click.Option:
    """Return the option that says how much there shall be to measure on."""
    if bench.needs_files:
        return click.Option(
            ["--files", "requests"], type=click.IntRange(0), default=FILES, show_default=True,
            help="How many synthetic council files there shall be.",
        )  # fmt: skip
    return click.Option(
        ["--requests"], type=click.IntRange(0), default=REQUESTS, show_default=True,
        help="How many synthetic requests there shall be.",
    )  # fmt: skip


@group.command()
@click.option(
    "--seconds",
    type=click.FloatRange(0.1),
    default=5.0,
    show_default=True,
    help="How long each round lasts.",
)
@click.option(
    "--requests",
    "sizes",
    type=click.IntRange(0),
    multiple=True,
    default=[REQUESTS],
    show_default=True,
    help="How many synthetic requests; may be repeated, for a column each.",
)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder in which an installation of each size is kept.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The page to put it into, between its marks; else it is printed.",
)
@click.option(
    "--front",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A page to put the few most telling figures of the last size into.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything measured instead.")
def table(
    seconds: float, sizes: tuple[int, ...], home: Path | None, out: Path | None,
    front: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Run every bench at every size, and write the table of the docs.

    The page is written anew after each size, so that a run that is ended early leaves the others.
    """
    if not _benches():
        raise click.UsageError("the benches come with the source, not with the package")
    from bench import table as tables

    words = [f"--seconds {seconds:g}", *(f"--requests {size}" for size in sizes)]
    asked = " ".join(["townline bench table", *words])
    found: list[dict[str, Any]] = []
    for size in sizes:
        own = home / str(size) if home else None
        found.append(_usable(tables.measure, size, home=own, seconds=seconds, say=_say))
        if out:
            tables.put(out, tables.markdown(found, asked=asked))
        if front:
            tables.put(front, tables.front(found[-1]))
    if as_json:
        click.echo(json.dumps(found))
    elif not out:
        click.echo(tables.markdown(found, asked=asked), nl=False)


def _run(bench: "Bench", **asked: Any) -> dict[str, Any]:
    from bench import running

    return _usable(running.run, bench, say=_say, **asked)


def _usable(do: Callable[..., dict[str, Any]], *asked: Any, **more: Any) -> dict[str, Any]:
    """Do it; say in a sentence why there can be no installation for it."""
    from bench.installation import Unusable

    try:
        return do(*asked, **more)
    except Unusable as fault:
        raise click.UsageError(str(fault)) from None


def _say(words: str) -> None:
    click.echo(f"townline: {words}", err=True)
