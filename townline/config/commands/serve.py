"""Serve pages and do the background work, until Ctrl-C."""

import fcntl
import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import click

from townline.config import (
    database,
    errand,
    home,
    mailing,
    postgres,
    postgres_revival,
    preparing,
    statics,
    supervisor,
    tied,
)
from townline.config.commands.assets import SCRIPT as ASSETS
from townline.config.supervisor import Child, Supervisor, say

DEMO_MODULE = "townline.config.commands.demo"
PORTS_LOOKED_AT = 20


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=int, default=8311, envvar="PORT", show_default=True, help="Port, else $PORT."
)
@click.option("--workers", default=2, show_default=True, help="Processes that answer pages.")
@click.option("--demo", is_flag=True, help="Apply the demo city first, with samples and logins.")
def group(host: str, port: int, workers: int, demo: bool) -> None:
    """Serve pages and do the background work, until Ctrl-C.

    Prepares the database where that is needed. Prints `ready` and the address once all is up.
    """
    folder = home.folder()
    lock = _alone(folder)
    if not supervisor.is_free(host, port):
        raise click.ClickException(f"port {port} is in use; choose another with PORT=8312")
    try:
        code = _serve(folder, host, port, workers, demo)
    finally:
        postgres.leave(folder)
        lock.close()
    sys.exit(code)


def _serve(folder: Path, host: str, port: int, workers: int, demo: bool) -> int:
    assets = _begin_assets()
    _prepare(folder)
    streams = _port_of_streams(host, port)
    shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound
    address = f"http://{shown}:{port}/"
    environment = database.environment_of_application(folder) | {
        "DJANGO_SETTINGS_MODULE": "townline.config.settings",
        "TOWNLINE_STATIC": "collected",
        "TOWNLINE_URL": os.environ.get("TOWNLINE_URL", address.rstrip("/")),
        "TOWNLINE_SUPERVISED": "1",
        "TOWNLINE_STREAMS_PORT": str(streams),
        "TOWNLINE_DEMO": "1" if demo else os.environ.get("TOWNLINE_DEMO", "0"),
    }
    under_way = []
    if demo and find_spec(DEMO_MODULE) is not None:
        under_way.append(errand.begin("demo", environment, _demo))
    _end(assets)
    if statics.stale(folder):
        say("collecting styles, scripts and fonts …")
        under_way.append(errand.begin("static files", environment, statics.collect))
    for begun in under_way:
        begun.end()
    return Supervisor(
        [
            # Its main process can miss a TERM while it replaces a worker. Asked to end it is killed
            # after a while; but an orphan would keep the port, and nothing could be started again.
            Child("web server", _web(host, port, workers), environment, dies_by=signal.SIGKILL),
            Child("worker", _townline("worker"), environment),
            Child("streams", stream_server(host, streams), environment, dies_by=signal.SIGKILL),
            *_mail_server(environment),
        ],
        address,
        host=_host_to_ask_for(os.environ.get("TOWNLINE_HOSTS", "*")),
        beneath=postgres_revival.Revival(folder).look,
    ).run()


def _prepare(folder: Path) -> None:
    if preparing.is_prepared(folder):
        return
    say("preparing the database …")
    environment = {**os.environ, "TOWNLINE_AS": "owner", "TOWNLINE_HOME": str(folder)}
    errand.begin("database", environment, lambda: preparing.prepare(folder)).end()


def _begin_assets() -> "subprocess.Popen[bytes] | None":
    """Begin to bring the assets of a checkout; an installed wheel carries them."""
    if not ASSETS.exists():
        return None
    parent = os.getpid()
    return subprocess.Popen(
        [sys.executable, ASSETS], preexec_fn=lambda: tied.end_with_parent(parent)
    )


def _end(assets: "subprocess.Popen[bytes] | None") -> None:
    if assets is not None and assets.wait():
        sys.exit(1)


def _demo() -> None:
    from django.conf import settings

    from townline.config.commands.demo import prepare_demo

    prepare_demo(settings.HOME)


def _host_to_ask_for(hosts: str) -> str:
    """Return a name that is answered to; empty where the address itself will do."""
    first = hosts.split(",")[0].strip().removeprefix(".")
    return "" if first == "*" or "127.0.0.1" in hosts.split(",") else first


def _web(host: str, port: int, workers: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi",
        "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "1",
        "--backlog", "512", "--workers-kill-timeout", "3",
        "--respawn-failed-workers", "--no-ws", "--log-level", "warning",
        "townline.config.wsgi:application",
    ]  # fmt: skip


def _port_of_streams(host: str, port: int) -> int:
    """
    Return ``TOWNLINE_STREAMS_PORT``, or the first free port after that of the pages.

    :raises click.ClickException: if the port that was asked for is in use, or none is free
    """
    if asked := os.environ.get("TOWNLINE_STREAMS_PORT"):
        if not asked.isdigit() or not supervisor.is_free(host, int(asked)):
            raise click.ClickException(f"TOWNLINE_STREAMS_PORT={asked} is in use, or no port")
        return int(asked)
    for near in range(port + 1, min(port + 1 + PORTS_LOOKED_AT, 65536)):
        if supervisor.is_free(host, near):
            return near
    raise click.ClickException(
        f"no port after {port} is free for streams; name one by TOWNLINE_STREAMS_PORT"
    )


def stream_server(host: str, port: int) -> list[str]:
    """Return the command of the process of streams."""
    return [
        sys.executable, "-m", "granian", "--interface", "asgi",
        "--host", host, "--port", str(port),
        "--workers", "1", "--backlog", "1024", "--workers-kill-timeout", "1",
        "--respawn-failed-workers", "--no-ws", "--log-level", "warning",
        "townline.config.streams:application",
    ]  # fmt: skip


def _mail_server(environment: dict[str, str]) -> list[Child]:
    """Return the mail server that takes letters in, where one is asked for."""
    try:
        where = mailing.mail_in()
    except ValueError as fault:
        raise click.UsageError(str(fault)) from None
    if where is None:
        return []
    command = _townline("mail", "receive", "--host", where[0], "--port", str(where[1]))
    return [Child("mail server", command, environment)]


def _townline(*args: str) -> list[str]:
    return [sys.executable, "-m", "townline.config.command", *args]


def _alone(folder: Path) -> IO[str]:
    """
    Hold the home for this start.

    :raises click.ClickException: if another one holds it
    """
    lock = (folder / "serve.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise click.ClickException(
            f"Townline already runs on {folder} (process {lock.read().strip() or 'unknown'}); "
            "stop it, or set TOWNLINE_HOME to another folder"
        ) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock
