"""The application may add to the record; what it adds to cheat the seals is named."""

import json

import pytest
from django.db import connection
from django.utils import timezone

from tests.requests import build
from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.record import queries
from townline.record.models import Root
from townline.record.rules import audit, chain

FAR = 2**63 - 1


def test_a_root_follows_the_one_before_it_and_ends_in_the_past() -> None:
    def kinds(start: int, end: int, follows: int, present: int | None) -> int:
        found = audit.window_faults(2, start=start, end=end, follows=follows, present=present)
        return len(found)

    assert kinds(10, 20, 10, 20) == 0
    assert kinds(10, 20, 10, None) == 0
    assert kinds(11, 20, 10, 30) == 1
    assert kinds(9, 20, 10, 30) == 1
    assert kinds(10, 31, 10, 30) == 1
    assert kinds(10, 9, 10, 30) == 1


def test_a_root_is_of_an_epoch_that_was_begun_and_none_goes_back() -> None:
    def kinds(epoch: int, system: str, follows: int) -> int:
        epochs = {1: "here", 2: "there"}
        found = audit.epoch_faults(5, epoch=epoch, system=system, epochs=epochs, follows=follows)
        return len(found)

    assert kinds(1, "here", 1) == 0
    assert kinds(2, "there", 1) == 0
    assert kinds(2, "there", 2) == 0
    assert kinds(1, "here", 2) == 1
    assert kinds(2, "here", 1) == 1
    assert kinds(3, "there", 1) == 1


@pytest.mark.usefixtures("db")
def test_a_root_that_runs_ahead_of_time_and_ends_all_sealing_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT system FROM record_epoch")
        (system,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO record_root (id, at, system, from_xid, to_xid, entries, manifest, hash)"
            " VALUES (1, %s, %s, '0', %s::text::xid8, 0, '{}', %s)",
            [NOON, system, str(FAR), chain.root_hash({}, NOON, chain.START)],
        )
        _, _, faults = queries._proved_roots(cursor)
    assert [fault.says for fault in faults if "cannot have seen" in fault.says]
    assert Root.objects.count() == 1


def test_an_entry_that_hides_from_every_root_is_named(town: City) -> None:
    row = build.row(build.file(town).number)
    link = chain.Link(
        subject=row.number, seq=row.seq + 1, verb="request.noted", at=timezone.now(),
        actor_kind="staff", actor_label="Demo", data={},
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO requests_requestentry (subject_id, seq, verb, at, xid, actor_kind,"
            " actor_label, note, data, hash) VALUES (%s, %s, %s, %s, %s::text::xid8, %s, %s, '',"
            " %s::jsonb, %s)",
            [
                row.pk, link.seq, link.verb, link.at, str(FAR - 1), link.actor_kind,
                link.actor_label, json.dumps({}), chain.hash_of(link, bytes(row.head)),
            ],
        )  # fmt: skip
        _, _, faults = queries._proved_roots(cursor)
    # Entries of this very transaction are not past yet, as they always are for an audit.
    assert ("ahead", row.number, link.seq) in [(f.kind, f.subject, f.seq) for f in faults]
