"""Do the background work alone: what is owed, scheduled or retried."""

import asyncio
import logging
import os
import signal
import time
from typing import Any, Literal

import click

from townline.config import command, tied

log = logging.getLogger(__name__)

LOOK_S = 5.0
SET_BACK_S = 30.0
"""By how much a clock may be set back at once without anybody's notice."""
FINISHED: Literal["successful"] = "successful"
"""Jobs that the worker removes at once: a task of each ten seconds makes 8,640 a day."""


@click.command()
@click.option("--concurrency", default=4, show_default=True, help="Jobs at a time.")
def group(concurrency: int) -> None:
    """Do the background work alone: what is owed, scheduled or retried.

    `townline serve` runs one; start more on other machines where one is not enough.
    """
    if os.environ.get("TOWNLINE_SUPERVISED") == "1":
        tied.end_with_parent(os.getppid())
    command.set_up()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        asyncio.run(_work(working, concurrency))


async def _work(app: object, concurrency: int) -> None:
    from procrastinate import App

    assert isinstance(app, App)
    asyncio.get_running_loop().set_exception_handler(_end)
    async with app.open_async():
        watch = asyncio.create_task(_end_when_set_back())
        await app.run_worker_async(
            concurrency=concurrency,
            install_signal_handlers=True,
            shutdown_graceful_timeout=5,
            delete_jobs=FINISHED,
        )
        watch.cancel()


async def _end_when_set_back() -> None:
    """
    End in order when the clock is set back: it would give no task until the clock has caught up.

    procrastinate remembers when it gave each task last; a worker that begins afresh does not.
    """
    ahead = time.time() - time.monotonic()
    while time.time() - time.monotonic() > ahead - SET_BACK_S:
        ahead = time.time() - time.monotonic()
        await asyncio.sleep(LOOK_S)
    log.warning("the clock was set back; the worker begins afresh")
    os.kill(os.getpid(), signal.SIGTERM)


def _end(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """
    End in order after a fault that nobody heard of: a job whose outcome could not be written.

    Under a worker that lives it would stay `doing` for ever. Once this one has ended, another is
    started, and the job is given back.
    """
    loop.default_exception_handler(context)
    os.kill(os.getpid(), signal.SIGTERM)
