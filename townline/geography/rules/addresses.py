"""Reading what people type for a place: an address, a crossing or a name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from townline.geography.rules import streets
from townline.geography.rules.streets import Street, plain

UNITS = frozenset(
    ("APT", "APARTMENT", "UNIT", "STE", "SUITE", "FL", "FLOOR", "RM", "ROOM", "BLDG", "SPC")
)
"""Words after which comes a part of a building, which is no part of the place."""

LONGEST = 200
"""Nobody's address is longer, in characters; what is, is cut before it is read."""

_ZIP = re.compile(r"(\d{5})(?:-\d{4})?")
_NUMBER = re.compile(r"(\d{1,6})([A-Z])?(?:-\d+)?")
_FRACTION = re.compile(r"\d/\d")
_BETWEEN = re.compile(r"\s+(?:AT|AND|Y)\s+|\s*[&@]\s*|\s+/\s+")
_CORNER = re.compile(r"^(?:(?:THE )?(?:CORNER|INTERSECTION) OF |ESQUINA DE )")


@dataclass(frozen=True, kw_only=True)
class AddressRead:
    """A number on a street."""

    number: int
    number_suffix: str = ""
    street: Street
    zipcode: str = ""

    def called(self, key: str) -> "AddressRead":
        """Return the same number on the street of another name."""
        return replace(self, street=replace(self.street, key=key))


@dataclass(frozen=True, kw_only=True)
class CrossingRead:
    """Two streets that meet."""

    one: Street
    other: Street
    zipcode: str = ""

    def called(self, one: str, other: str) -> "CrossingRead":
        """Return the crossing of streets of other names."""
        return replace(self, one=replace(self.one, key=one), other=replace(self.other, key=other))


@dataclass(frozen=True, kw_only=True)
class NameRead:
    """Anything else, e.g. a landmark."""

    key: str


Reading = AddressRead | CrossingRead | NameRead


def read(text: str) -> tuple[Reading, ...]:
    """
    Return the ways in which a text may be meant, the likeliest first; none for an empty one.

    A city's name after the street is left out, with or without a comma before it.
    """
    parts = [p for p in (plain(part) for part in text[:LONGEST].split(",")) if p]
    if not parts:
        return ()
    zipcode = _zipcode(parts)
    found: list[Reading] = []
    for line in dict.fromkeys(
        (_without_zip(parts[0], zipcode), _without_zip(" ".join(parts), zipcode))
    ):
        found += [r for r in _readings(line, zipcode) if r not in found]
    name = NameRead(key=landmark_key(parts[0]))
    return (*found, name) if name.key else tuple(found)


def street_key(name: str) -> str:
    """Return a street's bare name as it is compared."""
    return streets.street_key(name)


def crossing_key(one: str, other: str) -> tuple[str, str]:
    """Return the keys of two streets written out, in an order that does not depend on theirs."""
    first, second = sorted(streets.taken_apart(plain(s).split()).key for s in (one, other))
    return first, second


def landmark_key(name: str) -> str:
    """Return a name as it is compared: plain, and without its article."""
    return re.sub(r"^(THE|EL|LA|LOS|LAS) (?=\S+ \S)", "", plain(name))


def label(
    number: int, number_suffix: str, direction: str, street: str, suffix: str, zipcode: str = ""
) -> str:
    """Return an address as the city writes it: ``200 N SPRING ST, 90012``."""
    line = " ".join(p for p in (str(number), number_suffix, direction, street, suffix) if p)
    return f"{line}, {zipcode}" if zipcode else line


def _zipcode(parts: Sequence[str]) -> str:
    """The last word that looks like a ZIP code, but never the first of all: that is a number."""
    words = " ".join(parts).split()[1:]
    return next((m[1] for w in reversed(words) if (m := _ZIP.fullmatch(w))), "")


def _without_zip(line: str, zipcode: str) -> str:
    words = line.split()
    kept = words[:1] + [w for w in words[1:] if not (zipcode and w.startswith(zipcode))]
    return " ".join(kept)


def _readings(line: str, zipcode: str) -> Iterator[Reading]:
    words = line.split()
    number = _NUMBER.fullmatch(words[0]) if words else None
    if number and len(words) > 1:
        yield from _numbered(int(number[1]), number[2] or "", words[1:], zipcode)
    sides = [s for s in _BETWEEN.split(_CORNER.sub("", line)) if s]
    if len(sides) == 2:
        one, *_ = _streets(sides[0].split())
        for other in _streets(sides[1].split()):
            yield CrossingRead(one=one, other=other, zipcode=zipcode)


def _numbered(number: int, letter: str, words: list[str], zipcode: str) -> Iterator[AddressRead]:
    fraction = words.pop(0) if len(words) > 1 and _FRACTION.fullmatch(words[0]) else ""
    for street in _streets(_without_unit(words)):
        yield AddressRead(
            number=number, number_suffix=letter or fraction, street=street, zipcode=zipcode
        )


def _without_unit(words: list[str]) -> list[str]:
    for position, word in enumerate(words):
        if position and (word.startswith("#") or (position > 1 and word in UNITS)):
            return words[:position]
    return words


def _streets(words: Sequence[str]) -> list[Street]:
    """All words as a street, then only those up to a suffix: a city's name may follow it."""
    ends = [len(words), *(i + 1 for i, w in enumerate(words) if i and streets.suffix(w))]
    return list(dict.fromkeys(streets.taken_apart(words[:end]) for end in ends))
