"""Residents find the answers of Los Angeles in their language, and the chat quotes them in it."""

from datetime import date

import pytest

from tests.cities_content.asked import ASKED, ELSEWHERE
from townline.cities.rules.city import City
from townline.knowledge import queries

WRITTEN = date(2026, 11, 26)


@pytest.mark.parametrize("language", ASKED)
def test_the_answer_wanted_is_found_first_in_the_language_of_the_question(
    answering_city: City, language: str
) -> None:
    found = {
        question: [
            (each.answer.code, each.answer.language)
            for each in queries.search(answering_city, question, language, WRITTEN, most=1)
        ]
        for question in ASKED[language]
    }
    assert found == {asked: [(code, language)] for asked, code in ASKED[language].items()}


@pytest.mark.parametrize("language", ASKED)
def test_the_chat_quotes_it_in_the_language_of_the_question(
    answering_city: City, language: str
) -> None:
    said = {
        question: queries.reply(answering_city, question, language, WRITTEN)
        for question in ASKED[language]
    }
    quoted = {asked: each.answer.code if each.answer else "" for asked, each in said.items()}
    assert quoted == ASKED[language]
    assert {each.answer.language for each in said.values() if each.answer} == {language}


@pytest.mark.parametrize("language", ELSEWHERE)
def test_of_what_no_answer_is_about_hardly_anything_is_quoted(
    answering_city: City, language: str
) -> None:
    said = {
        question: queries.reply(answering_city, question, language, WRITTEN).answer
        for question in ELSEWHERE[language]
    }
    quoted = {question: each.code for question, each in said.items() if each}
    assert len(quoted) <= 3, quoted
