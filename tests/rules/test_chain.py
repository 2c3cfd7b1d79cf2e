"""The chain: every part of an entry, and its place, is in the hash."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.record.rules import audit, chain
from townline.record.rules.chain import START, Link

THEN = datetime(2026, 3, 2, 20, tzinfo=UTC)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
LINK = Link(
    subject="26-100001-3", seq=1, verb="request.submitted", at=THEN, actor_kind="resident",
    actor_label="a resident", data={"channel": "web"}, note_digest=chain.digest("note"),
)  # fmt: skip
CHANGES = {
    "subject": "26-100002-6", "seq": 2, "verb": "request.closed", "at": THEN + timedelta(seconds=1),
    "actor_kind": "staff", "actor_label": "Demo", "data": {"channel": "app"}, "note_digest": None,
}  # fmt: skip


def stored(links: list[Link], notes: dict[int, str] | None = None) -> list[audit.Stored]:
    """Entries as a table would keep them."""
    pairs = zip(links, chain.chained(links), strict=True)
    return [audit.Stored(link, (notes or {}).get(link.seq, ""), hash_) for link, hash_ in pairs]


@pytest.mark.parametrize("part", CHANGES)
def test_every_part_of_an_entry_is_in_its_hash(part: str) -> None:
    assert chain.hash_of(replace(LINK, **{part: CHANGES[part]}), START) != chain.hash_of(
        LINK, START
    )


def test_the_entry_before_is_in_the_hash() -> None:
    assert chain.hash_of(LINK, START) != chain.hash_of(LINK, b"\x01" * 32)


def test_a_moment_is_the_same_in_every_zone() -> None:
    there = THEN.astimezone(timezone(timedelta(hours=-7)))
    assert chain.hash_of(replace(LINK, at=there), START) == chain.hash_of(LINK, START)


@given(st.dictionaries(st.text(), PLAIN, max_size=4))
def test_the_order_of_the_data_does_not_matter(data: dict[str, object]) -> None:
    turned = dict(reversed(data.items()))
    one, other = replace(LINK, data=data), replace(LINK, data=turned)
    assert chain.hash_of(one, START) == chain.hash_of(other, START)


@given(st.text(), st.integers(1, 99), st.datetimes(timezones=st.just(UTC)), st.dictionaries(
    st.text(), PLAIN, max_size=3), st.none() | st.binary(min_size=32, max_size=32))  # fmt: skip
def test_anyone_can_repeat_the_hash_with_nothing_but_json(
    subject: str, seq: int, at: datetime, data: dict[str, object], note: bytes | None
) -> None:
    link = replace(LINK, subject=subject, seq=seq, at=at, data=data, note_digest=note)
    said = [
        subject, seq, link.verb, at.isoformat(timespec="microseconds"), link.actor_kind,
        link.actor_label, data, note.hex() if note else None,
    ]  # fmt: skip
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert chain.hash_of(link, START) == hashlib.sha256(START + text.encode()).digest()


LINKS = [replace(LINK, seq=seq, data={"n": seq}, note_digest=None) for seq in range(1, 6)]


def test_an_untouched_chain_proves() -> None:
    assert audit.chain_faults("t", stored(LINKS)) == []


@given(st.integers(0, 4))
def test_a_changed_entry_is_named(at: int) -> None:
    entries = stored(LINKS)
    touched = replace(entries[at], link=replace(entries[at].link, data={"n": 99}))
    faults = audit.chain_faults("t", [*entries[:at], touched, *entries[at + 1 :]])
    assert [(f.kind, f.seq) for f in faults] == [("altered", at + 1)]


@given(st.integers(0, 3))
def test_a_removed_entry_is_named(at: int) -> None:
    entries = stored(LINKS)
    faults = audit.chain_faults("t", entries[:at] + entries[at + 1 :])
    assert [(f.kind, f.seq) for f in faults] == [("gap", at + 1)]


def test_a_note_is_proved_by_its_digest_and_may_be_empty() -> None:
    link = replace(LINK, note_digest=chain.digest("as said"))
    assert audit.chain_faults("t", stored([link], {1: "as said"})) == []
    assert audit.chain_faults("t", stored([link], {1: ""})) == []
    assert [f.kind for f in audit.chain_faults("t", stored([link], {1: "other"}))] == ["note"]
