"""How long a text message is: networks cut it into segments, and each of them is paid for."""

import unicodedata
from dataclasses import dataclass

MOST = 2
"""Segments of any message of ours."""
PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The letters of GSM 03.38 that take seven bits each."""
DOUBLE = frozenset("\f^{}\\[~]|€")
"""Those that take two of them."""
SIMPLER = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ",
     "\u202f": " ", "\t": " ", "‑": "-"}
)  # fmt: skip
"""Typography that would make a whole message twice as long, and what stands for it."""


@dataclass(frozen=True)
class Size:
    """How a message is sent."""

    encoding: str
    """``GSM-7`` or ``UCS-2``: one letter beyond the first makes the whole message the second."""
    segments: int


def simple(text: str) -> str:
    """Return a text with plain quotes, dashes and blanks, where that is all that it takes."""
    return text.translate(SIMPLER)


def size(text: str) -> Size:
    """Return how many segments a message takes."""
    if all(letter in PLAIN or letter in DOUBLE for letter in text):
        widths = [2 if letter in DOUBLE else 1 for letter in text]
        return Size("GSM-7", _packed(widths, whole=160, part=153))
    widths = [2 if ord(letter) > 0xFFFF else 1 for letter in text]
    return Size("UCS-2", _packed(widths, whole=70, part=67))


def _packed(widths: list[int], *, whole: int, part: int) -> int:
    """Return how many segments letters of these widths fill; none is cut in two."""
    if sum(widths) <= whole:
        return 1
    segments, left = 1, part
    for width in widths:
        if width > left:
            segments, left = segments + 1, part
        left -= width
    return segments


def fit(words: str, link: str = "", *, most: int = MOST) -> str:
    """
    Return words and link as one message that takes ``most`` segments at most.

    The link is kept whole. Words that are too long first lose their accents, where that makes the
    message shorter, and are then cut between two words; never is a link cut to fit.
    """
    link = simple(link)
    words = " ".join(simple(words).split())
    for said in (words, _without_accents(words)):
        if size(_joined(said, link)).segments <= most:
            return _joined(said, link)
    bare = _without_accents(words)
    said = bare if size(_joined(bare, link)).encoding == "GSM-7" else words
    pieces = said.split(" ") if " " in said else list(said)
    glue = " " if " " in said else ""
    while pieces:
        pieces.pop()
        shorter = _joined(glue.join(pieces).rstrip(" ,;:-") + "...", link)
        if size(shorter).segments <= most:
            return shorter
    return link


def _joined(words: str, link: str) -> str:
    return f"{words} {link}".strip()


def _without_accents(text: str) -> str:
    """Return Latin letters without their accents, where the short alphabet has none like them."""
    return "".join(
        letter
        if letter in PLAIN
        else "".join(c for c in unicodedata.normalize("NFD", letter) if not _is_latin_accent(c))
        for letter in text
    )


def _is_latin_accent(letter: str) -> bool:
    return "\u0300" <= letter <= "\u036f"
