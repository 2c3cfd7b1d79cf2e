"""No search of council files goes through all of them: the database's plans at 20,000 files."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.requests.build import apply
from townline.cities.rules.city import City
from townline.council.queries import search
from townline.council.rules.searching import Wanted

COUNT = 20_000
FILES = """
INSERT INTO council_councilfile
  (city_id, number, identifier, year, serial, supplement, title, initiated_by, movers, seconders,
   districts, "references", reward, pending, bodies, last_change_date, changes_date, changed_at,
   seq, head)
SELECT %(city)s, 'syn/' || i, 'syn-' || i, 2000 + i %% 25, i, 0, 'Tree ' || i, '{}', '{}', '{}',
       '{}', '[]', '{}', '{}', '{}', date '2001-01-01' + i / 3, date '2030-01-01' + i %% 900, now(),
       1, ''
FROM generate_series(1, %(count)s) i
"""
SEARCHED = """
INSERT INTO council_searched (file_id, city_id, restricted, changed, keys, vector, text)
SELECT id, city_id, false, last_change_date,
       ARRAY['year:' || year, 'body:b' || serial %% 40, 'no:' || identifier],
       setweight(to_tsvector('council_english', title), 'A') || setweight(to_tsvector(
         'council_english', 'the council action final word' || serial %% 5000
         || CASE WHEN serial %% 3 = 0 THEN ' park' ELSE '' END), 'C'),
       'the council action final'
FROM council_councilfile
"""


@pytest.fixture
def city(own_database: str, owner: psycopg.Connection[Any]) -> Iterator[City]:
    """Return Millbrook with many files, known to the planner."""
    made = apply()
    for statement in (FILES, SEARCHED):
        owner.execute(statement, {"city": made.id, "count": COUNT})
    owner.execute("ANALYZE council_councilfile, council_searched")
    return made


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(words="council"),
        Wanted(words="park"),
        Wanted(words="word77"),
        Wanted(words="council park word77"),
        Wanted(words='"council action"'),
        Wanted(words="syn-77"),
        Wanted(words="council", body="b7"),
        Wanted(body="b7", year=2003),
        Wanted(words="nowhere -council"),
        Wanted(),
    ],
    ids=str,
)
def test_a_search_reads_no_whole_table(
    city: City, wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans: list[str] = []
    module = import_module(search.__module__)
    statements = import_module("townline.council.queries.statements")
    ask = statements.fetched

    def explained(statement: str, values: dict[str, Any], *, varied: bool = False) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE) {statement}", values)
            plans.append("\n".join(line for (line,) in cursor.fetchall()))
        return ask(statement, values, varied=varied)

    monkeypatch.setattr(statements, "fetched", explained)
    monkeypatch.setattr(module, "fetched", explained)
    search(city, wanted)
    assert plans
    for plan in plans:
        assert "Seq Scan on council_searched" not in plan
        assert "Seq Scan on council_councilfile" not in plan
