"""What the Legistar interface costs, and that its rows have the fields of Legistar's own."""

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from tests.api import files_of_fairview as fairview
from tests.api.conftest import Get
from tests.api.files_of_fairview import TREES
from tests.api.test_legistar import key
from tests.council import chamber
from tests.council.los_angeles_council import DATA, needs_data
from townline.api.legistar import shapes
from townline.cities.rules.city import City

KEPT = (
    "cities_edition",
    "council_description",
    'MAX("council_bodyrow',
    'council_bodynamerow" WHERE',
    "pg_snapshot_xip",
)
"""
What a process keeps of the city, though not within the transaction of a test; and the one statement
by which an answer that somebody has is told to be no news.
"""
STATEMENTS = {
    "matters": 3, "bodies": 1, "persons": 1, "officerecords": 2, "events": 1, "actions": 1,
    "indexes": 1, "mattertypes": 0,
}  # fmt: skip


def cost(read: Callable[[], HttpResponse]) -> int:
    """Return how many statements a reading costs, what is kept of the city left out."""
    with CaptureQueriesContext(connection) as found:
        assert read().status_code == 200
    return sum(not any(name in each["sql"] for name in KEPT) for each in found.captured_queries)


def test_lists_cost_the_same_however_long(get: Get, city: City) -> None:
    fairview.meet(city)
    costs = {path: cost(lambda path=path: get(path)) for path in STATEMENTS}  # type: ignore[misc]
    assert costs == STATEMENTS
    for n in range(5):
        chamber.introduced(city, f"Another {n}")
    assert {path: cost(lambda path=path: get(path)) for path in STATEMENTS} == costs  # type: ignore[misc]


def test_one_of_them_costs_fourteen_statements_at_most(get: Get, city: City) -> None:
    meeting, _ = fairview.meet(city)
    trees = key(TREES)
    for path in (
        f"matters/{trees}", f"matters/{trees}/histories", f"matters/{trees}/attachments",
        f"events/{meeting.pk}?EventItems=1&EventItemAttachments=1&AgendaNote=1&MinutesNote=1",
        f"events/{meeting.pk}/eventitems?Attachments=1",
    ):  # fmt: skip
        assert cost(lambda path=path: get(path)) <= 14, path  # type: ignore[misc]


FIXTURES = {
    "legistar-lametro/tests/fixtures/matter_candidates.json": shapes.MATTER,
    "legistar-lametro/tests/fixtures/minutes_candidates.json": shapes.ATTACHMENT,
    "legistar-lametro/tests/fixtures/event.json": shapes.EVENT,
    "legistar-chicago-nyc/tests/fixtures/chicago/dupe_event.json": shapes.HISTORY,
    "legistar-chicago-nyc/tests/fixtures/metro/all_indexes.json": shapes.INDEX,
    "legistar-chicago-nyc/tests/fixtures/metro/matter_index.json": shapes.MATTER_INDEX,
}


@needs_data
@pytest.mark.parametrize("path", FIXTURES)
def test_our_shapes_are_those_of_legistar(path: str) -> None:
    found = json.loads((DATA / path).read_text())
    first = found[0] if isinstance(found, list) else found
    assert list(first) == list(FIXTURES[path].fields)
