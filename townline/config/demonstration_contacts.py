"""The demo's contacts: a day of made-up calls on the folder's profile, chats, some that wait."""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from itertools import count
from typing import Any

from django.db import transaction

from townline.cities import queries as cities
from townline.cities.queries import NoSuchFile
from townline.cities.rules.city import City
from townline.config import demonstration_chats, demonstration_shifts
from townline.config.demonstration_chats import Script
from townline.contacts import actions, queries
from townline.contacts.actions import Caller, NewAgent, Offer
from townline.contacts.queries import OnDuty
from townline.contacts.rules.centres import Centre
from townline.contacts.rules.profiles import DAYS, BadProfile, Profile, read_hours
from townline.contacts.rules.queueing import Medium, Queue, Status
from townline.record.verbs import SYSTEM

PROFILE = "samples/calls_by_hour.csv"
"""Requests that were filed by call: a stand-in for the calls themselves."""
NAME = "Simulated agent"
AGENTS, CONTACTS = 4, 32
TALK_S, PATIENCE_S, LONGEST_S = 260.0, 240.0, 900.0
FRESH = timedelta(hours=20)
"""Where made-up contacts are no older than this, no further day is made up."""


def present(city: City, at: datetime) -> int:
    """
    Let the first centre of a demo city have had a day of made-up contacts; return how many.

    What was made up before and is under way still is ended, and a few chats wait anew. Its agents
    are planned for this week and the next. Nothing is made up while anybody of the city answers,
    who would be offered the past, nor while anybody waits, whom a made-up agent would be offered.
    """
    centre = next(iter(queries.contact_centre(city.edition_id).centres), None)
    if centre is None:
        return 0
    team = queries.on_duty(city, centre)
    answered = any(each.member is not None and each.there for each in team)
    if answered or queries.somebody_waits(city.id, centre.code):
        return 0
    with transaction.atomic():
        day = _Day(city, centre, at)
        agents, writers = _simulated(city, centre, team, at)
        if day.queues:
            demonstration_shifts.plan(city, day.queues[0].code, agents, at)
        return day.run(agents, writers)


def _simulated(
    city: City, centre: Centre, team: tuple[OnDuty, ...], at: datetime
) -> tuple[list[int], list[int]]:
    """Return the made-up agents of a centre who talk, and who write; make who is missing."""
    made = {each.label: each.id for each in team if each.member is None}
    wanted = {each.label: each for each in _wanted(city, centre)}
    new = [each for label, each in wanted.items() if label not in made]
    if new:
        day_before = at - timedelta(days=1)
        keys = actions.add_agents(city=city, agents=new, by=SYSTEM, at=day_before)
        made |= {each.label: key for each, key in zip(new, keys, strict=True)}
    return (
        [made[label] for label, each in wanted.items() if each.text_most == 1],
        [made[label] for label, each in wanted.items() if each.text_most > 1],
    )


def _wanted(city: City, centre: Centre) -> Iterator[NewAgent]:
    for number in range(1, AGENTS + 1):
        yield NewAgent(
            label=f"{NAME} {number}", centre=centre.code, answers_at_once=True,
            queues=[line.code for line in centre.queues if line.medium is Medium.VOICE],
            languages=city.languages[: 2 if number % 2 else 1],
            skills=sorted({skill for line in centre.queues for skill in line.needs}),
        )  # fmt: skip
    chats = queries.written_queue(city.edition_id)
    if chats is not None and chats.centre == centre.code:
        yield NewAgent(
            label=f"{NAME} {AGENTS + 1}", centre=centre.code, answers_at_once=True,
            queues=[chats.code], languages=city.languages, skills=sorted(chats.needs),
            text_most=len(demonstration_chats.ENDED),
        )  # fmt: skip


@dataclass
class _Day:
    """A day of made-up calls at a centre, in their order."""

    city: City
    centre: Centre
    now: datetime
    events: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.city.slug}/{self.now:%Y-%m-%d}")  # noqa: S311
        self.order = count()
        known = queries.contact_centre(self.city.edition_id).queues
        voices = [line.code for line in self.centre.queues if line.medium is Medium.VOICE]
        self.queues = [known[code] for code in voices]

    def run(self, agents: list[int], writers: list[int]) -> int:
        """Let the day pass; ``writers`` are those of the agents who answer chats, if any."""
        if not self.queues:
            return 0
        self._end_former([*agents, *writers])
        recent = queries.simulated_since(self.city.id, self.centre.code, self.now - FRESH)
        made = 0 if recent else self._past(agents, writers)
        self._present(agents)
        if writers:
            self._chats_wait()
        return made

    def _end_former(self, agents: list[int]) -> None:
        self._say(agents, Status.LOGGED_OUT, self.now)  # first: else they are offered what waits
        for key, state in queries.simulated_under_way(self.city.id, self.centre.code):
            said: dict[str, Any] = {"city": self.city, "contact": key, "by": SYSTEM, "at": self.now}
            if state in ("in_contact", "wrap_up"):
                actions.wrap_up(**said, disposition=self._disposition())
            else:
                actions.leave(**said)

    def _past(self, agents: list[int], writers: list[int]) -> int:
        times = list(self._times())
        began = min(times, default=self.now)
        self._say([*agents, *writers], Status.AVAILABLE, began)
        for at in times:
            self._later(at, self._come)
        chats = demonstration_chats.ENDED if writers else ()
        for script, at in zip(chats, filter(self._chats_open, reversed(times)), strict=False):
            self._later(at, partial(self._write, script))
        while self.events:
            at, _, event = heapq.heappop(self.events)
            event(at)
        everyone = [*agents, *writers]
        self._say(everyone, Status.LOGGED_OUT, self.now - timedelta(minutes=12))
        return len(times)

    def _times(self) -> Iterator[datetime]:
        """Yield when contacts came in the last day, until some minutes ago."""
        try:
            profiles = read_hours(cities.edition_file(self.city.edition_id, PROFILE))
        except (NoSuchFile, BadProfile):
            profiles = {}
        flat = Profile(tuple(float(16 <= slot < 34) for slot in range(48)))
        today = self.now.astimezone(self.city.zone).date()
        for day in (today - timedelta(days=1), today):
            midnight = datetime.combine(day, time(0), self.city.zone)
            profile = profiles.get(DAYS[day.weekday()], flat)
            for since in profile.times(CONTACTS, self.chance):
                at = midnight + timedelta(seconds=since)
                if self.now - timedelta(days=1) < at < self.now - timedelta(minutes=30):
                    yield at

    def _present(self, agents: list[int]) -> None:
        """Let some talk, and one have a break. No made-up call waits: nobody could answer it."""
        busy = agents[: len(agents) // 2]
        for number, agent in enumerate(busy):
            at = self.now - timedelta(seconds=400 - 150 * number)
            self._say([agent], Status.AVAILABLE, at)
            self._take_in(self.queues[0], self.city.languages[0], at)
        self._say(agents[len(busy) : len(busy) + 1], Status.BREAK, self.now - timedelta(minutes=6))

    def _say(self, agents: list[int], status: Status, at: datetime) -> None:
        for agent in agents:
            offers = actions.say_status(
                city=self.city, agent=agent, status=status, by=SYSTEM, at=at
            )
            self._talk(offers, at)

    def _later(self, at: datetime, event: Callable[[datetime], None]) -> None:
        heapq.heappush(self.events, (at, next(self.order), event))

    def _come(self, at: datetime) -> None:
        spanish = "es" in self.city.languages and self.chance.random() < 0.2
        language = "es" if spanish else self.city.languages[0]
        key, offers = self._take_in(self.chance.choice(self.queues), language, at)
        self._talk(offers, at)
        if not offers:
            patience = timedelta(seconds=min(self.chance.expovariate(1 / PATIENCE_S), LONGEST_S))
            self._later(at + patience, partial(self._give_up, key))

    def _write(self, script: Script, at: datetime) -> None:
        """Let a chat come that the made-up agent for chats answers at once."""
        key, offers = self._take_chat(script, at)
        name = f"{NAME} {AGENTS + 1}" if offers else ""
        demonstration_chats.speak(self.city, key, script, at, agent=name)
        self._talk(offers, at)

    def _chats_open(self, at: datetime) -> bool:
        """Return whether chats are taken at a moment: those that come later are told to wait."""
        queue = queries.written_queue(self.city.edition_id)
        return queue is not None and queries.opening_of(self.city, queue.code, at).open

    def _chats_wait(self) -> None:
        """Let some chats wait that came while the centre was open, if it still is."""
        for script, waited in demonstration_chats.WAITING:
            open_ = self._chats_open(self.now) and self._chats_open(self.now - waited)
            if open_ and script.language in self.city.languages:
                key, _offers = self._take_chat(script, self.now - waited)
                demonstration_chats.speak(self.city, key, script, self.now - waited)

    def _take_chat(self, script: Script, at: datetime) -> tuple[int, tuple[Offer, ...]]:
        queue = queries.written_queue(self.city.edition_id)
        assert queue is not None
        return self._take_in(queue, script.language, at, channel="chat")

    def _take_in(
        self, queue: Queue, language: str, at: datetime, *, channel: str = "call"
    ) -> tuple[int, tuple[Offer, ...]]:
        came = Caller(channel=channel, language=language, simulated=True)
        return actions.take_in(city=self.city, came=came, queue=queue, by=SYSTEM, at=at)

    def _talk(self, offers: tuple[Offer, ...], at: datetime) -> None:
        """Let those who are answered talk for a while; an agent has nothing else meanwhile."""
        for offer in offers:
            long = timedelta(seconds=min(30 + self.chance.expovariate(1 / TALK_S), LONGEST_S))
            self._later(at + long, partial(self._finish, offer.contact))

    def _finish(self, key: int, at: datetime) -> None:
        offers = actions.wrap_up(
            city=self.city, contact=key, disposition=self._disposition(), by=SYSTEM, at=at
        )
        self._talk(offers, at)

    def _give_up(self, key: int, at: datetime) -> None:
        if queries.turn_state(self.city.id, key) == "waiting":
            actions.leave(city=self.city, contact=key, by=SYSTEM, at=at)

    def _disposition(self) -> str:
        known = queries.contact_centre(self.city.edition_id).dispositions
        return self.chance.choice([each.code for each in known[:3]]) if known else "answered"
