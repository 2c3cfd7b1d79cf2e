"""A service can be suspended between two editions, and taken again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from townline.catalogue import actions, queries
from townline.catalogue.models import Service
from townline.catalogue.rules.offers import Dates, Offer, Option, Question, Route, Suspension
from townline.cities.actions import begin_edition
from townline.cities.rules.city import City, CitySettings
from townline.hours import Promise
from townline.record.verbs import RESIDENT, SYSTEM, Actor, NotAllowed, Role

AT = datetime(2026, 5, 9, 12, tzinfo=UTC)
TODAY = date(2026, 5, 9)
BULKY = Offer(
    code="bulky",
    words={"en": "Bulky items"},
    description={"en": "Large things."},
    group="waste",
    group_words={"en": "Waste"},
    department="sanitation",
    kind="order",
    questions=(
        Question(
            code="home",
            kind="singlevaluelist",
            words={"en": "Home?"},
            options=(Option(key="flat", words={"en": "Flat"}),),
            when={"other": ("a", "b")},
            minimum=1.5,
        ),
    ),
    resolve=Promise(3, "working_days"),
    routes=(Route(department="sanitation", since=date(2026, 1, 1), answers={"home": ("flat",)}),),
    dates=Dates(capacity=3, weekdays=(0, 2)),
)
PAUSE = Suspension(
    service_code="bulky", since=TODAY, until=date(2026, 5, 31), notice={"en": "Not in May."}
)


def supervisor(*departments: str) -> Actor:
    return Actor(
        kind="staff",
        label="Demo Supervisor",
        roles=frozenset({Role.SUPERVISOR}),
        departments=frozenset(departments),
    )


@pytest.fixture
def city(db: None) -> City:
    settings = CitySettings(
        name="Springdale",
        zone="America/Chicago",
        languages=("en",),
        centre=(40, -90),
        bounds=(39, -91, 41, -89),
        jurisdiction="springdale.example.org",
    )
    city = begin_edition(slug="springdale", settings=settings, files={}, by=SYSTEM, at=AT)
    actions.put_offers(edition_id=city.edition_id, offers=[BULKY], by=SYSTEM, at=AT)
    return city


def test_an_offer_comes_back_as_it_was_put(city: City) -> None:
    assert queries.offer(city.edition_id, "bulky") == BULKY
    assert queries.offers(city.edition_id) == {"bulky": BULKY}


def test_offers_are_read_once_an_edition(city: City, django_assert_num_queries) -> None:
    queries.offers(city.edition_id)
    with django_assert_num_queries(0):
        queries.offer(city.edition_id, "bulky")


def test_an_unknown_service_or_edition_is_said_so(city: City) -> None:
    with pytest.raises(queries.NoSuchService):
        queries.offer(city.edition_id, "potholes")
    with pytest.raises(queries.NoSuchService):
        queries.offer(city.edition_id + 1, "bulky")
    assert queries.offers(city.edition_id + 1) == {}


def test_the_database_keeps_codes_unique_and_true_to_their_data(city: City) -> None:
    for code, data in (("bulky", {"code": "bulky"}), ("other", {"code": "another"})):
        with pytest.raises(IntegrityError), transaction.atomic():
            Service.objects.create(edition_id=city.edition_id, position=9, code=code, data=data)


def test_a_suspension_holds_until_it_is_resumed(city: City) -> None:
    number = actions.suspend(city_id=city.id, suspension=PAUSE, by=supervisor("sanitation"), at=AT)
    assert queries.suspensions(city.id, TODAY) == (PAUSE,)
    assert queries.suspensions(city.id, TODAY - timedelta(days=1)) == ()
    assert queries.suspensions(city.id, date(2026, 6, 1)) == ()
    (standing,) = queries.standing(city.id, TODAY)
    assert (standing.id, standing.made_by, standing.by_folder) == (number, "Demo Supervisor", False)
    actions.resume(suspension_id=number, by=supervisor("sanitation"), at=AT)
    assert queries.suspensions(city.id, TODAY) == ()
    with pytest.raises(actions.NothingToResume):
        actions.resume(suspension_id=number, by=SYSTEM, at=AT)


@pytest.mark.parametrize("by", [RESIDENT, supervisor("parks")])
def test_only_keepers_of_the_department_may_suspend_and_resume(city: City, by: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.suspend(city_id=city.id, suspension=PAUSE, by=by, at=AT)
    number = actions.suspend(city_id=city.id, suspension=PAUSE, by=SYSTEM, at=AT)
    with pytest.raises(NotAllowed):
        actions.resume(suspension_id=number, by=by, at=AT)
    assert queries.suspensions(city.id, TODAY) == (PAUSE,)


def test_what_is_not_offered_cannot_be_suspended(city: City) -> None:
    with pytest.raises(queries.NoSuchService):
        actions.suspend(city_id=city.id, suspension=Suspension(service_code="x"), by=SYSTEM, at=AT)


def test_a_suspension_that_ends_before_it_begins_is_refused(city: City) -> None:
    backwards = Suspension(service_code="bulky", since=TODAY, until=date(2026, 5, 1))
    with pytest.raises(actions.EndsBeforeItBegins):
        actions.suspend(city_id=city.id, suspension=backwards, by=SYSTEM, at=AT)


def test_a_suspension_by_staff_outlives_an_edition(city: City) -> None:
    actions.suspend(city_id=city.id, suspension=PAUSE, by=SYSTEM, at=AT)
    settings = CitySettings(
        name="Springdale",
        zone="America/Chicago",
        languages=("en",),
        centre=(40, -90),
        bounds=(39, -91, 41, -89),
        jurisdiction="springdale.example.org",
    )
    begin_edition(slug="springdale", settings=settings, files={}, by=SYSTEM, at=AT)
    assert queries.suspensions(city.id, TODAY) == (PAUSE,)
