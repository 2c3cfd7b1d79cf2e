"""The words of papers are read after they were filed, so that their files are found by them."""

import io
import zipfile
from typing import Any

import pytest

from tests.council import chamber
from tests.council.chamber import CLERK, NOW
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.actions.reading import read_papers, words_of
from townline.council.models import DocumentText
from townline.council.rules.contents import PDF, WORD, Given
from townline.council.rules.searching import Wanted
from townline.ui import papers

pytestmark = pytest.mark.django_db


def pdf(words: str) -> bytes:
    values = {"title": "Paper", "office": "Clerk", "city": "Fairview", "language": "en"}
    return papers.make(f"= Report\n{words}", values, at=NOW).content


def word(words: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>",
        )
    return made.getvalue()


def filed(city: City, number: str, name: str, content: bytes) -> int:
    paper = Given(kind="report", title="Report", name=name, content=content)
    return actions.file_document(city=city, identifier=number, paper=paper, by=CLERK, at=NOW)


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.pdf", pdf), ("a.docx", word), ("a.txt", str.encode)],
)
def test_a_file_is_found_by_the_words_of_its_papers(name: str, make: Any) -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    filed(city, number, name, make("jacaranda blossoms"))
    assert read_papers(by=CLERK, at=NOW) == 1
    assert read_papers(by=CLERK, at=NOW) == 0
    assert "jacaranda" in DocumentText.objects.get().text
    found = queries.search(city, Wanted(words="jacaranda"))
    assert [each.identifier for each in found.files] == [number]


def test_what_cannot_be_read_has_no_words_and_is_not_tried_again() -> None:
    city = chamber.found()
    number = chamber.introduced(city)
    filed(city, number, "a.pdf", b"%PDF-1.7\nbroken\n%%EOF\n")
    key = filed(city, number, "b.txt", b"words")
    queries.place_of(queries.document(city, key).digest).unlink()
    assert read_papers(by=CLERK, at=NOW) == 2
    assert read_papers(by=CLERK, at=NOW) == 0
    assert set(DocumentText.objects.values_list("text", flat=True)) == {""}


def test_no_content_makes_reading_fail() -> None:
    assert words_of(b"PK\x03\x04rubbish", WORD) == ""
    assert words_of(b"%PDF-", PDF) == ""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"<a>" + b" " * (51 * 1024 * 1024) + b"</a>")
    assert words_of(bomb.getvalue(), WORD) == ""
