"""Request numbers: the year, a serial and a check digit, easy to say on the phone: 26-104233-7."""

import re
from dataclasses import dataclass

# The Damm scheme (H. Michael Damm, 2004): a quasigroup whose check digit finds every single wrong
# digit and every swap of neighbours.
_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_OURS = re.compile(r"(\d{2})-(\d{6,9})-(\d)|(\d{2})(\d{6,7})(\d)")
"""Longer rows of digits without dashes, such as twelve, are the numbers of other systems."""
_ANY = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{2,39}")


class Mistyped(ValueError):
    """A number that cannot be right: its check digit does not fit."""


def check_digit(digits: str) -> int:
    """Return the digit that makes ``digits`` prove."""
    state = 0
    for digit in digits:
        state = _TABLE[state][int(digit)]
    return state


@dataclass(frozen=True, order=True)
class RequestNumber:
    """A number that Townline gives out."""

    year: int
    serial: int

    def __str__(self) -> str:
        body = f"{self.year % 100:02d}{self.serial:06d}"
        return f"{body[:2]}-{body[2:]}-{check_digit(body)}"


def read(text: str) -> str:
    """
    Return a number as it is stored, however a person wrote it.

    Numbers of other systems, which came by import, are returned as written, without spaces.

    :raises Mistyped: if it looks like one of ours and its check digit does not fit
    :raises ValueError: if it cannot be a number at all
    """
    plain = "".join(text.split()).replace("–", "-").replace("‑", "-").lstrip("#")
    found = _OURS.fullmatch(plain)
    if found:
        year, serial, digit = (part for part in found.groups() if part is not None)
        if check_digit(year + serial) != int(digit):
            raise Mistyped(plain)
        return f"{year}-{serial}-{digit}"
    if not _ANY.fullmatch(plain):
        raise ValueError(f"not a request number: {text[:60]!r}")
    return plain
