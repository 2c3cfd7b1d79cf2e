"""Statements, reports that are owed, and ordinances are entries of their files."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.council import chamber
from tests.council.chamber import CLERK, NOW, TODAY
from townline.council import actions, queries
from townline.council.actions import NoSuchInstruction, Ordinance, Refused
from townline.council.queries import Follows
from townline.council.rules.contents import Given

pytestmark = pytest.mark.django_db


def councils(city: Any) -> list[str]:
    return [c for c, b in queries.bodies(city).items() if b.kind == "neighborhood_council"][:2]


def following(city: Any, number: str) -> Follows:
    """Return what follows a file, as it is known at last."""
    return queries.follows(city, queries.file(city, number), on=TODAY)


def test_a_statement_is_said_on_the_record_and_counted_by_position() -> None:
    city = chamber.found()
    number, (one, two) = chamber.introduced(city), councils(city)

    def state(body: str, position: str, day: date = TODAY) -> int:
        return actions.state_position(
            city=city, identifier=number, body=body, position=position, day=day, by=CLERK, at=NOW
        )

    state(one, "for")
    state(two, "against_unless_amended")
    after = following(city, number)
    found, tally = after.statements, after.tally
    assert tally == {"for": 1, "against_unless_amended": 1}
    name = queries.bodies(city)[one].name
    sentences = [line.printed for line in queries.history(city, number)]
    assert f"Community Impact Statement submitted by {name}." in sentences
    assert {each.body for each in found} == {one, two}
    for body, position, day, part in (
        (one, "for", TODAY, "day"),  # it filed one of that day
        (one, "perhaps", TODAY - timedelta(days=1), "position"),
        ("council", "for", TODAY, "body"),
        (two, "for", TODAY + timedelta(days=1), "day"),
    ):
        with pytest.raises(Refused) as refused:
            state(body, position, day)
        assert refused.value.part == part
    (line,) = (each for each in queries.history(city, number) if name in each.printed)
    actions.take_back(
        city=city, identifier=number, entry=line.seq, reason="It came for another file.",
        by=CLERK, at=NOW,
    )  # fmt: skip
    assert [each.body for each in following(city, number).statements] == [two]
    assert following(city, number).tally == {"against_unless_amended": 1}
    yesterday = TODAY - timedelta(days=1)
    assert not queries.follows(city, queries.file(city, number), on=yesterday).statements
    early = queries.follows(city, queries.file(city, number), on=TODAY, known_on=yesterday)
    assert not early.statements


def test_a_report_is_owed_until_a_document_satisfies_it() -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    department = next(c for c, b in queries.bodies(city).items() if b.kind == "department")
    said: dict[str, Any] = {"city": city, "identifier": number, "by": CLERK, "at": NOW}
    entry = actions.instruct(**said, body=department, text="Count the trees", day=TODAY, days=30)
    actions.instruct(**said, body=department, text="Some day", day=TODAY)
    with pytest.raises(Refused, match="after March 2, 2026"):
        actions.instruct(**said, body=department, text="Late", day=TODAY, due=TODAY)
    (first, second) = queries.owed(city, on=TODAY + timedelta(days=31))
    assert (first.text, first.standing, second.standing) == (
        "Count the trees", "overdue", "undated",
    )  # fmt: skip
    assert queries.owed(city, on=TODAY + timedelta(days=23))[0].standing == "due_soon"
    assert queries.owed(city, on=TODAY + timedelta(days=22))[0].standing == "open"
    report = Given(title="Report on trees", kind="report", document_date=TODAY)
    actions.file_document(**said, paper=report)
    paper = queries.documents(city, number)[0].seq
    satisfy: dict[str, Any] = {**said, "entry": entry, "document": paper}
    with pytest.raises(Refused, match="nothing came before"):
        actions.satisfy(**satisfy, day=TODAY - timedelta(days=1))
    actions.satisfy(**satisfy, day=TODAY)
    assert [each.text for each in queries.owed(city, on=TODAY)] == ["Some day"]
    assert following(city, number).instructions[1].document == paper
    with pytest.raises(NoSuchInstruction, match="was satisfied already"):
        actions.satisfy(**satisfy, day=TODAY)


def test_an_ordinance_is_known_by_its_last_entry_and_its_number_is_its_own() -> None:
    city = chamber.found()
    number, other = chamber.introduced(city), chamber.introduced(city, "Lamps")

    def ordain(file: str = number, **told: Any) -> int:
        each = Ordinance(**{"title": "Trees", "number": "188753", **told})
        return actions.ordain(city=city, identifier=file, ordinance=each, by=CLERK, at=NOW)

    ordain(first_reading=TODAY)
    ordain(first_reading=TODAY, second_reading=TODAY + timedelta(days=7))
    (known,) = following(city, number).ordinances
    assert (known.number, known.second_reading_date) == ("188753", TODAY + timedelta(days=7))
    before = queries.follows(city, queries.file(city, number), on=TODAY - timedelta(days=1))
    assert not before.ordinances
    with pytest.raises(Refused, match="188753 already"):
        ordain(other)
    with pytest.raises(Refused, match="before first reading"):
        ordain(first_reading=TODAY, published=TODAY - timedelta(days=1))
