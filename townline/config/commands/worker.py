"""Do the background work alone: what is owed, scheduled or retried."""

import asyncio
import os
import signal
from typing import Any, Literal

import click

from townline.config import command, tied

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
        await app.run_worker_async(
            concurrency=concurrency,
            install_signal_handlers=True,
            shutdown_graceful_timeout=5,
            delete_jobs=FINISHED,
        )


def _end(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """
    End in order after a fault that nobody heard of: a job whose outcome could not be written.

    Under a worker that lives it would stay `doing` for ever. Once this one has ended, another is
    started, and the job is given back.
    """
    loop.default_exception_handler(context)
    os.kill(os.getpid(), signal.SIGTERM)
