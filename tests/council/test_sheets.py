"""What papers about a file say comes from its record, and changes with it."""

import hashlib
import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from tests.council import chamber
from tests.council.chamber import CLERK, COMMITTEE, NOW, TODAY, act, introduced
from townline.cities.rules.city import City
from townline.config.commands.council import group
from townline.council import actions, queries
from townline.council.rules import paper_samples
from townline.council.rules.contents import Given
from townline.council.rules.details import Details
from townline.council.rules.imported import ImportedBallot, ImportedVote
from townline.council.rules.papers import (
    ActionLetter,
    CertifiedCopy,
    ReferralMemo,
    Return,
    Transmittal,
)

pytestmark = pytest.mark.django_db
FORTHWITH = "Council adopted item forthwith."


@pytest.fixture
def city(db: None) -> City:
    return chamber.found()


def made(city: City, number: str, seq: int) -> dict[str, object]:
    return dict(queries.sheets(city, number, seq, on=TODAY, by="Demo clerk", behind=True))


def text(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_a_decision_makes_an_action_letter(city: City) -> None:
    details = Details(
        title="Street trees",
        initiated_by=("Controller",),
        movers=("Demo One",),
        seconders=("Demo Two",),
        districts=("3",),
    )
    number = actions.introduce(city=city, details=details, by=CLERK, at=NOW)
    seq = act(city, number, FORTHWITH)
    (letter,) = made(city, number, seq).values()
    assert isinstance(letter, ActionLetter)
    assert (letter.number, letter.subject, letter.districts) == (number, "Street trees", ("3",))
    assert (letter.day, letter.action, letter.final) == ("March 2, 2026", FORTHWITH, "")
    assert (letter.movers, letter.seconders) == (("Demo One",), ("Demo Two",))
    assert letter.to == ("Controller",)
    act(city, number, "Council action final.")
    (letter,) = made(city, number, seq).values()
    assert isinstance(letter, ActionLetter)
    assert letter.final == "March 2, 2026"
    paper = queries.paper(city, "action-letter", letter, at=NOW)
    assert paper.accessible
    assert f"Council file {number}" in text(paper.content)


def test_the_letter_names_who_voted_how(city: City) -> None:
    votes = ImportedVote(
        date=TODAY,
        meeting_type="Regular",
        action="Adopted Forthwith",
        given="(1 - 1 - 1)",
        ballots=(
            ImportedBallot(member="DEMO ONE", district="1", vote="YES"),
            ImportedBallot(member="DEMO TWO", district="2", vote="NO"),
            ImportedBallot(member="DEMO THREE", district="3", vote="ABSENT"),
        ),
    )
    told = chamber.source("26-0100", (TODAY, FORTHWITH), votes=(votes,))
    actions.import_file(city=city, found=told, by=CLERK, at=NOW)
    (line,) = queries.history(city, "26-0100")
    (letter,) = made(city, "26-0100", line.seq).values()
    assert isinstance(letter, ActionLetter)
    assert letter.vote is not None
    assert (letter.vote.yes, letter.vote.no, letter.vote.absent) == (1, 1, 1)
    assert letter.vote.result == "Adopted Forthwith"
    assert [len(names) for names in (letter.vote.voted_yes, letter.vote.voted_no)] == [1, 1]
    said = text(queries.paper(city, "action-letter", letter, at=NOW).content)
    assert "Adopted Forthwith: 1 yes, 1 no, 1 absent" in said


def test_the_mayors_papers_name_what_was_decided(city: City) -> None:
    number = introduced(city)
    act(city, number, FORTHWITH)
    sent = act(
        city,
        number,
        "City Clerk transmitted file to Mayor.  Last day for Mayor to act is March 12, 2026.",
    )
    (transmittal,) = made(city, number, sent).values()
    assert isinstance(transmittal, Transmittal)
    assert (transmittal.action, transmittal.sent) == (FORTHWITH, "March 2, 2026")
    assert transmittal.last_day == "March 12, 2026"
    seq = act(city, number, "Mayor vetoed Council action of March 2, 2026. Too dear.")
    found = made(city, number, seq)
    assert list(found) == ["veto"]
    veto = found["veto"]
    assert isinstance(veto, Return)
    assert (veto.reason, veto.last_day, veto.action) == ("Too dear.", "March 12, 2026", FORTHWITH)


@pytest.mark.parametrize(
    ("sentence", "paper"),
    [
        ("Mayor concurred with Council action of March 2, 2026.", "concurrence"),
        ("Mayor returned file without signature.", "returned-unsigned"),
    ],
)
def test_what_the_mayor_did_has_its_paper(city: City, sentence: str, paper: str) -> None:
    number = introduced(city)
    act(city, number, FORTHWITH)
    assert list(made(city, number, act(city, number, sentence))) == [paper]


def test_nothing_goes_to_the_mayor_that_nobody_decided(city: City) -> None:
    number = introduced(city)
    seq = act(city, number, "Mayor returned file without signature.")
    assert made(city, number, seq) == {}


def test_a_referral_makes_a_memo(city: City) -> None:
    number = introduced(city)
    seq = act(city, number, f"Controller document(s) referred to {COMMITTEE}; Council.")
    (memo,) = made(city, number, seq).values()
    assert isinstance(memo, ReferralMemo)
    assert (memo.sender, memo.to) == ("Controller", (COMMITTEE, "Council"))


def test_a_kept_document_can_be_certified(city: City) -> None:
    number = introduced(city)
    letter = paper_samples.samples("action-letter")[0]
    content = queries.paper(city, "action-letter", letter, at=NOW).content
    given = Given(title="Motion", name="motion.pdf", kind="motion", content=content)
    key = actions.file_document(city=city, identifier=number, paper=given, by=CLERK, at=NOW)
    filed = queries.document(city, key, behind=True).seq
    seq = actions.act(
        city=city, identifier=number, activity=chamber.said(city, FORTHWITH), day=TODAY,
        documents=[filed], by=CLERK, at=NOW,
    )  # fmt: skip
    found = made(city, number, seq)
    assert list(found) == ["action-letter", f"certified-copy:{filed}"]
    copy = found[f"certified-copy:{filed}"]
    assert isinstance(copy, CertifiedCopy)
    assert copy.digest == hashlib.sha256(content).hexdigest()
    assert copy.clerk == "Demo clerk"
    assert copy.digest in text(queries.paper(city, f"certified-copy:{filed}", copy, at=NOW).content)


def test_a_corrected_activity_has_no_paper(city: City) -> None:
    number = introduced(city)
    seq = act(city, number, FORTHWITH)
    actions.take_back(city=city, identifier=number, entry=seq, reason="Slip", by=CLERK, at=NOW)
    with pytest.raises(queries.NoSuchPaper, match=f"has no activity {seq} that stands"):
        made(city, number, seq)


def test_the_sheet_of_referrals_has_those_of_the_day_alone(city: City) -> None:
    first, second, hidden = introduced(city, "Trees"), introduced(city, "Paths"), introduced(city)
    act(city, second, "Resolution referred to Council.")
    act(city, first, f"Motion referred to {COMMITTEE}.")
    wrong = act(city, first, "Motion referred to Council.")
    actions.take_back(city=city, identifier=first, entry=wrong, reason="Slip", by=CLERK, at=NOW)
    act(city, hidden, "Motion referred to Council.")
    actions.restrict(city=city, identifier=hidden, reason="Privacy", by=CLERK, at=NOW)
    later = NOW + timedelta(days=1)
    act(city, second, f"Motion referred to {COMMITTEE}.", TODAY + timedelta(days=1), at=later)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        sheet = queries.referral_sheet(city, TODAY, on=TODAY)
    assert [(line.number, line.to, line.document) for line in sheet.lines] == [
        (first, (COMMITTEE,), "Trees"),
        (second, ("Council",), "Paths"),
    ]
    assert len(asked) <= 12
    assert queries.referral_sheet(city, date(2026, 1, 1), on=TODAY).lines == ()


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(group, [str(word) for word in words])
    return done.exit_code, done.output


def test_papers_by_command(city: City, tmp_path: Path) -> None:
    number = introduced(city)
    seq = act(city, number, FORTHWITH)
    assert run("paper", "list", number, seq) == (
        0,
        f"action-letter  Council action: Council File {number}\n",
    )
    target = tmp_path / "letter.pdf"
    assert run("paper", "make", number, seq, "action-letter", target) == (
        0,
        f"Wrote {target}, {target.stat().st_size} bytes.\n",
    )
    assert FORTHWITH in text(target.read_bytes())
    code, said = run("paper", "make", number, seq, "action-leter", target)
    assert (code, "Did you mean 'action-letter'?" in said) == (1, True)
    code, said = run("paper", "make", number, 99, "veto", target)
    assert (code, "has no activity 99" in said) == (1, True)
    code, said = run("paper", "make", number, seq, "action-letter", tmp_path / "no" / "x.pdf")
    assert (code, "cannot be written" in said) == (1, True)
    assert run("paper", "referrals", "2026-03-02", tmp_path / "sheet.pdf")[0] == 0
    assert "Nothing was referred" in text((tmp_path / "sheet.pdf").read_bytes())


def test_the_report_is_a_paper_too(city: City) -> None:
    number = introduced(city)
    act(city, number, FORTHWITH)
    done = CliRunner().invoke(group, ["report", number, "--on", "2026-03-02", "--format", "pdf"])
    assert done.exit_code == 0
    said = text(done.stdout_bytes)
    assert "This report was generated by the Council File Management System on 03/02/2026" in said
    assert f"03/02/2026 {FORTHWITH}" in said


def test_the_report_is_a_document_too(city: City) -> None:
    number = introduced(city, "Trees <& paths>")
    act(city, number, FORTHWITH)
    done = CliRunner().invoke(group, ["report", number, "--on", "2026-03-02", "--format", "html"])
    assert done.exit_code == 0
    assert done.stdout.startswith("<!doctype html>")
    assert "Trees &lt;&amp; paths&gt;" in done.stdout
    assert f"<td>{FORTHWITH}</td>" in done.stdout
