"""Meetings and what was posted of their agendas, as other systems are given them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from townline.cities.rules.city import City
from townline.council.models import AgendaItemRow, AgendaVersionRow, MeetingRow
from townline.council.queries.exchange.conditional import as_q
from townline.council.queries.exchange.files import MOST
from townline.council.queries.files import FileShown, files
from townline.council.rules.agendas import Item, thawed
from townline.council.rules.conditions import Condition

COLUMNS = frozenset({
    "id", "day", "body_id", "body_name", "location", "video", "changed_at", "posted_at", "status",
})  # fmt: skip
"""What may be asked about a meeting."""
ORDERS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "changed_at": ("changed_at", "id"),
    "starts_at": ("starts_at", "id"),
}
"""What meetings may be sorted by; an index for each."""


@dataclass(frozen=True, kw_only=True)
class MeetingTold:
    """A meeting."""

    id: int
    code: str
    body_id: int | None
    body: str
    """The code of its body; empty where nobody said whose it was."""
    body_name: str
    starts_at: datetime
    day: date
    kind: str
    status: str
    location: str
    video: str
    version: int
    """The version of its agenda that was posted last; 0: none."""
    posted_at: datetime | None
    closed_at: datetime | None
    present: tuple[str, ...]
    absent: tuple[str, ...]
    imported: bool
    changed_at: datetime
    seq: int


@dataclass(frozen=True, kw_only=True)
class ItemTold:
    """An item of an agenda that was posted."""

    id: int
    meeting_id: int
    place: int
    """From 1."""
    number: str
    section: str
    caption: str
    recommendation: str
    consent: bool
    file: FileShown | None
    """None where it has no file that everyone may read."""


def meetings_told(
    city: City,
    *,
    where: Condition,
    order: str = "id",
    falling: bool = False,
    top: int = MOST,
    skip: int = 0,
) -> tuple[MeetingTold, ...]:
    """
    Return a page of meetings.

    :raises KeyError: for a column or an order that meetings do not have; doors allow none such
    """
    sign = "-" if falling else ""
    rows = _meetings(city).filter(as_q(where, COLUMNS))
    rows = rows.order_by(*(f"{sign}{name}" for name in ORDERS[order]))
    return tuple(_meeting(row) for row in rows[skip : skip + min(top, MOST)])


def meetings_where(city: City, *conditions: Q, **asked: Any) -> tuple[MeetingTold, ...]:
    """Return meetings by conditions of this room, the first first."""
    rows = _meetings(city).filter(*conditions, **asked).order_by("starts_at", "id")
    return tuple(_meeting(row) for row in rows[:MOST])


def meeting_told(city: City, key: int) -> MeetingTold | None:
    """Return a meeting by its number in other systems."""
    row = _meetings(city).filter(pk=key).first()
    return None if row is None else _meeting(row)


def meeting_days(city: City, body_id: int, *, since: date | None = None) -> tuple[date, ...]:
    """Return the days on which a body meets or met, oldest first."""
    rows = MeetingRow.objects.filter(city_id=city.id, body_id=body_id)
    if since is not None:
        rows = rows.filter(day__gte=since)
    return tuple(rows.order_by("day").values_list("day", flat=True).distinct()[:MOST])


def items_told(city: City, meetings: Sequence[MeetingTold]) -> dict[int, tuple[ItemTold, ...]]:
    """
    Return the items of meetings by the meeting's number: those that were posted last, in order.

    What is only drafted is not told.
    """
    agendas = {each.id: posted for each, posted in _posted(meetings)}
    for row in _imported(meetings):
        agendas.setdefault(row.meeting_id, []).append(_item(row))
    wanted = {item.file for items in agendas.values() for item in items if item.file}
    known = files(city, wanted) if wanted else {}
    return {
        each.id: tuple(
            ItemTold(
                id=item.key,
                meeting_id=each.id,
                place=place,
                number=item.number,
                section=item.section,
                caption=item.caption,
                recommendation=item.recommendation,
                consent=item.consent,
                file=known.get(item.file),
            )
            for place, item in enumerate(agendas.get(each.id, ()), 1)
            if not item.file or item.file in known  # what is restricted is on no list
        )
        for each in meetings
    }


def items_of_meetings(city: City, keys: Sequence[int]) -> tuple[ItemTold, ...]:
    """Return the items of meetings by the meetings' numbers."""
    if not keys:
        return ()
    meetings = [_meeting(row) for row in _meetings(city).filter(pk__in=keys)]
    return tuple(item for items in items_told(city, meetings).values() for item in items)


def item_told(city: City, key: int) -> tuple[MeetingTold, ItemTold] | None:
    """Return an item by its number, with its meeting, if it was posted."""
    found = AgendaItemRow.objects.filter(pk=key, meeting__city_id=city.id)
    meeting_id = found.values_list("meeting_id", flat=True).first()
    meeting = meeting_told(city, meeting_id) if meeting_id is not None else None
    if meeting is None:
        return None
    for item in items_told(city, [meeting])[meeting.id]:
        if item.id == key:
            return meeting, item
    return None


def _meetings(city: City) -> QuerySet[MeetingRow]:
    last = AgendaVersionRow.objects.filter(meeting=OuterRef("pk")).order_by("-version")
    return (
        MeetingRow.objects.filter(city_id=city.id)
        .annotate(
            posted_at=Subquery(last.values("posted_at")[:1]),
            body_name=F("body__names__text"),
            name_position=F("body__names__position"),
        )
        .exclude(name_position__gt=0)
        .select_related("body")
    )


def _meeting(row: MeetingRow) -> MeetingTold:
    return MeetingTold(
        id=row.pk,
        code=row.code,
        body_id=row.body_id,
        body=row.body.code if row.body else "",
        body_name=row.body_name or "",  # type: ignore[attr-defined]
        starts_at=row.starts_at,
        day=row.day,
        kind=row.kind,
        status=row.status,
        location=row.location,
        video=row.video,
        version=row.version,
        posted_at=row.posted_at,  # type: ignore[attr-defined]
        closed_at=row.closed_at,
        present=tuple(row.present),
        absent=tuple(row.absent),
        imported=row.origin == "imported",
        changed_at=row.changed_at,
        seq=row.seq,
    )


def _posted(meetings: Sequence[MeetingTold]) -> Iterable[tuple[MeetingTold, list[Item]]]:
    """Yield meetings with the items of the agenda that was posted last."""
    by_key = {(each.id, each.version): each for each in meetings if each.version}
    rows = AgendaVersionRow.objects.filter(meeting_id__in=[key for key, _ in by_key])
    for meeting_id, version, snapshot in rows.values_list("meeting_id", "version", "snapshot"):
        meeting = by_key.get((meeting_id, version))
        if meeting is not None:
            yield meeting, list(thawed(snapshot).items)


def _imported(meetings: Sequence[MeetingTold]) -> QuerySet[AgendaItemRow]:
    """Return the items of meetings whose agendas another system posted."""
    keys = [each.id for each in meetings if each.imported and not each.version]
    rows = AgendaItemRow.objects.filter(meeting_id__in=keys, removed=False)
    return rows.select_related("file").order_by("meeting_id", "position")


def _item(row: AgendaItemRow) -> Item:
    return Item(
        key=row.pk,
        number=row.number,
        section=row.section,
        caption=row.caption,
        file=row.file.identifier if row.file else "",
        recommendation=row.recommendation,
        consent=row.consent,
    )
