"""Votes are entries of a file: how each member voted, what it adds up to, what is wrong."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.council import chamber
from tests.council.chamber import CLERK, NOW
from tests.council.los_angeles_council import DATA, needs_data
from townline.council import actions, queries
from townline.council.actions.voting import NoSuchVote, void_vote
from townline.council.queries import Asked
from townline.council.rules import cfms
from townline.council.rules.imported import ImportedBallot, ImportedVote
from townline.record.verbs import Actor, NotAllowed, Role

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 3)
ADOPTED = "Council adopted item forthwith. "


def ballot(member: str, seat: str, vote: str = "YES") -> ImportedBallot:
    return ImportedBallot(member=member, district=seat, vote=vote)


def vote(*ballots: ImportedBallot, **said: Any) -> ImportedVote:
    told = {"date": DAY, "meeting_type": "Regular", "action": "Adopted", "given": "(2 - 1 - 0)"}
    return ImportedVote(**{**told, **said}, ballots=ballots)


THREE = (
    ballot("IMELDA PADILLA", "6"),
    ballot("HUGO SOTO-MARTINEZ", "13"),
    ballot("Nithya Raman", "4", "NO"),
)


def take(city: Any, *votes: ImportedVote, number: str = "26-0100") -> actions.Imported:
    source = chamber.source(number, (DAY, ADOPTED), votes=votes)
    return actions.import_file(city=city, found=source, by=CLERK, at=NOW)


def test_a_vote_is_an_entry_and_is_linked_to_what_it_decided() -> None:
    city = chamber.found()
    came = take(city, vote(*THREE))
    assert came.votes == 1
    assert not [flag for flag in queries.flags(city) if flag.code in ("vote", "member")]
    (found,) = queries.votes_of(city, "26-0100")
    (line,) = queries.history(city, "26-0100")
    assert (found.decides, found.label, found.tally.written()) == (line.seq, "Adopted", "2 - 1 - 0")
    assert [(each.person, each.seat, each.option) for each in found.ballots] == [
        ("imelda-padilla", "6", "yes"),
        ("hugo-soto-martinez", "13", "yes"),
        ("nithya-raman", "4", "no"),
    ]
    assert queries.file(city, "26-0100").seq == found.seq


def test_taking_it_in_again_enters_nothing() -> None:
    city = chamber.found()
    take(city, vote(*THREE))
    seq = queries.file(city, "26-0100").seq
    assert take(city, vote(*THREE)).votes == 0
    assert queries.file(city, "26-0100").seq == seq
    assert take(city, vote(*THREE), vote(*THREE, action="Adopted to Reconsider")).votes == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (vote(*THREE, given="(3 - 0 - 0)"), "the ballots add up to 2 - 1 - 0"),
        (vote(*THREE, given=""), "a tally looks like"),
        (vote(*THREE, action=""), "does not say what came of it"),
        (vote(*THREE, ballot("Tim McOsker", "15", "PERHAPS")), "PERHAPS"),
        (vote(*THREE, ballot("DEMO MCSTRANGER", "77")), "Demo McStranger, who voted, is not among"),
    ],
)
def test_what_is_wrong_with_a_vote_is_flagged_and_the_vote_kept(
    wrong: ImportedVote, said: str
) -> None:
    city = chamber.found()
    came = take(city, wrong)
    assert came.votes == 1
    assert any(said in flag for flag in came.flags), came.flags
    (found,) = queries.votes_of(city, "26-0100")
    assert found.label == wrong.action
    flagged = [flag.entry for flag in queries.flags(city) if flag.code in ("vote", "member")]
    assert set(flagged) == {found.seq}


def test_votes_of_a_day_keep_their_order_and_days_come_newest_first() -> None:
    city = chamber.found()
    later = date(2026, 2, 10)
    take(
        city,
        vote(*THREE, date=later, action="Adopted Forthwith"),
        vote(*THREE, action="Adopted, Ordinance Over"),
        vote(*THREE, action="Adopted to Reconsider"),
    )
    assert [(each.date, each.order, each.label) for each in queries.votes_of(city, "26-0100")] == [
        (later, 0, "Adopted Forthwith"),
        (DAY, 0, "Adopted, Ordinance Over"),
        (DAY, 1, "Adopted to Reconsider"),
    ]


def test_votes_are_found_by_member_seat_option_and_day() -> None:
    city = chamber.found()
    take(city, vote(*THREE))
    take(city, vote(*THREE, date=date(2026, 2, 10), action="Later"), number="26-0101")

    def numbers(**asked: Any) -> list[str]:
        return [each.identifier for each in queries.votes(city, Asked(**asked)).votes]

    assert numbers() == ["26-0101", "26-0100"]
    assert numbers(person="nithya-raman", option="no") == ["26-0101", "26-0100"]
    assert numbers(person="nithya-raman", option="yes") == []
    assert numbers(seat="13", until=DAY) == ["26-0100"]
    assert numbers(seat="2") == []
    assert numbers(person="nobody") == []
    first = queries.votes(city, Asked(person="nithya-raman"), most=1)
    assert [each.identifier for each in first.votes] == ["26-0101"]
    rest = queries.votes(city, Asked(person="nithya-raman"), most=1, after=first.next)
    assert ([each.identifier for each in rest.votes], rest.next) == (["26-0100"], None)


def test_votes_of_restricted_files_are_nobody_elses_to_read() -> None:
    city = chamber.found()
    take(city, vote(*THREE))
    actions.restrict(city=city, identifier="26-0100", reason="Litigation", by=CLERK, at=NOW)
    assert queries.votes_of(city, "26-0100") == ()
    assert queries.votes(city, Asked(person="nithya-raman")).votes == ()
    assert queries.votes(city, Asked()).votes == ()
    assert queries.options_of(city, queries.person(city, "nithya-raman").id) == {}
    assert len(queries.votes_of(city, "26-0100", behind=True)) == 1


def test_a_vote_that_was_taken_back_stays_in_the_record_and_is_found_no_more() -> None:
    city = chamber.found()
    take(city, vote(*THREE))
    (found,) = queries.votes_of(city, "26-0100")
    undo: dict[str, Any] = {
        "city": city,
        "identifier": "26-0100",
        "entry": found.seq,
        "reason": "Wrong file",
    }
    with pytest.raises(NotAllowed):
        agent = Actor(kind="staff", label="Demo agent", roles=frozenset({Role.AGENT}))
        void_vote(**undo, by=agent, at=NOW)
    void_vote(**undo, by=CLERK, at=NOW)
    (found,) = queries.votes_of(city, "26-0100")
    assert found.voided
    assert queries.votes(city, Asked()).votes == ()
    with pytest.raises(NoSuchVote, match="was taken back already"):
        void_vote(**undo, by=CLERK, at=NOW)


def test_a_page_of_votes_takes_as_many_statements_however_many_there_are() -> None:
    city = chamber.found()

    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            queries.votes(city, Asked(person="nithya-raman"))
        return len(asked)

    take(city, vote(*THREE))
    queries.people(city)
    once = counted()
    for number in range(101, 106):
        take(city, vote(*THREE), number=f"26-0{number}")
    queries.people(city)
    assert counted() == once <= 5


@needs_data
def test_the_votes_of_a_real_file_come_in_whole() -> None:
    city = chamber.found()
    found = cfms.read(json.loads((DATA / "files" / "25-0843.json").read_text()))
    came = actions.import_file(city=city, found=found, by=CLERK, at=NOW)
    assert came.votes == 7
    votes = queries.votes_of(city, "25-0843")
    assert [each.label for each in votes] == [each.action for each in found.votes]
    assert [f"({each.tally.written()})" for each in votes] == [each.given for each in found.votes]
    assert all(len(each.ballots) == 15 for each in votes)
    assert {each.result for each in votes} == {"carried"}
    assert sum("does not say what came of it" in flag for flag in came.flags) == 1
    assert not [flag for flag in queries.flags(city) if flag.code == "member"]
    noes = queries.votes(city, Asked(person="ysabel-jurado", option="no")).votes
    assert [(each.date, each.label) for each in noes] == [
        (date(2025, 10, 28), "Adopted, Ordinance Over")
    ]
    assert actions.import_file(city=city, found=found, by=CLERK, at=NOW).votes == 0
    other = replace(found, votes=found.votes[:1])
    assert actions.import_file(city=city, found=other, by=CLERK, at=NOW).votes == 0
