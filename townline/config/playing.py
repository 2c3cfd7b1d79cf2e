"""A steady hour played through the real queue: every contact, every decision, in made-up time."""

import heapq
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import Caller, NewAgent, Offer
from townline.contacts.rules.decided import Replayed, replay
from townline.contacts.rules.queueing import Queue, Status
from townline.record.verbs import SYSTEM


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What is played: who calls how often, how long a call takes, how long somebody waits."""

    contacts: int
    agents: int
    per_hour: float
    handling_s: float
    """On average; exponential, with the writing up."""
    patience_s: float
    """On average; exponential."""
    level_s: float
    seed: int


@dataclass
class Outcome:
    """What became of the contacts."""

    contacts: int = 0
    answered: int = 0
    abandoned: int = 0
    within: int = 0
    """Answered within the level's time."""
    waited_s: float = 0.0
    """Of all together, those who gave up too."""


class Play:
    """The events of a scenario in their order, each done by the action that a door would call."""

    def __init__(
        self, city: City, scenario: Scenario, start: datetime, watch: Callable[[], None],
        paced: Callable[[datetime], None] | None = None,
    ) -> None:  # fmt: skip
        """``paced`` waits until a moment of the play has come; None: it does not wait."""
        self._city, self._said, self._start, self._watch = city, scenario, start, watch
        self._random = random.Random(scenario.seed)  # noqa: S311
        self._paced = paced or (lambda _: None)
        self._events: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._order = count()
        self._centre = f"play-{start:%Y%m%d%H%M%S%f}"
        self._queue = Queue(code=self._centre, centre=self._centre)
        self._since: dict[int, datetime] = {}
        """Those who wait, since when."""
        self.outcome = Outcome()

    def run(self) -> dict[str, Any]:
        """Play everything, and return what became of the contacts, and what a replay finds."""
        agents = self._staff()
        self._later(self._start, self._come)
        while self._events:
            at, _, event = heapq.heappop(self._events)
            self._paced(at)
            event(at)
            last = at
        for agent in agents:
            actions.say_status(
                city=self._city, agent=agent, status=Status.LOGGED_OUT, by=SYSTEM, at=last
            )
        return self._told(replay(queries.decided(self._city.id, self._centre)))

    def _staff(self) -> list[int]:
        new = [
            NewAgent(
                label=f"Simulated agent {number}", centre=self._centre, queues=[self._queue.code],
                languages=[self._city.languages[0]], answers_at_once=True,
            )
            for number in range(1, self._said.agents + 1)
        ]  # fmt: skip
        keys = actions.add_agents(city=self._city, agents=new, by=SYSTEM, at=self._start)
        for key in keys:
            actions.say_status(
                city=self._city, agent=key, status=Status.AVAILABLE, by=SYSTEM, at=self._start
            )
        return keys

    def _come(self, at: datetime) -> None:
        self.outcome.contacts += 1
        if self.outcome.contacts < self._said.contacts:
            self._later(at + self._drawn(3600 / self._said.per_hour), self._come)
        caller = Caller(channel="call", language=self._city.languages[0], simulated=True)
        key, offers = actions.take_in(
            city=self._city, came=caller, queue=self._queue, by=SYSTEM, at=at
        )
        self._since[key] = at
        self._answered(offers, at)
        if key in self._since:
            self._later(at + self._drawn(self._said.patience_s), partial(self._give_up, key))
        self._watch()

    def _give_up(self, key: int, at: datetime) -> None:
        if key not in self._since:
            return
        self.outcome.abandoned += 1
        self.outcome.waited_s += (at - self._since.pop(key)).total_seconds()
        actions.leave(city=self._city, contact=key, by=SYSTEM, at=at)

    def _answered(self, offers: Sequence[Offer], at: datetime) -> None:
        """Note who was answered, and when the talk will be over: agents answer at once."""
        for offer in offers:
            wait = (at - self._since.pop(offer.contact)).total_seconds()
            self.outcome.answered += 1
            self.outcome.within += wait <= self._said.level_s
            self.outcome.waited_s += wait
            self._later(at + self._drawn(self._said.handling_s), partial(self._end, offer.contact))

    def _end(self, key: int, at: datetime) -> None:
        offers = actions.wrap_up(
            city=self._city, contact=key, disposition="simulated", by=SYSTEM, at=at
        )
        self._answered(offers, at)

    def _drawn(self, mean_s: float) -> timedelta:
        return timedelta(seconds=self._random.expovariate(1 / mean_s))

    def _later(self, at: datetime, event: Callable[[datetime], None]) -> None:
        heapq.heappush(self._events, (at, next(self._order), event))

    def _told(self, found: Replayed) -> dict[str, Any]:
        done = self.outcome
        return {
            "contacts": done.contacts,
            "answered": done.answered,
            "abandoned": done.abandoned,
            "called_back": 0,
            "waiting": len(self._since),
            "offered_twice": len(found.offered_twice),
            "passed_over": len(found.passed_over) + len(found.passed_by),
            "service_level_offered": round(done.within / done.contacts, 6),
            "mean_wait_s": round(done.waited_s / done.contacts, 4),
        }
