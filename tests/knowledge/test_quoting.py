"""What is quoted of answers: to the letter, where one is about the question, else nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.articles import article, put
from tests.portal import springfield
from townline.cities.rules.city import City
from townline.knowledge import queries
from townline.knowledge.rules import quoting
from townline.ui import markdown

TODAY = date(2026, 6, 1)
DOG = {
    "en": "Call the **shelter** at [555-0100](tel:555-0100).\n\nIt opens at nine.\n\n"
    "- A fee is asked for each night\n- Cats are kept apart\n",
    "es": "Llame al **refugio**, [555-0100](tel:555-0100).\n",
}
SOFA = article(
    "sofa",
    question={"en": "How do I get rid of a sofa?"},
    bodies={"en": "Ask for a pick-up. It costs nothing."},
    synonyms={"en": ("old couch",)},
    asked=2,
)


@pytest.fixture
def town(db: None) -> City:
    made = springfield.apply()
    put(made, article(bodies=DOG), SOFA)
    return made


def published(town: City, language: str) -> set[str]:
    every = queries.answers(town, language, TODAY)
    return {line for each in every for line in markdown.plain(each.body).split("\n")}


def test_the_paragraphs_are_quoted_as_they_were_published(town: City) -> None:
    said = queries.reply(town, "Which fee does the shelter ask for my lost dog?", "en", TODAY)
    assert said.answer is not None
    assert said.answer.code == "lost-dog"
    assert said.passages == (
        "Call the shelter at 555-0100.", "A fee is asked for each night",
    )  # fmt: skip
    assert set(said.passages) <= published(town, "en")


def test_a_reader_of_another_language_gets_the_answer_in_theirs(town: City) -> None:
    said = queries.reply(town, "perro perdido", "es", TODAY)
    assert (said.answer and said.answer.language) == "es"
    assert said.passages == ("Llame al refugio, 555-0100.",)


def test_what_is_not_in_their_language_says_in_which_it_is(town: City) -> None:
    said = queries.reply(town, "old couch", "es", TODAY)
    assert said.answer is not None
    assert (said.answer.language, said.answer.translated) == ("en", False)


@pytest.mark.parametrize(
    "question",
    [
        "hello",
        "thank you very much",
        "what",
        "",
        "?!",
        "renew my passport",
        "the dog ate my homework",
    ],
)
def test_it_does_not_know_what_no_answer_is_about(town: City, question: str) -> None:
    said = queries.reply(town, question, "en", TODAY)
    assert (said.answer, said.passages) == (None, ())


def test_what_may_be_meant_as_well_is_named_and_not_quoted(town: City) -> None:
    said = queries.reply(town, "sofa dog", "en", TODAY)
    named = {each.code for each in (said.answer, *said.others) if each}
    assert named == {"sofa", "lost-dog"}


def test_an_answer_that_is_not_shown_any_more_is_not_quoted(town: City) -> None:
    assert queries.reply(town, "old couch", "en", date(2200, 1, 1)).answer is None


@given(st.text(max_size=80), st.text(max_size=400))
def test_whatever_is_asked_only_paragraphs_of_the_text_are_quoted(question: str, body: str) -> None:
    quoted = quoting.passages(question, body)
    assert set(quoted) <= set(markdown.plain(body).split("\n"))
    assert len(quoted) <= 2, "the first, and one beside it"


@given(st.text(max_size=80))
def test_a_share_is_between_nothing_and_all(question: str) -> None:
    known = quoting.vocabulary([article(), SOFA], "en")
    for code in ("sofa", "lost-dog", "nothing-of-ours"):
        assert 0.0 <= quoting.share(question, code, known) <= 1.0
