"""
Whether words tell of an emergency: looked at before anything is found, quoted or offered.

A city's folder says by which phrases people tell of one. All words of a phrase must stand near each
other in one sentence, in any order, and a slip of the keyboard in a long
word does not matter. What is harmless though it has such words, a fire
hydrant or a cardiac clinic, is taken out before. Missing one is worse than being too careful, but
whoever is sent to 911 for a leaking hydrant believes nothing the next time.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from townline.cities.rules.city import Words
from townline.topics.rules import words

_Phrases = Mapping[str, tuple[str, ...]]
"""By language, as the folder has them."""

MOST = 4000
"""Characters of a message that are looked at: all of any chat or text message."""
GAP = 4
"""Other words that may stand between those of a phrase."""
GAP_SIGNS = 8
"""Other signs, where words are written without spaces."""
LEAST_SLIPPED = 7
"""Letters of a word of which one may be another, missing or too many."""
_ENDS = re.compile(r"[.!?;:\n。！？；：։]+")
"""Where one sentence ends."""
_WITHIN = re.compile("[՛՜՞]")
"""Armenian signs for calling and asking, which stand within a word."""


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """One kind of emergency, as a city's folder has it."""

    code: str
    name: Words
    call: str
    """The number that helps at once, e.g. ``911`` or ``988``."""
    says: Words
    """What whoever writes of it is told before all else; it fits a text message."""
    answers: tuple[str, ...] = ()
    """Codes of the city's answers about it."""
    phrases: _Phrases = field(default_factory=dict, hash=False)
    """
    How people tell of it: words with ``|`` between those that may stand for each other, and ``*``
    behind one that may go on; ``=`` before a phrase that must be all that a sentence says.
    """


@dataclass(frozen=True, kw_only=True)
class Emergencies:
    """All that a city's folder says of emergencies."""

    kinds: tuple[Emergency, ...] = ()
    """The gravest first: of several that words tell of, the first is meant."""
    harmless: _Phrases = field(default_factory=dict, hash=False)
    """What is no emergency though it has the words of one; these stand word by word."""


def emergency_in(text: str, known: Emergencies) -> Emergency | None:
    """Return the emergency that a text tells of in any of the languages; None where it does not."""
    if not known.kinds:
        return None
    sentences = tuple(_sentences(text[:MOST], known.harmless))
    return next((each for each in known.kinds if _tells(sentences, each.phrases)), None)


def parts_of(phrase: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a phrase, each with what may stand for it; plain, but for ``*``."""
    return tuple(
        tuple(filter(None, (_plain_word(one) for one in part.split("|"))))
        for part in phrase.removeprefix("=").split()
    )


@dataclass(frozen=True)
class _Sentence:
    """One sentence: its words, and all its signs without the spaces."""

    tokens: tuple[str, ...]
    signs: str

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands."""
        found: dict[str, list[int]] = {}
        for n, word in enumerate(self.tokens):
            found.setdefault(word, []).append(n)
        return found


@dataclass(frozen=True)
class _Part:
    """One word of a phrase, with all that may stand for it."""

    exact: frozenset[str]
    begun: tuple[str, ...]
    """Each may go on."""
    long: tuple[str, ...]
    """Those that may have a slip."""

    def fits(self, word: str) -> bool:
        """Return whether a word may be meant by it."""
        return word in self.exact or word.startswith(self.begun) or self._slipped(word)

    def _slipped(self, word: str) -> bool:
        return len(word) >= LEAST_SLIPPED and any(
            word[0] == each[0] and words.distance(word, each, 1) == 1 for each in self.long
        )


@dataclass(frozen=True)
class _Phrase:
    """A phrase, made ready to be looked for."""

    parts: tuple[_Part, ...]
    size: int
    """Within so many words, or signs, all of it stands."""
    whole: bool
    dense: bool


def _sentences(text: str, harmless: _Phrases) -> Iterable[_Sentence]:
    for part in _ENDS.split(_WITHIN.sub("", text)):
        said = f" {words.plain(part)} "
        if not said.strip():
            continue
        for pattern in _masks(_flat(harmless)):
            said = pattern.sub(" _ ", said)
        yield _Sentence(tuple(said.split()), said.replace(" ", ""))


def _flat(phrases: _Phrases) -> tuple[str, ...]:
    return tuple(each for group in phrases.values() for each in group)


@lru_cache(maxsize=64)
def _masks(harmless: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return what takes out harmless phrases: the longest first."""
    longest_first = sorted(harmless, key=lambda each: -len(parts_of(each)))
    return tuple(_mask(parts_of(each)) for each in longest_first)


def _mask(parts: Sequence[Sequence[str]]) -> re.Pattern[str]:
    found = [f"(?:{'|'.join(map(_regex, part))})" for part in parts]
    if _is_dense(parts):
        return re.compile(r"\s?".join(found))
    return re.compile(rf"(?<= ){' '.join(found)}(?= )")


def _regex(word: str) -> str:
    if words.dense(word):
        return r"\s?".join(map(re.escape, word.removesuffix("*")))
    return re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")


def _tells(sentences: Sequence[_Sentence], phrases: _Phrases) -> bool:
    asked = [_read(each) for each in _flat(phrases)]
    return any(_is_in(said, phrase) for said in sentences for phrase in asked)


@lru_cache(maxsize=8192)
def _read(phrase: str) -> _Phrase:
    parts = parts_of(phrase)
    dense = _is_dense(parts)
    signs = sum(max(map(len, part)) for part in parts) + GAP_SIGNS
    return _Phrase(
        parts=tuple(map(_part, parts)),
        size=signs if dense else len(parts) + GAP,
        whole=phrase.startswith("="),
        dense=dense,
    )


def _part(alternatives: Sequence[str]) -> _Part:
    plain = [each for each in alternatives if not each.endswith("*")]
    return _Part(
        exact=frozenset(plain),
        begun=tuple(each[:-1] for each in alternatives if each.endswith("*")),
        long=tuple(each for each in plain if len(each) >= LEAST_SLIPPED),
    )


def _is_in(said: _Sentence, phrase: _Phrase) -> bool:
    if phrase.dense and phrase.whole:
        return any(said.signs in part.exact for part in phrase.parts)
    at: list[list[int]] = []
    for part in phrase.parts:
        places = _signs(said.signs, part) if phrase.dense else _words(said, part)
        if not places:
            return False
        at.append(places)
    return _is_all(said, at) if phrase.whole else _close(at, phrase.size)


def _words(said: _Sentence, part: _Part) -> list[int]:
    return [n for word, places in said.places.items() if part.fits(word) for n in places]


def _signs(signs: str, part: _Part) -> list[int]:
    return [found.start() for one in part.exact for found in re.finditer(re.escape(one), signs)]


def _is_all(said: _Sentence, at: Sequence[Sequence[int]]) -> bool:
    met = {n for places in at for n in places}
    return all(n in met or word in words.FILLERS for n, word in enumerate(said.tokens))


def _close(at: Sequence[Sequence[int]], size: int) -> bool:
    """Return whether each part has a place within so many words or signs."""
    starts = sorted({n for places in at for n in places})
    ordered = [sorted(places) for places in at]

    def near(start: int, places: Sequence[int]) -> bool:
        n = bisect_left(places, start)
        return n < len(places) and places[n] < start + size

    return any(all(near(start, places) for places in ordered) for start in starts)


def _is_dense(parts: Sequence[Sequence[str]]) -> bool:
    return any(words.dense(one) for part in parts for one in part)


def _plain_word(word: str) -> str:
    bare = words.plain(_WITHIN.sub("", word)).replace(" ", "")
    return f"{bare}*" if bare and word.endswith("*") else bare
