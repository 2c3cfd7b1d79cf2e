"""An hour or a day played through the real queue: every contact and decision, in made-up time."""

import heapq
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import Caller, NewAgent, NoPromise, Offer
from townline.contacts.rules import played as outcomes
from townline.contacts.rules.centres import Callback
from townline.contacts.rules.decided import replay
from townline.contacts.rules.played import Played
from townline.contacts.rules.profiles import Profile
from townline.contacts.rules.promises import CallWindow
from townline.contacts.rules.queueing import Queue, Status
from townline.contacts.rules.waits import Estimate, Told, error_of
from townline.record.verbs import SYSTEM

NUMBER = "+1999"
"""How made-up numbers begin: no area has this code."""
RING_S = 25.0
"""How long an agent lets it ring at somebody who does not answer."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What is played: who calls how often, how long a call takes, how long somebody waits."""

    contacts: int
    agents: int
    per_hour: float
    """Of a steady stream; without a meaning where there is a profile."""
    handling_s: float
    """On average; exponential, with the writing up."""
    patience_s: float
    """On average; exponential."""
    level_s: float
    seed: int
    profile: Profile | None = None
    """When in a day they come; None: a steady stream."""
    estimate: bool = False
    """Whether each who waits is told how long, and the estimate held against what follows."""
    callbacks: float = 0.0
    """The share that wants to be called back of those to whom it is offered."""
    reached: float = 0.9
    """The share that answers our call."""


class Play:
    """The events of a scenario in their order, each done by the action that a door would call."""

    def __init__(
        self, city: City, scenario: Scenario, start: datetime, watch: Callable[[], None],
        paced: Callable[[datetime], None] | None = None,
    ) -> None:  # fmt: skip
        """``paced`` waits until a moment of the play has come; None: it does not wait."""
        self._city, self._said, self._start, self._watch = city, scenario, start, watch
        self._random = random.Random(scenario.seed)  # noqa: S311
        self._wishes = random.Random(scenario.seed + 1)  # noqa: S311
        """Apart from the rest, so that a play without call backs has the same chances."""
        self._paced = paced or (lambda _: None)
        self._events: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._order = count()
        self.centre = f"play-{start:%Y%m%d%H%M%S%f}"
        self._queue = Queue(code=self.centre, centre=self.centre)
        self._rules = Callback()
        self._played: list[Played] = []
        self._waiting: dict[int, Played] = {}
        """Those who are in the line, by the keys of their contacts."""
        self._owed: dict[int, Played] = {}
        """Those whom we call back."""
        self._estimates: dict[int, Estimate] = {}
        self._told: list[Told] = []

    def run(self) -> dict[str, Any]:
        """Play everything, and return what became of the contacts, and what a replay finds."""
        agents = self._staff()
        coming = self._coming()
        self._next(coming)
        last = self._start
        while self._events:
            last, _, event = heapq.heappop(self._events)
            self._paced(last)
            event(last)
        for agent in agents:
            actions.say_status(
                city=self._city, agent=agent, status=Status.LOGGED_OUT, by=SYSTEM, at=last
            )
        return self._found()

    def _staff(self) -> list[int]:
        new = [
            NewAgent(
                label=f"Simulated agent {number}", centre=self.centre, queues=[self._queue.code],
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

    def _coming(self) -> Iterator[datetime]:
        """Yield when contacts come; a steady stream draws each when the one before has come."""
        if self._said.profile is not None:
            for since in self._said.profile.times(self._said.contacts, self._random):
                yield self._start + timedelta(seconds=since)
            return
        at = self._start
        for number in range(self._said.contacts):
            at = at + self._drawn(3600 / self._said.per_hour) if number else at
            yield at

    def _next(self, coming: Iterator[datetime]) -> None:
        at = next(coming, None)
        if at is not None:
            self._later(at, partial(self._come, coming))

    def _come(self, coming: Iterator[datetime], at: datetime) -> None:
        self._next(coming)
        wants = self._said.callbacks > 0
        caller = Caller(
            channel="call", language=self._city.languages[0], simulated=True,
            details={"phone": f"{NUMBER}{len(self._played):07d}"} if wants else None,
        )  # fmt: skip
        key, offers = actions.take_in(
            city=self._city, came=caller, queue=self._queue, by=SYSTEM, at=at
        )
        came = Played(at=at)
        self._played.append(came)
        self._waiting[key] = came
        self._answered(offers, at)
        if key in self._waiting:
            self._later(at + self._drawn(self._said.patience_s), partial(self._give_up, key))
            self._tell(key, at)
            if wants:
                self._promise(key, at)
        self._watch()

    def _tell(self, key: int, at: datetime) -> None:
        """Let who waits be told how long, if this can be said."""
        if self._said.estimate and (found := queries.wait_of(self._city.id, key, at)):
            self._estimates[key] = found

    def _promise(self, key: int, at: datetime) -> None:
        """Let who waits be called back, if it is offered and they want it."""
        found = queries.promise_for(self._city, key, at, rules=self._rules)
        if not isinstance(found, CallWindow) or self._wishes.random() >= self._said.callbacks:
            return
        try:
            actions.promise_callback(
                city=self._city, contact=key, by=SYSTEM, at=at, rules=self._rules
            )
        except NoPromise:  # pragma: no cover - the same question was answered just before
            return
        self._owed[key] = self._waiting.pop(key)
        self._estimates.pop(key, None)
        if until := queries.no_calls_until(self._city, at):
            self._later(until, self._wake)

    def _wake(self, at: datetime) -> None:
        self._answered(actions.wake(city=self._city, by=SYSTEM, at=at), at)

    def _give_up(self, key: int, at: datetime) -> None:
        if key not in self._waiting:
            return
        self._ended(self._waiting.pop(key), outcomes.ABANDONED, key, at)
        self._answered(actions.leave(city=self._city, contact=key, by=SYSTEM, at=at), at)

    def _answered(self, offers: Sequence[Offer], at: datetime) -> None:
        """Note who was answered, and when the talk will be over: agents answer at once."""
        for offer in offers:
            key = offer.contact
            if key in self._owed:
                self._call_back(key, at)
                continue
            self._ended(self._waiting.pop(key), outcomes.ANSWERED, key, at)
            self._later(at + self._drawn(self._said.handling_s), partial(self._end, key))

    def _call_back(self, key: int, at: datetime) -> None:
        if self._wishes.random() >= self._said.reached:
            self._later(at + timedelta(seconds=RING_S), partial(self._not_there, key))
            return
        actions.reached(city=self._city, contact=key, by=SYSTEM, at=at)
        self._ended(self._owed.pop(key), outcomes.CALLED_BACK, key, at)
        handling = timedelta(seconds=self._wishes.expovariate(1 / self._said.handling_s))
        self._later(at + handling, partial(self._end, key))

    def _not_there(self, key: int, at: datetime) -> None:
        offers = actions.not_reached(
            city=self._city, contact=key, by=SYSTEM, at=at, rules=self._rules
        )
        turn = queries.turn_of(self._city.id, key)
        if turn.ended_as:
            self._ended(self._owed.pop(key), outcomes.NOT_REACHED, key, at)
        else:
            later = at + timedelta(seconds=self._rules.apart_s)
            self._later(queries.no_calls_until(self._city, later) or later, self._wake)
        self._answered(offers, at)

    def _end(self, key: int, at: datetime) -> None:
        offers = actions.wrap_up(
            city=self._city, contact=key, disposition="simulated", by=SYSTEM, at=at
        )
        self._answered(offers, at)

    def _ended(self, came: Played, end: str, key: int, at: datetime) -> None:
        came.end, came.wait_s = end, (at - came.at).total_seconds()
        if told := self._estimates.pop(key, None):
            self._told.append(
                Told(estimate=told, wait_s=came.wait_s, gave_up=end == outcomes.ABANDONED)
            )

    def _drawn(self, mean_s: float) -> timedelta:
        return timedelta(seconds=self._random.expovariate(1 / mean_s))

    def _later(self, at: datetime, event: Callable[[datetime], None]) -> None:
        heapq.heappush(self._events, (at, next(self._order), event))

    def _found(self) -> dict[str, Any]:
        level = self._said.level_s
        repeated = replay(queries.decided(self._city.id, self.centre))
        found = outcomes.totals(self._played, level) | {
            "offered_twice": len(repeated.offered_twice),
            "passed_over": len(repeated.passed_over) + len(repeated.passed_by),
        }
        if not self._said.callbacks:
            del found[outcomes.NOT_REACHED]
        if self._said.profile is not None:
            found["half_hours"] = outcomes.half_hours(self._played, level, self._city.zone)
        elif errors := outcomes.standard_errors(self._played, level):
            found["standard_errors"] = errors
        if self._said.estimate:
            found["estimates"] = error_of(self._told)
        return found
