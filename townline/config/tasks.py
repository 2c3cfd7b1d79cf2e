"""Work that the worker does by the clock. Each task calls one action of a room."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from townline.api import bulk
from townline.channels import delivery
from townline.cities import queries as cities
from townline.config import council_export, council_letters, outages
from townline.contacts import actions as contacts
from townline.contacts import queries as contact_queries
from townline.contacts.actions import calls, interpreting, recordings
from townline.council import queries as council_queries
from townline.council.actions import reading
from townline.council.actions import reckoning as council
from townline.knowledge import actions as knowledge
from townline.open311 import outward
from townline.record import actions as record
from townline.record.verbs import SYSTEM
from townline.requests.actions import (
    assign,
    count,
    digests,
    drafts,
    escalate,
    following,
    hand_over,
    learn,
    subscribing,
    tend,
)
from townline.staff import actions as staff

log = logging.getLogger(__name__)

DEAD_AFTER_S = 30
"""After how long without a sign of life, which comes every ten, a worker is taken for dead."""
FAILED_KEPT_H = 14 * 24
"""How long a failed job can be looked into, in hours; one that succeeded goes at once."""
COUNTS_REST = timedelta(minutes=5)
"""For so long what maps and areas say is good enough: to count goes through all requests."""
UNCONFIRMED_KEPT = timedelta(days=7)
"""How long somebody may take to confirm that they want to follow a request."""
LETTERS_KEPT = timedelta(days=60)
"""How long what somebody wrote is kept after it was sorted, if it is about no request."""
SWEPT = 500
"""How many rows a sweep takes at once."""
BUCKETS_KEPT = timedelta(days=1)
"""How long a limit is remembered of whoever stays away: longer than any takes to fill again."""


def connected(work: Callable[[int], None]) -> Callable[[int], None]:
    """
    Do the work over a connection that lives.

    Pages have theirs looked after between requests; a task has to do that itself, or it would fail
    for ever on one that a restart of the database has ended.
    """

    @wraps(work)
    def begin(timestamp: int) -> None:
        outages.drop_if_dead()
        work(timestamp)

    return begin


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="rescue", pass_context=False)
async def rescue(timestamp: int) -> None:
    """
    Give jobs back whose worker was killed, else they would stay ``doing`` for ever.

    Where the same work waits to be done already, the lost job is put away: that one does for both.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_S):
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            log.warning("job %s (%s) lost its worker; the next does it", job.id, job.task_name)
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
        else:
            log.warning("job %s (%s) lost its worker; it is tried again", job.id, job.task_name)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal", pass_context=False)
@connected
def seal(timestamp: int) -> None:
    """Enter a root over all entries that were written since the one before."""
    most = 50_000
    while record.seal(by=SYSTEM, at=timezone.now(), most=most) >= most:
        pass


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tend", pass_context=False)
@connected
def tend_promises(timestamp: int) -> None:
    """Enter which promises come near and which are broken."""
    while tend.tend(by=SYSTEM, at=timezone.now()) >= tend.MOST:
        pass


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="reckon", pass_context=False)
@connected
def reckon_files(timestamp: int) -> None:
    """Reckon the council files anew whose day has come, or all where the calendar is another."""
    for city in cities.every():
        if not council_queries.has_council(city):
            continue
        council.reckon_if_other(city=city, by=SYSTEM, at=timezone.now())
        while council.reckon_due(city=city, by=SYSTEM, at=timezone.now()) >= council.MOST:
            pass


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="climb", pass_context=False)
@connected
def climb(timestamp: int) -> None:
    """Tell those concerned of what is late or not heard of, by the ladder of its service."""
    for city in cities.every():
        while escalate.climb(city=city, by=SYSTEM, at=timezone.now()) >= escalate.MOST:
            pass


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="deliver", pass_context=False)
@connected
def deliver(timestamp: int) -> None:
    """Send the notices that are owed: every ten seconds, because people wait for a receipt."""
    while delivery.deliver(at=timezone.now()):
        pass


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="export_council", pass_context=False)
@connected
def export_council(timestamp: int) -> None:
    """Write the public record of the council for programs, where a city has one."""
    for city in cities.every():
        if council_queries.has_council(city):
            base = council_export.address_of(city)
            bulk.write(city, bulk.folder_of(city), base=base, at=timezone.now())


@app.periodic(cron="37 2 * * *")
@app.task(queueing_lock="learn_expected", pass_context=False)
@connected
def learn_expected(timestamp: int) -> None:
    """Reckon anew how long requests take, from those that were finished."""
    for city in cities.every():
        learn.learn_expected(city=city, by=SYSTEM, at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="count_requests", pass_context=False)
@connected
def count_requests(timestamp: int) -> None:
    """Count what maps and the pages of areas say, where something has changed."""
    for city in cities.every():
        count.count(city_id=city.id, by=SYSTEM, at=timezone.now(), rest=COUNTS_REST)


@app.periodic(cron="47 2 * * *")
@app.task(queueing_lock="sweep_followers", pass_context=False)
@connected
def sweep_followers(timestamp: int) -> None:
    """Forget those who asked to follow a request and did not confirm it within a week."""
    now = timezone.now()
    while following.sweep_unconfirmed(before=now - UNCONFIRMED_KEPT, by=SYSTEM, at=now):
        pass


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="sweep_sign_ins", pass_context=False)
@connected
def sweep_sign_ins(timestamp: int) -> None:
    """Forget residents' sign-ins that are over, with the addresses that they were for."""
    while contacts.sweep_sign_ins(by=SYSTEM, at=timezone.now()):
        pass


@app.periodic(cron="3 * * * *")
@app.task(queueing_lock="tell_areas", pass_context=False)
@connected
def tell_areas(timestamp: int) -> None:
    """Owe the daily letters about areas, in each city at its own seven in the morning."""
    for city in cities.every():
        subscribing.tell(city=city, by=SYSTEM, at=timezone.now())


@app.periodic(cron="* * * * * */30")
@app.task(queueing_lock="forward_requests", pass_context=False)
@connected
def forward_requests(timestamp: int) -> None:
    """Send the requests that other governments' servers are to have."""
    for city in cities.every():
        while outward.forward(city, at=timezone.now()):
            pass


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="look_after_forwarded", pass_context=False)
@connected
def look_after_forwarded(timestamp: int) -> None:
    """Ask other governments' servers how what they have stands."""
    for city in cities.every():
        while outward.look_after(city, at=timezone.now()):
            pass


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="remind_partners", pass_context=False)
@connected
def remind_partners(timestamp: int) -> None:
    """Remind other organisations of what they have in hand and is due soon."""
    now = timezone.now()
    for city in cities.every():
        while hand_over.remind(city=city, by=SYSTEM, at=now):
            pass


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="tell_digests", pass_context=False)
@connected
def tell_digests(timestamp: int) -> None:
    """Owe the daily digests of departments, in each city at its own seven in the morning."""
    for city in cities.every():
        digests.tell(city=city, by=SYSTEM, at=timezone.now())


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="read_papers", pass_context=False)
@connected
def read_papers(timestamp: int) -> None:
    """Read the words of papers of council files that were filed meanwhile."""
    while reading.read_papers(by=SYSTEM, at=timezone.now()):
        pass


@app.periodic(cron="57 2 * * *")
@app.task(queueing_lock="sweep_digests", pass_context=False)
@connected
def sweep_digests(timestamp: int) -> None:
    """Forget which digests were owed some weeks ago."""
    now = timezone.now()
    digests.sweep(before=now - digests.KEPT, by=SYSTEM, at=now)


@app.periodic(cron="49 2 * * *")
@app.task(queueing_lock="sweep_subscriptions", pass_context=False)
@connected
def sweep_subscriptions(timestamp: int) -> None:
    """Forget those who asked for letters about an area and did not confirm it within a week."""
    now = timezone.now()
    while subscribing.sweep_unconfirmed(before=now - UNCONFIRMED_KEPT, by=SYSTEM, at=now):
        pass


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="share_out", pass_context=False)
@connected
def share_out(timestamp: int) -> None:
    """Give new work to those who have room for it, in departments that want that."""
    now = timezone.now()
    for city in cities.every():
        assign.share_out(city=city, by=SYSTEM, at=now)


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="tend_queues", pass_context=False)
@connected
def tend_queues(timestamp: int) -> None:
    """Take back what nobody answered in time or whose agent is lost; move on what waited."""
    for city in cities.every():
        contacts.tend(city=city, by=SYSTEM, at=timezone.now())


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="tend_calls", pass_context=False)
@connected
def tend_calls(timestamp: int) -> None:
    """End calls whose page is gone, let interpreters go, remove what was recorded long ago."""
    now = timezone.now()
    for city in cities.every():
        calls.tend_calls(city=city, by=SYSTEM, at=now)
        interpreting.tend_interpreters(city=city, by=SYSTEM, at=now)
        days = contact_queries.contact_centre(city.edition_id).recordings_days
        kept = timedelta(days=days)
        recordings.tend_recordings(city=city, kept=kept, by=SYSTEM, at=now)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="sweep_buckets", pass_context=False)
@connected
def sweep_buckets(timestamp: int) -> None:
    """Forget the limits of those who have not come for a day."""
    now = timezone.now()
    staff.sweep_buckets(before=now - BUCKETS_KEPT, by=SYSTEM, at=now)


@app.periodic(cron="7 3 * * *")
@app.task(queueing_lock="sweep_drafts", pass_context=False)
@connected
def sweep_drafts(timestamp: int) -> None:
    """Forget forms that were begun, and that nobody has gone on with for a week."""
    drafts.sweep(by=SYSTEM, at=timezone.now())


@app.periodic(cron="53 2 * * *")
@app.task(queueing_lock="sweep_unfound", pass_context=False)
@connected
def sweep_unfound(timestamp: int) -> None:
    """Forget the words that found no answer, ninety days after somebody looked for them."""
    for city in cities.every():
        knowledge.sweep_unfound(city=city, by=SYSTEM, at=timezone.now())


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="sweep_letters", pass_context=False)
@connected
def sweep_letters(timestamp: int) -> None:
    """Forget letters and their writers some weeks after somebody has sorted them."""
    now = timezone.now()
    while contacts.sweep_letters(before=now - LETTERS_KEPT, by=SYSTEM, at=now) >= SWEPT:
        pass


@app.periodic(cron="43 3 * * *")
@app.task(queueing_lock="forget_contacts", pass_context=False)
@connected
def forget_contacts(timestamp: int) -> None:
    """Forget who answered contacts were with, and what was written, when their time is over."""
    for city in cities.every():
        kept = contact_queries.contact_centre(city.edition_id).kept
        while contacts.forget_due(city=city, kept=kept, by=SYSTEM, at=timezone.now()):
            pass


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="remove_old_jobs", pass_context=False)
async def remove_old_jobs(timestamp: int) -> None:
    """
    Remove jobs that failed long ago, so that a task failing each ten seconds fills no table.

    Those that succeeded are removed by the worker itself.
    """
    await app.job_manager.delete_old_jobs(
        nb_hours=FAILED_KEPT_H, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="11 * * * *")
@app.task(queueing_lock="tell_council", pass_context=False)
@connected
def tell_council(timestamp: int) -> None:
    """Owe the daily letters about the council's files, in each city at its own seven."""
    for city in cities.every():
        council_letters.tell(city, at=timezone.now())


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="remind_clerks", pass_context=False)
@connected
def remind_clerks(timestamp: int) -> None:
    """Remind the clerk's office of reports that are owed, in each city from its own seven on."""
    for city in cities.every():
        if council_queries.has_council(city):
            council_letters.remind(city, at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="publish_comments", pass_context=False)
@connected
def publish_comments(timestamp: int) -> None:
    """Put accepted comments with the papers of their files: those of noon, and those of five."""
    for city in cities.every():
        council_letters.publish(city, at=timezone.now())


@app.periodic(cron="19 3 * * *")
@app.task(queueing_lock="sweep_topics", pass_context=False)
@connected
def sweep_topics(timestamp: int) -> None:
    """Forget who did not confirm within a week, and comments sixty days after their decision."""
    now = timezone.now()
    while contacts.sweep_subscribers(before=now - UNCONFIRMED_KEPT, by=SYSTEM, at=now):
        pass
    while contacts.sweep_comments(before=now - LETTERS_KEPT, by=SYSTEM, at=now):
        pass
