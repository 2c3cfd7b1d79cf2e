"""The chain of a record: each entry's hash covers the entry and the hash before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

START = bytes(32)
"""What the first entry of a subject is chained to."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """An entry as the chain sees it."""

    subject: str
    """The subject's number, so that an entry cannot be moved to another subject."""
    seq: int
    verb: str
    at: datetime
    actor_kind: str
    actor_label: str
    data: Mapping[str, Any]
    """Strings, whole numbers, booleans, None, lists and mappings of these: no floats, whose
    text a database may change."""
    note_digest: bytes | None = None


def digest(text: str) -> bytes | None:
    """Return what stands in the chain for a free text, so that the text can be redacted by law."""
    return hashlib.sha256(text.encode()).digest() if text else None


def moment(at: datetime) -> str:
    """Return a time as the chain writes it: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


written = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
"""Returns a value as the chain writes it: JSON with sorted keys and no spaces."""


class Form:
    """An entry but for its subject, number and time: what recurs is written once for many."""

    def __init__(
        self, *, verb: str, actor_kind: str, actor_label: str, data: str,
        note_digest: bytes | None = None,
    ) -> None:  # fmt: skip
        """``data`` is ``written`` already."""
        by = f"{written(actor_kind)},{written(actor_label)}"
        note = written(note_digest.hex() if note_digest else None)
        self._between = f',{written(verb)},"'
        self._after = f'",{by},{data},{note}]'

    def hash(self, before: bytes, *, subject: str, seq: int, at: str) -> bytes:
        """
        Return the hash of such an entry that follows the one hashed ``before``.

        The text that is hashed is a JSON list, so that anyone can repeat it: subject, number, verb,
        time, actor's kind and label, data, and the digest of the note.

        :param subject: ``written`` already
        :param at: as ``moment`` returns it
        """
        text = f"[{subject},{seq}{self._between}{at}{self._after}"
        return hashlib.sha256(before + text.encode()).digest()


def hash_of(link: Link, before: bytes) -> bytes:
    """Return the hash of an entry that follows the one hashed ``before``."""
    form = Form(
        verb=link.verb,
        actor_kind=link.actor_kind,
        actor_label=link.actor_label,
        data=written(link.data),
        note_digest=link.note_digest,
    )
    return form.hash(before, subject=written(link.subject), seq=link.seq, at=moment(link.at))


def chained(links: Sequence[Link], before: bytes = START) -> list[bytes]:
    """Return the hashes of consecutive entries, the first of which follows ``before``."""
    hashes = []
    for link in links:
        before = hash_of(link, before)
        hashes.append(before)
    return hashes


Manifest = dict[str, list[list[Any]]]
"""What a root covers: by table, ``[subject, first seq, last seq, digest of their hashes]``."""


def manifest_line(subject: str, seqs: Sequence[int], hashes: Iterable[bytes]) -> list[Any]:
    """Return a root's line for the new entries of one subject."""
    return [subject, seqs[0], seqs[-1], hashlib.sha256(b"".join(hashes)).hexdigest()]


def covered(manifest: Manifest) -> int:
    """Return how many entries a root covers."""
    return sum(last - first + 1 for lines in manifest.values() for _, first, last, _ in lines)


def root_hash(manifest: Manifest, at: datetime, before: bytes) -> bytes:
    """Return the hash of a root that covers ``manifest`` and follows the root hashed ``before``."""
    text = json.dumps([moment(at), manifest], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(before + text.encode()).digest()
