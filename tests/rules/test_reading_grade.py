"""How hard a text is to read, against published values."""

import pytest

from townline.knowledge.rules.grade import (
    Size,
    english,
    fernandez_huerta,
    flesch_kincaid,
    grade,
    grade_of_ease,
    size_of,
    spanish,
)

CAT = "The cat sat on the mat."
SENTENCE = "This sentence, taken as a reading passage unto itself, is being used to prove a point."
PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."


@pytest.mark.parametrize(
    ("text", "size", "ease"),
    [(CAT, Size(6, 1, 6), 116), (SENTENCE, Size(16, 1, 23), 69), (PLATYPUS, Size(13, 1, 24), 37)],
)
def test_the_counts_give_the_published_reading_ease_of_three_sentences(
    text: str, size: Size, ease: int
) -> None:
    assert size_of(text, english) == size
    flesch = 206.835 - 1.015 * size.words / size.sentences - 84.6 * size.syllables / size.words
    assert round(flesch) == ease


def test_the_platypus_is_of_the_published_grade() -> None:
    assert round(flesch_kincaid(Size(13, 1, 24)), 1) == 11.3
    assert round(grade(PLATYPUS, "en") or 0, 1) == 11.3


def test_the_spanish_ease_is_the_published_formula() -> None:
    assert fernandez_huerta(Size(100, 5, 200)) == pytest.approx(206.84 - 0.60 * 200 - 1.02 * 20)


@pytest.mark.parametrize(
    ("ease", "of"), [(95, 4), (85, 5), (75, 6), (65, 8), (55, 11), (40, 13), (10, 16)]
)
def test_an_ease_is_for_the_grade_of_the_published_table(ease: float, of: float) -> None:
    assert grade_of_ease(ease) == of


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("emergency", 4), ("collected", 3), ("called", 1), ("places", 2), ("boxes", 2),
        ("animals", 3), ("vehicle", 3), ("table", 2), ("people", 2), ("area", 3), ("question", 2),
        ("violation", 4), ("electric", 3), ("don't", 1), ("free", 1),
    ],
)  # fmt: skip
def test_english_syllables_are_as_a_dictionary_has_them(word: str, syllables: int) -> None:
    assert english(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("policía", 4), ("ciudad", 2), ("país", 2), ("guerra", 2), ("quien", 1), ("agua", 2),
        ("estacionamiento", 6), ("leyes", 2), ("muy", 1), ("vehículo", 4), ("aéreo", 4),
    ],
)  # fmt: skip
def test_spanish_syllables_are_as_a_dictionary_has_them(word: str, syllables: int) -> None:
    assert spanish(word) == syllables


def test_a_line_ends_a_sentence_and_a_number_is_no_word() -> None:
    assert size_of("Call one of these\n311\nor 213-473-3231, day or night.", english).words == 8
    assert size_of("Dogs\nCats\nBirds", english).sentences == 3


def test_a_language_without_a_measure_and_a_text_without_words_have_no_grade() -> None:
    assert grade("안녕하세요.", "ko") is None
    assert grade("311", "en") is None
    assert grade("Llame al 311.", "es-mx") == grade("Llame al 311.", "es")
