"""Many at once, and at random: every decision is the plain rule's, whoever comes between."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.requests import build
from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import Caller, NewAgent
from townline.contacts.models import Turn
from townline.contacts.queries import proof
from townline.contacts.rules.centres import Callback
from townline.contacts.rules.course import HELD, NotNow
from townline.contacts.rules.decided import Replayed, replay
from townline.contacts.rules.queueing import Medium, Queue, Status
from townline.record.verbs import SYSTEM

_centres = count(1)
SKILLS = ("bills", "trees")
LANGUAGES = ("en", "es")


class Floor:
    """A centre with agents and queues of its own, at which anything may happen next."""

    def __init__(self, city: City, chance: random.Random) -> None:
        self.city, self.chance, self.at = city, chance, NOON
        self.centre = f"centre-{next(_centres)}"
        self.queues = [
            self._queue("one", 0), self._queue("two", 45, frozenset({"trees"})),
            self._queue("chat", 0, medium=Medium.TEXT),
        ]  # fmt: skip
        self.agents = actions.add_agents(
            city=city, agents=[self._agent(n) for n in range(6)], by=SYSTEM, at=NOON
        )

    def _queue(self, name: str, priority: int, needs=frozenset(), medium=Medium.VOICE) -> Queue:
        return Queue(
            code=f"{self.centre}-{name}", centre=self.centre, medium=medium, needs=needs,
            priority=timedelta(seconds=priority), reserve=timedelta(seconds=30),
        )  # fmt: skip

    def _agent(self, number: int) -> NewAgent:
        pick = self.chance.choice
        languages = list(LANGUAGES[: pick((1, 2))])
        return NewAgent(
            label=f"Demo agent {number}", centre=self.centre,
            queues=[q.code for q in self.queues if self.chance.random() < 0.8],
            languages=languages, reserved=pick(("", languages[-1])),
            skills=list(SKILLS[: pick((0, 1, 2))]),
            text_most=pick((1, 3)), answers_at_once=pick((True, False)),
        )  # fmt: skip

    def act(self) -> None:
        """Let something happen, a little later than what was before."""
        self.at += timedelta(seconds=self.chance.choice((0, 1, 7, 21)))
        deeds: tuple[Callable[[dict[str, Any]], object], ...] = (
            self._come, self._come, self._come, self._answer, self._end, self._wrap_up,
            self._give_up, self._status, self._expire, self._pass_on, self._lose,
            self._promise, self._not_reached, self._cancel, self._ask, self._hand_over,
            self._keep, self._wake,
        )  # fmt: skip
        deed = self.chance.choice(deeds)
        # What was chosen may be offered to somebody in that very step, whom it suits by then.
        with suppress(NotNow), transaction.atomic():
            deed({"city": self.city, "by": SYSTEM, "at": self.at})

    def _come(self, said: dict[str, Any]) -> None:
        language = self.chance.choice((*LANGUAGES, "en"))
        came = Caller(channel="call", language=language)
        actions.take_in(**said, came=came, queue=self.chance.choice(self.queues))

    def _some(self, *states: str) -> Turn | None:
        there = Turn.objects.filter(centre=self.centre, state__in=states).order_by("pk")
        rows = list(there)
        return self.chance.choice(rows) if rows else None

    def _answer(self, said: dict[str, Any]) -> None:
        if turn := self._some("offered"):
            actions.answer(**said, contact=turn.pk, agent=turn.agent_id)

    def _end(self, said: dict[str, Any]) -> None:
        if turn := self._some("in_contact"):
            actions.end(**said, contact=turn.pk)

    def _wrap_up(self, said: dict[str, Any]) -> None:
        if turn := self._some("wrap_up"):
            actions.wrap_up(**said, contact=turn.pk, disposition="told")

    def _give_up(self, said: dict[str, Any]) -> None:
        if turn := self._some("waiting", "offered"):
            actions.leave(**said, contact=turn.pk)

    def _pass_on(self, said: dict[str, Any]) -> None:
        turn = self._some("in_contact")
        if turn and turn.medium == Medium.VOICE:
            actions.pass_on(**said, contact=turn.pk, queue=self.chance.choice(self.queues[:2]))

    def _status(self, said: dict[str, Any]) -> None:
        status = self.chance.choice((Status.AVAILABLE, Status.AVAILABLE, Status.BREAK))
        actions.say_status(**said, agent=self.chance.choice(self.agents), status=status)

    def _expire(self, said: dict[str, Any]) -> None:
        actions.expire_offers(**said)

    def _lose(self, said: dict[str, Any]) -> None:
        actions.lose_agent(**said, agent=self.chance.choice(self.agents))

    def _voice(self, *states: str, **more: Any) -> Turn | None:
        there = Turn.objects.filter(centre=self.centre, state__in=states, medium="voice", **more)
        rows = list(there.order_by("pk"))
        return self.chance.choice(rows) if rows else None

    def _promise(self, said: dict[str, Any]) -> None:
        if turn := self._voice("waiting", callback=False, about=None):
            with suppress(actions.NoPromise), transaction.atomic():
                actions.promise_callback(
                    **said, contact=turn.pk, phone="213 555 0101", rules=Callback(offer_after_s=0)
                )

    def _not_reached(self, said: dict[str, Any]) -> None:
        if turn := self._voice("in_contact", callback=True, answered_at=None):
            actions.not_reached(**said, contact=turn.pk, rules=Callback(attempts=2, apart_s=60))

    def _cancel(self, said: dict[str, Any]) -> None:
        if turn := self._voice("waiting", "offered", callback=True):
            actions.cancel_callback(**said, contact=turn.pk)

    def _ask(self, said: dict[str, Any]) -> None:
        turn = self._voice("in_contact", about=None)
        if turn and not Turn.objects.filter(about=turn, done_at=None).exists():
            queue = self.chance.choice(self.queues[:2])
            actions.ask(**said, contact=turn.pk, queue=queue)

    def _hand_over(self, said: dict[str, Any]) -> None:
        asked = self._voice("in_contact", about__state="in_contact")
        if asked and asked.about_id:
            actions.hand_over(**said, contact=asked.about_id)

    def _keep(self, said: dict[str, Any]) -> None:
        actions.end_stray(**said)

    def _wake(self, said: dict[str, Any]) -> None:
        actions.wake(**said)

    def replayed(self) -> Replayed:
        return replay(queries.decided(self.city.id, self.centre))


def without_fault(found: Replayed) -> None:
    assert (found.offered_twice, found.passed_over, found.passed_by) == ((), (), ())
    assert found.left == ()


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_whatever_happens_every_decision_is_the_rules(town: City, seed: int) -> None:
    floor = Floor(town, random.Random(seed))
    for agent in floor.agents:
        actions.say_status(city=town, agent=agent, status=Status.AVAILABLE, by=SYSTEM, at=floor.at)
    for _ in range(90):
        floor.act()
    actions.wake(city=town, by=SYSTEM, at=floor.at)
    without_fault(floor.replayed())
    assert list(proof.disagreements()) == []
    held = Turn.objects.filter(centre=floor.centre, state__in=[str(each) for each in HELD])
    agents = queries.agents(town.id, floor.centre)
    assert held.count() == sum(each.voices + each.texts for each in agents)


def test_a_crowd_is_served_as_if_one_came_after_another(kept_town: City) -> None:
    queue = Queue(code="crowd", centre="crowd")
    new = [
        NewAgent(label=f"Demo agent {n}", centre="crowd", queues=["crowd"], languages=["en"],
                 answers_at_once=True)
        for n in range(3)
    ]  # fmt: skip
    keys = actions.add_agents(city=kept_town, agents=new, by=SYSTEM, at=NOON)
    for key in keys:
        actions.say_status(city=kept_town, agent=key, status=Status.AVAILABLE, by=SYSTEM, at=NOON)
    served = build.together(*[partial(_serve, kept_town, queue, n) for n in range(6)])
    assert sum(served) == 60
    without_fault(replay(queries.decided(kept_town.id, "crowd")))
    assert Turn.objects.filter(queue="crowd", state="over").count() == 60


def _serve(town: City, queue: Queue, number: int) -> int:
    """Let ten come, and serve whoever is offered meanwhile; return how many these were."""
    at, served = NOON - timedelta(seconds=number), 0
    for _ in range(10):
        caller = Caller(channel="call", language="en")
        _, offers = actions.take_in(city=town, came=caller, queue=queue, by=SYSTEM, at=at)
        while offers:
            said: dict[str, Any] = {
                "city": town,
                "contact": offers[0].contact,
                "by": SYSTEM,
                "at": at,
            }
            actions.end(**said)
            offers = actions.wrap_up(**said, disposition="told")
            served += 1
    return served
