"""Commands about reporters: forgetting them, and counting what they said."""

import json
from typing import Any

from click.testing import CliRunner

from tests.requests import build
from tests.requests.build import NOON, WORKER, town
from townline.cities.rules.city import City
from townline.config.commands import forget, satisfaction
from townline.contacts.models import Details
from townline.record.verbs import RESIDENT
from townline.requests.actions import satisfaction as said
from townline.requests.actions import work

__all__ = ["town"]


def run(command: Any, *args: str, answer: str = "") -> Any:
    return CliRunner().invoke(command, [*args, "--city", "millbrook"], input=answer)


def test_a_reporter_is_forgotten_after_asking_again(town: City) -> None:
    number = build.file(town).number
    assert run(forget.group, number, answer="n\n").exit_code == 1
    assert Details.objects.count() == 1
    done = run(forget.group, number, answer="y\n")
    assert (done.exit_code, Details.objects.count()) == (0, 0)
    assert build.verbs_of(number)[-1] == "forgotten"
    again = run(forget.group, number, "--yes")
    assert again.exit_code == 1
    assert "no contact details" in again.stderr


def test_what_cannot_be_forgotten_is_said(town: City) -> None:
    for number, says in (("26-999998-0", "no request"), ("!", "no request number")):
        done = run(forget.group, number, "--yes")
        assert done.exit_code == 1
        assert says in done.stderr or "no request" in done.stderr


def test_satisfaction_is_counted_by_service(town: City) -> None:
    assert "nobody has said anything yet" in run(satisfaction.group).stdout
    for rating in (2, 5):
        number = build.file(town, at=NOON).number
        work.close(city=town, number=number, outcome="done", by=WORKER, at=NOON)
        said.rate(city=town, number=number, rating=rating, by=RESIDENT, at=NOON)
    said.confirm_fixed(city=town, number=number, by=RESIDENT, at=NOON)
    document = json.loads(run(satisfaction.group, "--json").stdout)
    assert document["services"] == [
        {"service_code": "lamp", "fixed": 1, "not_fixed": 0, "ratings": 2, "mean": 3.5}
    ]
    assert "2 ratings, 3.5 of 5" in run(satisfaction.group, "--since", "2026-01-01").stdout
    assert (
        json.loads(run(satisfaction.group, "--since", "2027-01-01", "--json").stdout)["services"]
        == []
    )
