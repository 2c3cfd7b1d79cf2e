"""Applying a folder makes an edition of all of it, or nothing; earlier editions stay."""

from datetime import UTC, date, datetime

import pytest

from tests.founding.folders import DISTRICTS, SLUG, changed, example, read, with_areas
from townline.catalogue import queries as catalogue
from townline.cities import queries as cities
from townline.cities.actions import NameTaken
from townline.cities.rules.city import City
from townline.founding import actions, queries
from townline.founding.actions import applying
from townline.founding.rules import difference, draft
from townline.geography import queries as geography
from townline.geography.rules.place import Point
from townline.record.verbs import SYSTEM
from townline.staff import queries as staff

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 9, 12, tzinfo=UTC)
STREETS = "services/streets.toml"


def apply(files: dict[str, bytes], slug: str = SLUG) -> City:
    applied = actions.apply(draft=draft.of_files(slug, files), by=SYSTEM, at=AT)
    assert applied.fresh
    return applied.city


def test_a_folder_becomes_an_edition_that_every_room_knows() -> None:
    landmarks = b"name,lat,lon\nCity Hall,40.05,-89.95\n"
    city = apply(with_areas(*DISTRICTS) | {"places/landmarks.csv": landmarks})
    assert (city.slug, city.name, city.edition) == (SLUG, "Springdale", 1)
    assert cities.by_slug(SLUG) == city
    assert cities.by_jurisdiction("springdale.example") == city
    assert cities.applied_at(city.edition_id) == AT
    assert list(catalogue.offers(city.edition_id)) == [
        "pothole",
        "streetlight",
        "bulky-items",
        "illegal-dumping",
    ]
    assert set(staff.departments(city.edition_id)) == {"public-works", "sanitation"}
    found = geography.locate(city, Point(40.05, -89.95), AT.date())
    assert [area.key for area in found.areas] == ["district:1"]
    assert geography.geocode(city, "City Hall")[0].point == Point(40.05, -89.95)


def test_an_unchanged_folder_makes_no_edition() -> None:
    first = apply(example())
    again = actions.apply(draft=read(example()), by=SYSTEM, at=AT)
    assert (again.fresh, again.city) == (False, first)


def test_a_changed_folder_makes_the_next_edition_and_leaves_the_first_as_it_was() -> None:
    first = apply(example())
    second = apply(changed(STREETS, "amount = 5", "amount = 9"))
    assert (second.id, second.edition) == (first.id, 2)
    before = catalogue.offer(first.edition_id, "pothole").resolve
    after = catalogue.offer(second.edition_id, "pothole").resolve
    assert before is not None
    assert after is not None
    assert (before.amount, after.amount) == (5, 9)
    assert cities.by_id(first.id) == second


def test_a_failure_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    first = apply(example())

    def fail(**_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(applying.catalogue, "put_suspensions", fail)
    with pytest.raises(RuntimeError):
        apply(changed(STREETS, "amount = 5", "amount = 9"))
    assert cities.by_slug(SLUG) == first
    assert cities.every() == (first,)


def test_a_folder_with_errors_is_refused() -> None:
    with pytest.raises(actions.Faulty) as refused:
        apply(changed(STREETS, "amount = 5", "amount = 0"))
    assert len(refused.value.errors) == 1
    assert cities.every() == ()


def test_two_cities_may_not_answer_to_one_name() -> None:
    apply(example())
    with pytest.raises(NameTaken):
        apply(example(), slug="elsewhere")
    assert [city.slug for city in cities.every()] == [SLUG]


def test_the_first_applied_city_stays_the_first() -> None:
    apply(example())
    apply(changed("city.toml", "springdale.example", "other.example"), slug="a-city")
    assert [city.slug for city in cities.every()] == [SLUG, "a-city"]
    first = cities.first()
    assert first is not None
    assert first.slug == SLUG


def test_what_was_applied_reads_back_without_a_difference() -> None:
    files = with_areas(*DISTRICTS)
    city = apply(files)
    assert cities.edition_files(city.edition_id) == files
    held = queries.in_force(SLUG)
    assert held is not None
    assert difference.between(held, read(files)) == ()
    assert held.digest == cities.digest_of(city.edition_id)


def test_a_suspension_of_the_folder_stands_while_its_edition_does() -> None:
    suspension = (
        b'[[suspension]]\nservice = "pothole"\nuntil = 2026-05-31\nnotice = { en = "No." }\n'
    )
    city = apply(example() | {"suspensions.toml": suspension})
    assert [s.service_code for s in catalogue.suspensions(city.id, AT.date())] == ["pothole"]
    assert catalogue.suspensions(city.id, date(2026, 6, 1)) == ()
    apply(example())
    assert catalogue.suspensions(city.id, AT.date()) == ()


def test_contents_that_editions_share_are_stored_once(django_assert_num_queries) -> None:
    first = apply(with_areas(*DISTRICTS))
    second = apply(with_areas(*DISTRICTS) | {"notes.md": b"more"})
    one, two = cities.edition_digests(first.edition_id), cities.edition_digests(second.edition_id)
    assert set(two) - set(one) == {"notes.md"}
    assert all(two[path] == digest for path, digest in one.items())
    with django_assert_num_queries(1):
        assert cities.edition_file(second.edition_id, "notes.md") == b"more"
    with pytest.raises(cities.NoSuchFile):
        cities.edition_file(first.edition_id, "notes.md")
