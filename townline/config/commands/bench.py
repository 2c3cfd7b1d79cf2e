"""Measure the hot paths, each against a floor measured in the same run."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[3]


@click.group()
def group() -> None:
    """Measure the hot paths, each against a floor measured in the same run.

    A bench makes an installation of its own in a temporary folder and removes it afterwards.
    """


@group.command()
@click.option("--seconds", default=5.0, show_default=True, help="How long each round lasts.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def intake(seconds: float, as_json: bool) -> None:
    """Measure POST /open311/v2/requests.json, complete, with 8 clients and 2 workers."""
    if not (ROOT / "bench").is_dir():
        raise click.ClickException("the benches come with the source, not with the package")
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="townline-bench-") as folder:
        found = _in_own_installation(Path(folder), seconds)
    if as_json:
        click.echo(json.dumps(found))
        return
    for name, value in found.items():
        click.echo(f"{name}: {value}")


def _in_own_installation(home: Path, seconds: float) -> dict[str, Any]:
    from bench import intake as bench

    environment = bench.environment(home)
    _say("making an installation for the bench …")
    for words in (["db", "prepare"], ["demo", "prepare"]):
        _townline(environment, *words)
    made = _townline(environment, "key", "add", "bench", "--per-minute", "10000000", "--json")
    key = json.loads(made)["key"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = bench.serve(port, environment)
    try:
        os.environ.update(environment)
        measured = _measure_in_child(environment, port, seconds, key)
    finally:
        server.terminate()
        server.wait(20)
        _townline(environment, "db", "stop")
    return measured


def _measure_in_child(
    environment: dict[str, str], port: int, seconds: float, key: str
) -> dict[str, Any]:
    code = (
        "import json, sys, django; django.setup(); from bench import intake;"
        f" print(json.dumps(intake.measure({port}, {seconds}, {key!r},"
        " lambda words: print(f'townline: {words}', file=sys.stderr))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment
        | {"DJANGO_SETTINGS_MODULE": "townline.config.settings", "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _townline(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "townline.config.command", *words],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise click.ClickException(f"townline {' '.join(words)}: {done.stderr.strip()[-500:]}")
    return done.stdout


def _say(words: str) -> None:
    click.echo(f"townline: {words}", err=True)
