"""What a submission asks of the database: two statements, and a small part of one index."""

import json
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.requests import build
from tests.requests.build import ANA, EAST, NOON, WEST, WORKER
from tests.requests.pictures import jpeg
from townline.cities.rules.city import City
from townline.geography import queries as geography
from townline.geography.rules.place import Match, Point
from townline.requests import queries
from townline.requests.actions import work
from townline.requests.actions.statement import BEFORE

CROWD = 3000


class Elsewhere:
    """A geocoder that somebody else keeps: it has a name for every point."""

    def __init__(self, city: City) -> None:
        self.city = city

    def suggest(self, text: str, limit: int) -> list[Match]:
        return []

    def reverse(self, point: Point) -> Match | None:
        return Match(point=point, label="ELSEWHERE", kind="address", confidence=1, zipcode="90099")


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"reporter": ANA, "key": "k", "scope": "web"},
        {"photos": (jpeg(),), "description": "Dark."},
        {"suspicion": ("links",)},
    ],
)
def test_a_report_reads_once_and_writes_once(kept_town: City, more: dict[str, Any]) -> None:
    build.file(kept_town)
    with build.statements() as sent:
        build.file(kept_town, **more)
    assert len(sent) == 2, sent


def test_a_page_of_updates_takes_one_statement_however_many_they_are(kept_town: City) -> None:
    def told() -> int:
        span = {"since": NOON, "until": NOON + timedelta(hours=1)}
        return len(queries.lately(kept_town, **span, language="en", at=NOON).rows)

    build.file(kept_town)
    assert told() == 1
    for _ in range(3):
        number = build.file(kept_town, "hole").number
        work.start(city=kept_town, number=number, by=WORKER, at=NOON)
    with build.statements() as sent:
        assert told() == 7
    assert len(sent) == 1, sent


@pytest.mark.parametrize("point", [EAST, WEST, Point(34.0051, -118.0049), Point(34.009, -118.001)])
def test_the_address_is_the_one_that_is_found_when_asked_alone(town: City, point: Point) -> None:
    alone = geography.address_at(town, point)
    row = build.row(build.file(town, point=point).number)
    assert (row.address, row.zipcode) == ((alone.label, alone.zipcode) if alone else ("", ""))


def test_another_geocoder_is_asked_for_the_address(town: City, settings: Any) -> None:
    settings.TOWNLINE_GEOCODER = f"{__name__}.Elsewhere"
    row = build.row(build.file(town).number)
    assert (row.address, row.zipcode) == ("ELSEWHERE", "90099")


def test_a_crowd_of_closed_and_of_other_requests_at_the_place_is_not_looked_at(
    kept_town: City, owner: psycopg.Connection[Any]
) -> None:
    first = build.file(kept_town)
    crowd("'lamp', 'closed'", "now()", first.number)
    crowd("'hole', 'open'", "NULL", first.number)
    owner.execute("VACUUM ANALYZE requests_servicerequest")
    (scan,) = [s for s in scans(kept_town) if s.get("Index Name") == "request_open_near"]
    assert scan["Actual Rows"] == 2, "the one before, and the one just filed"
    assert scan.get("Rows Removed by Filter", 0) == 0


def crowd(service_and_status: str, closed_at: str, number: str) -> None:
    """Put many requests where one is."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO requests_servicerequest
              (city_id, edition_id, number, service_code, status, closed_at, department,
               requested_at, updated_at, lat, lon, areas, publicity, channel, seq, head)
            SELECT city_id, edition_id, 'c' || nextval('requests_number'), {service_and_status},
                   {closed_at}, department, requested_at, updated_at, lat, lon, areas, publicity,
                   channel, seq, head
            FROM requests_servicerequest, generate_series(1, %s) WHERE number = %s
            """,
            [CROWD, number],
        )


def scans(town: City) -> list[dict[str, Any]]:
    """Return the scans by which a submission is prepared, as the database carries them out."""
    given: list[Any] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql == BEFORE:
            given.append(params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        build.file(town, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {BEFORE}", given[0])
        (plan,) = cursor.fetchone()
    found: list[dict[str, Any]] = []

    def collect(node: dict[str, Any]) -> None:
        if "Scan" in node["Node Type"]:
            found.append(node)
        for below in node.get("Plans", ()):
            collect(below)

    collect((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    return found
