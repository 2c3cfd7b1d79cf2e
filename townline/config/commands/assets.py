"""Bring the pages' styles, scripts and fonts, and compile their languages."""

import runpy
from pathlib import Path

import click

SCRIPT = Path(__file__).resolve().parents[3] / "tools" / "assets.py"


@click.command()
def group() -> None:
    """Bring the pages' styles, scripts and fonts, and compile their languages.

    For a checkout; an installed wheel carries them. Does nothing where all is fresh.
    """
    if not SCRIPT.exists():
        raise click.ClickException("there is no checkout here; an installed wheel has its assets")
    fresh = not runpy.run_path(str(SCRIPT))["bring"]()
    click.echo("assets: all fresh" if fresh else "assets: brought", err=True)
