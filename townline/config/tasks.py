"""Work that the worker does by the clock. Each task calls one action of a room."""

import logging

from procrastinate.contrib.django import app

log = logging.getLogger(__name__)

DEAD_AFTER_S = 60
"""After how long without a sign of life a worker is taken for dead."""


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="rescue", pass_context=False)
async def rescue(timestamp: int) -> None:
    """Give jobs back whose worker was killed, else they would stay ``doing`` for ever."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_S):
        log.warning("job %s (%s) lost its worker; it is tried again", job.id, job.task_name)
        await app.job_manager.retry_job(job)
