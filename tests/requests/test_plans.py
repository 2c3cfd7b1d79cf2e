"""No way to ask for requests goes through all of them: the database's plans at 20,000 rows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

import psycopg
import pytest

from tests.requests.build import CHIEF, EAST, NOON, WORKER
from townline.cities.rules.city import City
from townline.geography.rules.place import Point
from townline.requests import queries
from townline.requests.queries import Asked, Filter
from townline.requests.queries.statements import fetched
from townline.requests.rules.worklists import COUNTS_TO

COUNT = 20_000
LATER = NOON + timedelta(days=1)
TABLES = ("requests_servicerequest", "requests_words", "requests_requestentry")
FILL = """
INSERT INTO requests_servicerequest
  (city_id, edition_id, number, service_code, status, department, requested_at, updated_at, due_at,
   items, closed_at, lat, lon, areas, publicity, released_at, channel, origin, flags, seq, head)
SELECT %(city)s, %(edition)s, 'syn-' || i,
       CASE WHEN i %% 500 = 0 THEN 'pick-up' WHEN i %% 3 = 0 THEN 'hole' ELSE 'lamp' END,
       CASE WHEN i %% 10 = 0 THEN 'open' ELSE 'closed' END, 'light',
       %(at)s::timestamptz - i * interval '7 minutes',
       %(at)s::timestamptz - i * interval '5 minutes',
       %(at)s::timestamptz, '{}',
       CASE WHEN i %% 10 <> 0 THEN %(at)s::timestamptz - i * interval '6 minutes' END,
       34 + i %% 141 * 0.00007, -118.02 + i %% 149 * 0.00013,
       ARRAY['ward:' || CASE WHEN i %% 2 = 0 THEN 'west' ELSE 'east' END, 'block:' || i %% 400],
       CASE WHEN i %% 3 = 0 THEN 'everything' ELSE 'structured' END,
       CASE WHEN i %% 50 = 1 THEN %(at)s::timestamptz END, 'web', 'synthetic', '{}', 1, '\\x00'
FROM generate_series(1, %(count)s) AS i
"""
WORDS = """
INSERT INTO requests_words (request_id, description, answers, media_url)
SELECT id, 'please see to word' || id %% 5000 || CASE WHEN id %% 9999 = 7 THEN ' zebra' ELSE '' END,
       '{}', ''
FROM requests_servicerequest WHERE origin = 'synthetic'
"""
ENTRIES = """
INSERT INTO requests_requestentry
  (subject_id, seq, verb, at, actor_kind, actor_label, note, data, hash)
SELECT id, s, CASE s WHEN 1 THEN 'request.submitted' WHEN 2 THEN 'request.routed'
                     WHEN 3 THEN 'request.noted' ELSE 'request.started' END,
       requested_at + s * interval '1 minute', 'system', 'Townline', '', '{}', '\\x00'
FROM requests_servicerequest, generate_series(1, 4) AS s WHERE origin = 'synthetic'
"""
MEMBER = """
WITH login AS (
  INSERT INTO auth_user (password, is_superuser, username, first_name, last_name, email, is_staff,
                         is_active, date_joined)
  VALUES ('', false, 'demo', '', '', '', false, true, now()) RETURNING id)
INSERT INTO staff_member (user_id, city_id, label, departments, roles, demo, added_at, added_by,
                          disabled_by, number, seq, head)
SELECT id, %(city)s, 'Demo', '{light}', '{worker}', false, now(), '', '', 'demo', 0, '' FROM login
RETURNING id
"""
ESCALATIONS = """
WITH made AS (
  INSERT INTO requests_escalation (request_id, key, "when", days, seq, told, told_at)
  SELECT id, 'due@now', 'due', 0, 1, '{Demo}', %(at)s FROM requests_servicerequest
  WHERE origin = 'synthetic' RETURNING id)
INSERT INTO requests_hearer (escalation_id, member_id, told_at, read_at)
SELECT id, %(member)s, %(at)s, CASE WHEN id %% 10 <> 0 THEN %(at)s::timestamptz END FROM made
"""


@pytest.fixture
def grown(kept_town: City, owner: psycopg.Connection[Any]) -> City:
    """Fill the city with made-up requests, and let the database count them."""
    values = {"city": kept_town.id, "edition": kept_town.edition_id, "at": NOON, "count": COUNT}
    owner.execute(FILL, values)
    owner.execute(WORDS, values)
    owner.execute("VACUUM ANALYZE requests_servicerequest, requests_words")
    return kept_town


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Collect how the database runs each statement that reads requests, beside running it."""
    found: list[dict[str, Any]] = []

    def explained(statement: str, values: dict[str, Any], *, varied: bool = False) -> Any:
        told = fetched(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values, varied=True)
        found.append(told[0][0][0]["Plan"])
        return fetched(statement, values, varied=varied)

    read = ("rows", "points", "by_cell", "work", "lately", "kin", "digest", "escalation")
    for name in read:
        module = import_module(f"townline.requests.queries.{name}")
        monkeypatch.setattr(module, "fetched", explained)
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every node of a plan that was run at all."""
    if plan["Actual Loops"]:
        yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def read_of(plans: list[dict[str, Any]]) -> float:
    """Return the most rows that any scan read, those left out included."""
    return max(
        node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
        for plan in plans
        for node in nodes(plan)
        if "Scan" in node["Node Type"]
    )


def assert_no_table_was_gone_through(plans: list[dict[str, Any]]) -> None:
    assert plans
    for plan in plans:
        for node in nodes(plan):
            gone = node["Node Type"] == "Seq Scan" and node["Relation Name"] in TABLES
            assert not gone, node


WANTED = {
    "nothing more": Filter(),
    "a service": Filter(services=("lamp",)),
    "a rare service": Filter(services=("pick-up",)),
    "open ones": Filter(open=True),
    "closed ones": Filter(open=False),
    "a status": Filter(statuses=("open",)),
    "a status that none has": Filter(statuses=("paused",)),
    "a large area": Filter(areas=("ward:west",)),
    "a small area": Filter(areas=("block:7",)),
    "a small area lately": Filter(areas=("block:7",), since=NOON - timedelta(days=60), until=NOON),
    "an area that nobody knows": Filter(areas=("block:none",)),
    "a service in an area": Filter(services=("hole",), areas=("ward:west",)),
    "two areas": Filter(areas=("ward:west", "block:7")),
    "two small areas": Filter(areas=("block:8", "block:7")),
    "open ones in an area": Filter(open=True, areas=("ward:west",)),
    "days": Filter(since=NOON - timedelta(days=30), until=NOON - timedelta(days=29)),
    "changes": Filter(updated_since=NOON - timedelta(days=1)),
    "a corner": Filter(near=(EAST, 60)),
    "a box": Filter(box=(34.0, -118.02, 34.01, -118.0)),
    "a common word": Filter(words="please"),
    "a rare word": Filter(words="zebra"),
    "a word that nobody wrote": Filter(words="giraffe"),
    "two words": Filter(words="please zebra"),
    "a number": Filter(numbers=("syn-7",)),
}


def test_no_list_goes_through_all_requests(grown: City, plans: list[dict[str, Any]]) -> None:
    for name, wanted in WANTED.items():
        for by in (None, CHIEF):
            plans.clear()
            order = "updated_at" if wanted.updated_since else "requested_at"
            queries.find(grown, wanted, language="en", at=LATER, by=by, order=order)
            queries.brief(grown, wanted, language="en", at=LATER, order=order)
            assert_no_table_was_gone_through(plans)
            assert read_of(plans) < COUNT / 4, (name, by and by.label)


def test_no_list_by_latest_change_goes_through_all_requests(
    grown: City, plans: list[dict[str, Any]]
) -> None:
    for name, wanted in WANTED.items():
        plans.clear()
        queries.find(grown, wanted, language="en", at=LATER, order="updated_at")
        assert_no_table_was_gone_through(plans)
        assert read_of(plans) < COUNT / 2, name


def test_a_page_deep_down_reads_no_more_than_the_first(
    grown: City, plans: list[dict[str, Any]]
) -> None:
    for days in (0, 90):
        plans.clear()
        after = (NOON - timedelta(days=days), 1)
        page = queries.find(grown, Filter(), language="en", at=LATER, after=after)
        assert len(page.rows) == 50
        assert read_of(plans) < 120


@pytest.mark.parametrize("deep_m", [30, 300, 3_000])
def test_no_map_goes_through_all_requests(
    grown: City, plans: list[dict[str, Any]], deep_m: int
) -> None:
    span = deep_m / 111_195
    middle = Point(34.005, -118.01)
    box = (middle.lat - span, middle.lon - span, middle.lat + span, middle.lon + span)
    found = queries.points(grown, Filter(box=box), limit=500)
    assert_no_table_was_gone_through(plans)
    assert found.more is (deep_m > 30 or len(found.rows) == 500)
    assert [row[5] for row in found.rows] == sorted((r[5] for r in found.rows), reverse=True)


def test_a_small_area_between_times_holds_the_very_requests_of_those_times(grown: City) -> None:
    since, until = NOON - timedelta(days=60), NOON - timedelta(days=9)
    asked: dict[str, Any] = {"language": "en", "at": LATER, "limit": 99}
    whole = queries.find(grown, Filter(areas=("block:7",)), **asked)
    part = queries.find(grown, Filter(areas=("block:7",), since=since, until=until), **asked)
    assert len(whole.rows) == COUNT / 400
    wanted = [row.number for row in whole.rows if since <= row.requested_at <= until]
    assert [row.number for row in part.rows] == wanted
    assert 0 < len(wanted) < len(whole.rows) - 2


def test_ones_own_requests_are_found_by_their_contacts(
    grown: City, plans: list[dict[str, Any]], owner: psycopg.Connection[Any]
) -> None:
    owner.execute(
        "INSERT INTO contacts_contact (city_id, channel, language, started_at, purpose)"
        " SELECT %(city)s, 'web', 'en', %(at)s, 'request' FROM generate_series(1, 5000)",
        {"city": grown.id, "at": NOON},
    )
    owner.execute(
        "UPDATE requests_servicerequest r SET contact_id = c.id FROM contacts_contact c"
        " WHERE c.id % 5000 = r.id % 5000 AND r.origin = 'synthetic'"
    )
    owner.execute("VACUUM ANALYZE requests_servicerequest")
    (contact,) = owner.execute("SELECT max(contact_id) FROM requests_servicerequest").fetchone()
    plans.clear()
    page = queries.made_by(grown, [contact], language="en", at=LATER)
    assert 0 < len(page.rows) < 10
    assert_no_table_was_gone_through(plans)
    assert read_of(plans) < 200


LISTED = {
    "most urgent first": Asked(),
    "overdue": Asked(view="overdue"),
    "waiting": Asked(view="waiting"),
    "closed": Asked(view="closed", order="newest"),
    "all": Asked(view="all", order="newest"),
    "newest": Asked(order="newest"),
    "last changed": Asked(order="changed"),
    "nearest": Asked(order="nearest", near=EAST),
    "nobody's": Asked(wanted=Filter(assignees=(0,))),
    "a crew's": Asked(wanted=Filter(crews=("East crew",))),
    "of a service": Asked(wanted=Filter(services=("lamp",))),
    "a rare word": Asked(wanted=Filter(words="zebra")),
}


@pytest.mark.parametrize("name", LISTED)
def test_no_worklist_goes_through_all_requests(
    grown: City, plans: list[dict[str, Any]], name: str
) -> None:
    for by in (WORKER, CHIEF):
        plans.clear()
        queries.worklist(grown, by, LISTED[name], language="en", at=LATER)
        assert_no_table_was_gone_through(plans)
        assert read_of(plans) < COUNT / 4, (name, by.label)
    assert set(queries.view_counts(grown, WORKER, Filter(), at=LATER)) >= {"to_do", "held"}


def test_a_page_deep_down_a_worklist_reads_no_more_than_the_first(
    grown: City, plans: list[dict[str, Any]]
) -> None:
    asked = Asked(view="all", order="newest")
    for _page in range(20):
        plans.clear()
        found = queries.worklist(grown, WORKER, asked, language="en", at=LATER)
        assert len(found.rows) == 50
        assert read_of(plans) < 120
        asked = replace(asked, after=found.next)


def test_updates_of_a_few_hours_do_not_go_through_the_whole_record(
    grown: City, owner: psycopg.Connection[Any], plans: list[dict[str, Any]]
) -> None:
    owner.execute(ENTRIES, {"at": NOON})
    owner.execute("VACUUM ANALYZE requests_requestentry")
    since = NOON - timedelta(days=9)
    for limit in (5000, 10):
        plans.clear()
        page = queries.lately(
            grown, since=since, until=since + timedelta(hours=2), language="en", at=LATER,
            limit=limit,
        )  # fmt: skip
        assert 5 < len(page.rows) <= limit + 1
        assert_no_table_was_gone_through(plans)
        assert read_of(plans) < 100


def test_what_lies_near_a_request_is_found_without_looking_through_the_city(
    grown: City, plans: list[dict[str, Any]]
) -> None:
    lamps = queries.worklist(grown, WORKER, Asked(size=30), language="en", at=LATER).rows
    here = next(row for row in lamps if row.service_code == "lamp")
    plans.clear()
    queries.kin(grown, here, language="en", at=LATER)
    assert len(plans) == 1
    assert_no_table_was_gone_through(plans)
    assert read_of(plans) < COUNT / 100


def test_the_digest_of_a_department_goes_through_its_open_requests_alone(
    grown: City, owner: psycopg.Connection[Any], plans: list[dict[str, Any]]
) -> None:
    owner.execute(ENTRIES, {"at": NOON})
    owner.execute("VACUUM ANALYZE requests_requestentry")
    found = queries.digest(grown, "light", language="en", at=LATER)
    assert found.counts["unassigned"] == COUNTS_TO + 1
    assert len(plans) == 2
    assert_no_table_was_gone_through(plans)
    assert read_of(plans) <= COUNT / 10 + 1, "one in ten is open"


def test_what_was_escalated_to_somebody_is_found_by_their_index(
    grown: City, owner: psycopg.Connection[Any], plans: list[dict[str, Any]]
) -> None:
    member_id = owner.execute(MEMBER, {"city": grown.id}).fetchone()
    assert member_id
    owner.execute(ESCALATIONS, {"member": member_id[0], "at": NOON})
    owner.execute("VACUUM ANALYZE requests_escalation, requests_hearer")
    by = replace(WORKER, member_id=member_id[0])
    assert len(queries.escalated_to(grown, by, language="en", at=LATER)) == 25
    assert_no_table_was_gone_through(plans)
    assert read_of(plans) <= 30
