"""Take mail in: as a mail server, or one message at a time."""

import os
import signal
import sys
import threading
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

TRY_LATER, NO_USER = 75, 67
"""Exit codes by which mail servers know what to do with a message that they piped to us."""


@click.group()
def group() -> None:
    """Take mail in: as a mail server, or one message at a time.

    Replies go to their request, bounces to their notice, all else to a person at /desk/letters/.
    """
    if not settings.MAIL_DOMAIN:
        raise click.UsageError("set TOWNLINE_MAIL_DOMAIN to the domain whose mail comes here")


@group.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), required=True, help="Port to listen on.")
def receive(host: str, port: int) -> None:
    """Listen as a mail server (SMTP) until Ctrl-C.

    It speaks neither TLS nor passwords and takes nothing for others: put the city's own mail
    server in front. `townline serve` runs one where TOWNLINE_MAIL_IN is set.
    """
    from townline.config import mail_server, tied

    if os.environ.get("TOWNLINE_SUPERVISED") == "1":
        tied.end_with_parent(os.getppid())
    server = mail_server.listening(host, port)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        server.start()
    except OSError as fault:
        raise click.ClickException(f"cannot listen on {host}:{port}: {fault.strerror}") from None
    click.echo(f"taking mail for {settings.MAIL_DOMAIN} on {host}:{port}", err=True)
    ended.wait()
    server.stop()


@group.command()
@click.option("--to", "addresses", multiple=True, help="Whom it went to; else as it says itself.")
@click.option("--sender", default="", help="Who sent it; else as it says itself.")
@click.option(
    "--maildir",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Take all that is new in this Maildir instead.",
)
def take(addresses: tuple[str, ...], sender: str, maildir: Path | None) -> None:
    """Take one message from the standard input, or all new ones of a Maildir.

    Exits 0 once it is kept, 67 where nobody here has the address, 75 to be tried again later: as
    a mail server expects it of a program that it pipes mail to.
    """
    if maildir is not None:
        click.echo(f"{_take_all(maildir)} taken")
        return
    sys.exit(_take_one(sys.stdin.buffer.read(), addresses, sender))


def _take_one(raw: bytes, addresses: tuple[str, ...], sender: str) -> int:
    from django.db import Error as DatabaseError

    from townline.channels import mail_in

    try:
        to = list(addresses) or mail_in.addresses_of(raw)
        told = sender or mail_in.sender_of(raw)
        fates = mail_in.take(raw, to=to, sender=told, at=timezone.now())
    except DatabaseError as fault:
        click.echo(f"townline: not taken: {type(fault).__name__}", err=True)
        return TRY_LATER
    click.echo(", ".join(fates) or mail_in.NOBODY)
    return 0 if any(fate != mail_in.NOBODY for fate in fates) else NO_USER


def _take_all(maildir: Path) -> int:
    """Take what is new, moving each message to those that were seen; return how many."""
    new, seen = maildir / "new", maildir / "cur"
    if not new.is_dir() or not seen.is_dir():
        raise click.UsageError(f"{maildir} is no Maildir: it lacks new/ or cur/")
    count = 0
    for path in sorted(new.iterdir()):
        if _take_one(path.read_bytes(), (), "") != TRY_LATER:
            path.rename(seen / f"{path.name}:2,S")
            count += 1
    return count
