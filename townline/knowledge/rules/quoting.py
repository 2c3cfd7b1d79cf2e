"""
What may be quoted of the answers to what somebody writes, and when it is better to say nothing.

Whole paragraphs are quoted, to the letter: what stands between quotation marks is what the city
published. Whether an answer is about a question is judged by how much of what the question says,
its rarer words counting more, the answer says too.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from townline.knowledge.rules.answers import Article
from townline.topics.rules import ranking, words
from townline.ui import markdown

SURE = 0.6
"""
The share of a question that an answer must meet to be quoted.

Measured in November 2026 on the folder of the demo: of the 352 phrases of ``townline knowledge
trial`` by which people ask its answers, each left out of its own answer, 60 of 100 are quoted; of
53 questions that no answer is about, 4 were. At 0.5 it is 69 and 5, at 0.4 it is 76 and 9.
"""
MOST_PASSAGES = 2
LONGEST = 600
"""Characters of what is quoted; the first paragraph is quoted however long it is."""
_SMALL_TALK = """
what when where who whom why which how tell me us about know ask question thanks thank hello hi hey
ok okay yes no good morning afternoon bye lot more much many can could any some if city also just
help please
que cuando donde quien por cual como saber pregunta gracias hola si bueno buenos buenas dias tardes
mas algo tambien ciudad puede puedo podria hay ayuda favor
ինչ երբ որտեղ ով ինչու ինչպես բարեւ շնորհակալ այո ոչ
"""
SMALL_TALK = frozenset(words.plain(_SMALL_TALK).split())
"""Words of which no answer is about."""


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What the answers of a city say in one language."""

    said: Mapping[str, frozenset[str]]
    """By answer: the words of its question, of what people ask for it by, and of its text."""
    spread: Mapping[str, int]
    """By stem: how many answers say it."""

    def weight(self, word: str) -> float:
        """Return what a word counts: more, the fewer answers say it; most, if none does."""
        return log((len(self.said) + 1) / (self.spread.get(_stem(word), 0) + 0.5))


def vocabulary(articles: Iterable[Article], language: str) -> Vocabulary:
    """Return what answers say in a language; those are missing that are not in it."""
    said = {
        each.code: frozenset(_tokens(" ".join(_texts(each, language))))
        for each in articles
        if language in each.bodies
    }
    spread = Counter(stem for tokens in said.values() for stem in {_stem(t) for t in tokens})
    return Vocabulary(said=said, spread=spread)


def share(question: str, code: str, known: Vocabulary) -> float:
    """
    Return which share of what a question says an answer says too: 0 for nothing, 1 for all.

    A question of small talk alone says nothing.
    """
    asked = [word for word in words.asked(question) if word not in SMALL_TALK]
    tokens = known.said.get(code, frozenset())
    total = met = 0.0
    for word in asked:
        best = max((ranking.fit(word, token) for token in tokens), key=_quality, default=None)
        quality = best.quality if best else 0.0
        weight = known.weight(best.word if best and quality else word)
        total += weight
        met += weight * quality
    return met / total if total else 0.0


def passages(question: str, body: str) -> tuple[str, ...]:
    """
    Return the paragraphs of an answer that are quoted, each as it stands there.

    The first, which answers in short, and the one that says most of the question beside it.
    """
    paragraphs = markdown.plain(body).split("\n")
    asked = {_stem(word) for word in words.asked(question)} - SMALL_TALK
    first, others = paragraphs[0], paragraphs[1:]
    asked -= _stems(first)
    best = max(others, key=lambda each: len(asked & _stems(each)), default="")
    if not asked & _stems(best) or len(first) + len(best) > LONGEST:
        return (first,) if first else ()
    return (first, best)


def _texts(article: Article, language: str) -> Sequence[str]:
    body = markdown.plain(article.bodies[language])
    return (article.question.get(language, ""), *article.synonyms.get(language, ()), body)


def _tokens(text: str) -> set[str]:
    return {token for token in words.tokens(words.plain(text)) if token not in words.FILLERS}


def _stems(text: str) -> set[str]:
    return {_stem(token) for token in words.tokens(words.plain(text))}


def _stem(word: str) -> str:
    return word if words.dense(word) else words.stem(word)


def _quality(found: ranking.Fit) -> float:
    return found.quality
