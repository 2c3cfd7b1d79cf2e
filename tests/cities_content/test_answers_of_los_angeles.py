"""The answers of Los Angeles: many, plain, with sources, and found by what residents type."""

import re
from datetime import date
from typing import Any

from townline.cities.rules.city import City
from townline.config import answering
from townline.founding.rules.answer_print import printed, text_of
from townline.founding.rules.draft import Draft
from townline.knowledge import queries
from townline.knowledge.rules.answers import Standing

WRITTEN = date(2026, 11, 26)
LINK = re.compile(r"\]\(([^)]+)\)")
NUMBER = re.compile(r"\d(?:[\d,.:-]*\d)?")
TYPED = {
    "en": {
        "couch": "bulky-pickup",
        "get rid of matress": "bulky-pickup",
        "power outtage": "power-outage",
        "my electricity went out": "power-outage",
        "when is 311 open": "what-is-311",
        "someone is suicidal": "crisis-988",
        "need food": "help-211",
        "watering my lawn": "watering-days",
        "pizza box": "pizza-box",
        "food scraps bin": "green-bin",
        "rent went up": "rent-increase",
        "can my landlord kick me out": "eviction-reasons",
        "minimun wage": "minimum-wage",
        "streetlight not working": "streetlight-out",
        "pot hole": "pothole",
        "sand bags": "sandbags",
        "lost my dog": "lost-pet",
        "stray dog": "loose-dog",
        "dead cat on the street": "dead-animal",
        "vote by mail": "vote-by-mail",
        "tree fell down": "tree-fell",
        "tents on the sidewalk": "encampment",
        "cannot pay my power bill": "bill-discount",
        "street sweeping ticket": "street-sweeping-ticket",
        "track my request": "track-request",
        "cooling centre": "cooling-centers",
        "trash pickup on labor day": "holiday-trash",
        "graffiti removal how many days": "how-long-graffiti",
        "download the 311 app": "app-311",
        "watch the council online": "council-watch",
        "speak to the city council": "council-speak",
    },
    "es": {
        "se fue la luz": "power-outage",
        "colchon viejo": "bulky-pickup",
        "grafiti": "graffiti",
        "basura tirada en la calle": "illegal-dumping",
        "me subieron la renta": "rent-increase",
        "desalojo": "eviction-reasons",
        "salario minimo": "minimum-wage",
        "bache": "pothole",
        "perro perdido": "lost-pet",
        "dias para regar": "watering-days",
        "cable caido": "downed-wire",
        "pagar menos luz": "bill-discount",
    },
}
"""What residents type, and the answer that they want; not the words that the answers name."""


def test_sixty_answers_are_shown(los_angeles: Draft) -> None:
    shown = [a for a in los_angeles.answers.values() if a.standing(WRITTEN) is Standing.PUBLISHED]
    assert len(shown) >= 60


def test_every_answer_is_printed_as_it_stands(los_angeles: Draft) -> None:
    files = los_angeles.files
    for code, each in los_angeles.answers.items():
        text = files[f"answers/{code}.md"].decode()
        assert text_of(printed(each, "en")).splitlines() == text.splitlines(), code


def test_every_answer_says_that_it_is_a_demonstration(los_angeles: Draft) -> None:
    assert all(answer.demo for answer in los_angeles.answers.values())


def test_every_translation_says_that_nobody_reviewed_it(los_angeles: Draft) -> None:
    for answer in los_angeles.answers.values():
        assert set(answer.bodies) - {"en"} == set(answer.unreviewed), answer.code


def test_what_is_asked_most_is_there_in_spanish(los_angeles: Draft) -> None:
    asked = sorted(a.asked for a in los_angeles.answers.values() if a.asked)
    assert asked == list(range(1, len(asked) + 1))
    most = [a for a in los_angeles.answers.values() if 0 < a.asked <= 20]
    assert len(most) == 20
    assert [a.code for a in most if "es" not in a.bodies] == []


def test_every_answer_that_is_shown_is_in_each_language_of_the_city(los_angeles: Draft) -> None:
    languages = set(los_angeles.settings.languages)
    shown = [a for a in los_angeles.answers.values() if a.standing(WRITTEN) is Standing.PUBLISHED]
    lacking = {a.code: languages - set(a.bodies) for a in shown if languages - set(a.bodies)}
    assert lacking == {}
    assert [a.code for a in shown if any(not a.synonyms.get(code) for code in languages)] == []


def test_numbers_and_links_are_the_same_in_each_language(los_angeles: Draft) -> None:
    for answer in los_angeles.answers.values():
        first = answer.bodies["en"]
        for language, body in answer.bodies.items():
            assert sorted(LINK.findall(body)) == sorted(LINK.findall(first)), (
                answer.code, language,
            )  # fmt: skip
            lost = set(NUMBER.findall(first)) - set(NUMBER.findall(body))
            assert language == "es" or not lost, (answer.code, language)


def test_an_answer_is_short_and_no_heading_stands_before_it(los_angeles: Draft) -> None:
    for answer in los_angeles.answers.values():
        for body in answer.bodies.values():
            assert not body.startswith(("#", "-", "*  ")), answer.code
            assert len(body.split()) <= 160, answer.code


def test_no_number_of_years_ago_is_shown(answering_city: City) -> None:
    for answer in queries.answers(answering_city, "en", WRITTEN):
        assert all((source.year or 0) >= 2023 for source in answer.sources), answer.code


def test_the_words_of_an_answer_find_it_among_the_first_three(
    answering_city: City, record_property: Any
) -> None:
    told, well = answering.tried(answering_city, WRITTEN)
    record_property("found_of_100", told["found_of_first_three"] * 100)
    assert told["tried"] >= 200
    assert well, told["missed"]


def test_of_what_residents_type_95_in_100_find_it_among_the_first_three(
    answering_city: City,
) -> None:
    missed = []
    for language, typed in TYPED.items():
        for text, wanted in typed.items():
            found = queries.search(answering_city, text, language, WRITTEN, most=3)
            if wanted not in [each.answer.code for each in found]:
                missed.append((text, wanted, [each.answer.code for each in found]))
    count = sum(map(len, TYPED.values()))
    assert len(missed) <= 0.05 * count, missed
