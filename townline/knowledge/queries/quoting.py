"""What is quoted of the city's answers to what somebody writes."""

from dataclasses import dataclass
from datetime import date

from townline.cities.freshness import Fresh
from townline.cities.rules.city import City
from townline.knowledge.queries.answering import Answer, Found, search, standings
from townline.knowledge.rules import quoting
from townline.knowledge.rules.answers import Standing
from townline.knowledge.rules.quoting import Vocabulary

MOST_OTHERS = 3
LEAST = 0.35
"""How well an answer must fit to be named at all, quoted or not."""
NEARLY = 0.9
"""How well an answer must fit beside the one that fits best to be quoted instead of it."""

_known: Fresh[tuple[int, date, str], Vocabulary] = Fresh(float("inf"))


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the city's answers say to a question; without a quotation where it does not know."""

    answer: Answer | None
    """The one that is quoted."""
    passages: tuple[str, ...]
    """Its paragraphs, each as it was published."""
    others: tuple[Answer, ...]
    """Which may be meant instead, or beside it."""


def reply(city: City, question: str, language: str, on: date) -> Reply:
    """Return what is quoted to a question, of the answers that are shown on a day."""
    found = search(city, question, language, on, most=MOST_OTHERS + 1)
    likely = [each for each in found if each.score >= NEARLY * found[0].score]
    sure = next((each for each in likely if _is_sure(city, question, each, on)), None)
    others = [each.answer for each in found if each is not sure and each.score >= LEAST]
    passages = quoting.passages(question, sure.answer.body) if sure else ()
    return Reply(
        answer=sure.answer if sure else None, passages=passages, others=tuple(others[:MOST_OTHERS])
    )


def _is_sure(city: City, question: str, found: Found, on: date) -> bool:
    code = found.answer.code
    spoken = {found.language, found.answer.language}
    shares = [quoting.share(question, code, _vocabulary(city, each, on)) for each in spoken]
    return max(shares) >= quoting.SURE


def _vocabulary(city: City, language: str, on: date) -> Vocabulary:
    key = (city.edition_id, on, language)
    known = _known.read(key)
    if known is None:
        shown = [each for each, standing in standings(city, on) if standing is Standing.PUBLISHED]
        known = _known.keep(key, quoting.vocabulary(shown, language))
    return known
