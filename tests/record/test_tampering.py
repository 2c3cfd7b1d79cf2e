"""The owner of the database tampers; ``townline audit`` names each."""

import json
from typing import Any

import psycopg
import pytest

from tests.ground.databases import environment
from tests.ground.installation import run
from tests.record.sealing import seal_all
from tests.requests import build
from tests.requests.build import BEA, NOON, WORKER
from townline.cities.rules.city import City
from townline.requests.actions import work

ENTRY = "requests_requestentry"
OF = "subject_id = (SELECT id FROM requests_servicerequest WHERE number = '{number}')"
WHOLE = (
    "DELETE FROM requests_key WHERE request_id = {id}",
    "DELETE FROM requests_words WHERE request_id = {id}",
    f"DELETE FROM {ENTRY} WHERE subject_id = {{id}}",
    "DELETE FROM requests_servicerequest WHERE id = {id}",
)
WAYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "an entry's data changed": (
        (f"UPDATE {ENTRY} SET data = jsonb_build_object('kind', 'done') WHERE {OF} AND seq = 4",),
        ("altered",),
    ),
    "an entry's time changed": (
        (f"UPDATE {ENTRY} SET at = at - interval '1 day' WHERE {OF} AND seq = 2",),
        ("altered",),
    ),
    "an entry's note changed": (
        (f"UPDATE {ENTRY} SET note = 'All was well.' WHERE {OF} AND seq = 3",),
        ("note",),
    ),
    "a middle entry deleted": ((f"DELETE FROM {ENTRY} WHERE {OF} AND seq = 2",), ("gap",)),
    "the last entry deleted": ((f"DELETE FROM {ENTRY} WHERE {OF} AND seq = 4",), ("removed",)),
    "the last entry deleted and the row set back": (
        (
            f"DELETE FROM {ENTRY} WHERE {OF} AND seq = 4",
            "UPDATE requests_servicerequest r SET seq = 3, status = 'open', closed_at = NULL,"
            " outcome = '', head = (SELECT hash FROM requests_requestentry e"
            " WHERE e.subject_id = r.id AND e.seq = 3) WHERE number = '{number}'",
        ),
        ("removed",),
    ),
    "a whole request deleted": (WHOLE, ("removed",)),
    "a request's record deleted": ((f"DELETE FROM {ENTRY} WHERE {OF}",), ("removed",)),
    "a row's status changed": (
        (
            "UPDATE requests_servicerequest SET status = 'open', closed_at = NULL, outcome = ''"
            " WHERE number = '{number}'",
        ),
        ("status",),
    ),
    "a forged entry added at the end": (
        (
            f"INSERT INTO {ENTRY} (subject_id, seq, verb, at, actor_kind, actor_label, note, data,"
            " hash) SELECT id, 5, 'request.noted', now(), 'staff', 'Demo', '', '{{}}', '\\x00'"
            " FROM requests_servicerequest WHERE number = '{number}'",
        ),
        ("altered", "tip"),
    ),
    "an entry moved to another request": (
        (
            f"UPDATE {ENTRY} SET seq = 5, subject_id = (SELECT id FROM requests_servicerequest"
            f" WHERE number = '{{other}}') WHERE {OF} AND seq = 4",
        ),
        ("removed",),
    ),
    "a number changed": (
        ("UPDATE requests_servicerequest SET number = '26-1' WHERE number = '{number}'",),
        ("altered", "removed"),
    ),
    "a root deleted": (("DELETE FROM record_root WHERE id = 1",), ("root",)),
    "a root's time altered": (
        ("UPDATE record_root SET at = at + interval '1 second' WHERE id = 1",),
        ("root",),
    ),
    "a root's contents altered": (
        ("UPDATE record_root SET manifest = '{{}}' WHERE id = 2",),
        ("root", "inserted"),
    ),
    "a root's reach altered": (
        ("UPDATE record_root SET to_xid = from_xid WHERE id = 2",),
        ("removed",),
    ),
    "a root's count altered": (("UPDATE record_root SET entries = 99 WHERE id = 2",), ("root",)),
}


def audit(database: str) -> tuple[int, dict[str, Any]]:
    """Run the command and return its exit code with the one document that it prints."""
    done = run(environment(database), "audit", "--json", check=False)
    return done.returncode, json.loads(done.stdout)


@pytest.fixture
def history(kept_town: City) -> dict[str, Any]:
    """Seal the histories of two requests under two roots."""
    number = build.file(kept_town, description="Dark.").number
    other = build.file(kept_town, reporter=BEA).number
    seal_all()
    told: dict[str, Any] = {"city": kept_town, "number": number, "by": WORKER, "at": NOON}
    work.note(text="Nobody was there.", **told)
    work.close(outcome="nothing", **told)
    seal_all()
    return {"number": number, "other": other, "id": build.row(number).pk}


def test_an_untouched_record_proves(history: dict[str, Any], own_database: str) -> None:
    code, document = audit(own_database)
    assert code == 0
    assert document["faults"] == []
    assert (document["entries"], document["roots"], document["unsealed_entries"]) == (6, 2, 0)
    plain = run(environment(own_database), "audit")
    assert "all prove" in plain.stdout


@pytest.mark.parametrize("way", WAYS)
def test_tampering_is_named(
    history: dict[str, Any], own_database: str, owner: psycopg.Connection[Any], way: str
) -> None:
    changes, kinds = WAYS[way]
    for table in (ENTRY, "record_root"):
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for change in changes:
        assert owner.execute(change.format(**history)).rowcount >= (0 if "_key" in change else 1)
    code, document = audit(own_database)
    assert code == 1
    found = document["faults"]
    assert {fault["kind"] for fault in found} >= set(kinds), found
    if not way.startswith("a root"):
        assert history["number"] in [fault["subject"] for fault in found], found
    assert all(fault["says"] for fault in found)
