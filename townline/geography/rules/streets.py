"""How American streets are written: suffixes, directions, and one spelling to compare."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

SUFFIXES = {
    "AVE": ("AVENUE", "AV", "AVEN", "AVENU", "AVNUE", "AVENIDA"),
    "BLVD": ("BOULEVARD", "BL", "BLV", "BOUL", "BOULV", "BVD"),
    "CIR": ("CIRCLE", "CL", "CRCL", "CIRC"),
    "CT": ("COURT", "CRT"),
    "DR": ("DRIVE", "DRV", "DRIV"),
    "EXPY": ("EXPRESSWAY", "EXPWY"),
    "FWY": ("FREEWAY", "FRWY", "FREEWY"),
    "GRN": ("GREEN",),
    "HWY": ("HIGHWAY", "HIWAY", "HIWY", "HWAY"),
    "LN": ("LANE",),
    "LOOP": ("LOOPS",),
    "MALL": (),
    "PKWY": ("PARKWAY", "PKY", "PKWAY", "PARKWY"),
    "PL": ("PLACE", "PLC"),
    "PLZ": ("PLAZA", "PLZA"),
    "RD": ("ROAD",),
    "ROW": (),
    "RDWY": ("ROADWAY",),
    "SQ": ("SQUARE", "SQR"),
    "ST": ("STREET", "STR", "STRT"),
    "TER": ("TERRACE", "TERR"),
    "TRL": ("TRAIL", "TR"),
    "WALK": ("WLK",),
    "WAY": ("WY",),
}
"""The Postal Service's abbreviation, and what else people and cities write for it."""

DIRECTIONS = {
    "N": ("NORTH", "NO"),
    "S": ("SOUTH", "SO"),
    "E": ("EAST",),
    "W": ("WEST",),
    "NE": ("NORTHEAST",),
    "NW": ("NORTHWEST",),
    "SE": ("SOUTHEAST",),
    "SW": ("SOUTHWEST",),
}

_ORDINALS = {
    "FIRST": "1ST", "SECOND": "2ND", "THIRD": "3RD", "FOURTH": "4TH", "FIFTH": "5TH",
    "SIXTH": "6TH", "SEVENTH": "7TH", "EIGHTH": "8TH", "NINTH": "9TH", "TENTH": "10TH",
    "ELEVENTH": "11TH", "TWELFTH": "12TH",
}  # fmt: skip
_OPENINGS = {
    "SAINT": "ST",
    "SAINTE": "ST",
    "MOUNT": "MT",
    "FORT": "FT",
    "AVE": "AVENUE",
    "AV": "AVENUE",
}
_KEPT = "/#&@-"
_PLAIN = {
    code: None if chr(code) in ".'`" else c if c.isalnum() or c in _KEPT else " "
    for code, c in ((code, chr(code).upper()) for code in range(128))
}
"""What each character becomes; all others are gone before."""
_SUFFIX_OF = {w: short for short, others in SUFFIXES.items() for w in (short, *others)}
_DIRECTION_OF = {w: short for short, others in DIRECTIONS.items() for w in (short, *others)}


@dataclass(frozen=True, kw_only=True)
class Street:
    """A street taken apart."""

    direction: str = ""
    key: str
    """The name as it is compared: ``street_key``."""
    suffix: str = ""

    def agrees(self, direction: str, suffix: str) -> float:
        """
        Return how well another direction and suffix fit these, from 0 to 1.

        What one side leaves out hardly counts; what both say differently does.
        """
        return _fits(self.direction, direction, unsaid=0.97, wrong=0.6) * _fits(
            self.suffix, suffix, unsaid=0.97, wrong=0.6
        )


def _fits(one: str, other: str, *, unsaid: float, wrong: float) -> float:
    if one == other:
        return 1.0
    return wrong if one and other else unsaid


def plain(text: str) -> str:
    """Return a text in capitals without accents, dots or quotes; other marks become spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(text.translate(_PLAIN).split())


def suffix(word: str) -> str:
    """Return the short form of a suffix in whatever spelling, or nothing for any other word."""
    if word in SUFFIXES:
        return word
    return _SUFFIX_OF.get(plain(word), "")


def direction(word: str) -> str:
    """Return the short form of a direction in whatever spelling, or nothing for any other word."""
    if word in DIRECTIONS:
        return word
    return _DIRECTION_OF.get(plain(word), "")


def street_key(name: str) -> str:
    """Return a street's bare name as it is compared: ``First`` and ``1st`` give the same."""
    words = plain(name).replace("-", " ").split()
    if len(words) > 1:
        words[0] = _OPENINGS.get(words[0], words[0])
    return " ".join(_ordinal(_ORDINALS.get(word, word)) for word in words)


def _ordinal(word: str) -> str:
    """Correct an ending, ``3TH`` to ``3RD``; leave other words."""
    found = re.fullmatch(r"0*(\d+)(ST|ND|RD|TH)", word)
    if not found:
        return word
    number = int(found[1])
    ending = "TH" if number % 100 in (11, 12, 13) else {1: "ST", 2: "ND", 3: "RD"}.get(number % 10)
    return f"{number}{ending or 'TH'}"


def taken_apart(words: Sequence[str]) -> Street:
    """
    Return the street that these words name, in the order direction, name, suffix.

    A word is a direction or a suffix only where a name remains beside it: ``NORTH ST`` is a
    street called North, and ``AVENUE 54`` has no suffix.
    """
    rest = list(words)
    if len(rest) > 2 and re.fullmatch("[NSEW]/R", rest[-1]):
        rest.pop()  # the northern roadway of a divided street
    elif len(rest) > 3 and suffix(rest[-1]) == "RDWY" and direction(rest[-2]) and suffix(rest[-3]):
        del rest[-2:]
    lead = ""
    if len(rest) > 1 and direction(rest[0]) and not (len(rest) == 2 and suffix(rest[1])):
        lead = direction(rest.pop(0))
    if len(rest) > 2 and direction(rest[-1]) and suffix(rest[-2]):
        last = direction(rest.pop())
        lead = lead or last
    short = ""
    if len(rest) > 1 and suffix(rest[-1]):
        short = suffix(rest.pop())
    return Street(direction=lead, key=street_key(" ".join(rest)), suffix=short)
