"""Take in past requests from open data."""

import json
import sys
from pathlib import Path

import click
from django.utils import timezone

from townline.config.cli import city_named


@click.group()
def group() -> None:
    """Take in past requests from open data."""


@group.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--city", "slug", required=True, help="The city's folder name.")
@click.option("--mapping", required=True, help="A mapping in the city's folder, without .toml.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to keep rejected rows.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def requests(
    files: tuple[Path, ...], slug: str, mapping: str, rejects: Path | None, as_json: bool
) -> None:
    """Import service requests from CSV FILES, plain or gzipped.

    A row is rejected only without number, creation time or known service. Numbers that are there
    already are left as they are, so that running it twice changes nothing.
    """
    from townline.config import importing

    city = city_named(slug)
    keeper = importing.Rejects(rejects)
    found = []
    try:
        scheme = importing.scheme(city, mapping)
        for path in files:
            with click.progressbar(
                length=path.stat().st_size, label=path.name, file=sys.stderr
            ) as bar:
                done = 0

                def progress(read: int) -> None:
                    nonlocal done
                    bar.update(read - done)
                    done = read

                found.append(
                    importing.take_in(
                        path, city=city, scheme=scheme, rejects=keeper, at=timezone.now(),
                        progress=progress,
                    )
                )  # fmt: skip
    except importing.BadMapping as fault:
        raise click.UsageError(str(fault)) from None
    finally:
        keeper.close()
    if as_json:
        click.echo(
            json.dumps({"city": slug, "mapping": mapping, "files": [f.as_json() for f in found]})
        )
        return
    for one in found:
        figures = one.as_json()
        click.echo(
            f"{one.file}: {one.rows} rows, {one.new} new, {one.known} already there,"
            f" {figures['rows_rejected']} rejected, {figures['rows_per_s']} rows/s"
        )
        for why, count in one.rejected.items():
            click.echo(f"  rejected: {why} {count}")
        for flag, count in one.flagged.items():
            click.echo(f"  kept and flagged: {flag} {count}")
