"""Cities are known by their editions in force, and remembered for a second."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from townline.cities import actions, queries
from townline.cities.freshness import read_once
from townline.cities.models import Edition
from townline.cities.rules import digest
from townline.cities.rules.city import City, CitySettings, Sample, Source, words_in
from townline.record.verbs import SYSTEM

AT = datetime(2026, 5, 9, 12, tzinfo=UTC)
SETTINGS = CitySettings(
    name="Springdale",
    zone="America/Chicago",
    languages=("en", "es"),
    centre=(40.0, -90.0),
    bounds=(39.0, -91.0, 41.0, -89.0),
    jurisdiction="springdale.example.org",
    hosts=("311.springdale.example.org",),
    source=Source(name="Ours", licence="CC0 1.0"),
    sample=Sample(file="samples/a.csv", mapping="a"),
    assumed=("All of it.",),
)


def begin(settings: CitySettings = SETTINGS, slug: str = "springdale") -> City:
    return actions.begin_edition(
        slug=slug, settings=settings, files={"a.md": b"a", "b.md": b"a"}, by=SYSTEM, at=AT
    )


@pytest.mark.django_db
def test_a_city_is_found_by_slug_host_jurisdiction_and_row() -> None:
    city = begin()
    assert queries.by_slug("springdale") == city
    assert queries.by_host("311.Springdale.example.org") == city
    assert queries.by_jurisdiction("springdale.example.org") == city
    assert queries.by_id(city.id) == city
    assert queries.first() == city


@pytest.mark.django_db
def test_what_is_not_there_is_none_or_said_so() -> None:
    assert queries.first() is None
    assert queries.by_slug("springdale") is None
    assert queries.by_host("example.org") is None
    with pytest.raises(queries.NoSuchCity):
        queries.by_id(1)
    with pytest.raises(queries.NoSuchCity):
        queries.settings_of(1)


@pytest.mark.django_db
def test_each_edition_keeps_its_own_settings() -> None:
    first = begin()
    second = begin(replace(SETTINGS, name="Springdale Town"))
    assert (first.edition, second.edition) == (1, 2)
    assert queries.settings_of(first.edition_id) == SETTINGS
    assert queries.by_id(first.id).name == "Springdale Town"


@pytest.mark.django_db
def test_another_city_may_not_take_a_host_or_jurisdiction() -> None:
    begin()
    for taken in (
        replace(SETTINGS, jurisdiction="other.example.org"),
        replace(SETTINGS, hosts=()),
    ):
        with pytest.raises(actions.NameTaken):
            begin(taken, slug="other")
    assert [city.slug for city in queries.every()] == ["springdale"]


@pytest.mark.django_db
def test_the_database_counts_an_edition_once() -> None:
    city = begin()
    row = Edition.objects.get(pk=city.edition_id)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_second_of_pages_asks_once_and_sees_an_own_write_at_once(
    own_database: str, django_assert_num_queries
) -> None:
    city = begin()
    assert queries.every() == (city,)
    with django_assert_num_queries(0):
        assert queries.by_id(city.id) == city
    actions.mark_demo(city_id=city.id, demo=True, by=SYSTEM, at=AT)
    assert queries.by_id(city.id).demo is True


def test_what_a_failed_transaction_saw_is_not_remembered(own_database: str) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        begin()
        assert queries.first() is not None
        raise RuntimeError
    assert queries.first() is None


@pytest.mark.django_db
def test_a_request_asks_once_in_a_transaction_too_and_sees_an_own_write_at_once(
    django_assert_num_queries,
) -> None:
    city = begin()
    with read_once():
        assert queries.every() == (city,)
        with django_assert_num_queries(0):
            assert queries.by_id(city.id) == city
        actions.mark_demo(city_id=city.id, demo=True, by=SYSTEM, at=AT)
        assert queries.by_id(city.id).demo is True
    with read_once(), django_assert_num_queries(1):
        assert queries.by_id(city.id).demo is True


def test_a_request_does_not_remember_what_its_failed_transaction_saw(own_database: str) -> None:
    with read_once():
        with pytest.raises(RuntimeError), transaction.atomic():
            begin()
            assert queries.first() is not None
            raise RuntimeError
        assert queries.first() is None


def test_a_folders_digest_depends_on_paths_and_contents_alone() -> None:
    one = digest.of_folder({"a": "1", "b": "2"})
    assert one == digest.of_folder({"b": "2", "a": "1"})
    assert one != digest.of_folder({"a": "2", "b": "1"})
    assert one != digest.of_folder({"a": "1"})


def test_words_fall_back_to_the_base_language_and_then_to_the_first() -> None:
    words = {"en": "Pothole", "zh": "坑洞"}
    assert words_in(words, "zh-hans") == "坑洞"
    assert words_in(words, "ko") == "Pothole"
    assert words_in({}, "en") == ""
