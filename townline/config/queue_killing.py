"""The command that kills processes while contacts wait, and proves that none is lost."""

import json
import random
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[2]
BRIEF = (
    "contacts", "kills", "contacts_told", "contacts_lost", "deeds_told", "deeds_lost", "not_over",
    "decisions", "offered_twice", "passed_over", "left", "audit_faults", "lasted_s",
)  # fmt: skip


@click.command("kill-test")
@click.option("--contacts", type=click.IntRange(1), default=1000, show_default=True,
              help="How many come.")  # fmt: skip
@click.option("--seconds-between", type=click.FloatRange(0.1), default=3.0, show_default=True,
              help="From one kill to the next, on average.")  # fmt: skip
@click.option("--seed", type=int, help="Repeat the choices of a former run.")
@click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path),
    help="A new folder whose installation is kept afterwards, to look into it.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def kill_test(
    contacts: int, seconds_between: float, seed: int | None, home: Path | None, as_json: bool
) -> None:
    """Kill processes while contacts wait, and prove that none is lost or offered twice.

    Makes an installation of its own of the demo city. While made-up contacts come, are answered
    and written up, the processes of desks, of the web, of the worker and of the database are killed
    in turns. Then all that was said to be done is looked for, every decision is repeated by the
    plain rule, and the record is audited. Exits 1 where anything is lost. Comes with the source,
    not with the package.
    """
    if not (ROOT / "bench" / "killing").is_dir():
        raise click.UsageError("the kill test comes with the source, not with the package")
    sys.path.insert(0, str(ROOT))
    from bench.installation import Unusable
    from bench.killing import queue_running

    chosen = random.SystemRandom().randrange(10_000) if seed is None else seed
    with click.progressbar(length=contacts, label="contacts", file=sys.stderr) as bar:
        try:
            found = queue_running.run(
                contacts=contacts, between_s=seconds_between, seed=chosen, folder=home,
                say=lambda words: click.echo(f"townline: {words}", err=True), progress=bar.update,
            )  # fmt: skip
        except Unusable as fault:
            raise click.UsageError(str(fault)) from None
    found = {"seed": chosen, **found}
    if as_json:
        click.echo(json.dumps(found))
    else:
        for name in BRIEF:
            click.echo(f"{name.replace('_', ' ')}: {found[name]}")
    sys.exit(1 if found["faults"] else 0)
