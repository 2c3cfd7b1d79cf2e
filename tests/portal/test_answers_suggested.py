"""Answers are suggested beside services while somebody types, each with what it is."""

from django.test import Client

from tests.knowledge.articles import article, put
from townline.cities.rules.city import City

HOLE = article(
    "tire", question={"en": "Who pays if a pothole damaged my tire?"}, synonyms={},
    bodies={"en": "Send a claim to the clerk."},
)  # fmt: skip


def told(visitor: Client, words: str, language: str = "") -> dict[str, object]:
    path = f"{language}/report/suggest.json"
    return visitor.get(f"/{path.lstrip('/')}?q={words}").json()


def test_an_answer_stands_among_the_services_and_says_that_it_is_one(
    town: City, visitor: Client
) -> None:
    put(town, article(), HOLE)
    found = told(visitor, "pothole")
    kinds = [(each["url"], each["about"]) for each in found["options"]]  # type: ignore[attr-defined]
    assert kinds[0][0] == "/report/pothole/", "the service fits best"
    assert ("/answers/tire/", "Answer") in kinds
    assert str(found["said"]).endswith("1 answer fits.")


def test_what_only_an_answer_is_about_is_found_as_well(town: City, visitor: Client) -> None:
    put(town, article(), HOLE)
    found = told(visitor, "missing puppy")
    (first, *_) = found["options"]  # type: ignore[misc]
    assert first["url"] == "/answers/lost-dog/"


def test_one_in_another_language_says_in_which(town: City, visitor: Client) -> None:
    put(town, HOLE)
    found = told(visitor, "pothole tire damaged", "/es")
    (answer,) = [each for each in found["options"] if "answers" in each["url"]]  # type: ignore[attr-defined]
    assert answer["lang"] == "en"
