"""The council's files of the demo are those of its folder, and are made once."""

from datetime import date

import pytest

from tests.council import chamber, los_angeles_council
from tests.council.chamber import NOW
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.config import demonstration_council
from townline.council import queries
from townline.founding.rules import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> City:
    files = draft.files_of(los_angeles_council.FOLDER)
    monkeypatch.setattr("townline.cities.queries.edition_files", lambda _: files)
    return chamber.found()


def test_the_real_files_come_in_with_every_line_understood(city: City) -> None:
    assert demonstration_council.past(city, NOW) == 2
    assert queries.file(city, "21-0278").activities == 28
    assert queries.file(city, "25-0843").activities == 34
    assert not [flag for flag in queries.flags(city) if flag.code == "not_understood"]
    report = queries.printed_report(city, "21-0278", on=date(2024, 4, 26))
    assert len(report.history) == 28


def test_the_made_up_files_say_so_and_are_made_once(city: City) -> None:
    made = demonstration_council.present(city, NOW)
    assert made >= 5
    assert demonstration_council.present(city, NOW) == 0
    found = queries.changed_lately(city, most=50)
    assert len(found) == made
    assert all(each.title.startswith("Demo: ") for each in found)
    states = {each.state for each in found}
    assert len(states) >= 3, states
    assert any(each.next_date and each.next_date > chamber.TODAY for each in found)


def test_the_next_meetings_are_set_and_what_is_ready_is_posted_in_time(city: City) -> None:
    demonstration_council.present(city, NOW)
    every = queries.meetings(city, since=chamber.TODAY, behind=True)
    found = [each for each in every if each.origin == "demo"]
    assert [each.day > chamber.TODAY for each in found] == [True, True]
    (posted,) = [each for each in found if each.version]
    (version,) = queries.versions(city, posted.code)
    assert version.proved and version.notice_hours >= version.notice_needed > 0
    assert len(version.agenda.items) >= 3
    assert list(queries.disagreements(city, chamber.TODAY)) == []


def test_a_committee_of_made_up_members_has_met_and_voted(city: City) -> None:
    demonstration_council.present(city, NOW)
    (met,) = [each for each in queries.meetings(city) if each.status == "held"]
    assert met.body == "transportation" and met.day < chamber.TODAY
    assert len(met.present) == 4 and met.absent == ("demo-member-hazel",)
    votes = queries.votes_at(city, met.code)
    assert sorted(each.tally.written() for each in votes) == ["3 - 0 - 2", "3 - 1 - 1", "4 - 0 - 1"]
    assert all(ballot.name.startswith("Demo ") for vote in votes for ballot in vote.ballots)
    for vote in votes:
        lines = {line.seq: line.printed for line in queries.history(city, vote.identifier)}
        assert vote.decides is not None and "Transportation Committee" in lines[vote.decides]
    roles = {
        who.name: each.role for who in queries.members(city, "transportation", chamber.TODAY)
        for each in who.memberships if each.body == "transportation"
    }  # fmt: skip
    assert roles["Demo Member Ash"] == "chair" and len(roles) == 5
    council = queries.members(city, "council", chamber.TODAY)
    assert not [who for who in council if who.name.startswith("Demo ")]
    assert [each.standing for each in queries.owed(city, on=chamber.TODAY)] == ["due_soon"]


def test_a_city_without_a_council_has_none(city: City) -> None:
    plain = fairview.apply("plainview", people=False)
    assert demonstration_council.past(plain, NOW) == 0
    assert demonstration_council.present(plain, NOW) == 0
