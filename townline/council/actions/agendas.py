"""Agendas: drafted item by item, posted as a whole, and frozen then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.actions.meetings import NotSo, happen_to, holding, open_items
from townline.council.models import AgendaItemRow, AgendaVersionRow, CouncilFile, MeetingRow
from townline.council.queries.describing import council_settings
from townline.council.queries.meetings import item_of
from townline.council.rules import agendas as rules
from townline.council.rules import meetings, notice
from townline.council.rules.agendas import Agenda, Section
from townline.council.rules.meetings import Happening, NotNow, Status
from townline.record.verbs import Actor, require

MOST = 500
"""How many items an agenda can have."""


class NoSuchItem(LookupError):
    """The agenda has no such item."""


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """What is to be put on an agenda."""

    section: str
    file: str = ""
    caption: str = ""
    """What it is about; empty: the title of its file."""
    recommendation: str = ""
    consent: bool | None = None
    """Whether it may be voted on with others; None: as its section has it."""
    special_by: str = ""


def add_items(*, city: City, code: str, items: Sequence[NewItem], by: Actor, at: datetime) -> int:
    """
    Put items on the draft of an agenda and say how many; files that stand on it stay as they are.

    :raises NoSuchMeeting: if there is no such meeting
    :raises NotNow: if it has begun, or is over
    :raises NotSo: if a section or a file is not known, or an item does not say what it is
    """
    require(by, verbs.POSTED)
    with holding(city, code) as meeting:
        _check_open(meeting)
        files = _files(city, items)
        there = set(meeting.items.filter(removed=False).values_list("file_id", flat=True))
        last = meeting.items.count()
        if last + len(items) > MOST:
            raise NotSo("items", f"An agenda has {MOST} items at most.")
        fresh: list[AgendaItemRow] = []
        for each in items:
            file = files.get(each.file)
            if file is not None and file.pk in there:
                continue
            if file is not None:
                there.add(file.pk)
            fresh.append(_item(city, meeting, each, file, last + len(fresh)))
        AgendaItemRow.objects.bulk_create(fresh)
        _number(city, meeting)
        return len(fresh)


def change_item(*, city: City, code: str, key: int, said: NewItem, by: Actor, at: datetime) -> None:
    """
    Say something else of an item; of a posted agenda it is a change for its next version.

    :raises NoSuchItem: if the agenda has no such item
    :raises NotSo: if the section is not known, or it would not say what it is
    """
    require(by, verbs.POSTED)
    with holding(city, code) as meeting:
        _check_open(meeting)
        row = _found(meeting, key)
        section = _section(city, said.section)
        row.section, row.special_by = section.code, said.special_by.strip()
        row.caption = said.caption.strip() or (row.file.title if row.file else "")
        row.recommendation = said.recommendation.strip()
        row.consent = section.consent if said.consent is None else said.consent
        row.votes = _votes(city, section)
        if not row.caption:
            raise NotSo("caption", "Say what the item is about.")
        row.save()
        _number(city, meeting)


def remove_item(*, city: City, code: str, key: int, by: Actor, at: datetime) -> None:
    """
    Take an item off an agenda; one that was posted stays in the version that said so.

    :raises NoSuchItem: if the agenda has no such item
    """
    require(by, verbs.POSTED)
    with holding(city, code) as meeting:
        _check_open(meeting)
        row = _found(meeting, key)
        row.removed = True
        row.save(update_fields=["removed"])
        _number(city, meeting)


def bring_back(*, city: City, code: str, key: int, by: Actor, at: datetime) -> None:
    """
    Put an item back that was taken off.

    :raises NoSuchItem: if none was
    :raises NotSo: if its file stands on the agenda again by now
    """
    require(by, verbs.POSTED)
    with holding(city, code) as meeting:
        _check_open(meeting)
        row = meeting.items.filter(pk=key, removed=True).first()
        if row is None:
            raise NoSuchItem("No such item was taken off.")
        if row.file_id and meeting.items.filter(removed=False, file_id=row.file_id).exists():
            raise NotSo("item", "Its file stands on the agenda already.")
        row.removed = False
        row.save(update_fields=["removed"])
        _number(city, meeting)


def move_item(*, city: City, code: str, key: int, by_places: int, by: Actor, at: datetime) -> None:
    """
    Move an item up (-1) or down (1) within its section.

    :raises NoSuchItem: if the agenda has no such item
    """
    require(by, verbs.POSTED)
    with holding(city, code) as meeting:
        _check_open(meeting)
        row = _found(meeting, key)
        beside = [each for each in open_items(meeting) if each.section == row.section]
        at_place = next(n for n, each in enumerate(beside) if each.pk == row.pk)
        other_place = min(max(at_place + by_places, 0), len(beside) - 1)
        other = beside[other_place]
        if other.pk != row.pk:
            row.position, other.position = other.position, row.position
            AgendaItemRow.objects.bulk_update([row, other], ["position"])
            _number(city, meeting)


def post_agenda(
    *,
    city: City,
    code: str,
    places: Sequence[str] = (),
    reason: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """
    Post an agenda as it stands, which freezes it, and return its version.

    :param places: where it hangs, besides the public page
    :param reason: why it is posted again, where it was before
    :raises NoSuchMeeting: if there is none
    :raises MeetingStale: if somebody else changed it meanwhile
    :raises NotNow: if the meeting has begun, or is over
    :raises NotSo: if it is empty, or is posted again without a reason or a difference
    :raises TooLate: if there are fewer hours left than its kind of meeting takes
    """
    with holding(city, code, seen=seen) as meeting:
        status = meetings.after(Status(meeting.status), Happening.POST)
        given = notice.require_notice(
            meeting.kind, meeting.starts_at, at, council_settings(city).notice_hours
        )
        frozen = rules.snapshot(_agenda(city, meeting))
        _check_postable(meeting, frozen["items"], rules.digest(frozen), reason)
        meeting.status, meeting.version = status, meeting.version + 1
        _freeze(meeting, frozen, given, places, reason, by=by, at=at)
        return meeting.version


def _freeze(
    meeting: MeetingRow,
    frozen: dict[str, Any],
    given: notice.Notice,
    places: Sequence[str],
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Keep a version, and enter that it was posted."""
    digest, hung = rules.digest(frozen), [place.strip() for place in places if place.strip()]
    AgendaVersionRow.objects.create(
        meeting=meeting,
        version=meeting.version,
        posted_at=at,
        posted_by=by.label,
        snapshot=frozen,
        digest=digest,
        notice_kind=given.kind,
        notice_hours=given.given,
        notice_needed=given.hours,
        places=hung,
        reason=reason.strip(),
    )
    happen_to(
        meeting,
        verbs.POSTED,
        by=by,
        at=at,
        version=meeting.version,
        digest=digest,
        notice=given.kind,
        hours=round(given.given, 2),
        needed=given.hours,
        places=hung,
        reason=reason.strip(),
    )


def _check_postable(meeting: MeetingRow, items: Sequence[object], digest: str, reason: str) -> None:
    if not items:
        raise NotSo("items", "An agenda without an item cannot be posted; add what is taken up.")
    if meeting.version:
        if meeting.versions.filter(version=meeting.version, digest=digest).exists():
            raise NotSo("items", "Nothing has changed since it was posted.")
        if not reason.strip():
            raise NotSo("reason", "Say why the agenda is posted again.")


def _agenda(city: City, meeting: MeetingRow) -> Agenda:
    sections = council_settings(city).sections
    rows = sorted(open_items(meeting), key=lambda row: rules.place(row.section, sections))
    return Agenda(
        body=meeting.body.code if meeting.body else "",
        kind=meeting.kind,
        starts_at=meeting.starts_at.astimezone(city.zone),
        location=meeting.location,
        items=tuple(item_of(row) for row in rows),
        headings=_headings(city, {row.section for row in rows}),
    )


def _headings(city: City, used: set[str]) -> dict[str, str]:
    language = city.languages[0]
    sections = council_settings(city).sections
    return {each.code: each.label.get(language, "") for each in sections if each.code in used}


def _number(city: City, meeting: MeetingRow) -> None:
    """Number the items of a draft anew; those that were posted keep theirs, new ones follow."""
    sections = council_settings(city).sections
    rows = sorted(open_items(meeting), key=lambda row: rules.place(row.section, sections))
    if meeting.version == 0:
        for place, row in enumerate(rows, 1):
            row.number = str(place)
    else:
        used = [int(row.number) for row in meeting.items.all() if row.number.isdecimal()]
        last = max(used, default=0)
        for row in rows:
            if not row.number:
                last += 1
                row.number = str(last)
    AgendaItemRow.objects.bulk_update(rows, ["number"])


def _check_open(meeting: MeetingRow) -> None:
    if meeting.status not in (Status.TENTATIVE, Status.CONFIRMED):
        raise NotNow("The agenda of a meeting that has begun, or is over, stays as it is.")


def _files(city: City, items: Sequence[NewItem]) -> dict[str, CouncilFile]:
    wanted = {each.file for each in items if each.file}
    rows = CouncilFile.objects.filter(city_id=city.id, identifier__in=wanted)
    found = {row.identifier: row for row in rows}
    lacking = sorted(wanted - found.keys())
    if lacking:
        raise NotSo("files", f"There is no council file {', '.join(lacking)}.")
    return found


def _item(
    city: City, meeting: MeetingRow, each: NewItem, file: CouncilFile | None, place: int
) -> AgendaItemRow:
    section = _section(city, each.section)
    caption = each.caption.strip() or (file.title if file else "")
    if not caption:
        raise NotSo("caption", "Say what the item is about.")
    return AgendaItemRow(
        meeting=meeting,
        file=file,
        position=place,
        section=section.code,
        caption=caption,
        recommendation=each.recommendation.strip(),
        votes=_votes(city, section),
        consent=section.consent if each.consent is None else each.consent,
        special_by=each.special_by.strip(),
        districts=list(file.districts) if file else [],
        statements=_statements(file),
    )


def _statements(file: CouncilFile | None) -> list[dict[str, str]]:
    if file is None:
        return []
    rows = file.statements.select_related("body").order_by(
        F("filed_date").asc(nulls_first=True), "pk"
    )
    named = {row.body.code: row.position for row in rows}
    return [{"body": code, "position": said} for code, said in named.items()]


def _section(city: City, code: str) -> Section:
    sections = council_settings(city).sections
    found = rules.section(code, sections)
    if found is None:
        known = ", ".join(each.code for each in sections)
        raise NotSo("section", f"A section is one of: {known}.")
    return found


def _votes(city: City, section: Section) -> int:
    return council_settings(city).thresholds.get(section.threshold, 0) if section.threshold else 0


def _found(meeting: MeetingRow, key: int) -> AgendaItemRow:
    row = meeting.items.filter(pk=key, removed=False).select_related("file").first()
    if row is None:
        raise NoSuchItem("The agenda has no such item.")
    return row
