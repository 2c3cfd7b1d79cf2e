"""Words that mean something by themselves in a text message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.channels.rules.keywords import WORDS, chosen, meant, numbers_in


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("STOP", "stop"), (" Stop. ", "stop"), ("ＳＴＯＰ", "stop"), ("Parar", "stop"),
        ("수신거부", "stop"), ("ՍՏՈՊ", "stop"), ("退订", "stop"), ("START", "start"),
        ("시작", "start"), ("ayuda!", "help"), ("帮助。", "help"),
        ("Please stop the noise", ""), ("start of Elm Street", ""), ("", ""),
    ],
)  # fmt: skip
def test_only_a_word_alone_is_obeyed(text: str, word: str) -> None:
    assert meant(text) == word


def test_no_word_means_two_things() -> None:
    every = [word for said in WORDS.values() for words in said.values() for word in words]
    assert len(every) == len(set(every))
    assert all(word == word.casefold() for word in every)


@given(st.text(max_size=20), st.integers(0, 9))
def test_a_choice_is_a_line_of_the_menu(text: str, count: int) -> None:
    assert chosen(text, count) in (None, *range(count + 1))


def test_choices_are_read_however_they_are_typed() -> None:
    assert [chosen(t, 3) for t in ("2", " 2. ", "２", "2)", "0", "4", "two", "2 please")] == [
        2, 2, 2, 2, 0, None, None, None,
    ]  # fmt: skip


def test_numbers_are_found_within_a_text() -> None:
    assert numbers_in("about 26-104233-7, and (26-100001-3).") == ["26-104233-7", "26-100001-3"]
    assert numbers_in("126-104233-71") == []
