"""A worker that is killed in the middle of a letter: it goes out, marked, and its job is done."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from bench.killing.sink import Sink
from tests.ground import databases
from tests.requests import build
from townline.cities.rules.city import City
from townline.contacts.models import Notice

PATIENCE_S = 90
STUCK = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("kills")]


@contextmanager
def working(name: str, smtp_port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker on a database, which sends its letters to a port of this machine."""
    environment = databases.environment(name) | {
        "TOWNLINE_SMTP": f"smtp+plain://127.0.0.1:{smtp_port}"
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "townline.config.command", "worker"],
        env=environment, cwd=databases.ROOT, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def until(what: Callable[[], Any]) -> Any:
    """Wait until it is true, and return it."""
    ends = time.monotonic() + PATIENCE_S
    while not (found := what()):
        assert time.monotonic() < ends
        time.sleep(0.1)
    return found


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_what_it_had_is_taken_again_and_says_that_it_may_be_the_second(
    kept_town: City, own_database: str, owner: psycopg.Connection[Any]
) -> None:
    number = build.file(kept_town).number
    silent = socket.create_server(("127.0.0.1", 0))  # takes the call, and never answers
    with silent, working(own_database, silent.getsockname()[1]) as first:
        until(lambda: Notice.objects.filter(claimed_at__isnull=False).exists())
        first.kill()
        first.wait()
    assert owner.execute(STUCK).fetchone() != (0,), "its job is said to be under way"
    owner.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")

    with Sink() as sink, working(own_database, sink.port):
        until(lambda: Notice.objects.filter(sent_at__isnull=False).exists())
        until(lambda: owner.execute(STUCK).fetchone() == (0,))
    notice = Notice.objects.get()
    assert (notice.data["number"], notice.perhaps_twice, notice.tried) == (number, True, 2)
    assert [(letter.notice, letter.marked) for letter in sink.letters] == [(notice.id, True)]


JOB = """
INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args, status, scheduled_at)
VALUES ('default', %s, %s, '{"timestamp": 0}', %s, now() + interval '1 hour')
"""


def test_jobs_that_lost_their_worker_are_put_right_though_the_next_of_their_kind_waits(
    kept_town: City, own_database: str, owner: psycopg.Connection[Any]
) -> None:
    deliver = "townline.config.tasks.deliver"
    for task, lock, status in (
        (deliver, "deliver", "doing"),
        (deliver, "deliver", "todo"),
        ("townline.config.tasks.seal", "seal", "doing"),
    ):
        owner.execute(JOB, (task, lock, status))
    lost = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND worker_id IS NULL"
    assert owner.execute(lost).fetchone() == (2,)
    with Sink() as sink, working(own_database, sink.port):
        until(lambda: owner.execute(lost).fetchone() == (0,))
    waits = "SELECT count(*) FROM procrastinate_jobs WHERE queueing_lock = 'deliver'"
    assert owner.execute(waits).fetchone() == (1,), "the one that waited does for both"
