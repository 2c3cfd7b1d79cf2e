"""What was changed behind the back of the records of votes and meetings is named by the audit."""

import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.council import chamber
from tests.council.chamber import CLERK
from tests.council.test_meetings_of_bodies import ADOPTED, TUESDAY, at, keys, posted
from townline.cities.rules.city import City
from townline.config.commands import audit
from townline.council import actions, queries
from townline.council.actions import agendas, sessions
from townline.council.actions.sessions import Happened
from townline.council.models import (
    AgendaItemRow,
    AgendaVersionRow,
    BallotRow,
    MeetingRow,
    VoteRow,
)
from townline.council.rules.agendas import digest
from townline.council.rules.ballots import Option
from townline.council.rules.replaying import agendas_not_as_posted
from townline.record import queries as record

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    """Return Fairview with a council that held a meeting, whose agenda was posted twice."""
    city = chamber.found()
    code, _ = posted(city, "Trees", "Benches")
    agendas.add_items(
        city=city, code=code, by=CLERK, at=chamber.NOW,
        items=[agendas.NewItem(section="heard", file=chamber.introduced(city, "Lamps"))],
    )  # fmt: skip
    agendas.post_agenda(
        city=city, code=code, places=["Main Street"], reason="Demo", by=CLERK, at=chamber.NOW
    )
    now = at(city, TUESDAY)
    here = queries.members(city, "council", TUESDAY)
    sessions.open_meeting(city=city, code=code, absent=[here[0].code], by=CLERK, at=now)
    noted = Happened(type=ADOPTED, parameters={"comment": ""}, exceptions={here[1].code: Option.NO})
    sessions.note_outcome(
        city=city, code=code, items=keys(city, code)[:2], happened=noted, by=CLERK, at=now
    )
    sessions.close_meeting(city=city, code=code, by=CLERK, at=now)
    vote = VoteRow.objects.order_by("-pk")[0]
    actions.void_vote(
        city=city, identifier=vote.file.identifier, entry=vote.seq, reason="Demo", by=CLERK, at=now
    )
    return city


@pytest.fixture(autouse=True)
def _chains_prove(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the chains, which are proved in a transaction of their own."""
    found = SimpleNamespace(faults=(), entries=0, roots=0, unsealed=0)
    monkeypatch.setattr(record, "verify", lambda: found)


def audited() -> Result:
    return CliRunner(catch_exceptions=False).invoke(audit.group, ["--json"])


def test_a_meeting_with_its_votes_and_agendas_proves(city: City) -> None:
    done = audited()
    assert json.loads(done.stdout)["faults"] == []
    assert done.exit_code == 0


def first_vote() -> VoteRow:
    return VoteRow.objects.order_by("pk")[0]


def ballot() -> None:
    row = BallotRow.objects.filter(vote=first_vote(), option="no").get()
    BallotRow.objects.filter(pk=row.pk).update(option="yes")


def ballot_gone() -> None:
    BallotRow.objects.filter(vote=first_vote()).order_by("position")[0].delete()


def tally() -> None:
    VoteRow.objects.filter(pk=first_vote().pk).update(yes=15)


def vote_stands() -> None:
    VoteRow.objects.update(voided=None)


def vote_gone() -> None:
    BallotRow.objects.filter(vote=first_vote()).delete()
    first_vote().delete()


def start() -> None:
    (row,) = MeetingRow.objects.all()
    MeetingRow.objects.update(starts_at=row.starts_at + timedelta(hours=1))


def attendance() -> None:
    MeetingRow.objects.update(absent=[])


def item() -> None:
    AgendaItemRow.objects.filter(number="1").update(caption="Another caption")


def never_posted() -> None:
    row = AgendaVersionRow.objects.get(version=2)
    row.pk, row.version = None, 3
    row.save(force_insert=True)


def tip() -> None:
    MeetingRow.objects.update(seq=2)


CHANGES: list[tuple[Callable[[], None], str]] = [
    (ballot, "'yes'], and its record makes it"),
    (ballot_gone, "is None, and its record makes it ["),
    (tally, "the vote's yes is 15, and its record makes it 13"),
    (vote_stands, "the vote's voided is None"),
    (vote_gone, "has no row"),
    (start, "the meeting's starts_at is"),
    (attendance, "the meeting's absent is []"),
    (item, "caption of item 1 is 'Another caption', and was posted as 'Trees'"),
    (never_posted, "version 3 of its agenda was never posted"),
    (tip, "the row ends at entry 2, the record at 5"),
]


@pytest.mark.parametrize(("change", "says"), CHANGES, ids=[each.__name__ for each, _ in CHANGES])
def test_what_was_changed_in_the_database_alone_is_named(
    city: City, change: Callable[[], None], says: str
) -> None:
    change()
    done = audited()
    assert done.exit_code == 1
    found = [fault["says"] for fault in json.loads(done.stdout)["faults"]]
    assert any(says in each for each in found), found


def test_a_draft_of_the_next_agenda_is_no_fault() -> None:
    city = chamber.found()
    code, _ = posted(city, "Trees")
    (key,) = keys(city, code)
    said = agendas.NewItem(section="heard", caption="Said otherwise")
    agendas.change_item(city=city, code=code, key=key, said=said, by=CLERK, at=chamber.NOW)
    assert list(queries.disagreements(city, chamber.TODAY)) == []


FROZEN: dict[str, Any] = {"items": [{"caption": "Trees"}]}
OTHER: dict[str, Any] = {"items": [{"caption": "Another caption"}]}


@pytest.mark.parametrize(
    ("posted", "kept", "said"),
    [
        ({1: FROZEN}, {1: (FROZEN, FROZEN)}, []),
        ({1: FROZEN}, {1: (FROZEN, OTHER)}, ["version 1 of its agenda is not as it was posted"]),
        ({1: FROZEN}, {1: (OTHER, FROZEN)}, ["version 1 of its agenda is not as it was posted"]),
        ({1: FROZEN}, {1: (OTHER, OTHER)}, ["version 1 of its agenda is not as it was posted"]),
        ({1: FROZEN, 2: OTHER}, {2: (OTHER, OTHER)}, ["version 1 of its agenda is gone"]),
        ({}, {1: (FROZEN, FROZEN)}, ["version 1 of its agenda was never posted"]),
    ],
)
def test_an_agenda_proves_by_what_was_posted(
    posted: dict[int, Any], kept: dict[int, tuple[Any, Any]], said: list[str]
) -> None:
    """The database lets nobody alter an agenda; whoever owns it could."""
    hashes = {version: digest(frozen) for version, frozen in posted.items()}
    rows = {version: (digest(named), frozen) for version, (named, frozen) in kept.items()}
    assert list(agendas_not_as_posted(hashes, rows)) == said


def test_a_meeting_that_began_with_a_draft_proves_and_names_what_was_altered_since() -> None:
    city = chamber.found()
    code, _ = posted(city, "Trees")
    (key,) = keys(city, code)
    said = agendas.NewItem(section="heard", caption="Said otherwise")
    agendas.change_item(city=city, code=code, key=key, said=said, by=CLERK, at=chamber.NOW)
    sessions.open_meeting(city=city, code=code, absent=[], by=CLERK, at=at(city, TUESDAY))
    assert list(queries.disagreements(city, TUESDAY)) == []
    AgendaItemRow.objects.filter(pk=key).update(caption="Trees")
    found = [fault.says for fault in queries.disagreements(city, TUESDAY)]
    assert found
    AgendaItemRow.objects.filter(pk=key).update(caption="Said by nobody")
    found = [fault.says for fault in queries.disagreements(city, TUESDAY)]
    assert any("Said by nobody" in each for each in found), found
