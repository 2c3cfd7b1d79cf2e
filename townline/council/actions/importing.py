"""
Taking in files from other systems: as often as one likes, and as they are.

What is missing or contradicts itself is accepted and flagged for the clerk; nothing is repaired.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.actions.change import happen, reckon
from townline.council.actions.entering import enter_activity
from townline.council.actions.introducing import (
    make,
    move_series,
    put_details,
)
from townline.council.actions.searchable import refresh
from townline.council.actions.voting import import_votes
from townline.council.models import CouncilFile, DocumentRow, Flag
from townline.council.queries.clocks import clock_of
from townline.council.queries.describing import council_settings
from townline.council.queries.files import details_of
from townline.council.queries.lines import grammar
from townline.council.queries.sentences import sentences_of
from townline.council.rules import flags as rules
from townline.council.rules.details import Details, of_import, plain
from townline.council.rules.flags import Code, Finding
from townline.council.rules.imported import ImportedActivity, ImportedDocument, ImportedFile
from townline.council.rules.numbers import Numbering
from townline.council.rules.papers_named import key_of, kind_of
from townline.council.rules.vocabulary import OTHER
from townline.record.verbs import Actor, require


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What came of a file of a source."""

    identifier: str
    fresh: bool
    """Whether the file was not known before."""
    activities: int
    """How many new lines its history got."""
    documents: int
    votes: int
    not_understood: int
    """How many of the new lines no template fits."""
    flags: tuple[str, ...]
    """What is wrong with the record, as far as it was not known before."""


@transaction.atomic
def import_file(*, city: City, found: ImportedFile, by: Actor, at: datetime) -> Imported:
    """
    Take in what a source says of a file. What is known already is not entered again.

    :raises NotANumber: if its number is none of this city
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.INTRODUCED)
    file, known = _file(city, found, by=by, at=at)
    _note_recorded(file, found, by=by, at=at)
    papers = _documents(file, found, by=by, at=at)
    added, strange = _activities(city, file, found, papers, by=by, at=at)
    held = import_votes(city, file, found.votes, source=found.source, by=by, at=at)
    today = at.astimezone(city.zone).date()
    reckon(city, file, today)
    file.save(force_update=True)
    refresh(city=city, ids=[file.pk])
    findings = [
        *rules.of_titles(known or "", file.title), *rules.of_days(found),
        *rules.of_doubles(found), *strange, *held.findings,
        *rules.of_clock(clock_of(city, file, today)),
    ]  # fmt: skip
    return Imported(
        identifier=file.identifier,
        fresh=known is None,
        activities=added,
        documents=len(papers.fresh),
        votes=held.votes,
        not_understood=sum(each.code is Code.NOT_UNDERSTOOD for each in strange),
        flags=raise_flags(file, findings, at=at),
    )


def _file(
    city: City, found: ImportedFile, *, by: Actor, at: datetime
) -> tuple[CouncilFile, str | None]:
    """Return the file, held and described as the source does, and its title before, if any."""
    numbering = Numbering(council_settings(city).numbers)
    number = numbering.read(found.number)
    rows = CouncilFile.objects.select_for_update()
    file = rows.filter(city_id=city.id, identifier=numbering.write(number)).first()
    if file is None:
        move_series(city.id, number)
        return make(city, number, of_import(found), by=by, at=at, origin="imported"), None
    known = file.title
    _describe(file, of_import(found), by=by, at=at)
    return file, known


def raise_flags(file: CouncilFile, findings: Iterable[Finding], *, at: datetime) -> tuple[str, ...]:
    """Flag what is wrong with a file's record, and return what was not known before."""
    known = set(Flag.objects.filter(file=file).values_list("code", "detail"))
    rows = {
        (each.code.value, each.detail): each
        for each in findings
        if (each.code.value, each.detail) not in known
    }
    Flag.objects.bulk_create(
        Flag(file=file, code=code, detail=detail, entry=each.entry, raised_at=at)
        for (code, detail), each in rows.items()
    )
    return tuple(detail for _, detail in rows)


def _describe(file: CouncilFile, said: Details, *, by: Actor, at: datetime) -> None:
    """Enter what the source says otherwise; what it does not say stays."""
    known = details_of(file)
    given = {f.name: getattr(said, f.name) for f in fields(said) if getattr(said, f.name)}
    wanted = replace(known, **given)
    before, after = plain(known), plain(wanted)
    changed = {key: after[key] for key in after if after[key] != before[key]}
    if changed:
        put_details(file, wanted)
        was = {key: before[key] for key in changed}
        happen(file, verbs.DESCRIBED, by=by, at=at, changed=changed, was=was)


def _note_recorded(file: CouncilFile, found: ImportedFile, *, by: Actor, at: datetime) -> None:
    said = (found.recorded_change, found.recorded_expiration)
    known = (file.recorded_change_date, file.recorded_expiration_date)
    if said == known or not any(said):
        return
    file.recorded_change_date, file.recorded_expiration_date = said
    happen(
        file,
        verbs.RECORDED,
        by=by,
        at=at,
        source=found.source,
        generated=_iso(found.generated),
        last_change=_iso(found.recorded_change),
        expiration=_iso(found.recorded_expiration),
    )


@dataclass(frozen=True, kw_only=True)
class _Papers:
    by_name: dict[str, DocumentRow]
    fresh: tuple[str, ...]


def _documents(file: CouncilFile, found: ImportedFile, *, by: Actor, at: datetime) -> _Papers:
    """
    File the papers that the source names; those that only an activity names have no title.

    A paper that an agenda named before, by its title and day, is not filed again.
    """
    known = {row.name: row for row in file.documents.all() if row.name}
    listed = {each.name: each for each in found.documents if each.name}
    known |= _named_by_agendas(file, [each for each in listed.values() if each.name not in known])
    named = [name for each in reversed(found.activities) for name in each.documents]
    fresh = []
    for name in dict.fromkeys([*named, *listed]):
        if name in known:
            continue
        told = listed.get(name)
        title = told.title if told else name
        day = told.date if told else None
        seq = happen(
            file,
            verbs.DOCUMENT_FILED,
            by=by,
            at=at,
            title=title,
            name=name,
            document_date=_iso(day),
            source=found.source,
        )
        known[name] = DocumentRow.objects.create(
            file=file,
            kind=kind_of(title, name),
            title=title,
            document_date=day,
            name=name,
            received_at=at,
            seq=seq,
        )
        fresh.append(name)
    return _Papers(by_name=known, fresh=tuple(fresh))


def _named_by_agendas(
    file: CouncilFile, listed: Sequence[ImportedDocument]
) -> dict[str, DocumentRow]:
    """Return which papers that came without a file's name are those that a source lists now."""
    rows: dict[tuple[str, date | None], list[DocumentRow]] = {}
    for row in file.documents.filter(name="", digest="").order_by("-seq"):
        rows.setdefault(key_of(row.title, row.document_date), []).append(row)
    found = {}
    for each in listed:
        alike = rows.get(key_of(each.title, each.date))
        if alike:
            found[each.name] = alike.pop()
    return found


def _activities(
    city: City,
    file: CouncilFile,
    found: ImportedFile,
    papers: _Papers,
    *,
    by: Actor,
    at: datetime,
) -> tuple[int, list[Finding]]:
    """Enter the activities that are new, oldest first, and say which no template fits."""
    known, language = Counter(sentences_of(city, file.pk)), grammar(city)
    strange, added = [], 0
    for place, each in _new(found, known):
        activity = language.parse(each.sentence)
        seq = enter_activity(
            city,
            file,
            activity,
            each.date,
            papers=[papers.by_name[name] for name in dict.fromkeys(each.documents)],
            position=place,
            rules=language,
            by=by,
            at=at,
            source=found.source,
            **({"body": each.body} if each.body else {}),
        )
        added += 1
        if activity.type == OTHER:
            strange.append(_not_understood(each, seq))
    return added, [*strange, *_gone(known, found)]


def _new(
    found: ImportedFile, known: Counter[tuple[date, str]]
) -> Iterator[tuple[int, ImportedActivity]]:
    """Yield what is not known, with its place within its day; strike from ``known`` what is."""
    places: Counter[date] = Counter()
    for each in reversed(found.activities):
        place, key = places[each.date], (each.date, each.sentence.rstrip())
        places[each.date] += 1
        if known[key]:
            known[key] -= 1
        else:
            yield place, each


def _not_understood(each: ImportedActivity, seq: int) -> Finding:
    return Finding(
        code=Code.NOT_UNDERSTOOD,
        detail=f"Of {each.date}, kept word for word, no wording fits: {each.sentence.strip()}",
        entry=seq,
    )


def _gone(known: Counter[tuple[date, str]], found: ImportedFile) -> list[Finding]:
    """Say which lines were known, and the source does not have them any more."""
    left: Sequence[tuple[date, str]] = sorted(known.elements())
    return [
        Finding(
            code=Code.GONE,
            detail=f"{found.source} no longer has the activity of {day}: {sentence}",
        )
        for day, sentence in left
        if found.generated is None or day <= found.generated
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
