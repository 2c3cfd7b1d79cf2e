"""Taking in agendas of another system: as they stand, as often as one likes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.actions.agenda_papers import Heard, hear
from townline.council.actions.importing import raise_flags
from townline.council.actions.introducing import make, move_series
from townline.council.actions.meetings import Said, happen_to, holding, make_meeting
from townline.council.models import AgendaItemRow, AgendaVersionRow, CouncilFile, MeetingRow
from townline.council.queries.describing import council_settings
from townline.council.queries.lines import bodies_named
from townline.council.queries.meetings import item_of
from townline.council.rules import agendas as rules
from townline.council.rules.agendas import Agenda, Section
from townline.council.rules.details import Details
from townline.council.rules.flags import Code, Finding
from townline.council.rules.meetings import Status
from townline.council.rules.numbers import NotANumber, Numbering
from townline.council.rules.primegov import ImportedAgenda, ImportedItem
from townline.record.verbs import Actor, require

UNKNOWN = "unknown"
"""The kind of notice of an agenda of which nobody says when it was posted."""
LONGEST_TITLE = 500


@dataclass(frozen=True, kw_only=True)
class ImportedMeeting:
    """What came of an agenda."""

    code: str
    fresh: bool
    """Whether the meeting was not known before."""
    version: int
    """The version of its agenda that was made; 0: it said what it said before."""
    items: int
    files: int
    """How many files are known from this agenda alone, and were made."""
    body: str
    """The code of its body; empty where the source does not say whose meeting it is."""
    unknown_bodies: tuple[str, ...]
    """Names of its body, and of those who stated a position, that the folder does not have."""
    documents: int
    """How many papers of its files were not known before."""
    statements: int
    """How many positions of neighbourhood councils were not."""
    flags: tuple[str, ...]
    """What is wrong with it, as far as it was not known before."""


@transaction.atomic
def import_agenda(*, city: City, found: ImportedAgenda, by: Actor, at: datetime) -> ImportedMeeting:
    """
    Take in a meeting and its agenda. What is known already is not entered again.

    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.POSTED)
    body = _body(city, found)
    code, fresh = _meeting(city, found, body, by=by, at=at)
    with holding(city, code) as row:
        files, made = _files(city, found, by=by, at=at)
        strangers = _put_items(city, row, found, files)
        version = _version(city, row, found.system, by=by, at=at)
        heard, flags = _hear(city, row, found, files, by=by, at=at)
    return ImportedMeeting(
        code=code,
        fresh=fresh,
        version=version,
        items=len(found.items),
        files=made,
        body=body,
        unknown_bodies=strangers if body or not found.body else (found.body, *strangers),
        documents=heard.documents,
        statements=heard.statements,
        flags=flags,
    )


def _hear(
    city: City,
    row: MeetingRow,
    found: ImportedAgenda,
    files: Mapping[str, CouncilFile],
    *,
    by: Actor,
    at: datetime,
) -> tuple[Heard, tuple[str, ...]]:
    """Enter what the agenda says of its files, and flag what is wrong with it."""
    items = [(files[each.file], each) for each in found.items if each.file in files]
    heard = hear(city=city, meeting=row, system=found.system, items=items, by=by, at=at)
    by_key = {file.pk: file for file in files.values()}
    flags = [
        detail
        for key, findings in heard.findings.items()
        if findings
        for detail in raise_flags(by_key[key], findings, at=at)
    ]
    return heard, tuple(flags)


def _body(city: City, found: ImportedAgenda) -> str:
    """Return the code of the body whose meeting it is; empty where that is not known."""
    if found.council:
        return council_settings(city).council
    return bodies_named(city).codes.get(found.body, "")


def _meeting(
    city: City, found: ImportedAgenda, body: str, *, by: Actor, at: datetime
) -> tuple[str, bool]:
    external = {found.system: found.key}
    rows = MeetingRow.objects.filter(city_id=city.id, external__contains=external)
    known = rows.values_list("code", flat=True).first()
    if known is not None:
        return known, False
    zoned = found.starts_at.tzinfo is not None
    said = Said(
        body=body,
        starts_at=found.starts_at if zoned else found.starts_at.replace(tzinfo=city.zone),
        location=found.location,
        video=found.video,
    )
    code = make_meeting(city=city, said=said, origin="imported", external=external, by=by, at=at)
    return code, True


def _files(
    city: City, found: ImportedAgenda, *, by: Actor, at: datetime
) -> tuple[dict[str, CouncilFile], int]:
    """Return the files of the agenda by the number that it writes, unknown ones made."""
    numbering = Numbering(council_settings(city).numbers)
    read = {}
    for each in found.items:
        try:
            read[each.file] = numbering.read(each.file)
        except NotANumber:
            continue  # the item stays, without a file
    written = {text: numbering.write(number) for text, number in read.items()}
    rows = CouncilFile.objects.select_for_update().filter(city_id=city.id)
    found_rows = rows.filter(identifier__in=written.values()).order_by("pk")
    known = {row.identifier: row for row in found_rows}
    made = 0
    for each in found.items:
        identifier = written.get(each.file)
        if identifier is None or identifier in known:
            continue
        move_series(city.id, read[each.file])
        details = Details(title=each.caption[:LONGEST_TITLE], districts=each.districts)
        file = make(city, read[each.file], details, by=by, at=at, origin="imported")
        file.save(force_update=True)
        raise_flags(file, [_alone(found)], at=at)
        known[identifier], made = file, made + 1
    return {text: known[identifier] for text, identifier in written.items()}, made


def _alone(found: ImportedAgenda) -> Finding:
    day = found.starts_at.date()
    return Finding(
        code=Code.AGENDA_ALONE,
        detail=f"Known from the agenda of {day} alone; its title is the caption there.",
    )


def _put_items(
    city: City, row: MeetingRow, found: ImportedAgenda, files: Mapping[str, CouncilFile]
) -> tuple[str, ...]:
    """Write the items as the source has them; those that it no longer has are taken off."""
    codes = bodies_named(city).codes
    known = {each.external: each for each in row.items.all()}
    strangers: set[str] = set()
    sections = council_settings(city).sections
    for place, each in enumerate(found.items):
        item = known.pop(each.key, None) or AgendaItemRow(meeting=row, external=each.key)
        _put(item, each, files.get(each.file), place, rules.headed(each.heading, sections))
        item.statements = [
            {"body": codes.get(said.body, said.body), "position": said.position.value}
            for said in each.statements
        ]
        strangers |= {said.body for said in each.statements if said.body not in codes}
        item.save()
    for gone in known.values():
        gone.removed = True
        gone.save(update_fields=["removed"])
    return tuple(sorted(strangers))


def _put(
    item: AgendaItemRow, each: ImportedItem, file: CouncilFile | None, place: int, section: Section
) -> None:
    item.file, item.position, item.number = file, place, each.number
    item.section, item.caption = section.code, each.caption
    item.recommendation, item.votes = each.recommendation, each.votes
    item.consent, item.districts = section.consent, list(each.districts)
    item.time_limit_date, item.last_day_date = each.time_limit, each.last_day
    item.removed = False


def _version(city: City, row: MeetingRow, system: str, *, by: Actor, at: datetime) -> int:
    """Freeze the agenda where it says something new, and return its version; else 0."""
    frozen = rules.snapshot(_agenda(city, row))
    digest = rules.digest(frozen)
    if row.versions.filter(version=row.version, digest=digest).exists():
        return 0
    row.version += 1
    if row.status == Status.TENTATIVE:
        row.status = Status.CONFIRMED
    data: dict[str, Any] = {"version": row.version, "digest": digest, "notice": UNKNOWN}
    AgendaVersionRow.objects.create(
        meeting=row,
        version=row.version,
        posted_at=at,
        posted_by=by.label,
        snapshot=frozen,
        digest=digest,
        notice_kind=UNKNOWN,
        notice_hours=0,
        notice_needed=0,
    )
    happen_to(row, verbs.POSTED, by=by, at=at, source=system, **data)
    return row.version


def _agenda(city: City, row: MeetingRow) -> Agenda:
    items = row.items.filter(removed=False).select_related("file").order_by("position", "pk")
    return Agenda(
        body=row.body.code if row.body else "",
        kind=row.kind,
        starts_at=row.starts_at.astimezone(city.zone),
        location=row.location,
        items=tuple(item_of(each) for each in items),
    )
