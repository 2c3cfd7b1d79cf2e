"""A steady hour played through the real queue, against the exact values of Erlang A."""

from datetime import datetime

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
