"""What is wrong with a record, said of one subject or one root at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from townline.record.rules import chain


@dataclass(frozen=True)
class Fault:
    """One thing that does not prove."""

    kind: str
    subject: str
    seq: int | None
    says: str


@dataclass(frozen=True)
class Stored:
    """An entry as it was found."""

    link: chain.Link
    note: str
    hash: bytes


def stored(
    number: str | None, seq: int, verb: str, at: datetime, actor_kind: str, actor_label: str,
    data: dict[str, Any], note: str, note_digest: bytes | None, hash_: bytes, subject_id: int,
) -> Stored:  # fmt: skip
    """Build an entry from its columns."""
    link = chain.Link(
        subject=number or f"#{subject_id}",
        seq=seq,
        verb=verb,
        at=at,
        actor_kind=actor_kind,
        actor_label=actor_label,
        data=data,
        note_digest=bytes(note_digest) if note_digest else None,
    )
    return Stored(link, note, bytes(hash_))


def chain_faults(table: str, entries: Sequence[Stored]) -> list[Fault]:
    """Return what is wrong with the entries of one subject, in order."""
    faults = []
    before = chain.START
    for expected, entry in enumerate(entries, 1):
        link = entry.link
        if link.seq != expected:
            faults.append(
                Fault("gap", link.subject, expected, f"{table}: entry {expected} is missing")
            )
            return faults  # what follows cannot be chained to what is not there
        if chain.hash_of(link, before) != entry.hash:
            faults.append(
                Fault("altered", link.subject, link.seq, f"{table}: the entry is not as entered")
            )
        if entry.note and chain.digest(entry.note) != link.note_digest:
            faults.append(
                Fault("note", link.subject, link.seq, f"{table}: the note is not as entered")
            )
        before = entry.hash
    return faults


def root_faults(
    number: int, *, expected_id: int, at: datetime, entries: int, manifest: chain.Manifest,
    stored: bytes, before: bytes, found: chain.Manifest,
) -> list[Fault]:  # fmt: skip
    """Return what is wrong with a root, and which subjects differ from what it sealed."""
    faults = []
    name = f"root {number}"
    if number != expected_id:
        faults.append(Fault("root", name, None, f"root {expected_id} is missing before it"))
    if chain.root_hash(manifest, at, before) != stored:
        faults.append(Fault("root", name, None, "the root is not as entered"))
    if entries != chain.covered(manifest):
        faults.append(Fault("root", name, None, "it does not cover as many entries as it says"))
    for table in sorted(manifest.keys() | found.keys()):
        sealed = {line[0]: line[1:] for line in manifest.get(table, [])}
        there = {line[0]: line[1:] for line in found.get(table, [])}
        for subject in sorted(sealed.keys() | there.keys()):
            fault = _line_fault(table, name, subject, sealed.get(subject), there.get(subject))
            if fault:
                faults.append(fault)
    return faults


def window_faults(
    number: int, *, start: int, end: int, follows: int, present: int | None
) -> list[Fault]:
    """
    Return what is wrong with the transactions that a root says it covers.

    A root that left some out, or ran ahead of time, would keep entries from ever being sealed.

    :param follows: where the root before it ended, 0 for the first of a cluster
    :param present: the first transaction that does not exist yet; None for another cluster's root
    """
    if start != follows:
        says = f"it begins at transaction {start}, not at {follows} where the one before it ended"
    elif end < start or (present is not None and end > present):
        says = f"it covers transactions up to {end}, which it cannot have seen"
    else:
        return []
    return [Fault("root", f"root {number}", None, says)]


def epoch_faults(
    number: int, *, epoch: int, system: str, epochs: Mapping[int, str], follows: int
) -> list[Fault]:
    """
    Return what is wrong with the epoch that a root says it is of.

    :param epochs: the cluster of each epoch that was begun
    :param follows: the latest epoch of the roots before it: there is no way back
    """
    if epochs.get(epoch) != system:
        says = f"it is of an epoch {epoch} that was not begun in its cluster"
    elif epoch < follows:
        says = f"it is of epoch {epoch}, and one of epoch {follows} stands before it"
    else:
        return []
    return [Fault("root", f"root {number}", None, says)]


def _line_fault(
    table: str, root: str, subject: str, sealed: list[Any] | None, there: list[Any] | None
) -> Fault | None:
    if sealed == there:
        return None
    if there is None:
        assert sealed is not None
        return Fault(
            "removed",
            subject,
            sealed[0],
            f"{table}: entries {sealed[0]} to {sealed[1]}, sealed by {root}, are gone",
        )
    if sealed is None:
        return Fault("inserted", subject, there[0], f"{table}: entered behind the back of {root}")
    if sealed[1] > there[1]:
        return Fault(
            "removed",
            subject,
            there[1] + 1,
            f"{table}: entries {there[1] + 1} to {sealed[1]}, sealed by {root}, are gone",
        )
    return Fault("altered", subject, there[0], f"{table}: not what {root} sealed")
