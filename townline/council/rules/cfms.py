"""Files in the JSON that readers of the clerk's system keep: every field as its page shows it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from townline.council.rules.imported import (
    ImportedActivity,
    ImportedBallot,
    ImportedDocument,
    ImportedFile,
    ImportedVote,
)
from townline.council.rules.printed import day_of, references_of

KNOWN = frozenset({
    "council_file", "title", "date_received", "last_changed", "expiration", "reference_numbers",
    "initiated_by", "direct_to_council", "council_district", "mover", "second",
    "mover_seconder_comment", "subject", "report_generated", "activities", "documents",
    "documents_note", "votes",
})  # fmt: skip


class NotCfms(ValueError):
    """The JSON is no file of this kind; the text says which part of it is not."""


def looks_like(data: object) -> bool:
    """Return whether JSON may be a file of this kind."""
    return isinstance(data, Mapping) and "council_file" in data and "activities" in data


def read(data: Mapping[str, Any]) -> ImportedFile:
    """
    Return what the JSON says.

    :raises NotCfms: if a part of it is missing, or not of the kind that it should be
    """
    for key in sorted(data.keys() - KNOWN):
        raise NotCfms(f"there is no field {key!r}")
    return ImportedFile(
        number=_text(data, "council_file", required=True),
        title=_text(data, "title", required=True),
        source="CFMS JSON",
        generated=_day(data, "report_generated"),
        received=_day(data, "date_received"),
        recorded_change=_day(data, "last_changed"),
        recorded_expiration=_day(data, "expiration"),
        references=references_of(", ".join(_texts(data, "reference_numbers"))),
        initiated_by=_texts(data, "initiated_by"),
        direct_to_council=_yes(data),
        districts=_texts(data, "council_district"),
        movers=_texts(data, "mover"),
        seconders=_texts(data, "second"),
        mover_comment=_text(data, "mover_seconder_comment"),
        subject=_text(data, "subject"),
        activities=tuple(_activities(data)),
        documents=tuple(_documents(data)),
        votes=tuple(_votes(data)),
    )


def _activities(data: Mapping[str, Any]) -> Iterator[ImportedActivity]:
    for at, row in enumerate(_rows(data, "activities")):
        match row:
            case [str(day), str(sentence), [*names]] if all(isinstance(n, str) for n in names):
                yield ImportedActivity(
                    date=_date(day, f"activities[{at}]"), sentence=sentence, documents=tuple(names)
                )
            case _:
                raise NotCfms(f"activities[{at}] is not [day, sentence, [names of documents]]")


def _documents(data: Mapping[str, Any]) -> Iterator[ImportedDocument]:
    for at, row in enumerate(_rows(data, "documents")):
        match row:
            case [str(title), str(day), str(name)]:
                when = _date(day, f"documents[{at}]") if day else None
                yield ImportedDocument(title=title, date=when, name=name)
            case _:
                raise NotCfms(f"documents[{at}] is not [title, day, name]")


def _votes(data: Mapping[str, Any]) -> Iterator[ImportedVote]:
    for at, row in enumerate(_rows(data, "votes")):
        where = f"votes[{at}]"
        if not isinstance(row, Mapping):
            raise NotCfms(f"{where} is no object")
        yield ImportedVote(
            date=_date(_text(row, "meeting_date", required=True), where),
            meeting_type=_text(row, "meeting_type"),
            action=_text(row, "vote_action"),
            given=_text(row, "vote_given"),
            ballots=tuple(_ballots(row, where)),
        )


def _ballots(row: Mapping[str, Any], where: str) -> Iterator[ImportedBallot]:
    for at, ballot in enumerate(_rows(row, "rolls")):
        match ballot:
            case {"member": str(member), "cd": str() | int() | None as district, "vote": str(vote)}:
                yield ImportedBallot(
                    member=member, district="" if district is None else str(district), vote=vote
                )
            case _:
                raise NotCfms(f"{where}.rolls[{at}] is not {{member, cd, vote}}")


def _rows(data: Mapping[str, Any], key: str) -> list[Any]:
    rows = data.get(key) or []
    if not isinstance(rows, list):
        raise NotCfms(f"{key!r} is no list")
    return rows


def _text(data: Mapping[str, Any], key: str, *, required: bool = False) -> str:
    value = data.get(key) or ""
    if not isinstance(value, str):
        raise NotCfms(f"{key!r} is no text")
    if required and not value.strip():
        raise NotCfms(f"{key!r} is missing")
    return value


def _texts(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key) or []
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise NotCfms(f"{key!r} is no list of texts")
    return tuple(values)


def _day(data: Mapping[str, Any], key: str) -> date | None:
    text = _text(data, key)
    return _date(text, repr(key)) if text else None


def _date(text: str, where: str) -> date:
    try:
        return day_of(text)
    except ValueError:
        raise NotCfms(f"{where}: {text!r} is no day such as 11/02/2022") from None


def _yes(data: Mapping[str, Any]) -> bool | None:
    text = _text(data, "direct_to_council").strip().lower()
    return None if not text else text == "yes"
