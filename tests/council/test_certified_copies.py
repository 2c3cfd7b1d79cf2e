"""A certified copy is the certificate and the paper itself, or says why the paper comes apart."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from tests.council import chamber
from tests.council.chamber import CLERK, NOW, TODAY
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.queries.papers import SHIPPED
from townline.council.rules.contents import Given
from townline.council.rules.paper_samples import samples
from townline.council.rules.papers import values
from townline.ui import copies, papers
from townline.ui.copies import Apart

AT = datetime(2026, 3, 2, tzinfo=UTC)
A4, SHEET = (595, 842), (1224, 792)


def of_ours(name: str) -> bytes:
    """Return a tagged PDF."""
    template = (SHIPPED / f"{name}.typ").read_text(encoding="utf-8")
    return papers.make(template, values(samples(name)[0]), at=AT).content


CERTIFICATE, JOURNAL = of_ours("certified-copy"), of_ours("journal")


def plain(*sizes: tuple[int, int], secret: str = "") -> bytes:
    """Return a PDF without tags, of pages of these sizes."""
    writer = PdfWriter()
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    for n, (width, height) in enumerate(sizes, 1):
        page = writer.add_blank_page(width, height)
        stream = DecodedStreamObject()
        stream.set_data(b"BT /F1 24 Tf 50 50 Td (Motion page %d) Tj ET" % n)
        page[NameObject("/Contents")] = writer._add_object(stream)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    if secret:
        writer.encrypt(secret)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def check_tags(reader: PdfReader) -> list[str]:
    """Hold every page's content to have its own tags; return the kinds of the uppermost ones."""
    tree: Any = reader.root_object["/StructTreeRoot"]
    flat = tree["/ParentTree"]["/Nums"]
    parents = dict(zip(flat[::2], flat[1::2], strict=True))
    keys = [page["/StructParents"] for page in reader.pages]
    assert len(set(keys)) == len(keys)
    for page in reader.pages:
        content: Any = page.get_contents()
        said = {int(n) for n in re.findall(rb"/MCID (\d+)", content.get_data())}
        elements: Any = parents[page["/StructParents"]].get_object()
        assert said and max(said) < len(elements)
        for number in said:
            element: Any = elements[number].get_object()
            assert element.get("/Pg", page).get_object() == page.get_object()
    assert max(parents) < tree["/ParentTreeNextKey"]
    return [kid.get_object()["/S"] for kid in tree["/K"]]


def size(page: Any) -> tuple[float, float]:
    return (float(page.mediabox.width), float(page.mediabox.height))


def test_the_pages_of_a_tagged_paper_keep_their_tags() -> None:
    reader = PdfReader(io.BytesIO(copies.joined(CERTIFICATE, JOURNAL)))
    assert len(reader.pages) == 2
    assert check_tags(reader) == ["/Document", "/Document"]
    assert "Journal of the Council" in reader.pages[1].extract_text()
    tree: Any = reader.root_object["/StructTreeRoot"]
    assert {kid.get_object().raw_get("/P").idnum for kid in tree["/K"]} == {
        tree.indirect_reference.idnum
    }


def test_a_joined_paper_has_the_certificates_title_and_does_not_claim_the_standard() -> None:
    reader = PdfReader(io.BytesIO(copies.joined(CERTIFICATE, plain(A4))))
    root: Any = reader.root_object
    assert reader.metadata is not None
    assert reader.metadata.title == samples("certified-copy")[0].title
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("en", True)
    assert b"<pdfuaid:part>" not in root["/Metadata"].get_data()
    assert b"A paper of Springdale" in root["/Metadata"].get_data()


@hypothesis(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from([A4, SHEET, (200, 300)]), min_size=1, max_size=4))
def test_pages_keep_their_size_and_each_has_a_tag(sizes: list[tuple[int, int]]) -> None:
    reader = PdfReader(io.BytesIO(copies.joined(CERTIFICATE, plain(*sizes))))
    assert [size(page) for page in reader.pages[1:]] == sizes
    assert check_tags(reader) == ["/Document", *["/P"] * len(sizes)]
    for n, page in enumerate(reader.pages[1:], 1):
        assert page.extract_text() == f"Motion page {n}"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (plain(A4, secret="x"), "it is encrypted"),
        (b"%PDF-1.7\n%%EOF", "it cannot be opened"),
        (b"%PDF-1.7\nnonsense " * 40 + b"%%EOF", "it cannot be opened"),
        (plain(), "it has no pages"),
    ],
    ids=["encrypted", "empty", "nonsense", "without pages"],
)
def test_what_cannot_be_joined_is_said(content: bytes, why: str) -> None:
    with pytest.raises(Apart, match=why):
        copies.joined(CERTIFICATE, content)


@pytest.fixture
def city(db: None, settings: Any, tmp_path: Path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return chamber.found(people=True)


def filed(city: City, name: str, content: bytes) -> tuple[str, int, str]:
    """File a paper for an activity; return the file, the activity, and the name of its copy."""
    number = chamber.introduced(city)
    given_paper = Given(title="Motion", name=name, kind="motion", content=content)
    key = actions.file_document(city=city, identifier=number, paper=given_paper, by=CLERK, at=NOW)
    seq = queries.document(city, key, behind=True).seq
    line = actions.act(
        city=city, identifier=number, day=TODAY, documents=[seq], by=CLERK, at=NOW,
        activity=chamber.said(city, "Council adopted item forthwith."),
    )  # fmt: skip
    return number, line, f"certified-copy:{seq}"


def copy(city: City, name: str, content: bytes) -> PdfReader:
    number, line, paper = filed(city, name, content)
    sheet = queries.sheets(city, number, line, on=TODAY, by="Demo clerk", behind=True)[paper]
    return PdfReader(io.BytesIO(queries.paper(city, paper, sheet, at=NOW).content))


def text(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_a_copy_of_a_pdf_says_how_many_pages_follow_and_has_them(city: City) -> None:
    reader = copy(city, "motion.pdf", plain(A4, SHEET))
    assert [size(page) for page in reader.pages] == [(612, 792), A4, SHEET]
    said = text(reader)
    assert "the 2 pages after this sheet are a full and true copy" in said
    assert "Motion page 2" in said


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("motion.txt", b"A motion.", "it is kept in another form than PDF"),
        ("motion.pdf", plain(A4, secret="x"), "it is encrypted"),
    ],
    ids=["text", "encrypted"],
)
def test_a_copy_of_anything_else_says_that_it_comes_apart(
    city: City, name: str, content: bytes, why: str
) -> None:
    reader = copy(city, name, content)
    assert len(reader.pages) == 1
    assert f"It is attached separately, because {why}." in text(reader)
    assert b"<pdfuaid:part>" in reader.root_object["/Metadata"].get_data()  # type: ignore[attr-defined]


def test_nothing_is_certified_that_is_not_what_was_filed(city: City) -> None:
    number, line, paper = filed(city, "motion.pdf", plain(A4))
    sheet: Any = queries.sheets(city, number, line, on=TODAY, by="x", behind=True)[paper]
    queries.place_of(sheet.digest).chmod(0o644)
    queries.place_of(sheet.digest).write_bytes(plain(SHEET))
    with pytest.raises(queries.NoSuchPaper, match="not the paper that was filed"):
        queries.paper(city, paper, sheet, at=NOW)
    clerk = fairview.signed_in("clerk")
    path = f"/council/desk/files/{number}/entries/{line}/papers/"
    answer = clerk.get(f"{path}{paper}/", follow=True)
    assert answer.redirect_chain == [(path, 302)]
    assert "cannot be certified" in answer.content.decode()
    queries.place_of(sheet.digest).unlink()
    with pytest.raises(queries.NoSuchPaper):
        queries.paper(city, paper, sheet, at=NOW)
