"""What everyone may ask costs little, however it is asked."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.requests import build
from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.requests import queries
from townline.requests.queries import Filter

REQUESTS = "/open311/v2/requests.json"


def test_a_search_of_nothing_but_minus_signs_is_no_fault_of_ours(town: City) -> None:
    for words in ("-" * 5000, "- " * 400, "-(" * 400, '-"' * 400, "!" * 5000):
        answer = Client().get(REQUESTS, {"q": words})
        assert answer.status_code == 200, words[:4]


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(words=st.text(alphabet='-"a or()!|&:*\\ .,', max_size=400))
def test_no_search_breaks_the_parser_of_the_database(town: City, words: str) -> None:
    queries.find(town, Filter(words=words), language="en", at=NOON)


def test_a_search_still_excludes_the_words_that_it_is_told_to(town: City) -> None:
    dark = build.file(town, "hole", description="A deep hole by the school").number
    build.file(town, "hole", description="A deep hole by the park")
    for words in ("hole -park", 'hole - -"the park"'):
        found = queries.find(town, Filter(words=words), language="en", at=NOON)
        assert [row.number for row in found.rows] == [dark]


@pytest.mark.parametrize("count", [2, 200])
def test_unknown_codes_are_not_looked_for_one_by_one_without_end(town: City, count: int) -> None:
    codes = ",".join(f"x{n}" for n in range(count))
    with CaptureQueriesContext(connection) as asked:
        answer = Client().get(REQUESTS, {"service_code": codes})
    assert answer.status_code == 404
    assert len(json.loads(answer.content)) == count
    assert len(asked) < 30
