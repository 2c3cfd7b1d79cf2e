"""Answers are read from the folder, each slip with its file and line."""

from datetime import date

import pytest

from tests.founding.folders import example, read
from townline.founding.rules import difference
from townline.knowledge.rules.answers import Standing

PATH = "answers/lost-dog.md"
GOOD = """+++
question = { en = "What if my dog is lost?" }
owner = "public-works"
reviewed = 2026-01-05
review_by = 2027-01-05
services = ["pothole"]
words = { en = ["missing puppy"] }
asked = 1

[[source]]
for = "The number"
title = "How to reach us"
publisher = "Springdale"
year = 2025
address = "https://example.org/reach"
+++
Call the shelter at [555-0100](tel:555-0100).

## If it is hurt

See [the pothole](service:pothole).
"""
OWNER = "public-works"


def folder(text: str = GOOD, **more: str) -> dict[str, bytes]:
    owner = next(iter(read(example()).organisation.departments))
    service = next(iter(read(example()).offers))
    files = {PATH: text, **{name.replace("__", "."): said for name, said in more.items()}}
    return example() | {
        path: said.replace(OWNER, owner).replace("pothole", service).encode()
        for path, said in files.items()
    }


def faults(text: str, **more: str) -> list[str]:
    return [str(fault) for fault in read(folder(text, **more)).faults]


def test_an_answer_is_read_whole() -> None:
    found = read(folder())
    assert [fault for fault in found.faults if "answers/" in fault.file] == []
    answer = found.answers["lost-dog"]
    assert answer.question == {"en": "What if my dog is lost?"}
    assert answer.bodies["en"].startswith("Call the shelter")
    assert answer.synonyms == {"en": ("missing puppy",)}
    assert answer.sources[0].year == 2025
    assert answer.standing(date(2026, 6, 1)) is Standing.PUBLISHED


@pytest.mark.parametrize(
    ("was", "slip", "line", "says"),
    [
        ('owner = "public-works"', 'owner = "nobody"', 3, "There is no department 'nobody'"),
        ('["pothole"]', '["potholes-x"]', 6, "There is no service"),
        ("reviewed = 2026-01-05\n", "", None, "'reviewed' is missing"),
        ("review_by = 2027-01-05", "review_by = 2026-01-05", 5, "not after the last one"),
        ("year = 2025\n", "", 10, "The source has no year"),
        ("year = 2025", "year = 2025\nundated = true", 14, "It has a year, and is undated"),
        ('address = "https', 'address = "ftp', 15, "is no address"),
        ('for = "The number"\n', "", 10, "'for' is missing"),
        ('question = { en = "What if', 'question = { xx = "What if', 2, "not in 'en'"),
        ('["missing puppy"]', '["…"]', 7, "not what somebody would type"),
        ("asked = 1", "askt = 1", 8, "'askt' is not known here"),
        ("+++\nquestion", "question", 1, "no head"),
        ("Call the", "Call <b>the</b>", 17, "HTML is not allowed: <b>"),
        ("## If it", "<script>\n</script>\n\n## If it", 19, "HTML is not allowed: <script>"),
        ("## If it", "# If it", 19, "the level of the question"),
        ("(tel:555-0100)", "(http://example.org)", 17, "A link cannot lead to"),
        ("(tel:555-0100)", "(/report/)", 17, "A link cannot lead to"),
        ("(service:pothole)", "(service:nothing)", 21, "There is no service 'nothing'"),
        ("(service:pothole)", "(answer:nothing)", 21, "There is no answer 'nothing'"),
        ("See [", "See ![", 21, "Pictures are not allowed"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_line(was: str, slip: str, line: int | None, says: str) -> None:
    assert was in GOOD
    told = faults(GOOD.replace(was, slip, 1))
    place = f"{PATH}:{line}: error" if line else PATH
    assert any(place in one and says in one for one in told), told


def test_an_answer_without_sources_or_words_is_refused() -> None:
    bare = GOOD.split("[[source]]")[0] + "+++\nYes.\n"
    assert any("The answer has no source" in one for one in faults(bare))
    empty = GOOD.split("+++\nCall")[0] + "+++\n\n"
    assert any(f"{PATH}:17: error: The answer says nothing" in one for one in faults(empty))


def test_what_is_hard_or_long_is_warned_of() -> None:
    hard = (
        "Notwithstanding jurisdictional considerations, institutional accountability necessitates"
    )
    told = faults(GOOD.replace("Call the", f"{hard} the"))
    assert any("warning: The answer asks for grade" in one for one in told), told
    told = faults(GOOD + "It is so. " * 60)
    assert any("warning: The answer has" in one for one in told), told


def test_a_translation_needs_its_question_and_the_question_its_translation() -> None:
    city = example()["city.toml"].decode()
    both = {"city__toml": city.replace('["en"]', '["en", "es"]')}
    asked = GOOD.replace('lost?" }', 'lost?", es = "¿Y mi perro?" }')
    spanish = {"answers/lost-dog__es__md": "Llame al refugio.\n"}
    found = read(folder(asked, **both, **spanish))
    assert found.answers["lost-dog"].bodies["es"] == "Llame al refugio.\n"
    assert any("the answer is not" in one for one in faults(asked, **both))
    assert any("the question is not" in one for one in faults(GOOD, **both, **spanish))
    assert any("does not have the language 'es'" in one for one in faults(GOOD, **spanish))
    stray = {"answers/lost-cat__es__md": "Llame.\n"}
    assert any("There is no answer 'lost-cat'" in one for one in faults(GOOD, **both, **stray))


@pytest.mark.parametrize("code", ["Lost_Dog", "search"])
def test_a_code_fits_an_address_of_ours(code: str) -> None:
    files = folder() | {f"answers/{code}.md": folder()[PATH]}
    assert any("cannot be used" in str(fault) for fault in read(files).faults)


@pytest.mark.parametrize(
    ("was", "slip", "line", "says"),
    [
        ("review_by = 2027-01-05", "review_by = 2026-02-05", 5, "review is past due"),
        ("asked = 1", "asked = 1\nexpires = 2026-05-01", 9, "has expired"),
        ("year = 2025", "year = 2020", 10, "older than 3 years"),
        ("year = 2025", "undated = true", 10, "bears no date"),
    ],
)
def test_what_is_not_shown_is_warned_of_at_the_line_that_says_so(
    was: str, slip: str, line: int, says: str
) -> None:
    found = read(folder(GOOD.replace(was, slip, 1)))
    told = [str(fault) for fault in found.withheld(date(2026, 6, 1))]
    assert len(told) == 1
    assert told[0].startswith(f"{PATH}:{line}: warning:") and says in told[0]
    assert "The answer is not published." in told[0]
    assert read(folder()).withheld(date(2026, 6, 1)) == ()


def test_a_change_of_an_answer_is_shown_value_by_value() -> None:
    before, after = (
        read(folder()),
        read(folder(GOOD.replace("Call the shelter", "Ask at the desk"))),
    )
    (change,) = difference.between(before, after)
    assert (change.part, change.code, str(change.how)) == ("answer", "lost-dog", "changed")
    assert list(change.fields) == ["bodies.en"]
