"""Which activities tell of an item of an agenda, so that both go by one number elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.models import AgendaItemRow, FileEntry, VoteRow

Place = tuple[int, int]
"""A file's key, and the ``seq`` of an entry of its record."""


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What a meeting did with an item."""

    meeting_id: int
    item_id: int


def deeds(city: City, files: Sequence[int]) -> Mapping[Place, Deed]:
    """
    Return which activities of files tell of which items, each item's last alone.

    Two statements and a third where a meeting entered anything. A vote that was taken back counts:
    the activity and the item stay the same.
    """
    if not files:
        return {}
    found = _entered(city, files)
    rows = VoteRow.objects.filter(
        file__city_id=city.id, file_id__in=files, item__isnull=False, decides__isnull=False
    ).values_list("file_id", "decides", "item__meeting_id", "item_id")
    for file_id, decides, meeting_id, item_id in rows:
        found[file_id, decides or 0] = Deed(meeting_id=meeting_id, item_id=item_id)
    last = {deed.item_id: place for place, deed in sorted(found.items())}
    return {place: deed for place, deed in found.items() if last[deed.item_id] == place}


def _entered(city: City, files: Sequence[int]) -> dict[Place, Deed]:
    """Return the activities that closing a meeting entered, with the file's item there."""
    entries = FileEntry.objects.filter(
        subject_id__in=files, verb=verbs.ACTED.code, data__has_key="meeting"
    )
    held = list(entries.values_list("subject_id", "seq", "data__meeting"))
    if not held:
        return {}
    items = AgendaItemRow.objects.filter(
        meeting__city_id=city.id, meeting__code__in={code for *_, code in held},
        file_id__in={key for key, *_ in held}, removed=False,
    )  # fmt: skip
    known = {
        (code, file_id): Deed(meeting_id=meeting_id, item_id=key)
        for code, file_id, meeting_id, key in items.values_list(
            "meeting__code", "file_id", "meeting_id", "pk"
        )
    }
    return {(key, seq): known[code, key] for key, seq, code in held if (code, key) in known}


def superseded(votes: Sequence[VoteRow]) -> frozenset[int]:
    """Return those of some votes whose activity is not the last that tells of their item."""
    deciding = {vote.pk: vote.item_id for vote in votes if vote.item_id and vote.decides}
    if not deciding:
        return frozenset()
    items = set(deciding.values())
    rows = VoteRow.objects.filter(item_id__in=items, decides__isnull=False).order_by("decides")
    last = dict(rows.values_list("item_id", "pk"))
    return frozenset(key for key, item in deciding.items() if last[item] != key)
