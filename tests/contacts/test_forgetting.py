"""Answered contacts are forgotten when their days are over, or when their resident asks."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import transaction

from tests.contacts.test_turns import AGENT, after, agent, call, clean, finish
from townline.cities.rules.city import City
from townline.config import tasks
from townline.config.commands import contacts
from townline.contacts import actions, queries
from townline.contacts.models import Details, Note, SaidText
from townline.contacts.queries import proof
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.keeping import Kept
from townline.contacts.rules.saying import Side
from townline.record.verbs import RESIDENT, SYSTEM, NotAllowed

PHONE = {"phone": "213-555-0101", "first_name": "Demo Cleo"}
KEPT = Kept(details_days=30, words_days=20, notes_days=10)


def over(town: City, at: float = 0, who: int | None = None) -> int:
    """Return a contact that was answered, said something, and has notes."""
    ana = who or agent(town)
    key, _ = call(town, after(at), details=PHONE)
    actions.say(
        city=town, contact=key, side=Side.RESIDENT, text="The lamp is out", by=RESIDENT,
        at=after(at + 1),
    )  # fmt: skip
    finish(town, key, ana, after(at + 2))
    Note.objects.create(
        turn_id=key, agent_id=ana, text="Lives beside it", begun_at=after(at + 3),
        changed_at=after(at + 3),
    )  # fmt: skip
    return key


def left(key: int) -> tuple[bool, bool, bool]:
    return (
        Details.objects.filter(contact=key).exists(),
        SaidText.objects.filter(said__contact=key).exists(),
        Note.objects.filter(turn=key).exclude(text="").exists(),
    )


def days(count: float) -> float:
    return 72 + count * 86_400


def test_each_kind_is_forgotten_after_its_own_days_with_an_entry(town: City) -> None:
    key = over(town)
    said = {"city": town, "kept": KEPT, "by": SYSTEM}
    assert actions.forget_due(**said, at=after(days(9.9))) == 0
    assert actions.forget_due(**said, at=after(days(10))) == 1
    assert left(key) == (True, True, False)
    assert actions.forget_due(**said, at=after(days(10.1))) == 0
    assert actions.forget_due(**said, at=after(days(31))) == 1
    assert left(key) == (False, False, False)
    entries = queries.turn_of(town.id, key).entries
    assert [entry.verb for entry in entries[-2:]] == ["contact.forgotten"] * 2
    assert entries[-1].sentence == "Forgotten: details, words; days are over: details 30, words 20"
    assert list(proof.disagreements()) == []
    clean(town, "311")


def test_what_waits_or_is_under_way_is_kept(town: City) -> None:
    key, _ = call(town, after(0), details=PHONE)
    assert actions.forget_due(city=town, kept=KEPT, by=SYSTEM, at=after(days(400))) == 0
    with pytest.raises(NotNow), transaction.atomic():
        actions.forget_contact(city=town, contact=key, by=SYSTEM, at=after(days(400)))
    assert Details.objects.filter(contact=key).exists()


def test_a_resident_is_forgotten_as_they_ask(town: City) -> None:
    key = over(town)
    with pytest.raises(NotAllowed):
        actions.forget_contact(city=town, contact=key, by=AGENT, at=after(100))
    found = actions.forget_contact(city=town, contact=key, by=SYSTEM, at=after(100))
    assert found == ("details", "words", "notes")
    assert left(key) == (False, False, False)
    assert queries.turn_of(town.id, key).entries[-1].verb == "contact.forgotten"
    assert actions.forget_contact(city=town, contact=key, by=SYSTEM, at=after(101)) == ()
    with pytest.raises(queries.NoSuchTurn):
        actions.forget_contact(city=town, contact=key + 1, by=SYSTEM, at=after(102))
    assert list(proof.disagreements()) == []


def test_all_contacts_of_one_number_can_be_forgotten_at_once(town: City) -> None:
    ana = agent(town)
    first, second = over(town, 0, ana), over(town, 500, ana)
    said = ["forget", str(second), "--city", town.slug]
    assert CliRunner().invoke(contacts.group, said, input="n\n").exit_code == 1
    assert left(first) == (True, True, True)
    done = CliRunner().invoke(contacts.group, [*said, "--theirs", "--yes"])
    assert done.exit_code == 0, done.output
    assert "details, words, notes" in done.output
    assert "555" not in done.output
    assert left(first) == left(second) == (False, False, False)
    again = CliRunner().invoke(contacts.group, [*said, "--yes"])
    assert "nothing was kept" in again.output


def test_what_is_under_way_is_named_and_all_else_is_forgotten(town: City) -> None:
    ana = agent(town)
    first, second = over(town, 0, ana), over(town, 500, ana)
    now, _ = call(town, after(900), details=PHONE)
    said = ["forget", str(first), "--city", town.slug, "--theirs", "--yes"]
    done = CliRunner().invoke(contacts.group, [*said, "--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {
        "forgotten": [{"contact": key, "what": ["details", "words", "notes"]}
                      for key in (first, second)],
        "under_way": [now],
    }  # fmt: skip
    assert f"run: townline contacts forget {now} --theirs" in done.stderr
    assert left(first) == left(second) == (False, False, False)
    assert Details.objects.filter(contact=now).exists()
    said[1] = str(now)
    still = CliRunner().invoke(contacts.group, said)
    assert still.exit_code == 1, "it is not over yet"
    actions.leave(city=town, contact=now, by=RESIDENT, at=after(1000))
    again = CliRunner().invoke(contacts.group, [*said, "--json"])
    assert again.exit_code == 0, again.output
    assert json.loads(again.stdout)["under_way"] == []
    assert not Details.objects.filter(contact=now).exists()


def test_one_is_asked_how_many_are_forgotten_once_there_is_one(town: City) -> None:
    ana = agent(town)
    first, second = over(town, 0, ana), over(town, 500, ana)
    for more, words in (((), "Forget 1 contact for good?"), (("--theirs",), "Forget 2 contacts")):
        said = ["forget", str(second), "--city", town.slug, *more]
        refused = CliRunner().invoke(contacts.group, said, input="n\n")
        assert (refused.exit_code, words in refused.output) == (1, True)
    assert left(first) == left(second) == (True, True, True)
    for more in ((), ("--yes",), ("--theirs",)):
        lost = ["forget", "99999999", "--city", town.slug, *more]
        found = CliRunner().invoke(contacts.group, lost)
        assert found.exit_code == 1
        assert found.output == "Error: There is no contact 99999999 that anybody answers.\n"


def test_the_worker_forgets_by_the_days_of_the_city(town: City) -> None:
    key = over(town, -timedelta(days=400).total_seconds())
    tasks.forget_contacts(timestamp=0)
    assert left(key) == (False, False, False), "a year is over, where a city says nothing"
