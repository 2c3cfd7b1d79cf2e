"""What the worker does by the clock, and that it leaves no heap of finished jobs."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from townline.config import tasks, tasks_of_calls
from townline.config.commands import worker
from townline.record.verbs import SYSTEM
from townline.staff import actions as staff

DAYS = timedelta(days=1)


def come(key: str, *, ago: timedelta) -> None:
    staff.admit(key=key, per_minute=60, burst=5, by=SYSTEM, at=timezone.now() - ago)


def buckets() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM staff_bucket")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_the_limits_of_those_who_stay_away_are_forgotten() -> None:
    come("report:203.0.113.7", ago=2 * DAYS)
    come("report:203.0.113.8", ago=timedelta(hours=1))
    tasks.sweep_buckets(timestamp=0)
    assert buckets() == 1


def test_every_task_of_the_clock_waits_once_however_late_the_worker_is() -> None:
    periodic = {task.task.name: task for task in app.periodic_registry.periodic_tasks.values()}
    ours = {name: task for name, task in periodic.items() if name.startswith(tasks.__name__)}
    assert {name.rsplit(".", 1)[1] for name in ours} == {
        "ask_carriers", "bring_messages", "climb", "count_requests", "deliver", "export_council",
        "forget_contacts",
        "forward_requests",
        "learn_expected", "look_after_forwarded", "publish_comments", "read_papers",
        "reckon_files", "remind_clerks", "remind_partners", "remove_old_jobs", "rescue",
        "seal", "share_out", "sweep_buckets", "sweep_digests", "sweep_drafts", "sweep_followers",
        "sweep_letters", "sweep_sign_ins", "sweep_subscriptions", "sweep_topics", "tell_areas",
        "tell_council", "tell_digests", "tend_calls", "tend_promises", "tend_queues",
        "sweep_unfound",
    }  # fmt: skip
    assert all(task.task.queueing_lock for task in ours.values())
    assert f"{tasks_of_calls.__name__}.ask_carriers" in ours


def put_job(status: str, *, ago: timedelta) -> int:
    """Put a job that came to its end that long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('default', 'a task', '{}', %s) RETURNING id",
            [status],
        )
        (number,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, %s, %s)",
            [number, status, timezone.now() - ago],
        )
    return int(number)


async def work_off() -> None:
    async with app.open_async():
        await tasks.remove_old_jobs.configure(queue="this test").defer_async(timestamp=0)
        await app.run_worker_async(
            queues=["this test"],
            wait=False,
            install_signal_handlers=False,
            delete_jobs=worker.FINISHED,
        )


@pytest.mark.usefixtures("own_database")
def test_failed_jobs_go_after_two_weeks_and_finished_ones_at_once() -> None:
    put_job("failed", ago=20 * DAYS)
    recent = put_job("failed", ago=DAYS)
    # In a thread of its own: a browser test before this one leaves a loop running in ours.
    worker_connector = app.connector.get_worker_connector()
    with app.replace_connector(worker_connector), ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work_off()).result()
    finished = ProcrastinateJob.objects.exclude(status="todo")
    assert [job.id for job in finished] == [recent]
