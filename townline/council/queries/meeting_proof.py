"""Whether meetings and their agendas say what their records say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from townline.cities.rules.city import City
from townline.council.models import AgendaItemRow, AgendaVersionRow, MeetingEntry, MeetingRow
from townline.council.queries.meetings import item_of
from townline.council.rules import agendas
from townline.council.rules.agendas import Item
from townline.council.rules.meetings import Status
from townline.council.rules.replaying import Held, agendas_not_as_posted, held
from townline.record.rules.audit import Fault

CHUNK = 500
SETTLED = (Status.OPEN, Status.HELD)
"""From here on the items stay as they are; before, they may be a draft of the next agenda."""


def of_meetings(city: City) -> Iterator[Fault]:
    """Replay the record of every meeting and yield what of it, and of its agendas, disagrees."""
    keys = MeetingRow.objects.filter(city_id=city.id).order_by("pk").values_list("pk", flat=True)
    for ids in batched(keys.iterator(chunk_size=CHUNK), CHUNK):
        entries = _by_meeting(
            MeetingEntry.objects.filter(subject_id__in=ids)
            .order_by("subject_id", "seq")
            .values_list("subject_id", "verb", "data", "at", "hash")
        )
        versions = _by_meeting(
            AgendaVersionRow.objects.filter(meeting_id__in=ids)
            .order_by("meeting_id", "version")
            .values_list("meeting_id", "version", "digest", "snapshot")
        )
        items = _items(ids)
        rows = MeetingRow.objects.filter(pk__in=ids).select_related("body").order_by("pk")
        for row in rows:
            yield from _of_one(city, row, entries[row.pk], versions[row.pk], items[row.pk])


def _by_meeting(rows: Iterable[tuple[Any, ...]]) -> Mapping[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *rest in rows:
        found[key].append(tuple(rest))
    return found


def _items(meetings: Sequence[int]) -> Mapping[int, list[Item]]:
    found: dict[int, list[Item]] = defaultdict(list)
    rows = AgendaItemRow.objects.filter(meeting_id__in=meetings, removed=False)
    for row in rows.select_related("file").order_by("meeting_id", "position", "pk"):
        found[row.meeting_id].append(item_of(row))
    return found


def _of_one(
    city: City,
    row: MeetingRow,
    entries: Sequence[tuple[Any, ...]],
    versions: Sequence[tuple[Any, ...]],
    items: Sequence[Item],
) -> Iterator[Fault]:
    if not entries:
        yield Fault("removed", row.number, 1, "the meeting has no record at all")
        return
    if row.seq != len(entries) or bytes(row.head) != bytes(entries[-1][3]):
        told = f"the row ends at entry {row.seq}, the record at {len(entries)}"
        yield Fault("tip", row.number, row.seq, told)
    found = held(entry[:3] for entry in entries)
    for name, (says, wanted) in _differences(city, row, found):
        told = f"the meeting's {name} is {says}, and its record makes it {wanted}"
        yield Fault("cache", row.number, None, told)
    kept = {version: (digest, snapshot) for version, digest, snapshot in versions}
    for told in agendas_not_as_posted(found.posted, kept):
        yield Fault("agenda", row.number, None, told)
    if row.status in SETTLED and versions and found.began_with != agendas.digest_of_items(items):
        apart = list(_other_items(row, agendas.thawed(versions[-1][2]).items, items))
        told = "the items of its agenda are not those with which the meeting began"
        yield from apart or ([Fault("agenda", row.number, None, told)] if found.began_with else [])


def _differences(
    city: City, row: MeetingRow, found: Held
) -> Iterator[tuple[str, tuple[object, object]]]:
    starts_at = datetime.fromisoformat(found.said["starts_at"])
    wanted: dict[str, object] = {
        **found.said,
        "starts_at": starts_at,
        "day": starts_at.astimezone(city.zone).date(),
        "origin": found.origin,
        "external": found.external,
        "status": found.status,
        "version": found.version,
        "present": found.present,
        "absent": found.absent,
        "opened_at": found.opened_at,
        "closed_at": found.closed_at,
    }
    for name, follows in wanted.items():
        says = (row.body.code if row.body else "") if name == "body" else getattr(row, name)
        if says != follows:
            yield name, (says, follows)


def _other_items(row: MeetingRow, posted: Iterable[Item], items: Iterable[Item]) -> Iterator[Fault]:
    """Yield the items of an agenda that are not as they were posted last."""
    wanted, said = ({item.key: item for item in each} for each in (posted, items))
    for key in sorted(wanted.keys() | said.keys()):
        follows, says = wanted.get(key), said.get(key)
        if says == follows:
            continue
        number = next(each.number for each in (follows, says) if each is not None)
        for name in Item.__dataclass_fields__:
            one, other = getattr(says, name, None), getattr(follows, name, None)
            if one != other:
                told = f"{name} of item {number} is {one!r}, and was posted as {other!r}"
                yield Fault("agenda", row.number, None, told)
