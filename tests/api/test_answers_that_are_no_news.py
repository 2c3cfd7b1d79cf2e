"""A program that has an answer already is told so, in one statement, and never wrongly."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date
from psycopg import Connection

from tests.api.conftest import LEGISTAR
from tests.api.files_of_fairview import REFERRED, TREES
from tests.api.test_legistar import key
from tests.council import chamber
from tests.council.chamber import CLERK
from tests.ground import databases
from townline.api import fresh
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.models import CouncilFile
from townline.council.queries import exchange
from townline.council.rules.contents import Given
from townline.council.rules.people import Membership

LONGEST_S = 240
"""How long another test may write at once; between two of them nobody does."""


def asked(http: Client, path: str, **headers: str) -> HttpResponse:
    """Return the first answer that was given while nobody wrote."""
    began = time.monotonic()
    while time.monotonic() - began < LONGEST_S:
        answer = http.get(path, headers={"Accept": "application/json", **headers})
        if "ETag" in answer:
            return answer
    pytest.fail("somebody writes all the time")


PATHS = [
    f"{LEGISTAR}/matters", f"{LEGISTAR}/events", f"{LEGISTAR}/persons", f"{LEGISTAR}/matterindexes",
    "/ocd/bills/", f"/ocd/bills/{TREES}/", "/ocd/",
]  # fmt: skip


@pytest.mark.parametrize("path", [*PATHS, "matter", "histories"])
def test_an_answer_that_one_has_is_304_until_anything_changes(
    city: City, http: Client, path: str
) -> None:
    matter = f"{LEGISTAR}/matters/{key(TREES)}"
    path = {"matter": matter, "histories": f"{matter}/histories"}.get(path, path)
    first = asked(http, path)
    again = asked(http, path, **{"If-None-Match": f'"other", {first["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Access-Control-Allow-Origin"] == "*"
    chamber.act(city, TREES, REFERRED)
    after = asked(http, path, **{"If-None-Match": first["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != first["ETag"]


def test_no_news_costs_one_statement_besides_what_a_process_keeps(city: City, http: Client) -> None:
    tag = asked(http, f"{LEGISTAR}/matters")["ETag"]
    with CaptureQueriesContext(connection) as found:
        assert asked(http, f"{LEGISTAR}/matters", **{"If-None-Match": tag}).status_code == 304
    assert not [each["sql"] for each in found.captured_queries if "councilfile" in each["sql"]
                and "pg_snapshot_xip" not in each["sql"]]  # fmt: skip


@pytest.mark.parametrize("change", ["restricted", "opened", "withheld", "seated", "reckoned"])
def test_whatever_readers_see_otherwise_gets_another_tag(
    city: City, http: Client, change: str
) -> None:
    later = chamber.NOW + timedelta(hours=2)
    before = asked(http, f"{LEGISTAR}/matters")["ETag"]
    if change == "restricted":
        actions.restrict(city=city, identifier=TREES, reason="Demo", by=CLERK, at=later)
    elif change == "opened":
        actions.open_up(city=city, identifier="26-0003", by=CLERK, at=later)
    elif change == "withheld":
        paper = Given(title="Motion", kind="motion")
        filed = actions.file_document(city=city, identifier=TREES, paper=paper, by=CLERK, at=later)
        before = asked(http, f"{LEGISTAR}/matters")["ETag"]
        actions.withhold(city=city, document_id=filed, reason="Demo", by=CLERK, at=later)
    elif change == "seated":
        who = queries.people(city)[0].code
        said = Membership(person=who, body="plum", since=chamber.TODAY)
        actions.seat_member(city=city, said=said, by=CLERK, at=timezone.now())
    else:
        CouncilFile.objects.filter(identifier=TREES).update(changed_at=later)
    assert asked(http, f"{LEGISTAR}/matters", **{"If-None-Match": before}).status_code == 200


def test_another_format_and_another_day_are_other_answers(
    city: City, http: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{LEGISTAR}/matters"
    json = asked(http, path)["ETag"]
    assert asked(http, path, **{"Accept": "text/xml", "If-None-Match": json}).status_code == 200
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(fresh.timezone, "now", lambda: tomorrow)
    assert asked(http, path, **{"If-None-Match": json}).status_code == 200


def test_the_time_of_the_last_change_is_told_once_no_earlier_one_can_come_to_light(
    city: City, http: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{LEGISTAR}/matters"
    newest = CouncilFile.objects.order_by("-changed_at").first()
    assert newest is not None
    noon = (newest.changed_at + timedelta(days=200)).replace(hour=18)
    CouncilFile.objects.filter(pk=newest.pk).update(changed_at=noon)
    monkeypatch.setattr(fresh.timezone, "now", lambda: noon + timedelta(minutes=1))
    assert "Last-Modified" not in asked(http, path)
    monkeypatch.setattr(fresh.timezone, "now", lambda: noon + timedelta(minutes=6))
    assert asked(http, path)["Last-Modified"] == http_date(noon.timestamp())
    for since, status in ((noon, 304), (noon - timedelta(seconds=1), 200)):
        stamp = http_date(since.timestamp())
        assert asked(http, path, **{"If-Modified-Since": stamp}).status_code == status
    assert asked(http, path, **{"If-Modified-Since": "yesterday"}).status_code == 200


def test_while_somebody_writes_every_answer_is_whole_and_has_no_tag(
    city: City, http: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = asked(http, f"{LEGISTAR}/matters")["ETag"]
    monkeypatch.setattr(exchange, "version", lambda city: None)
    answer = http.get(f"{LEGISTAR}/matters", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "ETag" not in answer


def test_who_writes_in_another_database_hides_no_news_and_who_writes_in_this_one_does(
    city: City, http: Client, owner: Connection[Any]
) -> None:
    path, begin = f"{LEGISTAR}/matters", "SELECT pg_current_xact_id()"
    with databases.maintenance() as elsewhere, databases.maintenance() as later:
        with elsewhere.transaction():
            elsewhere.execute(begin)
            later.execute(begin)  # it ends at once: what began before it is in its midst
            assert "ETag" in asked(http, path)
        with owner.transaction():
            owner.execute(begin)
            later.execute(begin)
            assert "ETag" not in http.get(path, headers={"Accept": "application/json"})
    assert "ETag" in asked(http, path)
