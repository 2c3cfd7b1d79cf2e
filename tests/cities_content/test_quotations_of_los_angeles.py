"""What is quoted of the answers of Los Angeles: to most of what people ask of them, and no more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from townline.founding.rules.draft import Draft
from townline.knowledge.rules import quoting
from townline.knowledge.rules.answers import Article, Standing
from townline.ui import markdown

WRITTEN = date(2026, 11, 26)
ELSEWHERE = (
    "how do I renew my passport", "what is the weather tomorrow", "best pizza near me",
    "how tall is city hall", "I want to marry my girlfriend", "how do I get a driver license",
    "who won the game last night", "my computer is slow", "where can I buy stamps",
    "what time does the airport open", "how do I change my name", "where is the nearest hospital",
    "can you tell me a joke", "are you a robot", "I need a birth certificate",
    "how do I get food stamps", "how do I register a business", "when does school start",
    "how do I appeal my property tax", "building permit for a fence", "thank you very much",
    "hello", "help me please", "tell me more about that", "I live on Main Street", "yes",
)  # fmt: skip


@pytest.fixture(scope="module")
def shown(los_angeles: Draft) -> list[Article]:
    return [
        each
        for each in los_angeles.answers.values()
        if each.standing(WRITTEN) is Standing.PUBLISHED
    ]


def test_of_the_phrases_of_the_trial_most_are_quoted_though_left_out_of_their_answer(
    shown: list[Article], record_property: Callable[[str, object], None]
) -> None:
    quoted = [
        quoting.share(phrase, each.code, _without(shown, each, language, phrase)) >= quoting.SURE
        for each in shown
        for language in each.bodies
        for phrase in each.synonyms.get(language, ())
    ]
    record_property("quoted_of_100", 100 * sum(quoted) / len(quoted))
    assert len(quoted) >= 300
    assert sum(quoted) / len(quoted) >= 0.55


def test_what_no_answer_is_about_is_quoted_from_none(shown: list[Article]) -> None:
    known = quoting.vocabulary(shown, "en")
    quoted = [
        (question, each.code)
        for question in ELSEWHERE
        for each in shown
        if quoting.share(question, each.code, known) >= quoting.SURE
    ]
    assert len({question for question, _ in quoted}) <= 2, quoted


def test_every_quoted_paragraph_stands_in_its_answer(shown: list[Article]) -> None:
    for each in shown:
        for language, body in each.bodies.items():
            published = set(markdown.plain(body).split("\n"))
            for phrase in (each.question[language], *each.synonyms.get(language, ())):
                assert set(quoting.passages(phrase, body)) <= published


def _without(shown: list[Article], one: Article, language: str, phrase: str) -> quoting.Vocabulary:
    said = tuple(each for each in one.synonyms[language] if each != phrase)
    rest = replace(one, synonyms={**one.synonyms, language: said})
    own = quoting.vocabulary([rest], language).said
    known = quoting.vocabulary(shown, language)
    return replace(known, said={**known.said, **own})
