"""
What may be quoted of the answers to what somebody writes, and when it is better to say nothing.

Whole paragraphs are quoted, to the letter: what stands between quotation marks is what the city
published. Whether an answer is about a question is judged by how much of what the question says,
its rarer words counting more, the answer says too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from townline.knowledge.rules.answers import Article
from townline.topics.rules import ranking, words
from townline.ui import markdown

SURE = 0.6
"""
The share of a question that an answer must meet to be quoted.

Measured in November 2026 on the folder of the demo: of the 1354 phrases of ``townline knowledge
trial`` by which people ask its answers in five languages, each left out of its own answer, 65 of
100 are quoted (English 68, Spanish 59, Korean 78, Armenian 56, Chinese 64); of some 110 questions
that no answer is about, fewer than ten in 100 were.
"""
SIGN = 0.4
"""How well a sign of Korean or Chinese is met that an answer says beside other ones."""
LONGEST = 600
"""Characters of what is quoted; the first paragraph is quoted however long it is."""
_SMALL_TALK = """
what when where who whom why which how tell me us about know ask question thanks thank hello hi hey
ok okay yes no good morning afternoon bye lot more much many can could any some if city also just
help please
que cuando donde quien por cual como saber pregunta gracias hola si bueno buenos buenas dias tardes
mas algo tambien ciudad puede puedo podria hay ayuda favor
ինչ երբ որտեղ որտեղից ուր ով ինչու ինչպես ինչքան որքան բարեւ ողջույն շնորհակալ շնորհակալություն
այո ոչ օգնեք խնդրում
안녕 녕하 하세 감사 사합 고마 마워 도와 와주 알려 你好 您好 谢谢 早上 上好 再见 帮帮 帮忙
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
    judged = [one for word in asked for one in _judged(word, tokens, known)]
    total = sum(weight for weight, _ in judged)
    return sum(weight * quality for weight, quality in judged) / total if total else 0.0


def _judged(word: str, tokens: frozenset[str], known: Vocabulary) -> Iterator[tuple[float, float]]:
    """Yield what a word counts, and how well it is met; by its signs where it is a pair."""
    best = max((ranking.fit(word, token) for token in tokens), key=_quality, default=ranking.NONE)
    if best.quality or not words.dense(word):
        yield known.weight(best.word or word), best.quality
        return
    for sign in word:  # a pair that nobody says may lie across the border of two words
        yield known.weight(sign) / len(word), SIGN if sign in tokens else 0.0


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
    found = {token for token in words.tokens(words.plain(text)) if token not in words.FILLERS}
    return found | {sign for token in found if words.dense(token) for sign in token}


def _stems(text: str) -> set[str]:
    return {_stem(token) for token in words.tokens(words.plain(text))}


def _stem(word: str) -> str:
    return word if words.dense(word) else words.stem(word)


def _quality(found: ranking.Fit) -> float:
    return found.quality
