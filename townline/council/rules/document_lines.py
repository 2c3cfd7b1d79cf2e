"""
The lines by which papers are listed, in sentences and on the sheet of referrals.

``Controller report, dated March 11, 2021, relative to ….`` is read into who, what, when and about
what, and comes back to the letter. A line of another form is kept as it is, in ``text``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from townline.council.rules import days

KINDS = ("report", "communication", "transmittal", "letter", "memorandum", "ordinance")
"""What an office sends."""
MOVED = ("Motion", "Resolution")
"""What members bring in."""


class Form(StrEnum):
    """How a line is built."""

    REPORT = "report"
    """``Controller report R22-1, dated March 11, 2021, relative to ….``"""
    MOTION = "motion"
    """``Motion (Price - Lee, et al.) relative to ….``"""
    SUBMISSION = "submission"
    """``Hardship Exemption Application, submitted on August 24, 2023, relative to ….``"""
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class DocumentLine:
    """A paper as a line tells of it."""

    form: Form
    kind: str = ""
    """Of a report one of ``KINDS``, of a motion one of ``MOVED``, else what was submitted."""
    by: str = ""
    """The office that a report is of."""
    reference: str = ""
    """Its own number there."""
    movers: tuple[str, ...] = ()
    """Who moved and seconded, in their order."""
    others: bool = False
    """Whether more members did, unnamed: "et al."."""
    day: date | None = None
    subject: str = ""
    """What it is about, without the last full stop."""
    text: str = ""
    """The whole line, where no form fits."""


_SUBJECT = r" relative to (?P<subject>\S(?:.*\S)?)\."
_READ: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (
        Form.MOTION,
        re.compile(
            rf"(?P<kind>{'|'.join(MOVED)}) \((?P<movers>[^(),]+?)(?P<others>, et al\.)?\){_SUBJECT}"
        ),
    ),
    (
        Form.REPORT,
        re.compile(
            rf"(?P<by>\S.*?) (?P<kind>{'|'.join(KINDS)})"
            r"(?: (?P<reference>[^\s,](?:[^,]*[^\s,])?))?,"
            rf" dated (?P<day>{days.PATTERN}),{_SUBJECT}"
        ),
    ),
    (
        Form.SUBMISSION,
        re.compile(rf"(?P<kind>\S.*?), submitted on (?P<day>{days.PATTERN}),{_SUBJECT}"),
    ),
)


def read(line: str) -> DocumentLine:
    """Return what a line says; no line is refused."""
    for form, pattern in _READ:
        found = pattern.fullmatch(line)
        if found is not None:
            read = _line(form, found.groupdict())
            if read is not None:
                return read
    return DocumentLine(form=Form.OTHER, text=line)


def write(line: DocumentLine) -> str:
    """Return the line that says it."""
    return _WRITE[line.form](line)


def as_plain(line: DocumentLine) -> dict[str, Any]:
    """Return a line as JSON has it: what is empty is left out."""
    plain = {
        "form": str(line.form),
        "kind": line.kind,
        "by": line.by,
        "reference": line.reference,
        "movers": list(line.movers),
        "others": line.others,
        "day": line.day.isoformat() if line.day else "",
        "subject": line.subject,
        "text": line.text,
    }
    return {key: value for key, value in plain.items() if value}


def of_plain(plain: Any) -> DocumentLine:
    """
    Return the line of its JSON.

    :raises ValueError: if it is none, or could not be told from another once it is written
    """
    known = DocumentLine.__dataclass_fields__
    if not isinstance(plain, dict) or not set(plain) <= set(known) or "form" not in plain:
        raise ValueError(f"a document is an object with form and any of {', '.join(known)}")
    words = {key: plain.get(key, "") for key in ("kind", "by", "reference", "subject", "text")}
    movers = plain.get("movers", [])
    texts = [*words.values(), *(movers if isinstance(movers, list) else [None])]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("the parts of a document are texts, its movers a list of texts")
    line = DocumentLine(
        form=Form(plain["form"]),
        movers=tuple(movers),
        others=plain.get("others", False) is True,
        day=date.fromisoformat(plain["day"]) if plain.get("day") else None,
        **words,
    )
    if as_plain(line) != {key: value for key, value in plain.items() if value}:
        raise ValueError("the document says more than its form has a place for")
    check(line)
    return line


def check(line: DocumentLine) -> None:
    """
    Refuse a line that would not be read as it was meant.

    :raises ValueError: saying so
    """
    if line.form in (Form.REPORT, Form.SUBMISSION) and line.day is None:
        raise ValueError(f"a {line.form} has a day")
    if read(write(line)) != line:
        raise ValueError(f"a {line.form} cannot read like this: {write(line)!r}")


def _line(form: Form, parts: dict[str, str | None]) -> DocumentLine | None:
    day = days.read(parts.get("day") or "")
    if "day" in parts and day is None:
        return None
    return DocumentLine(
        form=form,
        kind=parts.get("kind") or "",
        by=parts.get("by") or "",
        reference=parts.get("reference") or "",
        movers=tuple((parts.get("movers") or "").split(" - ")) if form is Form.MOTION else (),
        others=bool(parts.get("others")),
        day=day,
        subject=parts.get("subject") or "",
    )


def _report(line: DocumentLine) -> str:
    reference = f" {line.reference}" if line.reference else ""
    day = days.write(line.day) if line.day else ""
    return f"{line.by} {line.kind}{reference}, dated {day}, relative to {line.subject}."


def _motion(line: DocumentLine) -> str:
    others = ", et al." if line.others else ""
    return f"{line.kind} ({' - '.join(line.movers)}{others}) relative to {line.subject}."


def _submission(line: DocumentLine) -> str:
    day = days.write(line.day) if line.day else ""
    return f"{line.kind}, submitted on {day}, relative to {line.subject}."


_WRITE: dict[Form, Callable[[DocumentLine], str]] = {
    Form.REPORT: _report,
    Form.MOTION: _motion,
    Form.SUBMISSION: _submission,
    Form.OTHER: lambda line: line.text,
}
