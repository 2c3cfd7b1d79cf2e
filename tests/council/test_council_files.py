"""What may be done to a council file, and that its record keeps all of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.council import chamber
from tests.council.chamber import CLERK, COMMITTEE, NOW, TODAY
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.models import CouncilFile, FileEntry
from townline.council.rules.contents import Given
from townline.council.rules.details import BadDetails, Details
from townline.council.rules.vocabulary import Activity
from townline.record.queries import by_subject
from townline.record.rules.audit import chain_faults
from townline.record.verbs import RESIDENT, NotAllowed

pytestmark = pytest.mark.django_db
REFERRED = f"Motion referred to {COMMITTEE}."
APPROVED = f"{COMMITTEE} approved item(s) ."


def test_numbers_of_a_year_and_of_supplements_have_no_gaps() -> None:
    city = chamber.found()
    first, second = chamber.introduced(city), chamber.introduced(city)
    assert (first, second) == ("26-0001", "26-0002")
    with pytest.raises(BadDetails):
        chamber.introduced(city, "")
    assert chamber.introduced(city) == "26-0003"
    supplement = {"city": city, "details": Details(title="More"), "by": CLERK, "at": NOW}
    assert actions.introduce(supplement_to=first, **supplement) == "26-0001-S1"
    assert actions.introduce(supplement_to="26-0001-S1", **supplement) == "26-0001-S2"
    with pytest.raises(queries.NoSuchFile):
        actions.introduce(supplement_to="26-0900", **supplement)


def test_a_number_goes_on_after_what_was_imported() -> None:
    city = chamber.found()
    actions.import_file(city=city, found=chamber.source("26-0040"), by=CLERK, at=NOW)
    assert chamber.introduced(city) == "26-0041"


def test_two_files_cannot_have_one_number() -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    row = CouncilFile.objects.get(identifier=number)
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilFile.objects.create(
            city_id=city.id, number="x", identifier=number, year=2026, serial=1, title="Twin",
            changed_at=NOW,
        )  # fmt: skip
    assert row.number == f"{city.slug}/{number}"


def test_an_activity_is_entered_and_moves_the_file_on() -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    chamber.act(city, number, REFERRED)
    found = queries.file(city, number)
    (code,) = found.pending
    assert COMMITTEE in [name.text for name in queries.bodies(city)[code].names]
    assert found.state == "referred"
    assert found.last_change_date == TODAY
    chamber.act(city, number, APPROVED)
    found = queries.file(city, number)
    assert found.pending == () and found.activities == 2
    assert [line.printed for line in queries.history(city, number)] == [APPROVED, REFERRED]


@pytest.mark.parametrize(
    ("day", "part"), [(TODAY + timedelta(days=1), "date"), (TODAY - timedelta(days=1), "date")]
)
def test_an_activity_is_neither_in_the_future_nor_before_its_file(day: date, part: str) -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    with pytest.raises(actions.Refused) as refused:
        chamber.act(city, number, REFERRED, day)
    assert refused.value.part == part
    assert queries.history(city, number) == ()


def test_an_activity_of_an_unknown_body_or_type_is_refused() -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    for activity in (
        Activity(type="referral.motion", template="2021", parameters={"to": ("No such body",)}),
        Activity(type="other", parameters={"text": "Something happened."}),
        Activity(type="no.such"),
    ):
        with pytest.raises(actions.Refused):
            actions.act(
                city=city, identifier=number, activity=activity, day=TODAY, by=CLERK, at=NOW
            )
    assert queries.history(city, number) == ()


def test_a_correction_stands_in_the_place_of_what_was_entered_and_both_stay() -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    wrong = chamber.act(city, number, "Motion referred to Transportation Committee.")
    chamber.act(
        city, number, "Community Impact Statement submitted by Arleta Neighborhood Council."
    )
    seq = actions.correct(
        city=city, identifier=number, entry=wrong, activity=chamber.said(city, REFERRED),
        day=TODAY, reason="It was read out wrong.", by=CLERK, at=NOW + timedelta(days=1),
    )  # fmt: skip
    lines = queries.history(city, number)
    assert [line.seq for line in queries.standing_activities(lines)][1] == seq
    before = next(line for line in lines if line.seq == wrong)
    assert (before.corrected_by, before.reason, before.stands) == (
        seq, "It was read out wrong.", False,
    )  # fmt: skip
    assert queries.file(city, number).activities == 2
    with pytest.raises(actions.NoSuchEntry):
        actions.take_back(
            city=city, identifier=number, entry=wrong, reason="Again.", by=CLERK, at=NOW
        )


def test_what_was_taken_back_does_not_count_and_is_still_told() -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    entry = chamber.act(city, number, REFERRED)
    with pytest.raises(actions.Refused):
        actions.take_back(city=city, identifier=number, entry=entry, reason=" ", by=CLERK, at=NOW)
    actions.take_back(
        city=city, identifier=number, entry=entry, reason="Of another file.", by=CLERK, at=NOW
    )
    (line,) = queries.history(city, number)
    assert line.taken_back and not line.stands
    assert queries.file(city, number).pending == ()


def test_whoever_saw_another_state_of_the_file_changes_nothing() -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    seen = queries.file(city, number).seq
    chamber.act(city, number, REFERRED)
    with pytest.raises(actions.Stale):
        actions.act(
            city=city, identifier=number, activity=chamber.said(city, APPROVED), day=TODAY,
            seen=seen, by=CLERK, at=NOW,
        )  # fmt: skip


def test_only_a_clerk_writes() -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    with pytest.raises(NotAllowed):
        actions.introduce(city=city, details=Details(title="Mine"), by=RESIDENT, at=NOW)
    with pytest.raises(NotAllowed):
        actions.act(
            city=city, identifier=number, activity=chamber.said(city, REFERRED), day=TODAY,
            by=RESIDENT, at=NOW,
        )  # fmt: skip


def test_what_a_file_says_of_itself_changes_with_what_it_said_before() -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    details = queries.file(city, number).details
    actions.describe(
        city=city, identifier=number, details=replace(details, title="Shade trees"), by=CLERK,
        at=NOW,
    )  # fmt: skip
    assert queries.file(city, number).title == "Shade trees"
    entry = FileEntry.objects.get(verb="file.described")
    assert entry.data["was"] == {"title": "Street trees"}


def test_a_restricted_file_is_in_nothing_that_others_read() -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    chamber.act(city, number, REFERRED)
    actions.restrict(city=city, identifier=number, reason="Closed session", by=CLERK, at=NOW)
    for ask in (queries.file, queries.history):
        with pytest.raises(queries.NoSuchFile):
            ask(city, number)
        assert ask(city, number, behind=True)
    with pytest.raises(queries.NoSuchFile):
        queries.printed_report(city, number, on=TODAY)
    assert queries.files(city, [number]) == {}
    assert queries.changed_lately(city, most=10) == ()
    assert queries.documents(city, number) == ()
    actions.open_up(city=city, identifier=number, by=CLERK, at=NOW)
    assert queries.file(city, number).identifier == number


def test_the_record_proves_and_nothing_of_it_can_be_altered() -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    chamber.act(city, number, REFERRED)
    for links in by_subject(FileEntry):
        assert chain_faults("council_fileentry", links) == []
    for statement in ("UPDATE council_fileentry SET note = 'x'", "DELETE FROM council_fileentry"):
        with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
    columns = FileEntry.objects.exclude(type="").values_list("date", "type", "data")
    for day, type_, data in columns:
        assert (day.isoformat(), type_) == (data["date"], data["activity"]["type"])


def test_a_paper_is_kept_once_by_its_content_and_must_be_what_it_says() -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    one = paper(city, number, title="Motion", name="a.txt", content=b"We move.")
    two = paper(city, number, title="Motion again", name="b.txt", content=b"We move.")
    first, second = queries.document(city, one), queries.document(city, two)
    assert first.digest == second.digest
    assert queries.place_of(first.digest).read_bytes() == b"We move."
    for name, content in (("c.pdf", b"We move."), ("d.txt", b"\x00\x01"), ("e.exe", b"MZ")):
        with pytest.raises(actions.BadDocument) as refused:
            paper(city, number, title="Motion", name=name, content=content)
        assert refused.value.part == "content"
    for said in ({"name": "a.txt"}, {"author": "no-such-body"}, {"title": " "}):
        with pytest.raises(actions.BadDocument) as refused:
            paper(city, number, **{"title": "Motion", "content": b"Else."} | said)
        assert refused.value.part in said
    actions.withhold(city=city, document_id=one, reason="Has an address.", by=CLERK, at=NOW)
    assert [each.id for each in queries.documents(city, number)] == [two]
    assert len(queries.documents(city, number, behind=True)) == 2


def paper(city: City, number: str, **given: Any) -> int:
    return actions.file_document(
        city=city, identifier=number, paper=Given(kind="motion", **given), by=CLERK, at=NOW
    )
