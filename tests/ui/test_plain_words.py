"""What residents read in English can be read at school grade 8: our pages and a city's folder."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from tests.ground.databases import ROOT
from tests.ui.reading import WORD, grade, syllables
from tools import messages

HARDEST = 8.0
LEAST_WORDS = 12
"""Of fewer words a grade tells little: one long name makes it hard."""
FOR_STAFF = ("townline/desk/", "townline/staff/")
GAP = re.compile(r"%\(\w+\)[sdg]|\{\w*\}")
MARKUP = re.compile(r"<[^>]+>")
NAMES = re.compile(r"Web Content Accessibility Guidelines")
"""Names that cannot be said otherwise."""
FOLDER = ROOT / "cities" / "los-angeles"


@cache
def of_pages() -> tuple[str, ...]:
    """Return the sentences of pages and letters, each gap filled with a short word."""
    return tuple(
        NAMES.sub("the rules", MARKUP.sub("", GAP.sub("it", text)))
        for message in messages.gathered()
        if message.id and not all(place.startswith(FOR_STAFF) for place, _ in message.locations)
        for text in ((message.id,) if isinstance(message.id, str) else message.id)
    )


@cache
def of_folder() -> tuple[str, ...]:
    """Return the English texts of the folder: names, descriptions, questions, outcomes."""
    files = sorted(FOLDER.rglob("*.toml"))
    return tuple(text for path in files for text in english(tomllib.loads(path.read_text())))


def english(said: Any) -> Iterator[str]:
    if isinstance(said, dict):
        if isinstance(said.get("en"), str):
            yield said["en"]
        for part in said.values():
            yield from english(part)
    elif isinstance(said, list):
        for part in said:
            yield from english(part)


@pytest.mark.parametrize("texts", [of_pages, of_folder], ids=["pages", "folder"])
def test_no_text_is_harder_than_grade_8(texts: Any) -> None:
    hard = [
        f"{grade(text):.1f}: {text}"
        for text in texts()
        if len(WORD.findall(text)) >= LEAST_WORDS and grade(text) > HARDEST
    ]
    assert not hard, "use shorter words and sentences:\n" + "\n".join(hard)


@pytest.mark.parametrize("texts", [of_pages, of_folder], ids=["pages", "folder"])
def test_all_texts_together_are_easier_than_grade_6(texts: Any) -> None:
    assert len(texts()) > 100
    assert grade("\n\n".join(texts())) <= 6


def test_an_easy_text_has_a_low_grade_and_a_hard_one_a_high_grade() -> None:
    assert grade("The cat sat on the mat.") < 1
    hard = "Municipal infrastructure deterioration necessitates considerable administrative effort."
    assert grade(hard) > 20


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("street", 1), ("made", 1), ("closed", 1), ("table", 2), ("wanted", 2),
     ("pothole", 3), ("sidewalk", 3), ("city", 2), ("department", 3)],
)  # fmt: skip
def test_syllables_are_counted_as_people_would_or_one_too_many(word: str, count: int) -> None:
    assert syllables(word) == count
