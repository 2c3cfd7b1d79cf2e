"""Papers are tagged PDF files that say what they are given, by the city's template or ours."""

import io
import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from tests.founding.folders import example, read
from tests.founding.test_council_folder import applied, folder
from townline.council.queries.papers import SHIPPED, paper, paper_template
from townline.council.rules.paper_samples import samples
from townline.council.rules.papers import PAPERS, OfFile, Return, Sheet, values
from townline.ui import papers
from townline.ui.papers import BadPaper

AT = datetime(2022, 11, 3, 9, tzinfo=UTC)
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "papers.md"
CASES = [(name, sheet) for name in PAPERS for sheet in samples(name)]


def made(name: str, sheet: Sheet) -> papers.Made:
    template = (SHIPPED / f"{name}.typ").read_text(encoding="utf-8")
    return papers.make(template, values(sheet), at=AT)


def text(content: bytes) -> str:
    """Return the words of a PDF, in one line."""
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.mark.parametrize(("name", "sheet"), CASES, ids=lambda case: str(case)[:18])
def test_every_paper_is_tagged_and_named(name: str, sheet: Sheet) -> None:
    found = made(name, sheet)
    assert found.accessible
    reader = PdfReader(io.BytesIO(found.content))
    root = reader.root_object
    assert root["/Lang"] == "en"
    assert bool(root["/MarkInfo"]["/Marked"])
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert reader.metadata is not None
    assert reader.metadata.title == sheet.title
    assert reader.metadata.author == sheet.office
    assert b"pdfuaid" in root["/Metadata"].get_data()  # type: ignore[attr-defined]
    said = kinds(root["/StructTreeRoot"])  # type: ignore[arg-type]
    assert {"/Document", "/H1"} <= said, said


def kinds(node: DictionaryObject) -> set[str]:
    """Return the kinds of all elements of a structure tree."""
    found = {str(node["/S"])} if "/S" in node else set()
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        inner = child.get_object()
        if isinstance(inner, DictionaryObject):
            found |= kinds(inner)
    return found


@pytest.mark.parametrize(("name", "sheet"), CASES, ids=lambda case: str(case)[:18])
def test_every_paper_says_what_it_is_given(name: str, sheet: Sheet) -> None:
    said = text(made(name, sheet).content)
    assert sheet.office in said
    assert "Demonstration. Not a paper of any city." in said
    if isinstance(sheet, OfFile):
        assert sheet.number in said
    for each in fields(sheet):
        value = getattr(sheet, each.name)
        if isinstance(value, str) and each.name not in {"city", "language", "digest", "subject"}:
            assert value in said, each.name


def test_values_are_never_markup() -> None:
    (first, *_) = samples("action-letter")
    assert isinstance(first, OfFile)
    odd = "#panic() $x$ *not* _bold_ @ref <label> \\ // and /* no */ comment"
    said = text(made("action-letter", replace(first, subject=odd)).content)
    assert odd in said


def test_the_same_values_make_the_same_bytes() -> None:
    sheet, template = samples("journal")[0], (SHIPPED / "journal.typ").read_text("utf-8")
    elsewhere = AT.replace(microsecond=5).astimezone(ZoneInfo("America/Los_Angeles"))
    assert papers.make(template, values(sheet), at=elsewhere) == made("journal", sheet)


def test_a_name_in_other_letters_is_still_a_paper() -> None:
    (first, *_) = samples("action-letter")
    armenian = made("action-letter", replace(first, title="Ծառեր"))
    assert armenian.content.startswith(b"%PDF-")
    unknown = made("action-letter", replace(first, office="\U0001f9a9 Office"))
    assert unknown.content.startswith(b"%PDF-")
    assert "/StructTreeRoot" in PdfReader(io.BytesIO(unknown.content)).root_object


@pytest.mark.parametrize(
    ("template", "line", "says"),
    [
        ("= A\n#paper.nothing", 2, "nothing"),
        ("= A\n\n#panic(", 3, "unclosed"),
        ('= A\n#import "@preview/cetz:0.1.0"', 2, "brings nothing in from elsewhere"),
        ('#include "other.typ"', 1, "brings nothing in from elsewhere"),
        ('#{\n  import "@pre" + "view/x:1.0.0"\n}', 2, "brings nothing in from elsewhere"),
        ('#eval("1")', 1, "brings nothing in from elsewhere"),
        ('#read("/etc/hostname")', 1, "not found"),
        ('#read("../../../etc/hostname")', 1, "escape"),
        ("#while true {}", 1, "always true"),
    ],
)
def test_a_template_that_cannot_be_used_is_told_by_line(
    template: str, line: int, says: str
) -> None:
    with pytest.raises(BadPaper, match=says) as told:
        papers.make(template, values(samples("veto")[0]), at=AT)
    assert told.value.line == line


def test_every_paper_has_a_template_and_stands_on_the_page() -> None:
    assert {path.stem for path in SHIPPED.glob("*.typ")} == set(PAPERS)
    page = PAGE.read_text()
    shared = {each.name for each in fields(OfFile)}
    for name, kind in PAPERS.items():
        (row,) = re.findall(rf"^\| `{name}` \|.*$", page, re.MULTILINE)
        told = set(re.findall(r"`(\w+)`", row))
        assert {each.name for each in fields(kind)} - shared - told == set(), name


VETO = "council/papers/veto.typ"


@pytest.mark.django_db
def test_a_city_may_have_its_own_template() -> None:
    sheet = samples("veto")[1]
    own = b"= No!\n#paper.number"
    city = applied(folder() | {VETO: own})
    assert text(paper(city, "veto", sheet, at=AT).content).startswith("Demonstration.")
    assert "No!" in text(paper(city, "veto", sheet, at=AT).content)
    assert paper_template(city, "journal") == (SHIPPED / "journal.typ").read_text("utf-8")
    with pytest.raises(KeyError):
        paper_template(city, "bill")
    with pytest.raises(TypeError, match="journal takes Journal, not Return"):
        paper(city, "journal", sheet, at=AT)


def test_a_template_of_the_folder_is_tried() -> None:
    assert read(folder() | {VETO: b"= No\n#paper.number"}).faults == ()
    (fault,) = read(folder() | {VETO: b"= No\n#paper.numbre"}).faults
    assert (fault.file, fault.line) == (VETO, 2)
    assert "numbre" in fault.what
    (fault,) = read(folder() | {"council/papers/vetoed.typ": b"= No"}).faults
    assert fault.remedy == "Did you mean 'veto'?"
    (fault,) = read(folder() | {VETO: b"\xff"}).faults
    assert fault.what == "The file is not UTF-8."
    assert read(example()).faults == ()


def test_least_and_most_are_tried() -> None:
    least = b'= No\n#if paper.reason == "" { paper.nothing }'
    (fault,) = read(folder() | {VETO: least}).faults
    assert fault.line == 2
    assert any(isinstance(sheet, Return) and not sheet.reason for sheet in samples("veto"))
