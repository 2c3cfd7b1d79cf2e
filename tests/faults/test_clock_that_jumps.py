"""A clock that jumps ahead, and is set back by hours: nothing is lost, doubled or locked out."""

import asyncio
import signal
import time
from datetime import timedelta

import pytest

from tests.record.sealing import seal_all
from tests.requests import build
from tests.requests.build import NOON, WORKER
from townline.cities.rules.city import City
from townline.config.commands import worker
from townline.contacts import actions as contacts
from townline.record import actions as record
from townline.record import queries
from townline.record.models import Root
from townline.record.verbs import RESIDENT, SYSTEM
from townline.requests import actions as requests
from townline.requests.actions import own, tend, work
from townline.requests.models import RequestEntry
from townline.requests.queries import proof
from townline.staff import actions as staff

HOUR = timedelta(hours=1)
JUMPS = (7, 0, -3, 40, 1)
"""Where the clock stands at each deed, in hours from noon."""


def verbs(number: str) -> list[str]:
    """Return what the record says, in its order."""
    found = RequestEntry.objects.filter(subject__number=number).order_by("seq")
    return list(found.values_list("verb", flat=True))


def test_entries_stand_in_the_order_in_which_they_were_made(kept_town: City) -> None:
    ahead, back, far_back, far_ahead, now = (NOON + hours * HOUR for hours in JUMPS)
    number = build.file(kept_town, at=ahead).number
    told = {"city": kept_town, "number": number}
    work.start(**told, by=WORKER, at=back)
    work.ask(**told, question="Which side?", by=WORKER, at=far_back)
    own.answer(**told, text="The left one.", by=RESIDENT, at=far_ahead)
    work.close(**told, outcome="done", by=WORKER, at=now)
    assert verbs(number) == [
        "request.submitted", "request.routed", "request.started", "request.asked",
        "request.answered", "request.closed",
    ]  # fmt: skip
    row = build.row(number)
    assert row.closed_at is not None
    assert row.closed_at >= row.requested_at, "nothing ends before it began"
    seal_all()
    assert not queries.verify().faults
    assert not list(proof.disagreements())


def test_a_promise_is_broken_once_however_often_the_clock_passes_it(kept_town: City) -> None:
    number = build.file(kept_town).number
    due = build.row(number).due_at
    assert due is not None
    for hours in (-30, -2, 1, -2, 1, -200, 300):
        tend.tend(by=SYSTEM, at=due + hours * HOUR)
    assert verbs(number).count("request.overdue") == 1
    assert verbs(number).count("request.due_soon") == 1


def test_roots_whose_times_go_back_still_prove(kept_town: City) -> None:
    for hours in JUMPS:
        build.file(kept_town)
        while not record.seal(by=SYSTEM, at=NOON + hours * HOUR):
            time.sleep(0.1)  # another test's transaction may be under way in this cluster
    times = list(Root.objects.order_by("id").values_list("at", flat=True))
    assert times != sorted(times)
    assert not queries.verify().faults


@pytest.mark.parametrize("hours", [-5, 5])
def test_a_letter_that_somebody_is_sending_is_not_sent_by_another_without_the_mark(
    kept_town: City, hours: int
) -> None:
    build.file(kept_town)
    (first,) = contacts.claim(by=SYSTEM, at=NOON)
    again = contacts.claim(by=SYSTEM, at=NOON + hours * HOUR)
    assert not first.perhaps_twice
    assert all(owed.perhaps_twice for owed in again)
    assert bool(again) is (hours > 0), "set back, it waits: its courier lives"


def test_a_letter_that_is_owed_in_the_future_goes_out_when_the_clock_is_set_right(
    kept_town: City,
) -> None:
    build.file(kept_town, at=NOON + 5 * HOUR)
    assert len(contacts.claim(by=SYSTEM, at=NOON)) == 1


def test_a_limit_that_was_used_up_by_a_clock_ahead_locks_nobody_out(kept_town: City) -> None:
    def come(minutes: float) -> bool:
        at = NOON + timedelta(minutes=minutes)
        return (
            staff.admit(key="report:203.0.113.9", per_minute=6, burst=3, by=RESIDENT, at=at) is None
        )

    assert [come(300) for _ in range(4)] == [True, True, True, False]
    assert not come(0), "it does not fill by being set back"
    assert not come(0.1)
    assert come(0.3), "but it fills from then on, and not only after five hours"


def test_a_key_gives_the_same_number_whatever_the_clock_says(kept_town: City) -> None:
    said = build.submission(key="the same key")
    numbers = {
        requests.submit(city=kept_town, submission=said, by=RESIDENT, at=NOON + hours * HOUR).number
        for hours in (0, 9, -9)
    }
    assert len(numbers) == 1


def test_a_worker_begins_afresh_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    real, jump = time.time, [0.0]
    monkeypatch.setattr(worker.time, "time", lambda: real() + jump[0])
    monkeypatch.setattr(worker, "LOOK_S", 0.01)
    told = []
    before = signal.signal(signal.SIGTERM, lambda *_: told.append("end"))

    async def watch() -> None:
        task = asyncio.create_task(worker._end_when_set_back())
        for ahead in (0.0, 7200.0, 7190.0):
            jump[0] = ahead
            await asyncio.sleep(0.05)
            assert not told, "neither a jump ahead nor a small step back"
        jump[0] = 0.0
        await asyncio.wait_for(task, 5)

    try:
        asyncio.run(watch())
        assert told == ["end"]
    finally:
        signal.signal(signal.SIGTERM, before)
