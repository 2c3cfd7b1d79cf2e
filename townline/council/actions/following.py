"""What follows a file: statements on it, reports that it asks for, ordinances that it makes."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.actions.change import changing, happen, reckon
from townline.council.actions.entering import Refused, enter_activity, standing_entry
from townline.council.models import (
    BodyRow,
    CouncilFile,
    DocumentRow,
    InstructionRow,
    OrdinanceRow,
    StatementRow,
)
from townline.council.queries.describing import bodies, offered_types
from townline.council.rules import instructions as terms
from townline.council.rules.positions import Position
from townline.council.rules.vocabulary import Activity, Effect
from townline.record.verbs import Actor


class NoSuchInstruction(LookupError):
    """The file has no such instruction, or it was satisfied already; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Ordinance:
    """What is known of an ordinance."""

    title: str
    number: str = ""
    urgent: bool = False
    first_reading: date | None = None
    second_reading: date | None = None
    adopted: date | None = None
    published: date | None = None
    effective: date | None = None


def state_position(
    *,
    city: City,
    identifier: str,
    body: str,
    position: str,
    day: date,
    board_vote: str = "",
    document: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """
    Enter a community impact statement, with the activity that says it came; return its ``seq``.

    :param body: the code of the neighbourhood council
    :param document: the ``seq`` of the entry by which its paper was filed
    :raises NoSuchFile: if there is no such file
    :raises Refused: if the body, the position, the day or the paper cannot be
    """
    row = _body(city, body, "neighborhood_council")
    _check_position(position)
    with changing(city, identifier) as file:
        _check_day(city, file, day, at)
        if file.statements.filter(body=row, filed_date=day).exists():
            raise Refused("day", "It has filed a statement of that day already.")
        paper = _paper(file, document)
        activity = _say_it_came(city, file, bodies(city)[body].name, day, paper, by=by, at=at)
        seq = happen(
            file, verbs.STATED, by=by, at=at, body=body, stance=position, day=day.isoformat(),
            board_vote=board_vote, document=document, activity_seq=activity,
        )  # fmt: skip
        StatementRow.objects.create(
            file=file, seq=seq, body=row, position=position, board_vote=board_vote,
            filed_date=day, document=paper, activity=activity,
        )  # fmt: skip
        reckon(city, file, at.astimezone(city.zone).date())
    return seq


def _check_position(position: str) -> None:
    if position not in {each.value for each in Position}:
        raise Refused("position", f"A position is one of: {', '.join(Position)}.")


def _say_it_came(
    city: City,
    file: CouncilFile,
    name: str,
    day: date,
    paper: DocumentRow | None,
    *,
    by: Actor,
    at: datetime,
) -> int | None:
    """Enter the activity that says so, where the folder has one, and return its ``seq``."""
    said = _stating(city, name)
    if said is None:
        return None
    papers = [paper] if paper else []
    return enter_activity(city, file, said, day, papers=papers, by=by, at=at)


def instruct(
    *,
    city: City,
    identifier: str,
    body: str,
    text: str,
    day: date,
    due: date | None = None,
    days: int | None = None,
    activity: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """
    Enter what a body is to report back, by a date, in some days, or without a term.

    :param activity: the ``seq`` of the activity that says so
    :raises NoSuchFile: if there is no such file
    :raises Refused: if the body, the words, the day or the term cannot be
    :raises NoSuchEntry: if the activity does not stand
    """
    row = _body(city, body)
    if not text.strip():
        raise Refused("text", "Say what is to be reported back.")
    term = _term(day, due, days)
    with changing(city, identifier) as file:
        _check_day(city, file, day, at)
        if activity is not None:
            standing_entry(file, activity)
        seq = happen(
            file, verbs.INSTRUCTED, by=by, at=at, body=body, text=text.strip(),
            day=day.isoformat(), due=term.due.isoformat() if term.due else None, days=days,
            activity_seq=activity,
        )  # fmt: skip
        InstructionRow.objects.create(
            file=file, seq=seq, activity=activity, body=row, text=text.strip(),
            given_date=day, due_date=term.due, days=days,
        )  # fmt: skip
    return seq


def _term(day: date, due: date | None, days: int | None) -> terms.Term:
    try:
        return terms.term(day, due=due, days=days)
    except terms.NoSuchDay as fault:
        raise Refused("due", str(fault)) from fault


def satisfy(
    *, city: City, identifier: str, entry: int, document: int, day: date, by: Actor, at: datetime
) -> None:
    """
    Say which document reports back what was asked for.

    :param entry: the ``seq`` of the instruction
    :param document: the ``seq`` of the entry by which the paper was filed
    :raises NoSuchInstruction: if the file has no such instruction, or it is satisfied
    :raises Refused: if there is no such paper, it came before it was asked for, or is yet to come
    """
    with changing(city, identifier) as file:
        row = file.instructions.select_for_update().filter(seq=entry).first()
        if row is None or row.satisfied_date is not None:
            what = "was satisfied already" if row else "is no instruction"
            raise NoSuchInstruction(f"Entry {entry} of {identifier} {what}.")
        if day < row.given_date:
            raise Refused("day", f"It was asked for on {row.given_date}; nothing came before.")
        _check_day(city, file, day, at)
        row.satisfied_by, row.satisfied_date = _paper(file, document), day
        happen(
            file, verbs.SATISFIED, by=by, at=at,
            instruction=entry, document=document, day=day.isoformat(),
        )  # fmt: skip
        row.save(update_fields=["satisfied_by", "satisfied_date"])


def ordain(*, city: City, identifier: str, ordinance: Ordinance, by: Actor, at: datetime) -> int:
    """
    Enter what is known of a file's ordinance; what was known before by that title is replaced.

    :raises NoSuchFile: if there is no such file
    :raises Refused: if its number is another's, or its days are not in their order
    """
    _check_course(ordinance)
    with changing(city, identifier) as file:
        taken = OrdinanceRow.objects.filter(city_id=city.id, number=ordinance.number)
        if ordinance.number and taken.exclude(file=file, title=ordinance.title).exists():
            raise Refused("number", f"There is an ordinance {ordinance.number} already.")
        days = {
            "first_reading_date": ordinance.first_reading,
            "second_reading_date": ordinance.second_reading,
            "adopted_date": ordinance.adopted,
            "published_date": ordinance.published,
            "effective_date": ordinance.effective,
        }
        said: dict[str, Any] = {
            name: day.isoformat() if day else None for name, day in days.items()
        }
        said |= {"title": ordinance.title, "number": ordinance.number, "urgent": ordinance.urgent}
        seq = happen(file, verbs.ORDAINED, by=by, at=at, **said)
        OrdinanceRow.objects.update_or_create(
            file=file,
            title=ordinance.title,
            defaults={
                "city_id": city.id,
                "seq": seq,
                "number": ordinance.number,
                "urgent": ordinance.urgent,
                **days,
            },
        )
    return seq


def _check_course(each: Ordinance) -> None:
    if not each.title.strip():
        raise Refused("title", "Say what the ordinance is about.")
    course = [
        ("first reading", each.first_reading),
        ("second reading", each.second_reading),
        ("adopted", each.adopted),
        ("published", each.published),
    ]
    known = [(name, day) for name, day in course if day is not None]
    for (before, earlier), (name, later) in pairwise(known):
        if later < earlier:
            raise Refused(name, f"It cannot be {name} on {later}, before {before} on {earlier}.")


def _stating(city: City, name: str) -> Activity | None:
    """Return the activity that says a statement came, where the folder has one."""
    for each in offered_types(city):
        if each.effect is Effect.STATES and len(each.parameters) == 1:
            return Activity(
                type=each.code,
                template=each.templates[0].version,
                parameters={each.parameters[0].name: name},
            )
    return None


def _body(city: City, code: str, kind: str = "") -> BodyRow:
    row = BodyRow.objects.filter(city_id=city.id, code=code).first()
    if row is None or (kind and row.kind != kind):
        what = f"no {kind.replace('_', ' ')}" if kind else "no body"
        raise Refused("body", f"There is {what} {code!r} here.")
    return row


def _paper(file: CouncilFile, seq: int | None) -> DocumentRow | None:
    if seq is None:
        return None
    row = file.documents.filter(seq=seq).first()
    if row is None:
        raise Refused("document", f"{file.identifier} has no document {seq}.")
    return row


def _check_day(city: City, file: CouncilFile, day: date, at: datetime) -> None:
    if file.received_date and day < file.received_date:
        raise Refused("day", f"{day} is before the file came, on {file.received_date}.")
    if day > at.astimezone(city.zone).date():
        raise Refused("day", f"{day} is yet to come.")
