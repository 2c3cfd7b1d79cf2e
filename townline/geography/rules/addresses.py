"""Reading what people type for a place: an address, a crossing or a name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from townline.geography.rules import streets
from townline.geography.rules.streets import Street, plain

UNITS = frozenset(
    ("APT", "APARTMENT", "APTO", "UNIT", "STE", "SUITE", "FL", "FLOOR", "RM", "ROOM", "BLDG", "SPC",
     "SPACE", "LOT", "TRLR", "PH", "PISO", "NUM")
)  # fmt: skip
"""Words after which comes a part of a building, which is no part of the place."""

LONGEST = 200
"""Nobody's address is longer, in characters; what is, is cut before it is read."""

_ZIP = re.compile(r"(\d{5})(?:-\d{4})?")
_NUMBER = re.compile(r"#?(\d{1,6})([A-Z])?(?:-\d+)?")
_FRACTION = re.compile(r"\d/\d")
_BETWEEN = re.compile(
    r"\s+(?:AT|AND|Y|CON|X|CORNER|CORNER OF)\s+|\s*[&@]\s*|\s+/\s+|(?<=[A-Z])/(?=[A-Z0-9])"
)
_CORNER = re.compile(
    r"^(?:AT )?(?:(?:THE )?(?:[NS]?[EW]? |(?:NORTH|SOUTH)?(?:EAST|WEST)? )?"
    r"(?:CORNER|INTERSECTION|CROSSING) OF |(?:LA )?(?:ESQUINA|ESQ|INTERSECCION) (?:DE )?)"
)
_WRITTEN = (
    (re.compile("½"), " 1/2"),
    (re.compile("¼"), " 1/4"),
    (re.compile("¾"), " 3/4"),
    (re.compile(r"(?<=\d)-(?=\d/\d\b)"), " "),
    (re.compile(r",(?=\s*[JS]R\b)", re.IGNORECASE), " "),
    (re.compile(r"\+"), " & "),
)
"""What is put otherwise before a text is read: fractions, and a comma that is part of a name."""
_PLAINLY_WRITTEN = re.compile(r"[A-Za-z0-9 ]+(?:, \d{5})?")


@dataclass(frozen=True, kw_only=True)
class AddressRead:
    """A number on a street."""

    number: int
    number_suffix: str = ""
    street: Street
    zipcode: str = ""
    beside: tuple[str, ...] = field(default=(), compare=False)
    """What was said besides, such as the name of a town."""

    def called(self, key: str) -> "AddressRead":
        """Return the same number on the street of another name."""
        return replace(self, street=replace(self.street, key=key))


@dataclass(frozen=True, kw_only=True)
class CrossingRead:
    """Two streets that meet."""

    one: Street
    other: Street
    zipcode: str = ""
    beside: tuple[str, ...] = field(default=(), compare=False)
    """What was said besides, such as the name of a town."""

    def called(self, one: str, other: str) -> "CrossingRead":
        """Return the crossing of streets of other names."""
        return replace(self, one=replace(self.one, key=one), other=replace(self.other, key=other))


@dataclass(frozen=True, kw_only=True)
class NameRead:
    """Anything else, e.g. a landmark."""

    key: str
    zipcode: str = field(default="", compare=False)
    beside: tuple[str, ...] = field(default=(), compare=False)
    """What was said besides, such as the name of a town."""


Reading = AddressRead | CrossingRead | NameRead


def read(text: str) -> tuple[Reading, ...]:
    """
    Return the ways in which a text may be meant, the likeliest first; none for an empty one.

    A city's name after the street is set aside, with or without a comma before it.
    """
    parts = _parts(text[:LONGEST])
    if not parts:
        return ()
    zipcode = _zipcode(parts)
    bare = [_without_zip(part, zipcode, first=not n) for n, part in enumerate(parts)]
    found: list[Reading] = []
    for line, beside in _lines(bare):
        found += [r for r in _readings(line, zipcode, beside) if r not in found]
    name = NameRead(key=landmark_key(parts[0]), zipcode=zipcode, beside=_told(bare[1:]))
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


def _parts(text: str) -> list[str]:
    """The parts between commas, each plain."""
    if not _PLAINLY_WRITTEN.fullmatch(text):
        for written, instead in _WRITTEN:
            text = written.sub(instead, text)
    return [p for p in (plain(part) for part in text.split(",")) if p]


def _lines(parts: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What may hold the place, with what is said beside it: the first part, all, or a later one."""
    yield parts[0], _told(parts[1:])
    if len(parts) > 1 and any(parts[1:]):
        yield " ".join(p for p in parts if p), ()
        if parts[1] and _a_street(parts[0]) and _a_street(parts[1]):
            yield f"{parts[0]} & {parts[1]}", _told(parts[2:])
        for n, part in enumerate(parts[1:], 1):
            if _NUMBER.match(part) or _BETWEEN.search(part):
                yield part, _told(parts[n + 1 :])


def _a_street(line: str) -> bool:
    words = line.split()
    return len(words) > 1 and not words[0].isdigit() and bool(streets.suffix(words[-1]))


def _told(parts: Sequence[str]) -> tuple[str, ...]:
    """The parts that may name a town: not those of a building."""
    return tuple(p for p in parts if p and not _NO_TOWN.match(p))


_NO_TOWN = re.compile(rf"(?:{'|'.join(sorted(UNITS))})\b|.*\d|#|[A-Z]$")


def _zipcode(parts: Sequence[str]) -> str:
    """The last word that looks like a ZIP code, but never the first of all: that is a number."""
    words = " ".join(parts).split()[1:]
    return next((m[1] for w in reversed(words) if (m := _ZIP.fullmatch(w))), "")


def _without_zip(line: str, zipcode: str, *, first: bool) -> str:
    if not zipcode or zipcode not in line:
        return line
    words = line.split()
    kept = words[:1] if first else []
    return " ".join(kept + [w for w in words[len(kept) :] if not w.startswith(zipcode)])


def _readings(line: str, zipcode: str, beside: tuple[str, ...]) -> Iterator[Reading]:
    words = line.split()
    number = _NUMBER.fullmatch(words[0]) if words else None
    if number and len(words) > 1:
        yield from _numbered(int(number[1]), number[2] or "", words[1:], zipcode, beside)
    if not _BETWEEN.search(line):
        return
    sides = [s for s in _BETWEEN.split(_CORNER.sub("", line)) if s]
    if len(sides) == 2:
        (one, _), *_rest = _streets(tuple(sides[0].split()))
        for other, rest in _streets(tuple(sides[1].split())):
            more = (*_told((rest,)), *beside)
            yield CrossingRead(one=one, other=other, zipcode=zipcode, beside=more)


def _numbered(
    number: int, letter: str, words: list[str], zipcode: str, beside: tuple[str, ...]
) -> Iterator[AddressRead]:
    fraction = words.pop(0) if len(words) > 1 and _FRACTION.fullmatch(words[0]) else ""
    for street, rest in _streets(tuple(_without_unit(words))):
        yield AddressRead(
            number=number,
            number_suffix=letter or fraction,
            street=street,
            zipcode=zipcode,
            beside=(*_told((rest,)), *beside) if rest else beside,
        )


def _without_unit(words: list[str]) -> list[str]:
    for position, word in enumerate(words):
        if position and (word.startswith("#") or (position > 1 and word in UNITS)):
            return words[:position]
    return words


@lru_cache(maxsize=32_768)
def _streets(words: tuple[str, ...]) -> tuple[tuple[Street, str], ...]:
    """All words as a street, then only those up to a suffix, with what then follows it."""
    ends = [len(words), *(i + 1 for i, w in enumerate(words) if i and streets.suffix(w))]
    if len(words) > 2 and streets.direction(words[0]) and ends[1:2] == [2]:
        del ends[1]  # E AVENUE 39 is no street called E
    found: dict[Street, str] = {}
    for end in ends:
        found.setdefault(streets.taken_apart(words[:end]), " ".join(words[end:]))
    return tuple(found.items())
