"""Meetings, what they are to take up, and their agendas as posted."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from townline.cities.rules.city import City
from townline.council.models import (
    AgendaItemRow,
    AgendaVersionRow,
    BodyNameRow,
    CouncilFile,
    MeetingEntry,
    MeetingRow,
    MeetingStepRow,
)
from townline.council.queries.describing import council_settings
from townline.council.rules import agendas
from townline.council.rules.agendas import Agenda, Item, Statement
from townline.council.rules.meetings import Status
from townline.council.rules.running import Running, Step, run


class NoSuchMeeting(LookupError):
    """There is no such meeting; the text names it."""


@dataclass(frozen=True, kw_only=True)
class MeetingShown:
    """A meeting as pages show it."""

    id: int
    code: str
    body: str
    """The code of its body; empty where an import did not say whose it was."""
    body_name: str
    starts_at: datetime
    """In the city's zone."""
    day: date
    kind: str
    status: str
    location: str
    video: str
    origin: str
    version: int
    """The version of its agenda that was posted last; 0: none."""
    present: tuple[str, ...]
    absent: tuple[str, ...]
    opened_at: datetime | None
    closed_at: datetime | None
    changed_at: datetime
    seq: int

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen to it."""
        return self.status in (Status.HELD, Status.CANCELLED, Status.NO_QUORUM)


@dataclass(frozen=True, kw_only=True)
class ItemShown:
    """An item as the desk has it: what is to be posted next."""

    id: int
    item: Item
    title: str
    """The title of its file."""
    restricted: bool
    seq: int | None
    """The last entry of its file."""


@dataclass(frozen=True, kw_only=True)
class ReadyFile:
    """A file that may go on an agenda."""

    identifier: str
    title: str
    state: str
    next_date: date | None
    last_change_date: date | None
    restricted: bool


@dataclass(frozen=True, kw_only=True)
class VersionShown:
    """An agenda as it was posted."""

    version: int
    posted_at: datetime
    posted_by: str
    agenda: Agenda
    digest: str
    proved: bool
    """Whether what is kept still has that digest."""
    notice_kind: str
    notice_hours: float
    notice_needed: int
    places: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class MeetingLine:
    """What happened to a meeting once."""

    seq: int
    verb: str
    at: datetime
    by: str
    data: dict[str, Any]


def meetings(
    city: City,
    *,
    body: str = "",
    since: date | None = None,
    until: date | None = None,
    before: tuple[datetime, int] | None = None,
    behind: bool = False,
    most: int = 50,
    soonest_first: bool = False,
) -> tuple[MeetingShown, ...]:
    """
    Return meetings, the latest first; those that are only being prepared, for the clerk alone.

    :param before: start and key of the last meeting of the page before
    """
    rows = MeetingRow.objects.filter(city_id=city.id)
    if not behind:
        rows = rows.exclude(status=Status.TENTATIVE, version=0)
    if body:
        rows = rows.filter(body__code=body)
    if since is not None:
        rows = rows.filter(day__gte=since)
    if until is not None:
        rows = rows.filter(day__lt=until)
    if before is not None:
        at, key = before
        rows = rows.filter(Q(starts_at__lt=at) | Q(starts_at=at, pk__lt=key))
    order = ("starts_at", "pk") if soonest_first else ("-starts_at", "-pk")
    return _shown(city, rows.order_by(*order)[:most])


def meeting(city: City, code: str, *, behind: bool = False) -> MeetingShown:
    """
    Return a meeting.

    :raises NoSuchMeeting: if there is none, or none that the reader may know of
    """
    rows = MeetingRow.objects.filter(city_id=city.id, code=code)
    if not behind:
        rows = rows.exclude(status=Status.TENTATIVE, version=0)
    found = _shown(city, rows)
    if not found:
        raise NoSuchMeeting(f"There is no meeting {code}.")
    return found[0]


def items(city: City, code: str) -> tuple[ItemShown, ...]:
    """Return the items of a meeting as the desk has them, those that were taken off left out."""
    rows = AgendaItemRow.objects.filter(
        meeting__city_id=city.id, meeting__code=code, removed=False
    ).select_related("file")
    found = [
        ItemShown(
            id=row.pk,
            item=item_of(row),
            title=row.file.title if row.file else "",
            restricted=bool(row.file and row.file.restricted),
            seq=row.file.seq if row.file else None,
        )
        for row in rows.order_by("position", "pk")
    ]
    sections = council_settings(city).sections
    return tuple(sorted(found, key=lambda each: agendas.place(each.item.section, sections)))


def item_of(row: AgendaItemRow) -> Item:
    """Return an item's row as a value."""
    return Item(
        key=row.pk,
        number=row.number,
        section=row.section,
        caption=row.caption,
        file=row.file.identifier if row.file else "",
        recommendation=row.recommendation,
        votes=row.votes,
        consent=row.consent,
        special_by=row.special_by,
        districts=tuple(row.districts),
        time_limit=row.time_limit_date,
        last_day=row.last_day_date,
        statements=tuple(
            Statement(body=each["body"], position=each["position"]) for each in row.statements
        ),
    )


def versions(city: City, code: str, *, behind: bool = False) -> tuple[VersionShown, ...]:
    """
    Return the agendas that were posted, the newest first.

    Items of files that are restricted by now are left out for everyone else; the digest is that
    of the whole.
    """
    rows = AgendaVersionRow.objects.filter(meeting__city_id=city.id, meeting__code=code)
    found = list(rows.order_by("-version"))
    hidden = set() if behind else _restricted(city, found)
    return tuple(
        VersionShown(
            version=row.version,
            posted_at=row.posted_at.astimezone(city.zone),
            posted_by=row.posted_by,
            agenda=_without(agendas.thawed(row.snapshot), hidden),
            digest=row.digest,
            proved=agendas.digest(row.snapshot) == row.digest,
            notice_kind=row.notice_kind,
            notice_hours=row.notice_hours,
            notice_needed=row.notice_needed,
            places=tuple(row.places),
            reason=row.reason,
        )
        for row in found
    )


def _restricted(city: City, rows: list[AgendaVersionRow]) -> set[str]:
    named = {item["file"] for row in rows for item in row.snapshot["items"] if item["file"]}
    found = CouncilFile.objects.filter(city_id=city.id, identifier__in=named, restricted=True)
    return set(found.values_list("identifier", flat=True))


def _without(agenda: Agenda, hidden: set[str]) -> Agenda:
    return replace(agenda, items=tuple(i for i in agenda.items if i.file not in hidden))


def record_of_meeting(city: City, code: str) -> tuple[MeetingLine, ...]:
    """Return what happened to a meeting, the newest first."""
    rows = MeetingEntry.objects.filter(subject__city_id=city.id, subject__code=code)
    return tuple(
        MeetingLine(
            seq=row.seq,
            verb=row.verb,
            at=row.at.astimezone(city.zone),
            by=row.actor_label,
            data=row.data,
        )
        for row in rows.order_by("-seq")
    )


def running(city: City, code: str) -> tuple[Running, tuple[Step, ...]]:
    """Return how a meeting stands while it is held, and the steps that led there."""
    rows = MeetingStepRow.objects.filter(meeting__city_id=city.id, meeting__code=code)
    steps = tuple(
        Step(kind=row.kind, data=row.data, undone=row.undone) for row in rows.order_by("position")
    )
    return run(steps), steps


def ready_for(
    city: City, body: str, day: date, *, most: int = 200
) -> tuple[tuple[ReadyFile, ...], tuple[ReadyFile, ...]]:
    """Return files for a body's agenda: those set for the day, and others that lie before it."""
    rows = CouncilFile.objects.filter(city_id=city.id)
    council = body == council_settings(city).council
    lies = Q(pending__contains=[body])
    scheduled = rows.filter(next_date=day).filter(lies | Q(pending=[]) if council else lies)
    waiting = rows.filter(lies).exclude(next_date=day)
    return (
        tuple(map(_ready, scheduled.order_by("year", "serial", "supplement")[:most])),
        tuple(map(_ready, waiting.order_by("last_change_date", "pk")[:most])),
    )


def _ready(row: CouncilFile) -> ReadyFile:
    return ReadyFile(
        identifier=row.identifier,
        title=row.title,
        state=row.state,
        next_date=row.next_date,
        last_change_date=row.last_change_date,
        restricted=row.restricted,
    )


def meetings_of(city: City, identifier: str) -> tuple[MeetingShown, ...]:
    """Return the meetings whose posted agenda a file is on, the latest first."""
    rows = MeetingRow.objects.filter(
        city_id=city.id,
        version__gt=0,
        items__file__identifier=identifier,
        items__file__restricted=False,
        items__removed=False,
    )
    return _shown(city, rows.order_by("-starts_at", "-pk").distinct())


def _shown(city: City, rows: QuerySet[MeetingRow]) -> tuple[MeetingShown, ...]:
    newest = BodyNameRow.objects.filter(body=OuterRef("body"), position=0).values("text")[:1]
    found = []
    for row in rows.annotate(body_code=F("body__code"), body_called=Subquery(newest)):
        body = row.body_code or ""
        found.append(
            MeetingShown(
                id=row.pk,
                code=row.code,
                body=body,
                body_name=row.body_called or "",
                starts_at=row.starts_at.astimezone(city.zone),
                day=row.day,
                kind=row.kind,
                status=row.status,
                location=row.location,
                video=row.video,
                origin=row.origin,
                version=row.version,
                present=tuple(row.present),
                absent=tuple(row.absent),
                opened_at=row.opened_at,
                closed_at=row.closed_at,
                changed_at=row.changed_at,
                seq=row.seq,
            )
        )
    return tuple(found)
