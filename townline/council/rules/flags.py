"""What may be wrong with a record that came from elsewhere, and how a clerk is told of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from townline.council.rules.clock import Clock
from townline.council.rules.imported import ImportedFile
from townline.council.rules.rounds import Flag as Hole

HOLES = {
    Hole.NO_OPENING: "somebody acted in it, and no motion or paper began it",
    Hole.NO_FINAL: "the Council decided, and no entry says that this became final",
    Hole.FINAL_WITHOUT_DECISION: "its action is called final, and there is no decision",
    Hole.CLOSED_TWICE: "it was closed already when it was closed again",
    Hole.RECONSIDERED_NOTHING: "a decision was taken back that the record does not hold",
    Hole.SILENT_DAY: "a day that it was scheduled for has passed, and nothing says what came of it",
}
"""What is said of a round that the clock flags; what no type means has a finding of its own."""


class Code(StrEnum):
    """A kind of hole or contradiction."""

    NOT_UNDERSTOOD = "not_understood"
    UNKNOWN_BODY = "unknown_body"
    HOLE = "hole"
    RECORDED_OTHERWISE = "recorded_otherwise"
    OUT_OF_TIME = "out_of_time"
    GONE = "gone"
    DOCUMENT_UNKNOWN = "document_unknown"
    VOTE = "vote"
    MEMBER = "member"
    AGENDA_ALONE = "agenda_alone"
    DOUBLED = "doubled"
    STATEMENT = "statement"
    TIME_LIMIT = "time_limit"
    TITLE = "title"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One of them."""

    code: Code
    detail: str
    entry: int | None = None


def of_days(found: ImportedFile) -> Iterator[Finding]:
    """Yield what is dated before the file came, or after the day that its source speaks of."""
    for each in found.activities:
        said = f"An activity of {each.date} ({each.sentence[:60].strip()} …)"
        if found.received and each.date < found.received:
            yield Finding(
                code=Code.OUT_OF_TIME,
                detail=f"{said} is before the file came, on {found.received}.",
            )
        if found.generated and each.date > found.generated:
            yield Finding(
                code=Code.OUT_OF_TIME,
                detail=f"{said} is after the source was written, on {found.generated}.",
            )


def of_titles(known: str, said: str) -> Iterator[Finding]:
    """Yield that a source calls a known number by a title which has no word of the known one."""
    if known and said and not _words(known) & _words(said):
        yield Finding(
            code=Code.TITLE,
            detail=f"It was called “{known}”, and the source calls it “{said}”: these may be two"
            " files with one number.",
        )


def _words(title: str) -> set[str]:
    return set(re.findall(r"\w{4,}", title.casefold()))


def of_doubles(found: ImportedFile) -> Iterator[Finding]:
    """Yield what the source has twice, and was taken once."""
    for detail in found.doubled:
        yield Finding(code=Code.DOUBLED, detail=detail)


def of_clock(found: Clock) -> Iterator[Finding]:
    """Yield where the record has a hole, or its own values are not those that follow from it."""
    for name, value in (("Last change", found.last_change), ("Expiration", found.expiration)):
        if value.differs:
            yield Finding(
                code=Code.RECORDED_OTHERWISE,
                detail=f"{name} is recorded as {value.recorded}; its activities make it"
                f" {value.computed}.",
            )
    for each in found.rounds:
        for flag in each.value.flags:
            if flag not in HOLES:
                continue
            yield Finding(
                code=Code.HOLE,
                detail=f"Round {each.value.ordinal}, of {each.value.opened}: {HOLES[flag]}.",
                entry=max(each.entries, default=None),
            )
