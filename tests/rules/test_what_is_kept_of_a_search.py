"""What is kept of words that found nothing says nothing of who typed them."""

import pytest

from townline.knowledge.rules.asking import masked
from townline.topics.rules.words import LONGEST


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Hoverboard permit", "hoverboard permit"),
        ("noise at 1234 N Main St tonight", "noise at [address] tonight"),
        ("party 12 Old Mill Road", "party [address]"),
        ("ruido en calle Ocho 455", "ruido en [address]"),
        ("call me 213 555-0100", "call me [number]"),
        ("call (213) 555-0100 please", "call [number] please"),
        ("ticket 4A55012", "ticket [number]"),
        ("plate 7ABC123 parked", "plate [number] parked"),
        ("write demo@example.org about it", "write [e-mail] about it"),
        ("see https://example.org/x?me=1 please", "see [e-mail] please"),
        ("Fête, ¿dónde?", "fete donde"),
        ("213 555 0100", ""),
        ("demo@example.org", ""),
        ("  ", ""),
    ],
)  # fmt: skip
def test_addresses_numbers_and_mail_give_way_to_a_word(typed: str, kept: str) -> None:
    assert masked(typed) == kept


def test_no_digit_is_ever_kept_and_no_long_text() -> None:
    for text in ("a1b2c3", "no 5 here", "x" * 500 + " 7", "١٢٣ rue", "1" * 300, "apt 4b, 5th st"):
        kept = masked(text)
        assert not any(sign.isdigit() for sign in kept), text
        assert len(kept) <= LONGEST
