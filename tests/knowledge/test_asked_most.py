"""What is asked most is counted, without who asked; until that says something, the folder says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.contacts import hotline
from tests.desk import fairview
from tests.knowledge.articles import article, put
from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts.rules.noting import Given
from townline.knowledge import actions, queries
from townline.knowledge.models import AskedCount
from townline.knowledge.rules.asked import LEAST, LEAST_ANSWERS, NOT_COUNTED, WINDOW_DAYS, Asked
from townline.record.verbs import RESIDENT

NOW = datetime(2026, 6, 1, 18, tzinfo=UTC)
CODES = [f"answer-{n}" for n in range(LEAST_ANSWERS)]


@pytest.fixture
def town(db: None) -> City:
    city = fairview.apply()
    put(city, *(article(code, owner="parks", asked=n + 1) for n, code in enumerate(CODES)))
    return city


def order(city: City, at: datetime) -> list[str]:
    return [each.code for each in queries.answers(city, "en", at.date())]


def count(city: City, at: datetime, counts: dict[str, int]) -> None:
    day = at.date()
    for code, number in counts.items():
        AskedCount.objects.create(city_id=city.id, day=day, code=code, count=number)


@given(st.dictionaries(st.sampled_from(CODES), st.integers(1, 400)), st.permutations(CODES))
def test_the_order_is_one_and_what_is_asked_more_comes_first(
    counts: dict[str, int], codes: list[str]
) -> None:
    asked = Asked(counts=counts)
    places = {code: asked.place(code, n % 3) for n, code in enumerate(codes)}
    ordered = sorted(codes, key=places.__getitem__)
    assert len(set(places.values())) == len(codes)
    if asked.counted:
        numbers = [counts.get(code, 0) for code in ordered]
        assert numbers == sorted(numbers, reverse=True)
    else:
        assert ordered == sorted(codes, key=lambda c: NOT_COUNTED.place(c, codes.index(c) % 3))


def test_it_is_the_folders_order_until_enough_was_counted(town: City) -> None:
    day = timedelta(days=1)
    count(town, NOW, {code: n + 1 for n, code in enumerate(CODES[1:])})
    assert order(town, NOW) == CODES
    count(town, NOW - day, dict.fromkeys(CODES[-2:], LEAST) | {CODES[0]: 1})
    assert queries.asked(town, NOW.date()).counted
    assert order(town, NOW)[:2] == CODES[:-3:-1]
    long_ago = NOW + WINDOW_DAYS * day
    assert order(town, long_ago) == CODES


def test_who_opens_an_answer_is_counted_once_and_is_not_known(town: City) -> None:
    page = f"/answers/{CODES[0]}/"
    Client().get(page)
    Client().head(page)
    Client().get(page, headers={"Sec-Purpose": "prefetch"})
    Client().get(f"{page}?said=yes")
    Client().get("/answers/none/")
    row = AskedCount.objects.get()
    assert (row.code, row.count) == (CODES[0], 1)
    fields = {field.name for field in AskedCount._meta.get_fields()}
    assert fields == {"id", "city", "day", "code", "count"}


def test_one_connection_does_not_make_an_answer_the_most_asked(town: City) -> None:
    for _ in range(60):
        Client().get(f"/answers/{CODES[0]}/")
    assert AskedCount.objects.get().count < 60


def test_an_answer_that_an_agent_gives_is_counted(db: None) -> None:
    city = hotline.open_lines()
    _resident, contact = hotline.call()
    contacts.give_answer(
        city=city, contact=contact, code="lamps", language="en", how=Given.READ,
        by=fairview.actor("agent"), at=timezone.now(),
    )  # fmt: skip
    assert AskedCount.objects.get().count == 1


def test_pages_say_by_what_the_order_is(town: City) -> None:
    desk = fairview.signed_in("supervisor")
    assert "In the city's own order." in Client().get("/answers/").content.decode()
    assert "In the order of the folder" in desk.get("/desk/answers/").content.decode()
    today = timezone.now().astimezone(town.zone)
    count(town, today, dict.fromkeys(CODES, LEAST))
    page = Client().get("/answers/").content.decode()
    assert f"in the last {WINDOW_DAYS} days" in page
    page = desk.get("/desk/answers/").content.decode()
    assert "Ordered by how often each was opened or given" in page
    assert f"{LEAST} ×" in page


def test_the_same_is_counted_together(town: City, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        with django_assert_num_queries(3):
            actions.count_asked(city=town, code=CODES[0], by=RESIDENT, at=NOW)
    assert AskedCount.objects.get().count == 3
