"""Whether the rows of this room say what their record says."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from townline.record.rules.audit import Fault
from townline.requests import verbs
from townline.requests.models import RequestEntry, ServiceRequest
from townline.requests.rules import lifecycle
from townline.requests.rules.lifecycle import OutOfOrder


def disagreements(chunk: int = 5_000) -> Iterator[Fault]:
    """Replay every record and yield each request whose row disagrees with it."""
    rows: Any = (
        RequestEntry.objects.order_by("subject_id", "seq")
        .values_list(
            "subject_id", "verb", "hash", "subject__number", "subject__status", "subject__seq",
            "subject__head",
        )
        .iterator(chunk_size=chunk)
    )  # fmt: skip
    for _, lines in groupby(rows, key=itemgetter(0)):
        entries = list(lines)
        yield from _of_one(entries)
    bare = ServiceRequest.objects.filter(entries__isnull=True).values_list("number", flat=True)
    for number in bare.iterator(chunk_size=chunk):
        yield Fault("removed", number, 1, "the request has no record at all")


def _of_one(entries: list[tuple[Any, ...]]) -> Iterator[Fault]:
    _, _, head, number, status, seq, stored_head = entries[-1]
    try:
        replayed = lifecycle.replay(verbs.BY_CODE[verb] for _, verb, *_ in entries)
    except (OutOfOrder, KeyError) as fault:
        yield Fault("course", number, None, f"this record could not have come about: {fault}")
        return
    if replayed != status:
        yield Fault("status", number, None, f"the row says {status}, the record {replayed}")
    if seq != len(entries) or bytes(stored_head) != bytes(head):
        yield Fault(
            "tip", number, seq, f"the row ends at entry {seq}, the record at {len(entries)}"
        )
