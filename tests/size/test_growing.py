"""A demo city grows as large as is asked for, and says of every request that it never was."""

import json
from datetime import datetime
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.requests import build
from tests.requests.build import NOON
from tests.size.conftest import past, take_in
from townline.cities import actions as cities
from townline.cities.rules.city import City
from townline.config import growing
from townline.config.commands.demo import group
from townline.contacts.models import Contact, Details, Notice
from townline.record import queries as record
from townline.record.verbs import SYSTEM
from townline.requests import queries
from townline.requests.models import RequestEntry, ServiceRequest
from townline.requests.queries import Filter, proof
from townline.requests.queries import past as pasts
from townline.requests.rules import resampling


def grow(*words: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(group, ["grow", *words, "--json"], catch_exceptions=False)


def told(done: Result) -> dict[str, Any]:
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def rows() -> list[dict[str, Any]]:
    """Return the synthetic rows, without the keys that a database gives out."""
    found = ServiceRequest.objects.filter(origin="synthetic").order_by("number")
    return [
        {k: v for k, v in row.items() if k not in ("id", "contact_id")} for row in found.values()
    ]


def test_there_are_as_many_as_were_asked_for_and_again_changes_nothing(demo_town: City) -> None:
    first = told(grow("--requests", "60"))
    assert (first["there_before"], first["new"], first["seed"]) == (0, 60, 311)
    before = rows()
    assert len(before) == 60
    assert told(grow("--requests", "60", "--seed", "5"))["new"] == 0
    assert told(grow("--requests", "20"))["new"] == 0
    assert rows() == before
    more = told(grow("--requests", "100"))
    assert (more["there_before"], more["new"]) == (60, 40)
    assert rows()[:60] == before


def test_all_of_them_say_what_they_are(demo_town: City) -> None:
    told(grow("--requests", "40", "--seed", "9"))
    real = RequestEntry.objects.exclude(subject__origin="synthetic")
    made = RequestEntry.objects.filter(subject__origin="synthetic")
    assert made.count() >= 80
    for entry in made:
        assert entry.data["synthetic"] is True
        assert entry.data["source"] == "townline demo grow, seed 9"
        assert "reconstructed" not in entry.data
    assert not any("synthetic" in entry.data for entry in real)
    assert all(row["number"].startswith("syn-") for row in rows())
    texts = ServiceRequest.objects.filter(origin="synthetic", words__isnull=False)
    said = texts.values_list("words__description", flat=True)
    assert said
    assert all(text.startswith("Synthetic: ") for text in said)


def test_their_records_prove(kept_demo_town: City) -> None:
    told(grow("--requests", "80"))
    assert not list(proof.disagreements())
    assert not record.verify().faults


def test_areas_and_contacts_are_true_and_nobody_is_owed_anything(demo_town: City) -> None:
    before = Contact.objects.count()
    told(grow("--requests", "60"))
    made = ServiceRequest.objects.filter(origin="synthetic")
    placed = made.filter(lat__isnull=False)
    assert placed
    assert {tuple(row.areas) for row in placed} == {("ward:east",)}
    assert {row.contact_id is None for row in made.filter(channel="crew")} == {True}
    heard = made.exclude(channel="crew")
    assert not heard.filter(contact_id=None)
    assert Contact.objects.count() == before + heard.count()
    assert not Details.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("share", "left"), [("0", 0), ("1", 60)])
def test_so_many_are_left_open_as_was_said(demo_town: City, share: str, left: int) -> None:
    told(grow("--requests", "60", "--open-share", share))
    found = ServiceRequest.objects.filter(origin="synthetic", closed_at=None)
    assert found.count() == left


def test_the_same_seed_and_end_make_the_same_requests(demo_town: City, kept_rows: Any) -> None:
    words = ("--requests", "30", "--until", "2026-02-28")
    kept_rows(grow, *words)
    assert kept_rows(grow, *words) == kept_rows(grow, *words)
    assert kept_rows(grow, *words) != kept_rows(grow, *words, "--seed", "312")


@pytest.fixture
def kept_rows() -> Any:
    """Return a function that grows, returns what was made, and takes it back."""
    from django.db import transaction

    def made(do: Any, *words: str) -> list[dict[str, Any]]:
        with transaction.atomic():
            told(do(*words))
            found = rows()
            transaction.set_rollback(True)
        assert not rows()
        return found

    return made


def test_they_lie_in_the_year_before_the_end_and_never_after_it(demo_town: City) -> None:
    told(grow("--requests", "60", "--until", "2026-02-28"))
    end = datetime(2026, 3, 1, tzinfo=build.ZONE)
    for row in rows():
        assert row["requested_at"].year >= 2025
        assert row["requested_at"] <= row["updated_at"] <= end


def test_their_numbers_never_meet_those_of_others(demo_town: City) -> None:
    told(grow("--requests", "5"))
    live = build.file(demo_town).number
    told(grow("--requests", "8"))
    numbers = list(ServiceRequest.objects.values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers) == 6 + 1 + 8
    assert live in numbers


def test_a_run_that_was_ended_halfway_goes_on_after_its_last_number(demo_town: City) -> None:
    take_in(demo_town, past(resampling.number(7)), origin="synthetic")
    assert pasts.synthetic(demo_town) == (1, 8)
    assert told(grow("--requests", "3"))["new"] == 2
    assert [row["number"] for row in rows()] == [resampling.number(n) for n in (7, 8, 9)]


def test_several_processes_make_each_request_once(
    kept_demo_town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing, "BATCH", 10)
    monkeypatch.setattr(growing, "WORTH_IT", 50)
    assert told(grow("--requests", "95"))["new"] == 95
    assert [row["number"] for row in rows()] == [resampling.number(n) for n in range(1, 96)]
    assert not list(proof.disagreements())


def test_they_are_found_like_others_and_can_be_left_out(demo_town: City) -> None:
    told(grow("--requests", "20"))

    def found(*origins: str) -> int:
        wanted = Filter(origins=origins)
        return len(queries.find(demo_town, wanted, language="en", at=NOON, limit=100).rows)

    assert found() == 26
    assert found("synthetic") == 20
    assert found("live", "imported") == 6


def test_only_a_demo_city_grows(town: City, own_home: None) -> None:
    take_in(town, past("1-1"))
    done = grow("--requests", "5")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "not marked as a demo" in done.stderr
    assert not rows()


def test_without_real_requests_there_is_nothing_to_grow_from(town: City, own_home: None) -> None:
    cities.mark_demo(city_id=town.id, demo=True, by=SYSTEM, at=NOON)
    done = grow("--requests", "5")
    assert done.exit_code == 2
    assert "no real requests" in done.stderr


def test_what_is_synthetic_is_not_drawn_from(demo_town: City) -> None:
    told(grow("--requests", "10"))
    assert len(pasts.imported(demo_town, most=100)) == 6


def test_what_is_drawn_from_says_how_it_ended(demo_town: City) -> None:
    found = {real.number: real for real in pasts.imported(demo_town, most=100)}
    states = {number: real.state for number, real in found.items()}
    assert states == {
        "1-1": "closed", "1-2": "closed", "1-3": "cancelled", "1-4": "open", "1-5": "waiting",
        "1-6": "closed",
    }  # fmt: skip
    assert len(pasts.imported(demo_town, most=3)) <= 3


def test_whoever_asks_for_fewer_is_told_that_nothing_is_taken_away(demo_town: City) -> None:
    def said(count: int) -> str:
        return CliRunner().invoke(group, ["grow", "--requests", str(count)]).stdout

    assert said(20).startswith("20 synthetic requests: 20 new, 0 already there, ")
    assert said(20) == "20 synthetic requests: 0 new, 20 already there\n"
    assert said(5).endswith("20 already there; nothing is taken away to make 5\n")


def test_whoever_names_no_city_of_ours_learns_how_one_is_founded(demo_town: City) -> None:
    done = CliRunner().invoke(group, ["grow", "--requests", "5", "--city", "nowhere"])
    assert done.exit_code == 2
    assert demo_town.slug in done.stderr
    assert "townline city apply FOLDER" in done.stderr
