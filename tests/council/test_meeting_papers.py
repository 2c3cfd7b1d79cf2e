"""Agenda, journal and notice of cancellation say what the record of the meeting says."""

import io
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from django.test import Client
from pypdf import PdfReader

from tests.council import chamber
from tests.council.chamber import CLERK, act
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.config.commands.council import group
from townline.council import actions, queries
from townline.council.actions import Happened, NewItem
from townline.council.actions import Said as MeetingSaid
from townline.council.models import Description
from townline.council.queries.describing import forget_council
from townline.council.rules.ballots import Option

pytestmark = pytest.mark.django_db
STARTS = datetime.fromisoformat("2026-03-10T10:00:00-05:00")
BEFORE = STARTS - timedelta(days=6)
DAY = date(2026, 3, 10)
ON = date(2026, 3, 20)
FORTHWITH = "Council adopted item forthwith."


@pytest.fixture
def city() -> City:
    return chamber.found(people=True)


def posted(city: City, *titles: str) -> tuple[str, list[str]]:
    said = MeetingSaid(body="council", starts_at=STARTS, location="City Hall, Room 340")
    code = actions.make_meeting(city=city, said=said, by=CLERK, at=BEFORE)
    numbers = [chamber.introduced(city, title, at=BEFORE) for title in titles]
    items = [NewItem(section="not_heard", file=each) for each in numbers]
    actions.add_items(city=city, code=code, items=items, by=CLERK, at=BEFORE)
    actions.post_agenda(city=city, code=code, by=CLERK, at=BEFORE)
    return code, numbers


def keys(city: City, code: str) -> list[int]:
    return [each.item.key for each in queries.items(city, code)]


def held(city: City, *titles: str) -> tuple[str, list[str]]:
    """Hold a meeting at which all items but the last are adopted, one of fifteen recused."""
    code, numbers = posted(city, *titles)
    sit = [who.code for who in queries.members(city, "council", DAY)]
    actions.open_meeting(city=city, code=code, absent=sit[:1], by=CLERK, at=STARTS)
    for key in keys(city, code)[:-1]:
        happened = Happened(
            type="council.adopted_forthwith", exceptions={sit[1]: Option.RECUSED},
            parameters={"comment": ""},
        )  # fmt: skip
        actions.note_outcome(
            city=city, code=code, items=[key], happened=happened, by=CLERK, at=STARTS
        )
    ended = STARTS + timedelta(hours=3)
    actions.close_meeting(city=city, code=code, by=CLERK, at=ended)
    return code, numbers


def restrict(city: City, number: str) -> None:
    actions.restrict(city=city, identifier=number, reason="Privacy", by=CLERK, at=STARTS)


def text(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), path
    return text(answer.content)


def test_an_agenda_on_paper_is_the_one_that_was_posted(city: City) -> None:
    code, (first, hidden) = posted(city, "Street trees", "A secret matter")
    digest = queries.versions(city, code)[0].digest
    item = NewItem(section="not_heard", file=first, caption="Changed", special_by="Demo One")
    key = keys(city, code)[0]
    actions.change_item(city=city, code=code, key=key, said=item, by=CLERK, at=BEFORE)
    actions.post_agenda(city=city, code=code, reason="Its caption", by=CLERK, at=BEFORE)
    restrict(city, hidden)
    sheet = queries.agenda_sheet(city, code, 1, on=ON)
    (section,) = sheet.sections
    assert section.name == "Items for which public hearings have not been held"
    assert [(i.ordinal, i.number, i.caption) for i in section.items] == [
        ("1", first, "Street trees")
    ]
    assert section.items[0].votes_required == 10
    assert (sheet.digest, sheet.posted) == (digest, "March 4, 2026, 9:00 AM")
    assert sheet.notice == "A newer version of this agenda is posted: version 2."
    later = queries.agenda_sheet(city, code, 2, on=ON)
    assert (later.notice, later.reason) == ("", "Its caption")
    assert later.sections[0].items[0].special_by == "Demo One"
    with pytest.raises(queries.NoSuchPaper, match="No version 3"):
        queries.agenda_sheet(city, code, 3, on=ON)


def test_a_section_stays_on_a_posted_agenda_what_it_was_called(city: City) -> None:
    code, _numbers = posted(city, "Street trees")
    settings = queries.council_settings(city)
    other = [replace(each, label={"en": "Other matters"}) for each in settings.sections]
    Description.objects.filter(edition_id=city.edition_id).update(
        settings=msgspec.to_builtins(replace(settings, sections=tuple(other)))
    )
    forget_council()
    was = "Items for which public hearings have not been held"
    assert queries.agenda_sheet(city, code, 1, on=ON).sections[0].name == was
    assert queries.draft_sheet(city, code, on=ON).sections[0].name == "Other matters"
    page = Client().get(f"/council/meetings/{code}/").content.decode()
    assert was in page
    assert "Other matters" not in page


def test_the_positions_of_neighbourhood_councils_stand_on_the_agenda(city: City) -> None:
    council = next(b for b in queries.bodies(city).values() if b.kind == "neighborhood_council")
    number = chamber.introduced(city, at=BEFORE)
    actions.state_position(
        city=city, identifier=number, body=council.code, position="for", day=BEFORE.date(),
        by=CLERK, at=BEFORE,
    )  # fmt: skip
    said = MeetingSaid(body="council", starts_at=STARTS)
    code = actions.make_meeting(city=city, said=said, by=CLERK, at=BEFORE)
    item = NewItem(section="heard", file=number)
    actions.add_items(city=city, code=code, items=[item], by=CLERK, at=BEFORE)
    sheet = queries.draft_sheet(city, code, on=ON)
    assert sheet.sections[0].items[0].statements == (f"For: {council.name}",)
    assert (sheet.draft, sheet.digest) == (True, "")


def test_a_journal_says_who_was_there_what_was_done_and_how_each_voted(city: City) -> None:
    code, (first, hidden, left) = held(city, "Street trees", "A secret matter", "Lamps")
    restrict(city, hidden)
    sheet = queries.journal_sheet(city, code, on=ON)
    assert (len(sheet.present), len(sheet.absent)) == (14, 1)
    assert (sheet.starts, sheet.ended) == ("March 10, 2026, 10:00 AM", "March 10, 2026, 1:00 PM")
    assert [(i.ordinal, i.number, i.action) for i in sheet.items] == [
        ("1", first, FORTHWITH), ("3", left, ""),
    ]  # fmt: skip
    (vote,) = sheet.items[0].votes
    assert (vote.yes, vote.no, vote.absent, vote.recused) == (13, 0, 1, 1)
    assert (vote.were_absent, len(vote.voted_yes), len(vote.were_recused)) == (sheet.absent, 13, 1)
    paper = queries.paper(city, "journal", sheet, at=STARTS)
    said = text(paper.content)
    assert paper.accessible
    assert "13 yes, 0 no, 1 absent, 1 recused" in said
    assert "No action was entered." in said
    assert "secret" not in said


def test_a_journal_reads_as_the_record_stands_now(city: City) -> None:
    code, (first, second, _left) = held(city, "Street trees", "Lamps", "Benches")
    at = STARTS + timedelta(days=1)
    (line,) = queries.history(city, first)
    activity = chamber.said(
        city, "Council adopted item, subject to reconsideration, pursuant to Council Rule 51."
    )
    actions.correct(
        city=city, identifier=first, entry=line.seq, activity=activity, day=DAY, reason="Rule 51",
        by=CLERK, at=at,
    )  # fmt: skip
    (line,) = queries.history(city, second)
    actions.take_back(
        city=city, identifier=second, entry=line.seq, reason="Not said.", by=CLERK, at=at
    )
    (vote,) = queries.votes_of(city, second)
    actions.void_vote(
        city=city, identifier=second, entry=vote.seq, reason="Called again.", by=CLERK, at=at
    )
    act(city, second, "Council action final.", DAY, at=at)
    one, two, _three = queries.journal_sheet(city, code, on=ON).items
    assert one.action.endswith("pursuant to Council Rule 51.")
    assert two.action == "What was entered was taken back. Not said."
    assert two.votes[0].taken_back == "Called again."


def test_a_meeting_that_was_not_held_has_no_journal(city: City) -> None:
    code, _numbers = posted(city, "Street trees")
    with pytest.raises(queries.NoSuchPaper, match="once it was held"):
        queries.journal_sheet(city, code, on=ON)
    with pytest.raises(queries.NoSuchPaper, match="neither cancelled"):
        queries.cancellation_sheet(city, code, on=ON)


def test_a_notice_of_cancellation_says_where_every_item_goes(city: City) -> None:
    code, (first, hidden) = posted(city, "Street trees", "A secret matter")
    restrict(city, hidden)
    to = date(2026, 3, 17)
    actions.cancel_meeting(city=city, code=code, to=to, reason="Storm", by=CLERK, at=BEFORE)
    sheet = queries.cancellation_sheet(city, code, on=ON)
    assert sheet.title == "Notice of cancellation: Council, March 10, 2026"
    assert [(i.number, i.to) for i in sheet.items] == [(first, "March 17, 2026")]
    said = text(queries.paper(city, "cancellation", sheet, at=STARTS).content)
    assert "The meeting below is cancelled." in said
    assert "Storm" in said


def test_a_meeting_without_a_quorum_is_not_called_cancelled(city: City) -> None:
    code, (first,) = posted(city, "Street trees")
    to = date(2026, 3, 17)
    actions.lose_quorum(city=city, code=code, to=to, by=CLERK, at=STARTS)
    sheet = queries.cancellation_sheet(city, code, on=ON)
    assert sheet.title.startswith("Adjourned for lack of a quorum: Council")
    assert [(i.number, i.to) for i in sheet.items] == [(first, "March 17, 2026")]
    said = text(queries.paper(city, "cancellation", sheet, at=STARTS).content)
    assert "too few of its members were there" in said
    assert "cancel" not in said.lower()


def test_everyone_reads_the_papers_and_is_told_where_there_is_none(city: City) -> None:
    code, (first, _left) = held(city, "Street trees", "Lamps")
    anyone, there = Client(), f"/council/meetings/{code}/"
    assert f"Item 1. {first}" in read(anyone, f"{there}agenda/1/agenda.pdf")
    assert FORTHWITH in read(anyone, f"{there}journal.pdf")
    page = anyone.get(there).content.decode()
    assert "journal.pdf" in page
    assert "agenda/1/agenda.pdf" in page
    assert "cancellation.pdf" not in page
    for path, why in (
        ("agenda/7/agenda.pdf", "No such version"),
        ("cancellation.pdf", "neither cancelled nor adjourned"),
    ):
        answer = anyone.get(f"{there}{path}")
        assert (answer.status_code, why in answer.content.decode()) == (404, True)
    assert anyone.get("/council/meetings/none/journal.pdf").status_code == 404
    for _ in range(12):
        last = anyone.get(f"{there}journal.pdf")
    assert last.status_code == 429


def test_a_draft_is_printed_at_the_desk_alone(city: City) -> None:
    said = MeetingSaid(body="council", starts_at=STARTS)
    code = actions.make_meeting(city=city, said=said, by=CLERK, at=BEFORE)
    number = chamber.introduced(city, "Street trees", at=BEFORE)
    item = NewItem(section="heard", file=number)
    actions.add_items(city=city, code=code, items=[item], by=CLERK, at=BEFORE)
    path = f"/council/desk/meetings/{code}/draft.pdf"
    clerk = fairview.signed_in("clerk")
    assert "Draft. It is not posted." in read(clerk, path)
    assert "draft.pdf" in clerk.get(f"/council/desk/meetings/{code}/").content.decode()
    assert "/sign-in/" in Client().get(path)["Location"]
    assert fairview.signed_in("worker").get(path).status_code == 403
    assert Client().get(f"/council/meetings/{code}/agenda/1/agenda.pdf").status_code == 404


def test_papers_of_meetings_by_command(city: City, tmp_path: Path) -> None:
    code, _numbers = held(city, "Street trees", "Lamps")
    target = tmp_path / "paper.pdf"

    def run(*words: object) -> tuple[int, str]:
        done = CliRunner().invoke(group, ["paper", "meeting", *(str(word) for word in words)])
        return done.exit_code, done.output

    for name, says in (("agenda", "Item 1."), ("draft", "Draft."), ("journal", FORTHWITH)):
        assert run(code, name, target)[0] == 0
        assert says in text(target.read_bytes())
    assert run(code, "agenda", target, "--version", 3) == (
        1, "Error: No version 3 of the agenda was posted.\n",
    )  # fmt: skip
    assert run("none", "journal", target) == (1, "Error: There is no meeting none.\n")
    assert run(code, "cancellation", target)[0] == 1
    assert run(code, "minutes", target)[0] == 2
