"""Services are found by the words that people use."""

import pytest

from tests.portal.springfield import ABUSE, IDEA, POTHOLE, SOFA
from townline.portal.finding import find

ALL = (POTHOLE, SOFA, ABUSE, IDEA)


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("pothole", "en", "pothole"),
        ("potholes", "en", "pothole"),
        ("POTH", "en", "pothole"),
        ("there is a hole in my street", "en", "pothole"),
        ("old sofa", "en", "bulky"),
        ("couches", "en", "bulky"),
        ("bache", "es", "pothole"),
        ("recoleccion", "es", "bulky"),
        ("in danger", "en", "abuse"),
    ],
)
def test_everyday_words_find_the_service(text: str, language: str, first: str) -> None:
    assert find(ALL, text, language)[0].code == first


@pytest.mark.parametrize("text", ["", "   ", "?!", "x", "zebra"])
def test_what_means_nothing_finds_nothing(text: str) -> None:
    assert find(ALL, text, "en") == []


def test_a_name_counts_for_more_than_a_description() -> None:
    assert [o.code for o in find(ALL, "idea better", "en")] == ["idea"]
    assert find(ALL, "town hole", "en")[0].code in {"idea", "pothole"}
