"""What follows files: statements with their tally, reports that are owed, ordinances."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.models import FileEntry, InstructionRow
from townline.council.queries.describing import bodies, council_settings
from townline.council.queries.files import FileShown
from townline.council.queries.on_agendas import OnAgenda, on_agendas
from townline.council.rules import instructions as terms
from townline.council.rules import positions


@dataclass(frozen=True, kw_only=True)
class StatementShown:
    """What a neighbourhood council thinks of a file."""

    seq: int
    body: str
    body_name: str
    position: str
    board_vote: str
    filed_date: date | None
    """None where nothing says when it came."""
    document: int | None
    """The entry by which its paper was filed."""
    agenda: date | None
    """The day of the meeting whose agenda says so; None where a clerk entered it."""


@dataclass(frozen=True, kw_only=True)
class InstructionShown:
    """What somebody is to report back."""

    identifier: str
    title: str
    """Of the file."""
    seq: int
    activity: int | None
    body: str
    body_name: str
    text: str
    given_date: date
    due_date: date | None
    days: int | None
    standing: str
    satisfied_date: date | None
    document: int | None
    """The entry by which the report was filed."""


@dataclass(frozen=True, kw_only=True)
class OrdinanceShown:
    """What is known of an ordinance."""

    seq: int
    number: str
    title: str
    urgent: bool
    first_reading_date: date | None
    second_reading_date: date | None
    adopted_date: date | None
    published_date: date | None
    effective_date: date | None


@dataclass(frozen=True, kw_only=True)
class Follows:
    """What follows one file, as its record has it."""

    statements: tuple[StatementShown, ...] = ()
    """The newest first; what was said of one whose line was taken back is left out."""
    tally: Mapping[str, int]
    """How many councils take which position, by the last that each of them said."""
    instructions: tuple[InstructionShown, ...] = ()
    ordinances: tuple[OrdinanceShown, ...] = ()


READ = (verbs.STATED, verbs.INSTRUCTED, verbs.SATISFIED, verbs.ORDAINED, verbs.VOIDED)


def follows(
    city: City,
    file: FileShown,
    *,
    on: date,
    known_on: date = date.max,
    agendas: Iterable[OnAgenda] | None = None,
) -> Follows:
    """
    Return what follows a file, by one statement or two, for a reader who may know of it.

    :param on: the day as of which it is told: what is dated later is left out
    :param known_on: leave out what the record came to know later
    :param agendas: those that the file is on, for a caller who has read them already
    """
    found = FileEntry.objects.filter(subject_id=file.id, verb__in=[each.code for each in READ])
    entries: dict[str, list[FileEntry]] = {each.code: [] for each in READ}
    for entry in found.order_by("seq"):
        if entry.entered_at.astimezone(city.zone).date() <= known_on:
            entries[entry.verb].append(entry)
    gone = {each.corrects for each in entries[verbs.VOIDED.code]} - {None}
    stated = [each for each in entries[verbs.STATED.code] if each.data["activity_seq"] not in gone]
    if agendas is None:
        named = any(each.data.get("meeting") for each in stated)
        agendas = on_agendas(city, file.id) if named else ()
    days = {each.meeting: each.day for each in agendas}
    statements = _newest(_statements(city, stated, days), on)
    last = {each.body: each.position for each in reversed(statements)}
    counted = positions.tally(positions.Position(said) for said in last.values())
    return Follows(
        statements=statements,
        tally={each.value: n for each, n in counted.items()},
        instructions=_instructions(city, file, entries, on),
        ordinances=tuple(_ordinances(entries[verbs.ORDAINED.code], on)),
    )


def _newest(found: Iterable[StatementShown], on: date) -> tuple[StatementShown, ...]:
    """Return those of a day and before, the newest first; those without a day by their agenda."""
    dated = [(each.filed_date or each.agenda or date.min, each.seq, each) for each in found]
    past = sorted(row for row in dated if row[0] <= on)
    return tuple(each for _day, _seq, each in reversed(past))


def _statements(
    city: City, entries: Iterable[FileEntry], days: Mapping[str, date]
) -> Iterator[StatementShown]:
    named = bodies(city)
    for entry in entries:
        said = entry.data
        yield StatementShown(
            seq=entry.seq, body=said["body"], body_name=named[said["body"]].name,
            position=said["stance"], board_vote=said["board_vote"],
            filed_date=_day(said["day"]), document=said["document"],
            agenda=days.get(said.get("meeting", "")),
        )  # fmt: skip


def _instructions(
    city: City, file: FileShown, entries: Mapping[str, list[FileEntry]], on: date
) -> tuple[InstructionShown, ...]:
    named = bodies(city)
    ahead = council_settings(city).reports.remind_days
    came = {each.data["instruction"]: each.data for each in entries[verbs.SATISFIED.code]}
    found = []
    for entry in entries[verbs.INSTRUCTED.code]:
        said, done = entry.data, came.get(entry.seq)
        given, due = date.fromisoformat(said["day"]), _day(said["due"])
        satisfied = _day(done["day"]) if done else None
        if satisfied is not None and satisfied > on:
            satisfied = None
        if given <= on:
            found.append(
                InstructionShown(
                    identifier=file.identifier,
                    title=file.title,
                    seq=entry.seq,
                    activity=said["activity_seq"],
                    body=said["body"],
                    body_name=named[said["body"]].name,
                    text=said["text"],
                    given_date=given,
                    due_date=due,
                    days=said["days"],
                    standing=terms.standing(due, satisfied, on, ahead=ahead).value,
                    satisfied_date=satisfied,
                    document=done["document"] if done and satisfied else None,
                )
            )
    return tuple(sorted(found, key=lambda each: (each.given_date, each.seq), reverse=True))


def _ordinances(entries: Iterable[FileEntry], on: date) -> Iterator[OrdinanceShown]:
    """Yield the ordinances as they were entered last; one is known by its title."""
    last = {entry.data["title"]: entry for entry in entries}
    for title, entry in last.items():
        days = {name: _day(entry.data[name]) for name in PAST}
        then = {name: day if day and day <= on else None for name, day in days.items()}
        if any(days.values()) and not any(then.values()):
            continue  # nothing of it had happened by that day
        for name, after in AHEAD.items():
            then[name] = _day(entry.data[name]) if then[after] or not days[after] else None
        yield OrdinanceShown(
            seq=entry.seq, number=entry.data["number"], title=title, urgent=entry.data["urgent"],
            **then,
        )  # fmt: skip


PAST = ("first_reading_date", "adopted_date", "published_date")
AHEAD = {"second_reading_date": "first_reading_date", "effective_date": "published_date"}
"""Days that may be set ahead, and after which one it is known."""


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def owed(
    city: City, *, on: date, body: str = "", behind: bool = False, most: int = 200
) -> tuple[InstructionShown, ...]:
    """Return the reports that have not come, the longest overdue first, undated ones last."""
    rows = InstructionRow.objects.filter(file__city_id=city.id, satisfied_date=None)
    if body:
        rows = rows.filter(body__code=body)
    rows = _readable(rows, behind).order_by(F("due_date").asc(nulls_last=True), "pk")
    return _shown(city, rows[:most], on)


def pressing(
    city: City, *, on: date, behind: bool = False, most: int
) -> tuple[tuple[InstructionShown, ...], int]:
    """Return the reports that are overdue or due soon, the longest first, and how many."""
    ahead = council_settings(city).reports.remind_days
    rows = InstructionRow.objects.filter(
        file__city_id=city.id, satisfied_date=None, due_date__lte=on + timedelta(days=ahead)
    )
    rows = _readable(rows, behind).order_by("due_date", "pk")
    found = _shown(city, rows[:most], on)
    return found, len(found) if len(found) < most else rows.order_by().count()


def _readable(rows: QuerySet[InstructionRow], behind: bool) -> QuerySet[InstructionRow]:
    return rows if behind else rows.filter(file__restricted=False)


def _shown(city: City, rows: QuerySet[InstructionRow], on: date) -> tuple[InstructionShown, ...]:
    named, ahead = bodies(city), council_settings(city).reports.remind_days
    return tuple(
        InstructionShown(
            identifier=row.file.identifier,
            title=row.file.title,
            seq=row.seq,
            activity=row.activity,
            body=row.body.code,
            body_name=named[row.body.code].name,
            text=row.text,
            given_date=row.given_date,
            due_date=row.due_date,
            days=row.days,
            standing=terms.standing(row.due_date, row.satisfied_date, on, ahead=ahead).value,
            satisfied_date=row.satisfied_date,
            document=row.satisfied_by.seq if row.satisfied_by else None,
        )
        for row in rows.select_related("file", "body", "satisfied_by")
    )
