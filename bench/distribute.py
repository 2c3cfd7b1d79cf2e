"""Measure the queue: decisions a second with 500 agents, 40 queues and 1,000 contacts that wait.

Two processes, as web workers are, let agents of four centres be done with a contact and be offered
the next, and let another come for each; every step is on disk before the next. A decision is an
offer; its time runs from the moment at which the agent is free until the offer is on disk. The
floor is one contact's row inserted durably, by as many processes. A repetition by the plain rule
follows.
"""

import multiprocessing
import random
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import cycle
from typing import Any

from bench.asked import Asked

NEEDS_SERVER = False
NEEDS_REQUESTS = False
AGENTS, QUEUES, WAITING, CENTRES = 500, 40, 1_000, 4
AT_ONCE = 2
SKILLS = ("bills", "trees", "bulky")
LANGUAGES = ("en", "es", "ko")
FLOOR = """
INSERT INTO contacts_contact (city_id, channel, language, started_at, ended_at, purpose)
VALUES (%s, 'bench', 'en', %s, %s, 'inquiry')
"""


def measure(asked: Asked) -> dict[str, Any]:
    """Measure decisions, and then the floor."""
    from django.utils import timezone

    from townline.cities import queries as cities
    from townline.contacts import queries
    from townline.contacts.rules.decided import replay

    city = cities.first()
    assert city is not None
    bench = f"bench-{timezone.now():%Y%m%d%H%M%S%f}"
    asked.say(f"{AGENTS} agents in {QUEUES} queues, {WAITING:,} waiting")
    held = _staffed(city, bench)
    asked.say("decisions")
    parts = [held[number::AT_ONCE] for number in range(AT_ONCE)]
    done = _side_by_side(_decide, [(city.slug, bench, part, asked.seconds) for part in parts])
    asked.say("floor")
    floors = _side_by_side(_insert, [(city.slug, asked.seconds)] * AT_ONCE)
    took = sorted(ms for each in done for ms in each["decisions_ms"])
    steps = sum(each["steps"] for each in done)
    rate, floor = len(took) / asked.seconds, sum(floors) / asked.seconds
    found = [replay(queries.decided(city.id, f"{bench}-{number}")) for number in range(CENTRES)]
    return {
        "agents": AGENTS, "centres": CENTRES, "queues": QUEUES, "waiting": WAITING,
        "processes": AT_ONCE,
        "decisions_per_s": round(rate, 1), "steps_per_s": round(steps / asked.seconds, 1),
        "floor_per_s": round(floor, 1), "ratio_to_floor": round(rate / floor, 3),
        "offer_p50_ms": round(statistics.median(took), 2),
        "offer_p99_ms": round(took[int(len(took) * 0.99)], 2),
        "offer_max_ms": round(took[-1], 2), "decisions": sum(each.decisions for each in found),
        "offered_twice": sum(len(each.offered_twice) for each in found),
        "passed_over": sum(len(each.passed_over) + len(each.passed_by) for each in found),
        "left": sum(len(each.left) for each in found),
    }  # fmt: skip


def _side_by_side(work: Callable[..., Any], args: list[tuple[Any, ...]]) -> list[Any]:
    """Run work in processes of its own, at once, and return what each returned."""
    with multiprocessing.get_context("spawn").Pool(len(args), _set_up) as pool:
        return pool.starmap(work, args, chunksize=1)


def _set_up() -> None:
    import django

    django.setup()


def _queues(bench: str) -> list[Any]:
    """Return forty queues of four centres; most of them need a skill."""
    from townline.contacts.rules.queueing import Queue

    needs = cycle([frozenset[str](), *(frozenset({skill}) for skill in SKILLS)])
    return [
        Queue(code=f"{bench}-{number}", centre=f"{bench}-{number % CENTRES}", needs=need)
        for number, need in zip(range(QUEUES), needs, strict=False)
    ]


def _staffed(city: Any, bench: str) -> list[int]:
    """Let agents come, all with a contact in hand, and a thousand wait; return what is in hand."""
    from townline.contacts import actions
    from townline.contacts.actions import NewAgent
    from townline.contacts.rules.queueing import Status
    from townline.record.verbs import SYSTEM

    chance = random.Random(311)
    said = {"city": city, "by": SYSTEM}
    new = []
    for number in range(AGENTS):
        centre = f"{bench}-{number % CENTRES}"
        codes = [queue.code for queue in _queues(bench) if queue.centre == centre]
        new.append(
            NewAgent(
                label=f"Simulated agent {number}", centre=centre, queues=chance.sample(codes, 5),
                languages=["en", chance.choice(LANGUAGES[1:])], skills=chance.sample(SKILLS, 2),
                answers_at_once=True,
            )
        )  # fmt: skip
    keys = actions.add_agents(**said, agents=new, at=_now())
    come, held = _coming(city, bench, chance), list[int]()
    for _ in range(AGENTS + WAITING):
        held += [offer.contact for offer in next(come)]
    for key in keys:
        offers = actions.say_status(**said, agent=key, status=Status.AVAILABLE, at=_now())
        held += [offer.contact for offer in offers]
    return held


def _coming(city: Any, bench: str, chance: random.Random) -> Iterator[Any]:
    """Let one contact after another come; yield the offers that each led to."""
    from townline.contacts import actions
    from townline.contacts.actions import Caller
    from townline.record.verbs import SYSTEM

    queues = _queues(bench)
    while True:
        caller = Caller(
            channel="call", simulated=True, language=chance.choice(("en", "en", *LANGUAGES))
        )
        _, offers = actions.take_in(
            city=city, came=caller, queue=chance.choice(queues), by=SYSTEM, at=_now()
        )
        yield offers


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def _decide(slug: str, bench: str, held: list[int], seconds: float) -> dict[str, Any]:
    """End contacts and let others come for so long; return steps, and how long each offer took."""
    from townline.cities import queries as cities
    from townline.contacts import actions
    from townline.record.verbs import SYSTEM

    city = cities.by_slug(slug)
    assert city is not None
    come = _coming(city, bench, random.Random(held[0]))
    took: list[float] = []
    steps, hands, ends = 0, deque(held), time.perf_counter() + seconds
    while hands and time.perf_counter() < ends:
        said = {"city": city, "contact": hands.popleft(), "by": SYSTEM}
        began = time.perf_counter()
        offers = actions.wrap_up(**said, disposition="simulated", at=_now())
        if offers:
            took.append((time.perf_counter() - began) * 1000)
        offers += next(come)
        hands.extend(offer.contact for offer in offers)
        steps += 2
    return {"steps": steps, "decisions_ms": took}


def _insert(slug: str, seconds: float) -> int:
    """Insert the row of a contact durably, for so long; return how many."""
    from django.db import connection

    from townline.cities import queries as cities

    city = cities.by_slug(slug)
    assert city is not None
    count, ends = 0, time.perf_counter() + seconds
    with connection.cursor() as cursor:
        while time.perf_counter() < ends:
            cursor.execute(FLOOR, [city.id, _now(), _now()])
            count += 1
    return count
