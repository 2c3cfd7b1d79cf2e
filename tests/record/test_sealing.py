"""Roots: each entry is covered once, however late its transaction ends."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.record.sealing import seal_all
from tests.requests import build
from tests.requests.build import NOON, WORKER
from townline.cities.rules.city import City
from townline.record import actions as record
from townline.record import queries
from townline.record.models import Root
from townline.record.verbs import SYSTEM
from townline.requests.actions import work
from townline.requests.models import RequestEntry


def seal(minutes: int = 0, **more: Any) -> int:
    """Seal what is new."""
    return record.seal(by=SYSTEM, at=NOON + timedelta(minutes=minutes), **more)


def covered() -> list[tuple[str, int]]:
    """Return the number and sequence of each entry that the roots cover, as often as they do."""
    return sorted(
        (line[0], seq)
        for root in Root.objects.all()
        for lines in root.manifest.values()
        for line in lines
        for seq in range(line[1], line[2] + 1)
    )


def entered() -> list[tuple[str, int]]:
    """Return the number and sequence of each entry that there is."""
    return sorted(RequestEntry.objects.values_list("subject__number", "seq"))


def test_a_root_covers_what_is_new_and_nothing_twice(kept_town: City) -> None:
    assert seal() == 0
    number = build.file(kept_town).number
    assert seal_all(minutes=1) == [2]
    assert seal(2) == 0
    assert Root.objects.count() == 1, "nothing is written where nothing is new"
    work.start(city=kept_town, number=number, by=WORKER, at=NOON)
    build.file(kept_town)
    assert sum(seal_all(minutes=3)) == 3
    assert covered() == entered()
    found = queries.verify()
    assert (found.entries, found.unsealed, found.faults) == (5, 0, ())


def test_what_commits_late_is_covered_later_and_once(
    kept_town: City, owner: psycopg.Connection[Any]
) -> None:
    build.file(kept_town)
    url = str(owner.info.dsn) + f" password={owner.info.password}"
    with psycopg.connect(url) as late:
        late.execute("SELECT pg_current_xact_id()")
        build.file(kept_town)
        seal(1)
        before = covered()
        late.execute(
            "INSERT INTO requests_requestentry (subject_id, seq, verb, at, actor_kind,"
            " actor_label, note, data, hash) SELECT id, 3, 'request.noted', now(), 'staff', 'x',"
            " '', '{}', '' FROM requests_servicerequest ORDER BY id LIMIT 1"
        )
        late.commit()
    assert len(before) < len(entered())
    seal_all(minutes=2)
    assert covered() == entered()


def test_much_is_covered_in_several_roots_of_whole_transactions(kept_town: City) -> None:
    for _ in range(6):
        build.file(kept_town)
    counts = seal_all(most=3)
    assert sum(counts) == 12
    assert len(counts) > 1
    assert all(count % 2 == 0 for count in counts), "no transaction is torn"
    assert covered() == entered()
    assert not queries.verify().faults


def test_two_that_seal_at_once_cover_everything_once(kept_town: City) -> None:
    for _ in range(3):
        build.file(kept_town)
    ends = build.together(*[seal] * 4)
    assert all(isinstance(end, int) for end in ends), ends
    seal_all()
    assert covered() == entered()
    assert list(Root.objects.order_by("id").values_list("id", flat=True)) == list(
        range(1, Root.objects.count() + 1)
    )


def test_sealing_goes_on_while_people_work(kept_town: City) -> None:
    def work_on() -> None:
        for _ in range(5):
            build.file(kept_town)

    ends = build.together(work_on, work_on, *[lambda: [seal() for _ in range(5)]] * 2)
    assert not [end for end in ends if isinstance(end, Exception)], ends
    seal_all()
    assert covered() == entered()
    assert not queries.verify().faults


def come_from_elsewhere(owner: psycopg.Connection[Any]) -> None:
    """Let everything so far seem to be of another cluster, as after the restoring of a dump."""
    for table in ("record_root", "record_epoch"):
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute(f"UPDATE {table} SET system = 'elsewhere'")
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def begin_epoch(owner: psycopg.Connection[Any]) -> None:
    """Do what ``townline db prepare`` does, as the owner."""
    (number,) = owner.execute("SELECT max(id) + 1 FROM record_epoch").fetchone() or (0,)
    owner.execute(
        "INSERT INTO record_epoch SELECT %s, system_identifier::text, now()"
        " FROM pg_control_system()",
        [number],
    )
    owner.execute(f"ALTER TABLE requests_requestentry ALTER epoch SET DEFAULT {number}")


def test_after_a_move_nothing_is_sealed_until_an_epoch_is_begun(
    kept_town: City, owner: psycopg.Connection[Any]
) -> None:
    build.file(kept_town)
    seal_all()
    come_from_elsewhere(owner)
    assert not queries.verify().faults, "what came along is as it was"
    with pytest.raises(queries.Moved, match="townline db prepare"):
        seal(1)


def test_after_a_move_what_came_along_unsealed_is_sealed_first_and_all_of_it_once(
    kept_town: City, owner: psycopg.Connection[Any]
) -> None:
    build.file(kept_town)
    seal_all()
    late = build.file(kept_town).number
    come_from_elsewhere(owner)
    begin_epoch(owner)
    work.start(city=kept_town, number=late, by=WORKER, at=NOON)
    build.file(kept_town)
    assert queries.verify().unsealed == 5
    assert seal(1) == 2, "what its own epoch had left"
    seal_all(minutes=2)
    assert covered() == entered()
    found = queries.verify()
    assert (found.unsealed, found.faults) == (0, ())
    assert list(Root.objects.order_by("id").values_list("epoch", flat=True)) == [1, 1, 2]


def test_numbers_that_come_again_in_another_cluster_are_not_mixed_up(
    kept_town: City, owner: psycopg.Connection[Any]
) -> None:
    """A fresh cluster counts from near zero: through numbers that old roots have covered."""
    build.file(kept_town)
    seal_all()
    (end,) = Root.objects.values_list("to_xid", flat=True)
    come_from_elsewhere(owner)
    begin_epoch(owner)
    for table in ("record_root", "requests_requestentry"):
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    far = int(str(end)) + 1_000_000
    owner.execute(f"UPDATE record_root SET to_xid = '{far}'")
    owner.execute("UPDATE requests_requestentry SET xid = (xid::text::bigint + 900000)::text::xid8")
    build.file(kept_town)
    assert not queries.verify().faults
    seal_all(minutes=1)
    assert covered() == entered()
    assert not queries.verify().faults


@pytest.mark.parametrize("epoch", [1, 0, 7])
def test_an_entry_that_hides_in_another_epoch_is_named(
    kept_town: City, owner: psycopg.Connection[Any], epoch: int
) -> None:
    number = build.file(kept_town).number
    seal_all()
    come_from_elsewhere(owner)
    begin_epoch(owner)
    build.file(kept_town)
    seal_all(minutes=1)
    owner.execute(
        "INSERT INTO requests_requestentry (subject_id, seq, verb, at, xid, epoch, actor_kind,"
        " actor_label, note, data, hash) SELECT id, 3, 'request.noted', now(), %s::text::xid8, %s,"
        " 'staff', 'x', '', '{}', '' FROM requests_servicerequest WHERE number = %s",
        [str(2**40), epoch, number],
    )
    assert ("ahead", number, 3) in [(f.kind, f.subject, f.seq) for f in queries.verify().faults]


@pytest.mark.parametrize("entries", [0, 1])
def test_what_no_root_covers_yet_is_counted(kept_town: City, entries: int) -> None:
    number = build.file(kept_town).number
    seal_all()
    for _ in range(entries):
        work.note(city=kept_town, number=number, text="New.", by=WORKER, at=NOON)
    assert queries.verify().unsealed == entries
