"""Whether the rows of this room say what their records say."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import batched
from typing import Any

import msgspec

from townline.cities.rules.city import City
from townline.council.models import CouncilFile, FileEntry
from townline.council.queries.files import details_of
from townline.council.queries.lines import CODES, line
from townline.council.queries.meeting_proof import of_meetings
from townline.council.queries.reckoned import Reckoner, reckoner
from townline.council.queries.vote_proof import of_votes
from townline.council.rules.replaying import replayed
from townline.record.rules.audit import Fault

CHUNK = 1_000


def disagreements(city: City, today: date) -> Iterator[Fault]:
    """
    Replay every record and yield each file, vote and meeting whose rows disagree with it.

    :raises NoCouncil: if the city's edition in force describes no council
    """
    anew = reckoner(city, today)
    keys = CouncilFile.objects.filter(city_id=city.id).order_by("pk").values_list("pk", flat=True)
    for ids in batched(keys.iterator(chunk_size=CHUNK), CHUNK):
        entries: dict[int, list[tuple[Any, ...]]] = {key: [] for key in ids}
        rows = FileEntry.objects.filter(subject_id__in=ids).order_by("subject_id", "seq")
        for row in rows.values_list(
            *("subject_id", "seq", "date", "position", "entered_at", "data", "verb", "hash")
        ):
            entries[row[0]].append(row)
        files = list(CouncilFile.objects.filter(pk__in=ids).order_by("pk"))
        for file in files:
            yield from _of_one(anew, file, entries[file.pk])
        yield from of_votes({file.pk: file.number for file in files})
    yield from of_meetings(city)


def _of_one(anew: Reckoner, file: CouncilFile, entries: list[tuple[Any, ...]]) -> Iterator[Fault]:
    number = file.number
    if not entries:
        yield Fault("removed", number, 1, "the file has no record at all")
        return
    if file.seq != len(entries) or bytes(file.head) != bytes(entries[-1][7]):
        yield Fault(
            "tip", number, file.seq, f"the row ends at entry {file.seq}, the record at"
            f" {len(entries)}",
        )  # fmt: skip
    for name, (says, follows) in _differences(anew, file, entries).items():
        told = f"the row's {name} is {says}, and its record makes it {follows}"
        yield Fault("cache", number, None, told)


def _differences(
    anew: Reckoner, file: CouncilFile, entries: list[tuple[Any, ...]]
) -> Mapping[str, tuple[Any, Any]]:
    """Return what the row says and what follows from its record, where they differ."""
    lines = [line(anew.city, entry[:6]) for entry in entries if entry[6] in CODES]
    wanted = anew.values(lines, as_of=_reckoned_on(file, anew.today))
    said = {name: getattr(file, name) for name in wanted}
    found = replayed((entry[6], entry[5]) for entry in entries)
    wanted |= found.details | {
        "restricted": found.restricted,
        "recorded_change_date": found.last_change,
        "recorded_expiration_date": found.expiration,
    }
    said |= msgspec.json.decode(msgspec.json.encode(details_of(file))) | {
        "restricted": file.restricted,
        "recorded_change_date": _iso(file.recorded_change_date),
        "recorded_expiration_date": _iso(file.recorded_expiration_date),
    }
    return {n: (said.get(n), wanted[n]) for n in wanted if said.get(n) != wanted[n]}


def _reckoned_on(file: CouncilFile, today: date) -> date:
    """Return the day as of which the row speaks: one that waits for the worker is not wrong."""
    if file.changes_date is None or file.changes_date > today:
        return today
    return file.changes_date - timedelta(days=1)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
