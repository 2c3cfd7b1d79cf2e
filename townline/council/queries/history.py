"""The history of a file: every activity, how it reads, what was corrected."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from townline.cities.rules.city import City
from townline.council.models import CouncilFile, Filed, FileEntry
from townline.council.queries.files import NoSuchFile
from townline.council.queries.lines import CODES, grammar
from townline.council.queries.sentences import activity_of
from townline.council.rules.grammar import Grammar
from townline.council.rules.vocabulary import Activity, Medium


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document as an activity names it."""

    id: int
    seq: int
    """The entry by which it was filed."""
    title: str
    name: str
    kind: str
    document_date: date | None
    kept: bool
    """Whether we have its bytes."""


@dataclass(frozen=True, kw_only=True)
class ActivityShown:
    """A line of a file's history."""

    id: int
    seq: int
    date: date
    position: int
    type: str
    activity: Activity
    sentence: str
    """As pages show it, with the blanks at its end; see ``printed``."""
    printed: str
    documents: tuple[Paper, ...]
    entered_at: datetime
    entered_by: str
    corrects: int | None = None
    """The line that it stands in place of."""
    reason: str = ""
    """Why it was corrected or taken back."""
    corrected_by: int | None = None
    """The line that stands in its place, or took it back: it does not count any more."""
    taken_back: bool = False
    """Whether nothing stands in its place."""

    @property
    def stands(self) -> bool:
        """Whether it counts."""
        return self.corrected_by is None


def history(
    city: City,
    identifier: str,
    *,
    as_of: date | None = None,
    known_on: date | None = None,
    behind: bool = False,
    file_id: int | None = None,
    papered: bool = True,
) -> tuple[ActivityShown, ...]:
    """
    Return the activities of a file, newest first, what was corrected among them.

    :param as_of: leave out what is dated later
    :param known_on: leave out what the record came to know later
    :param file_id: its key, for a caller who has found the file for the same reader already
    :param papered: whether the file has any paper, where a caller knows
    :raises NoSuchFile: if there is none that the reader may know of
    """
    key = file_id or _key(city, identifier, behind)
    entries = FileEntry.objects.filter(subject_id=key, verb__in=CODES).order_by("seq")
    known = [e for e in entries if known_on is None or _known(city, e) <= known_on]
    lines = shown_lines(grammar(city), known, papers(key, behind=behind) if papered else {})
    dated = [line for line in lines if as_of is None or line.date <= as_of]
    return tuple(sorted(dated, key=lambda line: (line.date, line.position, line.seq), reverse=True))


def _key(city: City, identifier: str, behind: bool) -> int:
    found = CouncilFile.objects.readable(city.id, behind=behind).filter(identifier=identifier)
    key = found.values_list("pk", flat=True).first()
    if key is None:
        raise NoSuchFile(f"There is no council file {identifier}.")
    return int(key)


def standing_activities(lines: tuple[ActivityShown, ...]) -> tuple[ActivityShown, ...]:
    """Return those that count, in the same order."""
    return tuple(line for line in lines if line.stands)


def papers(file_id: int, *, behind: bool = False) -> dict[int, tuple[Paper, ...]]:
    """Return the documents of each activity of a file, by the key of its entry."""
    rows = Filed.objects.filter(entry__subject_id=file_id).select_related("document")
    if not behind:
        rows = rows.filter(document__withheld=False)
    found: dict[int, list[Paper]] = {}
    for row in rows.order_by("entry_id", "position"):
        found.setdefault(row.entry_id, []).append(paper_of(row.document))
    return {key: tuple(each) for key, each in found.items()}


def paper_of(document: Any) -> Paper:
    """Return a document's row as others see it."""
    return Paper(
        id=document.pk,
        seq=document.seq,
        title=document.title,
        name=document.name,
        kind=document.kind,
        document_date=document.document_date,
        kept=bool(document.digest),
    )


def _known(city: City, entry: FileEntry) -> date:
    day: date = entry.entered_at.astimezone(city.zone).date()
    return day


def shown_lines(
    rules: Grammar, entries: list[FileEntry], documents: Mapping[int, tuple[Paper, ...]]
) -> list[ActivityShown]:
    corrected = {entry.corrects: entry for entry in entries if entry.corrects is not None}
    return [
        _line(rules, entry, documents.get(entry.pk, ()), corrected.get(entry.seq))
        for entry in entries
        if "activity" in entry.data  # what takes a line back is shown with that line
    ]


def _line(
    rules: Grammar, entry: FileEntry, documents: tuple[Paper, ...], later: FileEntry | None
) -> ActivityShown:
    activity = activity_of(rules, entry.data["activity"])
    assert entry.date is not None
    return ActivityShown(
        id=entry.pk,
        seq=entry.seq,
        date=entry.date,
        position=entry.position,
        type=entry.type,
        activity=activity,
        sentence=rules.render(activity, Medium.WEB),
        printed=rules.render(activity, Medium.PRINT),
        documents=documents,
        entered_at=entry.entered_at,
        entered_by=entry.actor_label,
        corrects=entry.corrects,
        reason=(later.data.get("reason", "") if later else entry.data.get("reason", "")),
        corrected_by=later.seq if later else None,
        taken_back=later is not None and "activity" not in later.data,
    )
