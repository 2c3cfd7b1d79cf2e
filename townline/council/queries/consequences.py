"""What follows files: statements with their tally, reports that are owed, ordinances."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from townline.cities.rules.city import City
from townline.council.models import InstructionRow, OrdinanceRow, StatementRow
from townline.council.queries.describing import bodies
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


def statements_on(
    city: City, identifier: str, *, behind: bool = False
) -> tuple[tuple[StatementShown, ...], Mapping[str, int]]:
    """Return the statements on a file, the newest first, and how many take which position."""
    rows = StatementRow.objects.filter(file__city_id=city.id, file__identifier=identifier)
    if not behind:
        rows = rows.filter(file__restricted=False)
    named = bodies(city)
    found = tuple(
        StatementShown(
            seq=row.seq,
            body=row.body.code,
            body_name=named[row.body.code].name,
            position=row.position,
            board_vote=row.board_vote,
            filed_date=row.filed_date,
            document=row.document.seq if row.document else None,
            agenda=row.agenda.day if row.agenda else None,
        )
        for row in rows.select_related("body", "document", "agenda").order_by(
            F("filed_date").desc(nulls_last=True), "-seq"
        )
    )
    newest = {each.body: each.position for each in reversed(found)}
    counted = positions.tally(positions.Position(said) for said in newest.values())
    return found, {each.value: n for each, n in counted.items()}


def instructions(
    city: City, identifier: str, *, on: date, behind: bool = False
) -> tuple[InstructionShown, ...]:
    """Return what a file tells others to report back, as it stands on a day."""
    rows = InstructionRow.objects.filter(file__city_id=city.id, file__identifier=identifier)
    return _shown(city, _readable(rows, behind).order_by("-given_date", "-seq"), on)


def owed(
    city: City, *, on: date, body: str = "", behind: bool = False, most: int = 200
) -> tuple[InstructionShown, ...]:
    """Return the reports that have not come, the longest overdue first, undated ones last."""
    rows = InstructionRow.objects.filter(file__city_id=city.id, satisfied_date=None)
    if body:
        rows = rows.filter(body__code=body)
    rows = _readable(rows, behind).order_by(F("due_date").asc(nulls_last=True), "pk")
    return _shown(city, rows[:most], on)


def ordinances(city: City, identifier: str, *, behind: bool = False) -> tuple[OrdinanceShown, ...]:
    """Return the ordinances that a file makes."""
    rows = OrdinanceRow.objects.filter(file__city_id=city.id, file__identifier=identifier)
    if not behind:
        rows = rows.filter(file__restricted=False)
    names = OrdinanceShown.__dataclass_fields__
    return tuple(
        OrdinanceShown(**{name: getattr(row, name) for name in names})
        for row in rows.order_by("pk")
    )


def _readable(rows: QuerySet[InstructionRow], behind: bool) -> QuerySet[InstructionRow]:
    return rows if behind else rows.filter(file__restricted=False)


def _shown(city: City, rows: QuerySet[InstructionRow], on: date) -> tuple[InstructionShown, ...]:
    named = bodies(city)
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
            standing=terms.standing(row.due_date, row.satisfied_date, on).value,
            satisfied_date=row.satisfied_date,
            document=row.satisfied_by.seq if row.satisfied_by else None,
        )
        for row in rows.select_related("file", "body", "satisfied_by")
    )
