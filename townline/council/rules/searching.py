"""What is looked for among the council's files, and how a file is found and counted."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

MOST_WORDS = 300
"""Characters of a search that are read."""
MOST_NUMBERS = 5
LONGEST_TEXT = 20_000
"""Characters of a file that passages are shown of."""
MOST_SEARCHED = 250_000
"""Characters of one of its texts that are searched: a megabyte of lexemes is all a row can hold."""
CONFIGURATIONS: Mapping[str, str] = {"en": "english", "es": "spanish", "hy": "armenian"}
"""Which of the database's configurations reads the words of a language."""
FACETS = ("body", "district", "year", "state", "member")
"""What files are filtered and counted by; each makes keys such as ``year:2022``."""

_LOOSE_MINUS = re.compile(r"-(?![\w\"])")
_NUMBER = re.compile(r"(?=[^\s\"]*\d)[^\s\",;()]*\w-\d[\w-]*")
_WORD = re.compile(r"[^\W\d_]{3,40}")
_TOGETHER = re.compile(r"<(?:-|\d+)>")
_MARKED = re.compile("\x02([^\x02\x03]*)\x03")
OPENS, CLOSES = "\x02", "\x03"
"""What the database puts around a word that was found; no text of ours holds them."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; every condition that is given must hold."""

    words: str = ""
    """As typed: "phrases in quotes", -without, numbers of files."""
    body: str = ""
    """The code of a body that the record names."""
    district: str = ""
    year: int | None = None
    """The year in the file's number."""
    state: str = ""
    member: str = ""
    """A mover or seconder, as written."""
    since: date | None = None
    until: date | None = None
    """Days between which the file last changed, both included."""
    newest_first: bool = False
    """In the order of the last change, and not by how well the words fit."""

    def keys(self) -> list[str]:
        """Return the keys that a file must have."""
        asked = {name: getattr(self, name) for name in FACETS}
        return [key(name, value) for name, value in asked.items() if value not in ("", None)]


@dataclass(frozen=True, kw_only=True)
class Said:
    """The texts of a file, by how much they weigh."""

    file_id: int
    restricted: bool
    title: str
    """Its number and title."""
    names: str = ""
    """Who brought it in, moved and seconded it, what it is known by elsewhere."""
    sentences: Sequence[str] = ()
    """Its history, newest first."""
    documents: Sequence[str] = ()
    """Titles and texts of its papers."""
    keys: Sequence[str] = ()
    """What it is filtered, counted and found by."""


@dataclass(frozen=True)
class Asked:
    """The words of a search, parted."""

    words: str
    """In the database's language of searches."""
    numbers: tuple[str, ...]
    """Numbers of files, each of which must be named."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for."""
        return not self.words and not self.numbers


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: what was looked for, or what stands around it."""

    text: str
    found: bool = False


def parted(words: str) -> Asked:
    """Return the words of a search as typed, numbers of files apart from the others."""
    typed = unicodedata.normalize("NFC", words)[:MOST_WORDS].replace("\x00", "")
    outside = re.sub(r'"[^"]*"', lambda quoted: " " * len(quoted[0]), typed)
    numbers = [
        found
        for found in _NUMBER.finditer(outside)
        if found.start() == 0 or typed[found.start() - 1].isspace()
    ][:MOST_NUMBERS]
    left = typed
    for found in reversed(numbers):
        left = f"{left[: found.start()]} {left[found.end() :]}"
    left = " ".join(_LOOSE_MINUS.sub(" ", left).split())
    return Asked(left, tuple(dict.fromkeys(found[0].casefold() for found in numbers)))


def key(facet: str, value: object) -> str:
    """Return what a file is found by."""
    return f"{facet}:{value}"


def keys_of_number(identifier: str, family: str, related: Iterable[str]) -> list[str]:
    """
    Return what a file is found by when a number is typed.

    ``family``: the number of the file that it supplements, or its own. ``related``: numbers that
    it refers to. A number with words before it is found without them too: Int 0100-2022.
    """
    found = []
    for facet, number in [("no", identifier), ("of", family), *(("ref", r) for r in related)]:
        spelt = number.casefold()
        found.append(key(facet, spelt))
        found += [key(facet, part) for part in spelt.split() if part != spelt and "-" in part]
    return list(dict.fromkeys(found))


def keys_for_number(number: str) -> list[str]:
    """Return the keys of files that have the number, supplement that file, or refer to it."""
    return [key(facet, number) for facet in ("no", "of", "ref")]


def words_in(*texts: str) -> set[str]:
    """Return the words of texts that a slip of the keyboard may have meant, without accents."""
    found: set[str] = set()
    for text in texts:
        found.update(_WORD.findall(plain(text)))
    return found


def plain(text: str) -> str:
    """Return a text in small letters, without accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def loose(query: str) -> str:
    """
    Return a query of the database's that asks for the words of phrases wherever they stand.

    What fits a query fits it too; one that excludes something stays as it is.
    """
    return query if "!" in query else _TOGETHER.sub("&", query)


def mended(words: str, instead: Mapping[str, str]) -> str:
    """Return the words of a search with others in place of some; the rest as it was typed."""
    return _WORD.sub(lambda found: instead.get(plain(found[0]), found[0]), words)


def unmarked(text: str) -> str:
    """Return a text without the signs that mark what was found."""
    return text.replace(OPENS, "").replace(CLOSES, "").replace("\x00", "")


def pieces(marked: str) -> tuple[Piece, ...]:
    """Return the pieces of a text in which the database marked what was found."""
    made, at = [], 0
    for found in _MARKED.finditer(marked):
        made += [Piece(marked[at : found.start()]), Piece(found[1], found=True)]
        at = found.end()
    made.append(Piece(marked[at:]))
    return tuple(piece for piece in made if piece.text)
