"""What is kept of what residents looked for in vain, and of whether an answer helped."""

import re

from townline.topics.rules import words

KEPT_DAYS = 90
"""How long words that found nothing are kept."""
LONGEST = 80
ADDRESS, NUMBER, MAIL = "[address]", "[number]", "[e-mail]"
REASONS = ("another_question", "unclear", "out_of_date", "did_not_work")
"""Why an answer did not help; there is no place for words of one's own."""

_MAIL = re.compile(r"\S*@\S+|\b\w+://\S+|\bwww\.\S+")
_STREET = (
    "st|street|ave|avenue|av|blvd|boulevard|dr|drive|rd|road|ln|lane|way|pl|place|ct|court|ter|terrace"
    "|cir|circle|hwy|highway|pkwy|parkway|sq|square|aly|alley|walk"
)
_HOUSE = re.compile(rf"\b\d+\w*\s+(?:[\w.'’-]+\s+){{0,4}}?(?:{_STREET})\b\.?", re.IGNORECASE)
_CALLE = re.compile(
    r"\b(?:calle|avenida|av|bulevar|camino|paseo)\.?\s+(?:[\w.'’-]+\s+){0,4}?\d+\w*", re.IGNORECASE
)
_DIGITS = re.compile(r"(?:[^\W\d_]*\d[\w]*(?:[\s().+/-]+(?=\d))?)+")


def masked(text: str) -> str:
    """
    Return what was looked for without what may tell who asked; empty where nothing is left of it.

    Addresses of mail and houses, and whatever has a digit in it, give way to a word in brackets.
    """
    said = " ".join(text[: words.LONGEST].split())
    said = _MAIL.sub(" \x01 ", said)
    said = _CALLE.sub(" \x02 ", _HOUSE.sub(" \x02 ", said))
    said = _DIGITS.sub(" \x03 ", said)
    marks = {"\x01": MAIL, "\x02": ADDRESS, "\x03": NUMBER}
    kept = [marks.get(word) or words.plain(word) for word in said.split()]
    told = [word for word in kept if word]
    if all(word in marks.values() for word in told):
        return ""
    return " ".join(told)[:LONGEST].strip()
