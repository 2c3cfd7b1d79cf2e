"""Which past requests a dry run of routes is tried on, and what is known of each."""

from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.requests import build
from townline.cities.rules.city import City
from townline.requests.models import ServiceRequest
from townline.requests.queries import reroute
from townline.requests.rules import dry_run

MIDNIGHT = datetime(2026, 3, 3, tzinfo=build.ZONE)
MINUTE = timedelta(minutes=1)


def numbers(city: City, **asked: object) -> list[str]:
    return [past.number for past in reroute.past(city, **asked)]  # type: ignore[arg-type]


def test_a_request_is_read_with_its_areas_answers_and_local_day(town: City) -> None:
    number = build.file(
        town, "lamp", point=build.WEST, answers={"what": "wires"}, at=MIDNIGHT - MINUTE
    ).number
    (past,) = reroute.past(town)
    assert past == dry_run.PastRequest(
        number=number,
        service_code="lamp",
        department="waste",
        crew="North",
        areas=("ward:west",),
        answers={"what": "wires"},
        on=date(2026, 3, 2),
        imported=False,
    )
    assert dry_run.run({"lamp": build.LAMP}, [past]).same == 1


def test_the_latest_come_first_and_days_are_the_citys(town: City) -> None:
    first = build.file(town, "hole", at=MIDNIGHT - MINUTE).number
    second = build.file(town, "hole", at=MIDNIGHT).number
    assert numbers(town) == [second, first]
    assert numbers(town, limit=1) == [second]
    assert numbers(town, until=date(2026, 3, 2)) == [first]
    assert numbers(town, since=date(2026, 3, 3)) == [second]
    assert reroute.count_past(town) == 2
    assert reroute.count_past(town, since=date(2026, 3, 3)) == 1
    assert reroute.count_past(town, limit=1) == 1


def test_what_was_made_up_or_no_request_at_all_is_left_out(town: City) -> None:
    kept, demo, hidden = (build.file(town, "hole", at=build.NOON).number for _ in range(3))
    ServiceRequest.objects.filter(number=demo).update(origin="demo")
    ServiceRequest.objects.filter(number=hidden).update(hidden=True)
    assert numbers(town) == [kept]


def test_another_citys_requests_are_left_out(town: City) -> None:
    build.file(town, "hole", at=build.NOON)
    other = build.apply("riverside")
    assert (numbers(other), reroute.count_past(other)) == ([], 0)


def test_they_are_read_by_a_cursor_of_the_server_in_chunks(
    town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    cursors = []
    chunked = connection.chunked_cursor

    def open_cursor() -> Any:
        cursors.append(chunked())
        return cursors[-1]

    monkeypatch.setattr(reroute, "CHUNK", 2)
    monkeypatch.setattr(connection, "chunked_cursor", open_cursor)
    made = {build.file(town, "hole", at=build.NOON).number for _ in range(5)}
    assert set(numbers(town)) == made
    assert len(cursors) == 1
    assert isinstance(cursors[0].cursor, psycopg.ServerCursor)
