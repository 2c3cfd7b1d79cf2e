"""Try cities' folders on the real records of their past, and list what disagrees."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from townline.config.truth.report import Report
    from townline.founding.rules.draft import Draft

ROOT = Path(__file__).resolve().parents[3]
CITIES = ROOT / "cities"
MOST = 20


@click.command()
@click.option(
    "--city",
    "cities",
    multiple=True,
    metavar="SLUG|FOLDER",
    help="Which city's folder; may be given again. Else every one that has a truth.toml.",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of real data; else TOWNLINE_DATA, else ../shared/data.",
)
@click.option(
    "--list",
    "listed",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help=f"Print N of the records that disagree with each figure; --json has {MOST} without it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def group(cities: tuple[str, ...], data: Path | None, listed: int, as_json: bool) -> None:
    """Try cities' folders on the real records of their past, and list what disagrees.

    Which records, and how many of them must agree, says each folder's truth.toml. Asks no
    database. Exits 1 where a figure falls short, 2 where the data are not there.
    """
    where = data or Path(os.environ.get("TOWNLINE_DATA") or ROOT.parent / "shared" / "data")
    if not where.is_dir():
        raise click.UsageError(f"There is no folder of real data at {where}; name it with --data.")
    reports = [_try(draft, where, listed or MOST) for draft in _drafts(cities)]
    short = [f"{report.slug}: {name}" for report in reports for name in report.short]
    if as_json:
        told = [report.as_json() for report in reports]
        click.echo(json.dumps({"cities": told, "short": short}))
    else:
        for line in _lines(reports, short, listed):
            click.echo(line)
    sys.exit(1 if short else 0)


def _drafts(cities: tuple[str, ...]) -> "Iterator[Draft]":
    """Yield the folders that were asked for, each sound and with something to try it on."""
    from townline.founding.rules import draft

    folders = [_folder(each) for each in cities]
    for folder in folders or sorted(path.parent for path in CITIES.glob("*/truth.toml")):
        try:
            found = draft.read(folder)
        except draft.NoFolder as fault:
            raise click.UsageError(str(fault)) from fault
        if found.errors:
            raise click.UsageError(f"{folder} has faults; see: townline city check {folder}")
        if not found.trials.files:
            raise click.UsageError(f"{folder} has no truth.toml that names files of records.")
        yield found


def _folder(named: str) -> Path:
    """Return a folder by its path, else the repository's city of that name."""
    path = Path(named)
    return path if path.is_dir() else CITIES / named


def _try(draft: "Draft", data: Path, keep: int) -> "Report":
    from townline.config.truth import report

    absent = [file.path for file in draft.trials.files if not (data / file.path).is_file()]
    if absent:
        raise click.UsageError(f"{draft.slug}: {data} lacks {', '.join(absent)}")
    bar: ProgressBar[int] = click.progressbar(
        length=len(draft.trials.files), label=draft.settings.name, file=sys.stderr
    )
    with bar:
        return report.of(draft, data, keep=keep, progress=bar.update)


def _lines(reports: "list[Report]", short: list[str], listed: int) -> Iterator[str]:
    for report in reports:
        yield from report.lines(listed)
        yield ""
    yield f"Short of what they must be: {', '.join(short)}" if short else "Nothing falls short."
