"""Kill processes of a town under load, and prove that nothing is lost."""

import json
import random
import sys
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[3]
BRIEF = (
    "kills", "numbers_given", "numbers_lost", "notices_owed", "notices_lost", "notices_doubled",
    "deeds_lost", "audit_faults", "answers_500", "kills_per_s",
)  # fmt: skip


@click.command()
@click.option("--kills", type=click.IntRange(1), default=100, show_default=True, help="How many.")
@click.option("--seed", type=int, help="Repeat the choices of a former run.")
@click.option(
    "--seconds-between", type=click.FloatRange(0), default=0.3, show_default=True,
    help="How long to wait before each kill, on average, once service is back.",
)  # fmt: skip
@click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path),
    help="A new folder whose installation is kept afterwards, to look into it.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def group(
    kills: int, seed: int | None, seconds_between: float, home: Path | None, as_json: bool
) -> None:
    """Kill processes of a town under load, and prove that nothing is lost.

    Makes an installation of its own of the demo city. While programs, residents and a crew work on
    it, web server, worker, database and all of them together are killed or stopped at random. Then
    every number that was given out, every deed and every letter that was owed is looked for. Exits
    1 where one is lost, or doubled without its mark. Comes with the source, not with the package.
    """
    if not (ROOT / "bench" / "killing").is_dir():
        raise click.UsageError("the kill test comes with the source, not with the package")
    sys.path.insert(0, str(ROOT))
    from bench.installation import Unusable
    from bench.killing import running

    chosen = random.SystemRandom().randrange(10_000) if seed is None else seed
    with click.progressbar(length=kills, label="kills", file=sys.stderr) as bar:
        try:
            found = running.run(
                kills=kills, seed=chosen, between_s=seconds_between, folder=home, say=_say,
                progress=lambda turn: bar.update(1),
            )  # fmt: skip
        except Unusable as fault:
            raise click.UsageError(str(fault)) from None
    _print(found, as_json)
    sys.exit(1 if found["faults"] else 0)


def _print(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(found))
        return
    for name in BRIEF:
        click.echo(f"{name.replace('_', ' ')}: {found[name]}")
    for victim, took in found["recovery"].items():
        click.echo(
            f"{victim}: {took['kills']} times, served again after {took['median_s']} s,"
            f" {took['longest_s']} s at most"
        )
    for words in found["odd_answers"]:
        click.echo(words, err=True)


def _say(words: str) -> None:
    click.echo(f"townline: {words}", err=True)
