"""Agendas in the JSON that readers of a PrimeGov portal keep."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from townline.council.rules.positions import Position, position_of
from townline.council.rules.time_limits import time_limits

FILE = re.compile(r"\d{2}-\d{4}(?:-S\d+)?")
COUNCIL = re.compile(r"council adjournment", re.I)
VOTES = re.compile(r"(\d{1,2})\s+votes\s+required", re.I)
DISTRICT = re.compile(r"\d{1,2}")
STATEMENTS = re.compile(r"^[ \t]*community impact statements?\b[^\n:]*:", re.I | re.M)
POSITION = re.compile(r"^\s*(?P<position>[A-Za-z][A-Za-z, ]{2,30}?)\s*:\s*(?P<bodies>.*)$")
BODY = re.compile(r"[A-Z][^\d:_]{3,70} (?:Council|Committee)\.?")
"""A line under a position that names who takes it; papers, which follow, bear a day."""
CUT = re.compile(
    r"\n\s*(?:Fiscal Impact Statement|Financial Policies Statement|Community Impact Statement"
    r"|TIME LIMIT FILE|\(LAST DAY|Recommendations? for Council action)",
    re.I,
)


class NotPrimeGov(ValueError):
    """The JSON is no agenda of this kind; the text says which part of it is not."""


@dataclass(frozen=True, kw_only=True)
class ImportedStatement:
    """A neighbourhood council's position, as an agenda gives it."""

    body: str
    position: Position


@dataclass(frozen=True, kw_only=True)
class ImportedPaper:
    """A paper that hangs on an item."""

    title: str
    key: str = ""
    """Its number in the other system, another one on each agenda."""


@dataclass(frozen=True, kw_only=True)
class ImportedItem:
    """An item of an agenda."""

    key: str
    """Its number in the other system."""
    number: str
    heading: str
    """The heading that it stands under."""
    caption: str
    file: str
    """As written; empty where there is none."""
    recommendation: str = ""
    votes: int = 0
    districts: tuple[str, ...] = ()
    statements: tuple[ImportedStatement, ...] = ()
    time_limit: date | None = None
    last_day: date | None = None
    papers: tuple[ImportedPaper, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImportedAgenda:
    """A meeting and its agenda."""

    key: str
    """The meeting's number in the other system."""
    starts_at: datetime
    """Without a zone, it is the city's."""
    council: bool
    """Whether it is the Council's, by what is on it."""
    system: str = "primegov"
    """The name of the other system."""
    body: str = ""
    """The name of its body, where the source says it."""
    location: str = ""
    video: str = ""
    source: str = ""
    items: tuple[ImportedItem, ...] = ()


def looks_like(data: object) -> bool:
    """Return whether JSON may be an agenda of this kind."""
    return isinstance(data, Mapping) and "meeting_id" in data and "sections" in data


def read(data: Mapping[str, Any]) -> ImportedAgenda:
    """
    Return what the JSON says. Its times are UTC, though it does not say so.

    :raises NotPrimeGov: if a part of it is missing, or not of the kind that it should be
    """
    sections = data.get("sections")
    if not isinstance(sections, list) or not all(isinstance(s, Mapping) for s in sections):
        raise NotPrimeGov("'sections' is no list of objects")
    return ImportedAgenda(
        key=str(_must(data, "meeting_id", int)),
        starts_at=_moment(_must(data, "meeting_datetime", str)),
        council=any(COUNCIL.search(str(section.get("title", ""))) for section in sections),
        video=str(data.get("video_url") or ""),
        source=str(data.get("portal_url") or ""),
        items=tuple(item for section in sections for item in _items(section)),
    )


def _must(data: Mapping[str, Any], key: str, kind: type) -> Any:
    value = data.get(key)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise NotPrimeGov(f"{key!r} is missing, or is no {kind.__name__}")
    return value


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise NotPrimeGov(f"'meeting_datetime': {text!r} is no moment") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _items(section: Mapping[str, Any]) -> Iterator[ImportedItem]:
    title = str(section.get("original_title") or section.get("title") or "")
    rows = section.get("items") or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise NotPrimeGov(f"the items of section {title!r} are no list of objects")
    for row in rows:
        yield _item(row, title)


def _item(row: Mapping[str, Any], title: str) -> ImportedItem:
    text = _must(row, "raw_text", str).replace("\xa0", " ").replace("\u200b", "")
    file = str(row.get("council_file") or "")
    votes = VOTES.search(title)
    limit = next(iter(time_limits(text)), None)
    return ImportedItem(
        key=str(row.get("item_id") or ""),
        number=str(row.get("item_number") or "").strip("() "),
        heading=title,
        caption=caption_of(text, file) or str(row.get("title") or ""),
        file=file,
        recommendation=str(row.get("recommendation") or ""),
        votes=int(votes[1]) if votes else 0,
        districts=tuple(DISTRICT.findall(str(row.get("district") or ""))),
        statements=tuple(statements_of(text)),
        time_limit=limit.limit if limit else None,
        last_day=limit.last_day if limit else None,
        papers=tuple(_papers(row)),
    )


def _papers(row: Mapping[str, Any]) -> Iterator[ImportedPaper]:
    rows = row.get("attachments") or []
    if not isinstance(rows, list) or not all(isinstance(each, Mapping) for each in rows):
        raise NotPrimeGov("the attachments of an item are no list of objects")
    for each in rows:
        title = str(each.get("title") or "").strip()
        if title:
            yield ImportedPaper(title=title, key=str(each.get("historyId") or ""))


def caption_of(text: str, file: str) -> str:
    """Return what an item is about: its text without number and districts, up to what is asked."""
    lines = text.split("\n")
    while lines and (lines[0].strip() in ("", file) or re.fullmatch(r"CDs? [\d, and&]+", lines[0])):
        lines.pop(0)
    body = CUT.split("\n" + "\n".join(lines), maxsplit=1)[0]
    return " ".join(body.split())


def statements_of(text: str) -> Iterator[ImportedStatement]:
    """
    Yield the positions that an item lists under "Community Impact Statement".

    Each is followed by those who take it, on its line or on lines of their own.
    """
    found = STATEMENTS.search(text)
    taken: Position | None = None
    for line in text[found.end() :].split("\n") if found else ():
        said = POSITION.match(line)
        position = position_of(said["position"]) if said else None
        names = line
        if said and position:
            taken, names = position, said["bodies"]
        elif taken is None and line.strip():
            if line.strip().rstrip(".").lower() != "yes":
                return
            continue
        for name in names.split(";"):
            if taken and BODY.fullmatch(name.strip()):
                yield ImportedStatement(body=name.strip().rstrip("."), position=taken)
            elif name.strip():
                return
