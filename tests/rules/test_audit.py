"""What a root says against what is there."""

from datetime import UTC, datetime
from typing import Any

from townline.record.rules import audit, chain
from townline.record.rules.audit import Fault

THEN = datetime(2026, 3, 2, tzinfo=UTC)
LINE = chain.manifest_line("A", [1, 2, 3], [b"a", b"b", b"c"])
MANIFEST: chain.Manifest = {"entries": [LINE, chain.manifest_line("B", [1], [b"d"])]}


def check(found: chain.Manifest, **changed: Any) -> list[Fault]:
    """Check a root that seals MANIFEST against what was found."""
    hash_ = chain.root_hash(MANIFEST, THEN, chain.START)
    told: dict[str, Any] = {
        "expected_id": 1, "at": THEN, "entries": 4, "manifest": MANIFEST, "stored": hash_,
        "before": chain.START,
    } | changed  # fmt: skip
    return audit.root_faults(1, found=found, **told)


def test_a_root_over_what_is_there_proves() -> None:
    assert check(MANIFEST) == []


def test_a_whole_subject_that_is_gone_is_named() -> None:
    faults = check({"entries": [LINE]})
    assert [(f.kind, f.subject, f.seq) for f in faults] == [("removed", "B", 1)]


def test_a_whole_table_that_is_gone_is_named() -> None:
    assert [f.kind for f in check({})] == ["removed", "removed"]


def test_last_entries_that_are_gone_are_named() -> None:
    short = chain.manifest_line("A", [1, 2], [b"a", b"b"])
    faults = check({"entries": [short, MANIFEST["entries"][1]]})
    assert [(f.kind, f.subject, f.seq) for f in faults] == [("removed", "A", 3)]


def test_other_hashes_are_named() -> None:
    other = chain.manifest_line("A", [1, 2, 3], [b"a", b"x", b"c"])
    assert [f.kind for f in check({"entries": [other, MANIFEST["entries"][1]]})] == ["altered"]


def test_what_came_in_behind_a_root_is_named() -> None:
    more = [*MANIFEST["entries"], chain.manifest_line("C", [1], [b"e"])]
    assert [(f.kind, f.subject) for f in check({"entries": more})] == [("inserted", "C")]


def test_a_root_itself_is_proved() -> None:
    later = THEN.replace(hour=1)
    for changed in (
        {"at": later},
        {"before": b"\x01" * 32},
        {"stored": b"\x02" * 32},
        {"entries": 5},
    ):
        faults = check(MANIFEST, **changed)
        assert [(f.kind, f.subject) for f in faults] == [("root", "root 1")]


def test_a_root_that_is_missing_before_this_one_is_named() -> None:
    assert [f.says for f in check(MANIFEST, expected_id=0)] == ["root 0 is missing before it"]
