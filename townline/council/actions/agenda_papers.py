"""What an agenda of another system says of its files: papers, positions, last days to act."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.actions.change import happen
from townline.council.actions.searchable import refresh
from townline.council.models import (
    BodyRow,
    CouncilFile,
    DocumentRow,
    MeetingRow,
    StatementRow,
)
from townline.council.queries.describing import council_settings
from townline.council.queries.lines import bodies_named
from townline.council.rules import papers_named
from townline.council.rules.calendar import MeetingDays
from townline.council.rules.flags import Code, Finding
from townline.council.rules.papers_named import NamedPaper
from townline.council.rules.primegov import ImportedItem, ImportedStatement
from townline.record.verbs import Actor

NEIGHBOURS = "neighborhood_council"
Key = tuple[str, date | None]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What of it was not known before."""

    documents: int
    statements: int
    findings: Mapping[int, tuple[Finding, ...]]
    """What is wrong, by the keys of files."""


@dataclass(frozen=True, kw_only=True)
class _Source:
    """Which agenda says so, and who takes it in."""

    city: City
    meeting: MeetingRow
    system: str
    by: Actor
    at: datetime
    bodies: Mapping[str, BodyRow]
    """The neighbourhood councils by every name of theirs."""
    days: MeetingDays


def hear(
    *,
    city: City,
    meeting: MeetingRow,
    system: str,
    items: Sequence[tuple[CouncilFile, ImportedItem]],
    by: Actor,
    at: datetime,
) -> Heard:
    """
    Enter in the records of files that are held which papers and positions an agenda names.

    A paper that the file has, by its title and day, is not filed again; one that an item names
    twice is two.
    """
    calendar = council_settings(city).calendar
    days = MeetingDays(calendar, known_on=meeting.day)
    source = _Source(
        city=city, meeting=meeting, system=system, by=by, at=at,
        bodies=_neighbours(city), days=days,
    )  # fmt: skip
    of_file: dict[int, list[ImportedItem]] = defaultdict(list)
    files = {file.pk: file for file, _ in items}
    for file, item in items:
        of_file[file.pk].append(item)
    kept = _kept(of_file)
    documents = statements = 0
    findings, changed = {}, []
    for key, each in of_file.items():
        papers = _file_papers(files[key], each, kept[key], source)
        stated, wrong = _state(files[key], each, kept[key], source)
        findings[key] = (*wrong, *_late(each, source))
        if papers or stated:
            files[key].save(force_update=True)
            changed.append(key)
        documents, statements = documents + papers, statements + stated
    refresh(city=city, ids=changed)
    return Heard(documents=documents, statements=statements, findings=findings)


def _neighbours(city: City) -> dict[str, BodyRow]:
    rows = {row.code: row for row in BodyRow.objects.filter(city_id=city.id, kind=NEIGHBOURS)}
    named = bodies_named(city).codes
    return {name: rows[code] for name, code in named.items() if code in rows}


def _kept(files: Iterable[int]) -> Mapping[int, dict[Key, list[DocumentRow]]]:
    """Return the papers of each file that are known, by what is equal in titles of one paper."""
    found: dict[int, dict[Key, list[DocumentRow]]] = defaultdict(lambda: defaultdict(list))
    for row in DocumentRow.objects.filter(file_id__in=list(files)).order_by("seq"):
        found[row.file_id][papers_named.key_of(row.title, row.document_date)].append(row)
    return found


def _file_papers(
    file: CouncilFile,
    items: Sequence[ImportedItem],
    kept: dict[Key, list[DocumentRow]],
    source: _Source,
) -> int:
    """File the papers that are not known, the oldest first, and return how many."""
    wanted: Counter[Key] = Counter()
    named: dict[Key, list[tuple[NamedPaper, str]]] = {}
    for item in items:
        papers = [(papers_named.named(each.title), each.key) for each in reversed(item.papers)]
        wanted |= Counter(paper.key for paper, _ in papers)
        of_item: dict[Key, list[tuple[NamedPaper, str]]] = defaultdict(list)
        for paper, number in papers:
            of_item[paper.key].append((paper, number))
        named |= {key: max(named.get(key, []), many, key=len) for key, many in of_item.items()}
    fresh = 0
    for key, many in named.items():
        for paper, number in many[: wanted[key] - len(kept[key])]:
            kept[key].append(_named_in(file, paper, number, source))
            fresh += 1
    return fresh


def _named_in(file: CouncilFile, paper: NamedPaper, number: str, source: _Source) -> DocumentRow:
    seq = happen(
        file, verbs.DOCUMENT_FILED, by=source.by, at=source.at, title=paper.title,
        kind=paper.kind, reference=paper.reference, document_date=_iso(paper.day),
        source=source.system, meeting=source.meeting.code, external=number,
    )  # fmt: skip
    return DocumentRow.objects.create(
        file=file, kind=paper.kind, title=paper.title, document_date=paper.day,
        reference=paper.reference, received_at=source.at, seq=seq,
    )  # fmt: skip


def _state(
    file: CouncilFile,
    items: Sequence[ImportedItem],
    kept: Mapping[Key, list[DocumentRow]],
    source: _Source,
) -> tuple[int, list[Finding]]:
    """Enter the positions that are not known; return how many, and what is wrong with any."""
    if not any(item.statements for item in items):
        return 0, []
    fresh, wrong = 0, []
    known = list(file.statements.all())
    for item in items:
        for said in item.statements:
            body = source.bodies.get(said.body)
            if body is None:
                wrong.append(_stranger(said, source))
                continue
            papers = _papers_of(body, item, kept, source)
            before = [row for row in known if row.body_id == body.pk]
            row, faults = _one(file, said, body, papers, before, source)
            wrong += faults
            if row is not None:
                known.append(row)
                fresh += 1
    return fresh, wrong


def _papers_of(
    body: BodyRow, item: ImportedItem, kept: Mapping[Key, list[DocumentRow]], source: _Source
) -> list[DocumentRow]:
    """Return the statements of a council among the papers of an item, the oldest first."""
    found = {}
    for each in item.papers:
        if source.bodies.get(papers_named.stated_by(each.title)) == body:
            row = kept[papers_named.named(each.title).key][-1]
            if row.document_date:
                found[row.pk] = row
    return sorted(found.values(), key=lambda row: (row.document_date or date.min, row.seq))


def _one(
    file: CouncilFile,
    said: ImportedStatement,
    body: BodyRow,
    papers: Sequence[DocumentRow],
    before: Sequence[StatementRow],
    source: _Source,
) -> tuple[StatementRow | None, list[Finding]]:
    """Enter a position unless it is known, and return what is wrong with it."""
    paper = papers[-1] if papers else None
    day = paper.document_date if paper else None
    same = [row for row in before if day is None or row.filed_date in (day, None)]
    if same:
        held = same[-1].position
        return None, [] if held == said.position else [_other(said, held, source)]
    seq = happen(
        file, verbs.STATED, by=source.by, at=source.at, body=body.code,
        stance=said.position.value, day=_iso(day), board_vote="", activity_seq=None,
        document=paper.seq if paper else None, source=source.system, meeting=source.meeting.code,
    )  # fmt: skip
    row = StatementRow.objects.create(
        file=file, seq=seq, body=body, position=said.position.value, filed_date=day,
        document=paper, agenda=source.meeting,
    )  # fmt: skip
    return row, list(_holes(said, papers, seq, source))


def _holes(
    said: ImportedStatement, papers: Sequence[DocumentRow], entry: int, source: _Source
) -> Iterator[Finding]:
    where = f"The agenda of {source.meeting.day}"
    if not papers:
        detail = f"{where} gives the position of {said.body}, and no paper says when it came."
        yield Finding(code=Code.STATEMENT, detail=detail, entry=entry)
    elif len(papers) > 1:
        detail = (
            f"{where} names {len(papers)} statements of {said.body} and gives one position;"
            f" it stands as that of {papers[-1].document_date}."
        )
        yield Finding(code=Code.STATEMENT, detail=detail, entry=entry)


def _stranger(said: ImportedStatement, source: _Source) -> Finding:
    detail = (
        f"The agenda of {source.meeting.day} gives a position ({said.position.value}) of"
        f" {said.body}, which is no neighbourhood council that the folder names."
    )
    return Finding(code=Code.UNKNOWN_BODY, detail=detail)


def _other(said: ImportedStatement, held: str, source: _Source) -> Finding:
    detail = (
        f"The agenda of {source.meeting.day} gives {said.position.value} as the position of"
        f" {said.body}; the record has {held}."
    )
    return Finding(code=Code.STATEMENT, detail=detail)


def _late(items: Sequence[ImportedItem], source: _Source) -> Iterator[Finding]:
    """Yield where the last day to act, as printed, is not the one that the calendar gives."""
    for item in items:
        limit = item.time_limit
        last = source.days.up_to(limit) if limit else None
        if limit and item.last_day and last != item.last_day:
            detail = (
                f"The agenda of {source.meeting.day} gives {item.last_day} as the last day to act"
                f" before the time limit of {limit}; the calendar makes it {last}."
            )
            yield Finding(code=Code.TIME_LIMIT, detail=detail)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
