"""Topics are found in the database by words as people type them."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.portal import springfield
from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM
from townline.topics import actions, queries
from townline.topics.models import Topic as Row
from townline.topics.rules.topics import Topic

AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def town(db: None) -> City:
    """Apply Springfield."""
    return springfield.apply()


def codes(city: City, text: str, language: str = "en") -> list[str]:
    return [each.code for each in queries.find(city, text, language)]


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("pothole", "en", "pothole"),
        ("potholes", "en", "pothole"),
        ("POTH", "en", "pothole"),
        ("pot hole", "en", "pothole"),
        ("pohtole", "en", "pothole"),
        ("there is a hole in my street", "en", "pothole"),
        ("old sofa", "en", "bulky"),
        ("couches", "en", "bulky"),
        ("bed", "en", "bulky"),
        ("bache", "es", "pothole"),
        ("baches", "en", "pothole"),
        ("recoleccion", "es", "bulky"),
        ("RECOLECCIÓN", "es", "bulky"),
        ("in danger", "en", "abuse"),
        ("what could be better", "en", "idea"),
    ],
)
def test_everyday_words_find_the_service(town: City, text: str, language: str, first: str) -> None:
    assert codes(town, text, language)[:1] == [first]


@pytest.mark.parametrize("text", ["", "   ", "?!", "x", "zebra", "the", "' | & ! :* \\", "\x00"])
def test_what_means_nothing_finds_nothing(town: City, text: str) -> None:
    assert codes(town, text) == []


def test_a_slip_of_the_keyboard_is_told_as_it_was_read(town: City) -> None:
    [slipped, right] = [queries.find(town, text, "en")[0] for text in ("pohtole", "pothole")]
    assert (slipped.reading, right.reading) == ("pothole", "")


def test_a_question_takes_one_statement_and_a_misspelt_one_two(town: City) -> None:
    misspelt = "there is a large pohtole in the street, plese help me mend it soon"
    for question, statements in (("a hole in the street", 1), (misspelt, 2)):
        with CaptureQueriesContext(connection) as asked:
            assert codes(town, question)[0] == "pothole"
        assert len(asked) == statements


def test_services_of_another_edition_are_not_found(town: City) -> None:
    other = springfield.apply("shelbyville")
    assert codes(other, "pothole") == ["pothole"]
    actions.put_topics(edition_id=other.edition_id, kind="service", topics=(), by=SYSTEM, at=AT)
    assert codes(other, "pothole") == []
    assert codes(town, "pothole") == ["pothole"]


def test_answers_of_the_city_are_found_beside_its_services(town: City) -> None:
    answer = Topic(kind="answer", code="permit", language="en", name="Who mends a pothole?")
    actions.put_topics(city_id=town.id, kind="answer", topics=[answer], by=SYSTEM, at=AT)
    found = queries.find(town, "pothole", "en")
    assert [(each.kind, each.code) for each in found] == [
        ("service", "pothole"), ("answer", "permit"),
    ]  # fmt: skip
    only = queries.find(town, "pothole", "en", kinds=("service",))
    assert [each.code for each in only] == ["pothole"]


def test_what_former_editions_called_it_is_forgotten(town: City) -> None:
    later = springfield.apply()
    actions.forget_topics(city_id=town.id, before_edition_id=later.edition_id, by=SYSTEM, at=AT)
    assert not queries.has_topics(town.edition_id)
    assert queries.has_topics(later.edition_id)


def test_languages_without_spaces_and_without_a_stemmer_are_found(town: City) -> None:
    topics = [
        Topic(kind="service", code="light", language="zh-hans", name="路灯不亮"),
        Topic(kind="service", code="light", language="ko", name="가로등 고장"),
        Topic(kind="service", code="light", language="hy", name="Փողոցային լույսեր"),
    ]
    actions.put_topics(edition_id=town.edition_id, kind="service", topics=topics, by=SYSTEM, at=AT)
    for text in ("我家门口的路灯坏了", "灯", "가로등이꺼졌어요", "փողոցայն լույս", "լույսերը"):
        assert codes(town, text) == ["light"], text
    assert Row.objects.count() == 3
