"""What residents call the services is read from the folder, each slip with its line."""

import pytest

from tests.founding.folders import example, read
from townline.founding.rules.difference import between

WORDS = b'pothole = ["hole in the road", "crater"]\n'
SEARCHES = b'[en]\n"pot hole" = "pothole"\n"dark" = ["streetlight", "pothole"]\n'


def faults(**files: bytes) -> list[str]:
    named = {"words": "words/en.toml", "spanish": "words/es.toml", "searches": "searches.toml"}
    found = read(example() | {named[name]: content for name, content in files.items()})
    return [str(fault) for fault in found.faults]


def test_synonyms_and_searches_are_read() -> None:
    found = read(example() | {"words/en.toml": WORDS, "searches.toml": SEARCHES})
    assert found.faults == ()
    assert found.offers["pothole"].synonyms == {"en": ("hole in the road", "crater")}
    assert found.offers["streetlight"].synonyms == {}
    assert [(s.language, s.text, s.services) for s in found.searches] == [
        ("en", "pot hole", ("pothole",)), ("en", "dark", ("streetlight", "pothole")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'potholes = ["crater"]', "Did you mean 'pothole'?"),
        (b'pothole = "crater"', "not a list"),
        (b'pothole = ["crater", "crater"]', "twice"),
        (b'pothole = ["..."]', "holds no word"),
        (b'pothole = ["%s"]' % (b"x" * 81), "81 characters"),
        (b"pothole = [1]", "Every element is a text"),
    ],
)
def test_a_slip_in_the_words_is_told_with_its_line(content: bytes, says: str) -> None:
    [fault] = faults(words=b"\n" + content)
    assert "words/en.toml:2" in fault
    assert says in fault


def test_words_of_a_language_that_the_city_lacks_are_told() -> None:
    assert "'es', which the city does not have" in faults(spanish=WORDS)[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'[en]\n"x" = "potholes"', "Did you mean 'pothole'?"),
        (b'[fr]\n"x" = "pothole"', "no language 'fr'"),
        (b'[en]\n"x" = 3', "not a text"),
    ],
)
def test_a_slip_in_the_searches_is_told(content: bytes, says: str) -> None:
    assert says in faults(searches=content)[0]


def test_what_an_edition_would_call_it_is_shown_as_a_change_of_the_service() -> None:
    before, after = read(example()), read(example() | {"words/en.toml": WORDS})
    [change] = between(before, after)
    assert (change.part, change.code) == ("service", "pothole")
    assert list(change.fields) == ["synonyms.en"]
