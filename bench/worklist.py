"""Measure a department's worklist with 100,000 open requests.

The whole page as the server makes it, signed in, in each order and view, and the floor: one SELECT
of the fifty most urgent rows with their words. All synthetic requests become one department's and
open for it, and are put back afterwards. Prints milliseconds, the median and the longest of 20.
Ask for ``--requests 100000``.
"""

import os
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from bench.asked import Asked

NEEDS_SERVER = False
TIMES = 20
OPENED = """
UPDATE requests_servicerequest
SET status = CASE id %% 50 WHEN 0 THEN 'in_progress' WHEN 1 THEN 'paused' ELSE 'open' END,
    department = %s, closed_at = NULL, outcome = '', hidden = false,
    paused_at = CASE id %% 50 WHEN 1 THEN requested_at END,
    due_at = requested_at + interval '9 days',
    assignee_id = CASE WHEN id %% 100 = 7 THEN %s END
WHERE origin = 'synthetic' AND lead_id IS NULL AND status <> 'joined'
"""
FIELDS = "status, department, closed_at, outcome, hidden, paused_at, due_at, assignee_id"
REMEMBERED = f"""
CREATE TABLE bench_before AS
SELECT id, {FIELDS} FROM requests_servicerequest WHERE origin = 'synthetic'
"""
NAMES = FIELDS.split(", ")
PUT_BACK = f"""
UPDATE requests_servicerequest r SET ({FIELDS}) = ({", ".join(f"b.{name}" for name in NAMES)})
FROM bench_before b WHERE r.id = b.id
"""
FLOOR = """
SELECT r.number, r.service_code, r.status, r.due_at, r.address, r.requested_at, w.description
FROM requests_servicerequest r LEFT JOIN requests_words w ON w.request_id = r.id
WHERE r.city_id = %s AND r.department = %s AND r.status = 'open' AND r.closed_at IS NULL
ORDER BY COALESCE(r.due_at, 'infinity'::timestamptz), r.id LIMIT 51
"""
PAGES = {
    "due": "",
    "overdue": "?view=overdue",
    "waiting": "?view=waiting",
    "newest": "?sort=newest",
    "changed": "?sort=changed",
    "nearest": "?sort=nearest&place={place}",
    "mine": "?whose=mine",
    "nobody": "?whose=nobody",
    "service": "?service={service}",
    "split": "?split=request&density=dense",
    "all": "?view=all",
}


def measure(asked: Asked) -> dict[str, Any]:
    """Open all requests, look at every page many times, and put everything back."""
    from django.conf import settings
    from django.db import connection

    settings.ALLOWED_HOSTS = ["*"]
    _as_owner(asked)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_before")
        cursor.execute(REMEMBERED)
        try:
            return _measured(asked)
        finally:
            cursor.execute(PUT_BACK)
            cursor.execute("DROP TABLE bench_before")


def _as_owner(asked: Asked) -> None:
    """Connect as who owns the tables, since only they may have them counted by the planner."""
    from django.db import connection

    from townline.config import postgres

    url = urlsplit(postgres.url(postgres.ensure(asked.home), postgres.OWNER))
    connection.close()
    connection.settings_dict |= {
        "USER": unquote(url.username or ""), "PASSWORD": unquote(url.password or ""),
    }  # fmt: skip
    os.environ["TOWNLINE_AS"] = "owner"


def _measured(asked: Asked) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from townline.cities import queries as cities

    city = cities.first()
    assert city is not None
    department, client, member = _worker(city)
    asked.say("opening all synthetic requests for one department …")
    with connection.cursor() as cursor:
        cursor.execute(OPENED, [department, member])
        opened = cursor.rowcount
        cursor.execute("VACUUM (ANALYZE) requests_servicerequest")
    found: dict[str, Any] = {"times": TIMES, "open": opened}
    found |= _timed("floor", partial(_floor, city.id, department))
    for name, query in _pages(city, department).items():
        path = f"/desk/worklist/{query}"
        with CaptureQueriesContext(connection) as asked_of:
            _look(client, path)
        found[f"{name}_statements"] = len(asked_of)
        found |= _timed(name, partial(_look, client, path))
    found["worklist_ms"] = found["due_ms"]
    found["longest_median_ms"] = max(found[f"{name}_ms"] for name in PAGES)
    found["ratio_to_floor"] = round(found["worklist_ms"] / found["floor_ms"], 1)
    return found


def _worker(city: Any) -> tuple[str, Any, int]:
    """Make somebody who works for the city's first department, signed in."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from townline.record.verbs import SYSTEM, Role
    from townline.staff import actions as staff_actions
    from townline.staff import queries as staff
    from townline.staff.actions import NameTaken

    department, at = next(iter(staff.departments(city.edition_id))), datetime.now(UTC)
    with suppress(NameTaken):  # a home that is kept has had the bench before
        staff_actions.add_member(
            city_id=city.id, username="bench-worker", password="a-bench-password",
            label="Bench worker", departments=(department,), roles=(Role.WORKER,), by=SYSTEM,
            at=at,
        )  # fmt: skip
    client = Client()
    client.force_login(get_user_model().objects.get(username="bench-worker"))
    people = staff.colleagues(city, on=at.date())
    return department, client, next(p.id for p in people if p.label == "Bench worker")


def _pages(city: Any, department: str) -> dict[str, str]:
    from townline.catalogue import queries as catalogue
    from townline.requests import queries as requests

    service = next(iter(catalogue.offers(city.edition_id)))
    newest = requests.find(city, requests.Filter(), language="en", at=datetime.now(UTC)).rows
    place = quote(next(row.address for row in newest if row.address and row.lat is not None))
    return {name: query.format(service=service, place=place) for name, query in PAGES.items()}


def _look(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)


def _floor(city_id: int, department: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(FLOOR, [city_id, department])
        cursor.fetchall()


def _timed(name: str, ask: Callable[[], object]) -> dict[str, float]:
    took = []
    ask()
    for _ in range(TIMES):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return {f"{name}_ms": round(statistics.median(took), 2), f"{name}_max_ms": round(max(took), 2)}
