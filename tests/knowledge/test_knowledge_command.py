"""`townline knowledge`: search, list, and what residents sought and thought."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone

from tests.knowledge import emergencies
from tests.knowledge.articles import article, put, source
from tests.portal import springfield
from townline.cities.rules.city import City
from townline.config.commands.knowledge import group
from townline.knowledge import actions
from townline.record.verbs import RESIDENT


@pytest.fixture
def town(db: None) -> City:
    made = springfield.apply()
    put(made, article(), article("gone", synonyms={}, sources=(source(year=2000),)))
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(group, list(words))


def told(*words: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run(*words, "--json").stdout)
    return document


def test_a_search_prints_code_question_score_address_and_language(town: City) -> None:
    (found,) = told("search", "perro", "perdido", "--lang", "es")["answers"]
    assert found["code"] == "lost-dog"
    assert found["question"] == "¿Y si se pierde mi perro?"
    assert found["url"] == "/es/answers/lost-dog/"
    assert found["language"] == "es"
    assert found["score"] > 0.5
    assert run("search", "stray", "dog").stdout.endswith("What if my dog is lost?\n")


def test_a_search_that_finds_nothing_exits_1_and_counts_nothing(town: City) -> None:
    assert run("search", "zzzz").exit_code == 1
    assert told("search", "zzzz")["answers"] == []
    assert told("unfound")["unfound"] == []


def test_what_cannot_be_asked_exits_2_and_says_why(town: City) -> None:
    done = run("search", "dog", "--lang", "xx")
    assert done.exit_code == 2
    assert "no language 'xx': en, es" in done.stderr
    assert run("search").exit_code == 2
    assert run("search", "dog", "--city", "nowhere").exit_code == 2


def test_the_list_says_which_are_shown_and_why_others_are_not(town: City) -> None:
    rows = told("list")["answers"]
    assert {row["code"]: row["standing"] for row in rows} == {
        "gone": "old_fact", "lost-dog": "published",
    }  # fmt: skip
    assert [row["code"] for row in told("list", "--withheld")["answers"]] == ["gone"]
    assert "older than 3 years" in run("list").stdout
    assert "2 answers, 1 of them shown" in run("list").stderr


def test_what_was_sought_in_vain_and_what_helped_are_printed(town: City) -> None:
    now = timezone.now()
    actions.count_unfound(city=town, text="hoverboard 7", language="en", by=RESIDENT, at=now)
    actions.count_verdict(
        city=town, code="lost-dog", language="en", helped=False, reason="unclear",
        by=RESIDENT, at=now,
    )  # fmt: skip
    assert told("unfound")["unfound"] == [
        {"words": "hoverboard [number]", "language": "en", "count": 1}
    ]
    assert told("verdicts")["verdicts"][0]["reasons"] == {"unclear": 1}
    assert "0 helped, 1 did not (unclear 1)" in run("verdicts").stdout
    assert told("unfound", "--since", "2198-01-01")["unfound"] == []


def test_the_trial_finds_every_phrase_of_what_is_shown(town: City) -> None:
    document = told("trial")
    assert document["tried"] == 3
    assert document["found_of_first_three"] == 1.0
    assert run("trial").exit_code == 0


def test_a_search_leads_with_the_number_to_call_in_an_emergency(town: City) -> None:
    emergencies.put(town)
    grave = told("search", "fire", "--lang", "es")["emergency"]
    assert (grave["code"], grave["call"]) == ("fire", "911")
    assert grave["says"] == "¿Un incendio? Llame al 911."
    assert run("search", "fire").stdout.startswith("Emergency: Is there a fire?")
    assert told("search", "fire", "station")["emergency"] is None
