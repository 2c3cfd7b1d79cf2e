"""Whether the turns of contacts are what their records say."""

import hashlib
from collections.abc import Iterator, Sequence

from townline.contacts.models import SaidText, Turn, TurnEntry
from townline.contacts.rules.course import NotNow, State, after
from townline.contacts.verbs import BY_CODE, QUEUED
from townline.record.rules.audit import Fault


def disagreements() -> Iterator[Fault]:
    """Yield each contact whose row or words do not say what its record says."""
    rows = Turn.objects.prefetch_related("entries").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        entries = sorted(row.entries.all(), key=lambda entry: entry.seq)
        if not entries:
            yield Fault("removed", row.number, 1, "the contact has no record at all")
            continue
        if (row.seq, bytes(row.head)) != (len(entries), bytes(entries[-1].hash)):
            says = f"the row ends at entry {row.seq}, the record at {len(entries)}"
            yield Fault("tip", row.number, row.seq, says)
        yield from _replayed(row, entries)
    yield from _other_words()


def _other_words() -> Iterator[Fault]:
    """Yield what was said whose words are not those that were said; removed ones are none."""
    rows = SaidText.objects.select_related("said").order_by("pk")
    for row in rows.iterator(chunk_size=1000):
        if hashlib.sha256(bytes(row.salt) + row.text.encode()).digest() != bytes(row.said.digest):
            number = f"contact-{row.said.contact_id}"
            yield Fault("altered", number, None, f"the words of {row.pk} are not those said")


def _replayed(row: Turn, entries: Sequence[TurnEntry]) -> Iterator[Fault]:
    first, *others = entries
    if first.verb != QUEUED.code:
        yield Fault("order", row.number, 1, f"a record does not begin with {first.verb}")
        return
    state, queue, disposition = State.WAITING, first.data["queue"], ""
    for entry in others:
        try:
            state = after(state, BY_CODE[entry.verb])
        except NotNow as fault:
            yield Fault("order", row.number, entry.seq, str(fault))
            return
        queue = entry.data.get("queue", queue)
        disposition = entry.data.get("disposition", disposition)
    said = {"state": state, "queue": queue, "disposition": disposition}
    wrong = [name for name, value in said.items() if getattr(row, name) != value]
    if wrong:
        says = f"row and record disagree on: {', '.join(wrong)}"
        yield Fault("status", row.number, None, says)
