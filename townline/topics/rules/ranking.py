"""Which topics a question most likely means: pure, over the topics that the database has found."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from townline.topics.rules import words

NAME, SYNONYM, TEXT = "n", "s", "t"
WEIGHTS = {NAME: 1.0, SYNONYM: 0.92, TEXT: 0.35}
"""What a word counts where it is found: in a topic's name, among its synonyms, in its text."""
SAME, STEM, START, CONTAINED = 1.0, 0.94, 0.72, 0.6
SLIP = {1: 0.78, 2: 0.62}
"""How well a word fits that is, by its number, so many slips of the keyboard away."""
UNKNOWN = 0.3
"""What it takes away that no topic at all has the words of the question."""
COMPLETE, EXACT = 0.35, 0.6
"""What it adds that a phrase is met by the question as a whole; that it is the question."""
ELSEWHERE = 0.9
"""What a topic counts that fits in another language than the page's."""
SHORTEST_PART = 3
"""Letters of the first of two words that one is made of."""
LEAST = 0.2
"""Below this, a topic is not what was meant."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A topic in one language, as the ranking sees it."""

    kind: str
    code: str
    language: str
    phrases: tuple[tuple[str, str], ...]
    """Where each phrase is from (name, synonym or text), and its ``words.tokens`` with spaces."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A topic that may be meant."""

    kind: str
    code: str
    language: str
    """The language in which it fits best."""
    score: float
    reading: str
    """The question as it was read, where slips of the keyboard were mended; else empty."""


@dataclass(frozen=True)
class Fit:
    """How well a word of the question fits one of a topic, and which."""

    quality: float
    word: str = ""
    slipped: bool = False


NONE = Fit(0.0)
Fits = dict[str, dict[str, Fit]]
"""By word of the question, or two of them joined: the words that it fits, each with how well."""


def rank(
    question: str, candidates: Sequence[Candidate], language: str, most: int = 12
) -> tuple[Found, ...]:
    """Return the topics that a question may mean, the likeliest first."""
    asked = words.asked(question)
    if not asked:
        return ()
    whole = " ".join(words.tokens(words.plain(question)))
    held = [(each, _phrases(each)) for each in candidates]
    fits = _fits(asked, {t for _, phrases in held for _, _, tokens in phrases for t in tokens})
    held = _touched(held, asked, fits)
    telling = _telling(asked, held, fits)
    best: dict[tuple[str, str], tuple[float, Candidate]] = {}
    for each, phrases in held:
        score = _score(asked, whole, phrases, fits, telling)
        score *= 1.0 if each.language == language else ELSEWHERE
        if score >= max(LEAST, best.get((each.kind, each.code), (0.0,))[0]):
            best[each.kind, each.code] = score, each
    likeliest = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].kind, pair[1].code))
    own = {(each.kind, each.code): each for each in candidates if each.language == language}
    return tuple(
        _found(asked, fits, score, each, own.get((each.kind, each.code), each))
        for score, each in likeliest[:most]
    )


def unmet(asked: Sequence[str], candidates: Sequence[Candidate]) -> list[str]:
    """Return the words of a question that no topic has, but for slips of the keyboard."""
    there = {t for each in candidates for _part, text in each.phrases for t in text.split()}
    return [
        word
        for word in asked
        if not any(found.quality and not found.slipped for t in there if (found := fit(word, t)))
    ]


Phrases = list[tuple[float, str, list[str]]]


def _phrases(candidate: Candidate) -> Phrases:
    return [(WEIGHTS[part], text, text.split()) for part, text in candidate.phrases]


def _touched(
    held: Sequence[tuple[Candidate, Phrases]], asked: Sequence[str], fits: Fits
) -> list[tuple[Candidate, Phrases]]:
    """Leave out the phrases that no word of the question has to do with: most of them."""
    touching = {token for found in fits.values() for token in found}
    begun = {word[:size] for word in asked for size in range(SHORTEST_PART, len(word))}

    def touched(tokens: Sequence[str]) -> bool:
        return not (touching.isdisjoint(tokens) and begun.isdisjoint(tokens))

    return [(each, [p for p in phrases if touched(p[2])]) for each, phrases in held]


def _fits(asked: Sequence[str], vocabulary: set[str]) -> Fits:
    return {
        word: {other: found for other in vocabulary if (found := fit(word, other)).quality}
        for word in (*asked, *(a + b for a, b in pairwise(asked)))
    }


@lru_cache(maxsize=200_000)
def fit(word: str, other: str) -> Fit:
    """Return how well a word of a question fits a word of a topic."""
    if word == other:
        return Fit(SAME, other)
    if words.dense(word) or words.dense(other):
        return Fit(START, other) if len(word) == 1 and word in other else NONE
    if words.stem(word) == words.stem(other):
        return Fit(STEM, other)
    if len(word) >= 3 and other.startswith(word):
        return Fit(START + 0.2 * len(word) / len(other), other)
    if len(other) >= 5 and word.startswith(other):
        return Fit(CONTAINED, other)
    return _slipped(word, other)


def _slipped(word: str, other: str) -> Fit:
    allowed = 0 if min(len(word), len(other)) < 5 else 1 if len(word) < 7 else 2
    if not allowed or word.isdecimal() or (word[0] != other[0] and word[1] != other[1]):
        return NONE
    slips = words.distance(word, other, allowed)
    return Fit(SLIP[slips], other, slipped=True) if slips <= allowed else NONE


def _telling(
    asked: Sequence[str], held: Sequence[tuple[Candidate, Phrases]], fits: Fits
) -> Mapping[str, float]:
    """Return how much each word tells: the more, the fewer topics it fits."""
    holding: dict[str, set[tuple[str, str]]] = {}
    for each, phrases in held:
        for _weight, _text, tokens in phrases:
            for token in tokens:
                holding.setdefault(token, set()).add((each.kind, each.code))
    count = len({(each.kind, each.code) for each, _ in held})
    told = {}
    for word, joined in zip(asked, _joined(asked), strict=True):
        there = {*fits[word], *(t for pair in joined for t in fits[pair])}
        number = len(set().union(*(holding[token] for token in there)))
        told[word] = math.log(1 + (count + 1) / number) if number else 0.0
    return told


def _joined(asked: Sequence[str]) -> Iterator[list[str]]:
    """Yield for each word what it makes with the one before and the one after it."""
    pairs = [a + b for a, b in pairwise(asked)]
    for position in range(len(asked)):
        yield pairs[max(0, position - 1) : position + 1]


def _score(
    asked: Sequence[str], whole: str, phrases: Phrases, fits: Fits, telling: Mapping[str, float]
) -> float:
    total = sum(telling.values())
    if not total:
        return 0.0
    best = dict.fromkeys(asked, 0.0)
    complete = exact = 0.0
    for weight, text, tokens in phrases:
        met, covered = _met(asked, tokens, fits)
        if not met:
            continue
        for word, quality in met.items():
            best[word] = max(best[word], weight * quality)
        share = sum(telling[word] * quality for word, quality in met.items()) / total
        complete = max(complete, weight * share * covered)
        exact = max(exact, weight * (text == whole))
    known = sum(1 for word in asked if telling[word]) / len(asked)
    base = sum(telling[word] * best[word] for word in asked) / total
    return (base + COMPLETE * complete) * (1 - UNKNOWN * (1 - known)) + EXACT * exact


def _met(asked: Sequence[str], tokens: Sequence[str], fits: Fits) -> tuple[dict[str, float], float]:
    """Return how well words of the question are met by a phrase, and how much of it they cover."""
    met: dict[str, float] = {}
    covered: set[str] = set()
    for word, quality, by in _meetings(asked, tokens, fits):
        met[word] = max(met.get(word, 0.0), quality)
        covered.update(by)
    telling = [token for token in tokens if token not in words.FILLERS] or tokens
    return met, sum(1 for token in telling if token in covered) / max(1, len(telling))


def _meetings(
    asked: Sequence[str], tokens: Sequence[str], fits: Fits
) -> Iterator[tuple[str, float, tuple[str, ...]]]:
    """Yield a word, how well it is met, and by what: one word of a phrase, or two."""
    for word in asked:
        known = fits[word]
        yield from ((word, known[token].quality, (token,)) for token in tokens if token in known)
        yield from _met_by_two(word, tokens)
    for first, second in pairwise(asked):  # "pot hole" is met by "pothole"
        known = fits[first + second]
        for token in tokens:
            if token in known and known[token].quality >= SLIP[1]:
                yield first, known[token].quality, (token,)
                yield second, known[token].quality, (token,)


def _met_by_two(word: str, tokens: Sequence[str]) -> Iterator[tuple[str, float, tuple[str, ...]]]:
    """Yield how a word is met by two that it is made of, as "streetlight" by "street light"."""
    for first, second in pairwise(tokens):
        if len(word) > len(first) >= SHORTEST_PART and word.startswith(first):
            found = fit(word, first + second)
            if found.quality:
                yield word, found.quality, (first, second)


def _found(
    asked: Sequence[str], fits: Fits, score: float, candidate: Candidate, own: Candidate
) -> Found:
    """Return what was found; slips are mended in the page's language if that has the word."""
    return Found(
        kind=candidate.kind,
        code=candidate.code,
        language=candidate.language,
        score=round(score, 4),
        reading=_reading(asked, fits, own) or _reading(asked, fits, candidate),
    )


def _reading(asked: Sequence[str], fits: Fits, candidate: Candidate) -> str:
    """Return the question with its slips mended, or nothing where there were none."""
    there = {token for _part, text in candidate.phrases for token in text.split()}
    read = []
    for word in asked:
        known = [found for token, found in fits[word].items() if token in there]
        best = max(known, key=lambda found: found.quality, default=NONE)
        anywhere = any(not found.slipped for found in fits[word].values())
        read.append(best.word if best.slipped and not anywhere else word)
    return " ".join(read) if read != list(asked) else ""
