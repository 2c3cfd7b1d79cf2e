"""Text messages: how they are counted, and that ours never take more than they may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.channels.rules import segments
from townline.channels.rules.segments import Size, fit, size

LINK = "https://311.example.org/c/millbrook/hy/requests/26-100001-3/abcdefghijklmnopqrstuv/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Size("GSM-7", 1)),
        ("a" * 160, Size("GSM-7", 1)),
        ("a" * 161, Size("GSM-7", 2)),
        ("a" * 306, Size("GSM-7", 2)),
        ("a" * 307, Size("GSM-7", 3)),
        ("€" * 80, Size("GSM-7", 1)),
        ("a" * 152 + "€" + "a" * 151, Size("GSM-7", 2)),
        ("a" * 152 + "€" + "a" * 152, Size("GSM-7", 3)),  # no letter is cut in two
        ("ñ" * 160, Size("GSM-7", 1)),
        ("á" * 70, Size("UCS-2", 1)),
        ("한" * 71, Size("UCS-2", 2)),
        ("한" * 135, Size("UCS-2", 3)),
        ("🙂" * 35, Size("UCS-2", 1)),
        ("🙂" * 36, Size("UCS-2", 2)),
    ],
)
def test_segments_are_counted_as_networks_cut_them(text: str, expected: Size) -> None:
    assert size(text) == expected


@given(st.text(max_size=600))
def test_whatever_is_said_fits_and_keeps_its_link(words: str) -> None:
    message = fit(words, LINK)
    assert size(message).segments <= segments.MOST
    assert message.endswith(LINK)
    assert "\n" not in message


@given(st.text(alphabet="abcdefgh ", max_size=200))
def test_what_fits_is_not_cut(words: str) -> None:
    assert fit(words, LINK) == " ".join([*words.split(), LINK])


def test_quotes_and_dashes_do_not_double_the_price() -> None:
    message = fit("It’s done – “all” of it…")
    assert message == 'It\'s done - "all" of it...'
    assert size(message) == Size("GSM-7", 1)


def test_accents_go_before_words_do() -> None:
    words = "Su solicitud está cerrada: el farol ya está reparado y la calle está limpia"
    assert fit(words) == words
    assert fit(words, LINK).startswith("Su solicitud esta cerrada: el farol ya esta reparado y la")
    assert "..." not in fit(words, LINK)


def test_korean_is_cut_between_words_and_never_through_the_link() -> None:
    message = fit("요청이 종료되었습니다 " * 20, LINK)
    assert "... https://" in message
    assert message.endswith(LINK)
