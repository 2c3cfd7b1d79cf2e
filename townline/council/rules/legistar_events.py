"""Meetings in the JSON of Legistar's ``Events``, with their ``EventItems`` where they are there."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any

from townline.council.rules.legistar_files import NotLegistar
from townline.council.rules.primegov import ImportedAgenda, ImportedItem, ImportedPaper

SYSTEM = "legistar"
EVENT, BODY = "EventId", "EventBodyName"
ITEMS = ("EventItems", "Items")
ATTACHED = "EventItemMatterAttachments"
CLOCK = re.compile(r"(\d{1,2}):(\d{2})\s*([AP])\.?M\.?", re.I)


def looks_like(data: object) -> bool:
    """Return whether JSON may be a meeting of this kind, or several."""
    row = data[0] if isinstance(data, list) and data else data
    return isinstance(row, Mapping) and EVENT in row and BODY in row


def read(data: object) -> tuple[ImportedAgenda, ...]:
    """
    Return what the JSON says, one value for each meeting. Its times are those of the city.

    :raises NotLegistar: if a part of it is missing, or not of the kind that it should be
    """
    return tuple(_event(row) for row in (data if isinstance(data, list) else [data]))


def _event(row: object) -> ImportedAgenda:
    if not isinstance(row, Mapping) or not looks_like(row):
        raise NotLegistar("a row is no event")
    items: Any = next((row[name] for name in ITEMS if row.get(name)), [])
    if not isinstance(items, list) or not all(isinstance(each, Mapping) for each in items):
        raise NotLegistar("the items of an event are no list of objects")
    return ImportedAgenda(
        key=str(_whole(row, EVENT)),
        system=SYSTEM,
        starts_at=_moment(row),
        council=False,
        body=_said(row, BODY),
        location=_said(row, "EventLocation"),
        video=_said(row, "EventVideoPath"),
        source=_said(row, "EventInSiteURL"),
        items=tuple(item for each in items for item in _item(each)),
    )


def _item(row: Mapping[str, Any]) -> Iterator[ImportedItem]:
    """Yield the item of a row; one that says nothing at all is none."""
    caption = _said(row, "EventItemTitle") or _said(row, "EventItemMatterName")
    if not caption:
        return
    papers = row.get(ATTACHED) or []
    if not isinstance(papers, list) or not all(isinstance(each, Mapping) for each in papers):
        raise NotLegistar(f"{ATTACHED!r} is no list of objects")
    yield ImportedItem(
        key=str(_whole(row, "EventItemId")),
        number=_said(row, "EventItemAgendaNumber").strip("(). "),
        heading="",
        caption=caption,
        file=_said(row, "EventItemMatterFile"),
        recommendation=_said(row, "EventItemAgendaNote"),
        papers=tuple(_papers(papers)),
    )


def _papers(rows: list[Mapping[str, Any]]) -> Iterator[ImportedPaper]:
    for each in rows:
        title = _said(each, "MatterAttachmentName")
        if title:
            yield ImportedPaper(title=title, key=str(each.get("MatterAttachmentId") or ""))


def _moment(row: Mapping[str, Any]) -> datetime:
    """Return when it begins, without a zone; without an hour, the beginning of its day."""
    said = _said(row, "EventDate")
    try:
        day = datetime.fromisoformat(said).date()
    except ValueError:
        raise NotLegistar(f"'EventDate': {said[:40]!r} is no day") from None
    clock = CLOCK.fullmatch(_said(row, "EventTime"))
    if clock is None:
        return datetime.combine(day, time())
    hour, minute = int(clock[1]) % 12 + 12 * (clock[3] in "Pp"), int(clock[2])
    if minute > 59 or int(clock[1]) > 12:
        raise NotLegistar(f"'EventTime': {clock[0]!r} is no time of a day")
    return datetime.combine(day, time(hour, minute))


def _whole(row: Mapping[str, Any], key: str) -> int:
    value = row.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotLegistar(f"{key!r} is missing, or no number")
    return value


def _said(row: Mapping[str, Any], key: str) -> str:
    return " ".join(str(row.get(key) or "").split())
