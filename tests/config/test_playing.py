"""A steady hour played through the real queue, against the exact values of Erlang A."""

import heapq
import random
import statistics
from collections import deque
from datetime import datetime
from itertools import count

import pytest

from tests.requests.build import NOON, kept_town, town
from townline.cities.rules.city import City
from townline.config.playing import Play, Scenario

__all__ = ["kept_town", "town"]


def scenario(**more) -> Scenario:
    plain = {
        "contacts": 300, "agents": 6, "per_hour": 210.0, "handling_s": 120.0, "patience_s": 120.0,
        "level_s": 20.0, "seed": 7,
    }  # fmt: skip
    return Scenario(**plain | more)


def played(town: City, said: Scenario, start: datetime = NOON) -> dict:
    return Play(town, said, start, lambda: None).run()


def test_every_contact_of_a_play_has_an_end_and_every_decision_is_the_rules(town: City) -> None:
    found = played(town, scenario())
    assert found["contacts"] == 300 == found["answered"] + found["abandoned"]
    assert found["answered"] > 150
    assert found["abandoned"] > 10
    assert (found["waiting"], found["offered_twice"], found["passed_over"]) == (0, 0, 0)


def test_who_is_called_back_is_counted_once_and_every_decision_is_the_rules(town: City) -> None:
    busy = scenario(
        contacts=200, agents=4, patience_s=900.0, callbacks=0.7, reached=0.6, estimate=True
    )  # fmt: skip
    found = played(town, busy)
    ends = ("answered", "abandoned", "called_back", "not_reached", "waiting")
    assert sum(found[end] for end in ends) == 200
    assert found["called_back"] > 10
    assert (found["waiting"], found["offered_twice"], found["passed_over"]) == (0, 0, 0)
    assert found["estimates"]["estimates"] > 20


class Line:
    """The same chances played by a plain line of people, in seconds and without a database."""

    def __init__(self, said: Scenario) -> None:
        self.said, self.chance, self.order = said, random.Random(said.seed), count()
        self.free, self.line, self.since = said.agents, deque[int](), dict[int, float]()
        self.answered, self.in_time, self.waited = 0, 0, 0.0
        self.events: list[tuple[float, int, str, int]] = [(0.0, next(self.order), "come", 1)]

    def run(self) -> "Line":
        deeds = {"come": self.come, "give_up": self.give_up, "end": self.end}
        while self.events:
            at, _, what, who = heapq.heappop(self.events)
            deeds[what](at, who)
        return self

    def later(self, at: float, mean: float, what: str, who: int) -> None:
        when = at + self.chance.expovariate(1 / mean)
        heapq.heappush(self.events, (when, next(self.order), what, who))

    def come(self, at: float, who: int) -> None:
        if who < self.said.contacts:
            self.later(at, 3600 / self.said.per_hour, "come", who + 1)
        if self.free:
            self.free -= 1
            self.answer(at, who, 0)
        else:
            self.since[who] = at
            self.line.append(who)
            self.later(at, self.said.patience_s, "give_up", who)

    def give_up(self, at: float, who: int) -> None:
        if who in self.since:
            self.waited += at - self.since.pop(who)

    def end(self, at: float, who: int) -> None:
        while self.line and self.line[0] not in self.since:
            self.line.popleft()
        if self.line:
            first = self.line.popleft()
            self.answer(at, first, at - self.since.pop(first))
        else:
            self.free += 1

    def answer(self, at: float, who: int, wait: float) -> None:
        self.answered += 1
        self.in_time += wait <= self.said.level_s
        self.waited += wait
        self.later(at, self.said.handling_s, "end", who)


def test_the_queue_is_a_plain_line_where_all_agents_are_alike(town: City) -> None:
    found, line = played(town, scenario()), Line(scenario()).run()
    assert found["answered"] == line.answered
    assert found["service_level_offered"] == pytest.approx(line.in_time / 300, abs=1e-6)
    assert found["mean_wait_s"] == pytest.approx(line.waited / 300, abs=1e-3)


def test_such_a_line_has_the_exact_values_of_erlang_a() -> None:
    """Garnett, Mandelbaum and Reiman's case of 50 agents: three standard errors of forty runs."""
    said = {"contacts": 10_000, "agents": 50, "per_hour": 2880.0, "handling_s": 60.0,
            "patience_s": 120.0}  # fmt: skip
    runs = [Line(scenario(**said, seed=seed)).run() for seed in range(40)]
    exact = {"wait": 3.7094699, "gave_up": 0.0309122, "in_time": 0.9430189}
    seen = {
        "wait": [each.waited / 10_000 for each in runs],
        "gave_up": [1 - each.answered / 10_000 for each in runs],
        "in_time": [each.in_time / 10_000 for each in runs],
    }
    for name, values in seen.items():
        error = statistics.stdev(values) / len(values) ** 0.5
        assert abs(statistics.mean(values) - exact[name]) < 3 * error, (name, values)
