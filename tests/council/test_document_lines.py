"""Lines of papers come back to the letter, and say who, what, when and about what."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from townline.council.rules import document_lines
from townline.council.rules.document_lines import DocumentLine, Form


def test_a_report_says_whose_it_is() -> None:
    text = (
        "Information Technology Agency report EXE-035-22, dated February 23, 2022, relative to the"
        " status of hiring a consultant to evaluate the City's 311 System."
    )
    line = document_lines.read(text)
    assert line == DocumentLine(
        form=Form.REPORT,
        kind="report",
        by="Information Technology Agency",
        reference="EXE-035-22",
        day=date(2022, 2, 23),
        subject="the status of hiring a consultant to evaluate the City's 311 System",
    )
    assert document_lines.write(line) == text


def test_a_motion_names_its_movers() -> None:
    text = "Motion (Price - Lee - Hutt, et al.) relative to the Mr. and Mrs. Park (North), et al."
    line = document_lines.read(text)
    assert (line.form, line.kind, line.movers) == (Form.MOTION, "Motion", ("Price", "Lee", "Hutt"))
    assert line.others
    assert line.subject == "the Mr. and Mrs. Park (North), et al"
    assert document_lines.write(line) == text


def test_what_someone_submitted_has_a_day() -> None:
    text = "Hardship Exemption Application, submitted on August 24, 2023, relative to Quay Avenue."
    line = document_lines.read(text)
    assert (line.form, line.kind, line.day) == (
        Form.SUBMISSION,
        "Hardship Exemption Application",
        date(2023, 8, 24),
    )
    assert document_lines.write(line) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A letter.",
        "Controller report, dated February 30, 2022, relative to a day that is none.",
        "Controller report, dated March 11, 2021, relative to no full stop",
        "Motion () relative to nobody.",
    ],
)
def test_another_line_is_kept_as_it_is(text: str) -> None:
    line = document_lines.read(text)
    assert line == DocumentLine(form=Form.OTHER, text=text)
    assert document_lines.write(line) == text


@given(st.text())
def test_no_line_is_bent(text: str) -> None:
    assert document_lines.write(document_lines.read(text)) == text


WORD = st.from_regex(r"[A-Za-z][a-z'&/]{0,8}", fullmatch=True)
WORDS = st.lists(WORD, min_size=1, max_size=5).map(" ".join)
LINES = st.builds(
    DocumentLine,
    form=st.just(Form.REPORT),
    kind=st.sampled_from(document_lines.KINDS),
    by=WORDS,
    reference=st.just("") | st.from_regex(r"[A-Z]{1,3}[0-9]{2}-[0-9]{1,4}", fullmatch=True),
    day=st.dates(date(1950, 1, 1), date(2199, 12, 31)),
    subject=WORDS,
) | st.builds(
    DocumentLine,
    form=st.just(Form.MOTION),
    kind=st.sampled_from(document_lines.MOVED),
    movers=st.lists(WORD, min_size=1, max_size=4).map(tuple),
    others=st.booleans(),
    subject=WORDS,
)


@given(LINES)
def test_every_line_that_is_written_is_read_back(line: DocumentLine) -> None:
    assume(not set(line.by.split()) & set(document_lines.KINDS))
    assert document_lines.read(document_lines.write(line)) == line
    assert document_lines.of_plain(document_lines.as_plain(line)) == line


@pytest.mark.parametrize(
    ("plain", "says"),
    [
        ([], "an object with form"),
        ({"form": "letter"}, "not a valid Form"),
        ({"form": "report", "kind": "report", "by": "A", "subject": "b"}, "has a day"),
        ({"form": "report", "by": 3}, "are texts"),
        ({"form": "motion", "kind": "Motion", "movers": "Lee", "subject": "b"}, "a list of texts"),
        ({"form": "motion", "kind": "Motion", "movers": ["A - B"], "subject": "b"}, "read like"),
        ({"form": "other", "text": "A letter.", "x": 1}, "an object with form"),
        ({"form": "report", "day": "2022-02-30"}, "day"),
        ({"form": "other", "text": "A", "others": "yes"}, "says more than"),
    ],
)
def test_json_that_is_no_line_is_refused(plain: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        document_lines.of_plain(plain)
