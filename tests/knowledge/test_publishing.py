"""Bulletins are published, replaced and ended, never altered, and their record proves."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.knowledge.storms import CHIEF, NOON, STORM, message, tell
from tests.portal import springfield
from tests.record.sealing import seal_all
from townline.cities.rules.city import City
from townline.knowledge import actions, queries
from townline.knowledge.models import Bulletin
from townline.knowledge.rules.bulletins import Text, Unsayable
from townline.record import queries as record
from townline.record.verbs import RESIDENT, NotAllowed

SOON = NOON + timedelta(hours=1)
PUBLISHED, REPLACED, ENDED = "bulletin.published", "bulletin.replaced", "bulletin.ended"


@pytest.fixture
def town(db: None) -> City:
    """Apply Springfield."""
    return springfield.apply()


def shown(city: City, language: str = "en", at: Any = SOON, **about: Any) -> list[str]:
    return [b.title for b in queries.bulletins(city, language, at, **about)]


def verbs(city: City, number: str) -> list[str]:
    return [line.verb for line in queries.history(city, number)]


def test_it_is_shown_at_once_and_expires_by_itself(town: City) -> None:
    number = tell(town, at=NOON)
    assert shown(town) == ["Storm tonight"]
    assert shown(town, at=NOON + timedelta(hours=6)) == []
    assert shown(town, at=NOON - timedelta(seconds=1)) == []
    assert verbs(town, number) == [PUBLISHED]


def test_a_reader_of_another_language_gets_the_first_one_marked(town: City) -> None:
    tell(town, at=NOON, texts={"en": Text(title="Storm tonight")})
    [found] = queries.bulletins(town, "es", SOON)
    assert (found.title, found.language, found.translated) == ("Storm tonight", "en", False)
    tell(town, at=NOON)
    assert {(b.language, b.translated) for b in queries.bulletins(town, "es", SOON)} == {
        ("en", False), ("es", True),
    }  # fmt: skip


def test_one_about_a_service_and_an_area_is_shown_there_alone(town: City) -> None:
    tell(town, at=NOON, services=("bulky",), areas=("district:2",))
    [found] = queries.bulletins(town, "en", SOON)
    assert found.places == ("District 2",)
    assert shown(town, services=("bulky",), areas=("district:2", "district:1"))
    assert not shown(town, services=("pothole",))
    assert not shown(town, services=("bulky",), areas=("district:1",))


def test_a_page_about_one_thing_leaves_out_what_is_general_but_for_emergencies(
    town: City,
) -> None:
    tell(town, at=NOON)
    about = {"services": ("bulky",), "areas": (), "general": False}
    assert not shown(town, **about)
    tell(town, at=NOON, importance="emergency")
    assert len(shown(town, **about)) == 1


def test_another_wording_replaces_the_former_one_and_both_are_kept(town: City) -> None:
    first = tell(town, at=NOON)
    told = message(SOON, texts={"en": Text(title="Storm is over")})
    second = actions.publish(city=town, message=told, replaces=first, by=CHIEF, at=SOON)
    assert shown(town) == ["Storm is over"]
    assert verbs(town, first) == [PUBLISHED, REPLACED]
    former, later = queries.one(town, first), queries.one(town, second)
    assert (former.state(SOON), former.replaced_by, later.replaces) == ("replaced", second, first)
    assert former.message.texts == STORM
    assert [each.number for each in queries.every(town)] == [second, first]


def test_what_is_over_can_be_neither_ended_nor_replaced(town: City) -> None:
    number = tell(town, at=NOON)
    actions.end(city=town, number=number, by=CHIEF, at=SOON)
    assert shown(town) == []
    assert verbs(town, number) == [PUBLISHED, ENDED]
    with pytest.raises(actions.NothingToEnd, match="is over"):
        actions.end(city=town, number=number, by=CHIEF, at=SOON)
    with pytest.raises(actions.NothingToEnd, match="is over"):
        actions.publish(city=town, message=message(SOON), replaces=number, by=CHIEF, at=SOON)
    with pytest.raises(actions.NothingToEnd, match="no bulletin"):
        actions.end(city=town, number="B0", by=CHIEF, at=SOON)
    expired = tell(town, at=NOON, hours=1)
    with pytest.raises(actions.NothingToEnd, match="is over"):
        actions.end(city=town, number=expired, by=CHIEF, at=SOON)


def test_a_bulletin_of_another_city_is_not_there(town: City) -> None:
    number = tell(town, at=NOON)
    other = springfield.apply("shelbyville")
    assert shown(other) == []
    with pytest.raises(actions.NothingToEnd):
        actions.end(city=other, number=number, by=CHIEF, at=SOON)
    with pytest.raises(queries.NoSuchBulletin):
        queries.one(other, number)


def test_residents_and_bad_messages_are_refused_and_nothing_is_kept(town: City) -> None:
    with pytest.raises(NotAllowed):
        actions.publish(city=town, message=message(), by=RESIDENT, at=NOON)
    with pytest.raises(Unsayable):
        actions.publish(city=town, message=message(hours=0), by=CHIEF, at=NOON)
    assert not Bulletin.objects.exists()


def test_all_bulletins_of_a_page_take_one_statement(town: City) -> None:
    for _ in range(5):
        tell(town, at=NOON)
    with CaptureQueriesContext(connection) as asked:
        assert len(shown(town)) == 5
    assert len(asked) == 1


def test_the_database_refuses_to_alter_a_bulletin_or_its_record(town: City) -> None:
    number = tell(town, at=NOON)
    for statement in (
        "UPDATE knowledge_bulletin SET data = '{}'",
        "UPDATE knowledge_bulletin SET expires_at = now() + interval '1 day'",
        "DELETE FROM knowledge_bulletin",
        "UPDATE knowledge_bulletinentry SET at = now()",
        "DELETE FROM knowledge_bulletinentry",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    actions.end(city=town, number=number, by=CHIEF, at=SOON)
    with pytest.raises(Error, match="never altered"), transaction.atomic():
        Bulletin.objects.update(ended_at=None)
    assert not list(queries.disagreements())


def test_its_record_is_chained_and_sealed_with_all_others(own_database: None) -> None:
    town = springfield.apply()
    number = tell(town, at=NOON)
    actions.end(city=town, number=number, by=CHIEF, at=SOON)
    assert seal_all() == [2]
    assert not record.verify().faults


def test_a_row_that_was_tampered_with_is_named(
    own_database: None, owner: psycopg.Connection[Any]
) -> None:
    number = tell(springfield.apply(), at=NOON)
    owner.execute("ALTER TABLE knowledge_bulletin DISABLE TRIGGER USER")
    owner.execute('UPDATE knowledge_bulletin SET data = data || \'{"importance": "emergency"}\'')
    assert [(f.kind, f.subject) for f in queries.disagreements()] == [("altered", number)]
    owner.execute("UPDATE knowledge_bulletin SET ended_at = now()")
    assert "status" in {f.kind for f in queries.disagreements()}
