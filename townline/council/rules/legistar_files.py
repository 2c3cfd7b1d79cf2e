"""
Files in the JSON of Legistar: as its Web API gives them, and as the mirror of New York keeps them.

A row of a history that stands twice is taken once and said to have been doubled; nothing else of
what a source says is changed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from townline.council.rules.imported import (
    ImportedActivity,
    ImportedBallot,
    ImportedDocument,
    ImportedFile,
    ImportedVote,
)

ALONE = {
    "MatterHistoryId": "rows of a history belong into their matter, under 'MatterHistories'",
    "MatterAttachmentId": "attachments belong into their matter, under 'MatterAttachments'",
    "MatterSponsorId": "sponsors belong into their matter, under 'MatterSponsors'",
    "MatterIndexId": "indexes of matters do not say which file they are about, and are not taken",
    "IndexId": "a list of indexes tells of no file, and is not taken",
    "EventItemId": "items of an agenda belong into their meeting",
}
"""Rows that do not say by themselves which file they are of, and what is said of them."""
NO_DAY = "0001-01-01"
"""How the mirror writes that there is no day."""
MATTER, MIRROR = "MatterFile", "File"
PARTS = ("MatterHistories", "MatterAttachments", "MatterSponsors")
"""Where the rows of a matter's own addresses stand within it."""
VOTES = {
    "affirmative": "YES", "yes": "YES", "yea": "YES", "aye": "YES",
    "negative": "NO", "no": "NO", "nay": "NO",
    "absent": "ABSENT", "medical": "ABSENT", "parental": "ABSENT", "excused": "ABSENT",
    "maternity": "ABSENT", "bereavement": "ABSENT", "conflict": "RECUSED", "recused": "RECUSED",
    "abstain": "ABSTAIN", "non-voting": "ABSTAIN", "present": "ABSTAIN",
}  # fmt: skip
"""What the words of other cities are among ours; a word that is not here stays as it is."""


class NotLegistar(ValueError):
    """The JSON is no file of this kind; the text says which part of it is not."""


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A row of a history, whichever of the two forms it came in."""

    day: date
    action: str
    sentence: str
    body: str
    event: int | None
    passed: str
    ballots: tuple[ImportedBallot, ...]


def looks_like(data: object) -> bool:
    """Return whether JSON may be a file of this kind, or several."""
    if isinstance(data, list):
        return bool(data) and all(looks_like(each) for each in data[:1])
    if not isinstance(data, Mapping):
        return False
    if MATTER in data or (MIRROR in data and "History" in data):
        return True
    return any(name in data for name in ALONE)


def read(data: object) -> tuple[ImportedFile, ...]:
    """
    Return what the JSON says, one value for each file.

    :raises NotLegistar: if a part of it is missing, or not of the kind that it should be
    """
    rows = data if isinstance(data, list) else [data]
    return tuple(_file(row, f"[{at}]" if len(rows) > 1 else "") for at, row in enumerate(rows))


def _file(data: object, where: str) -> ImportedFile:
    if not isinstance(data, Mapping):
        raise NotLegistar(f"{where or 'the JSON'} is no object")
    if MATTER in data:
        return _of_matter(data)
    if MIRROR in data:
        return _of_mirror(data)
    why = next((said for name, said in ALONE.items() if name in data), "nothing says what it is")
    raise NotLegistar(f"{where or 'the JSON'} has neither {MATTER!r} nor {MIRROR!r}; {why}")


def _of_matter(data: Mapping[str, Any]) -> ImportedFile:
    """Return a matter of the Web API."""
    rows, doubled = once(_api_row(row) for row in _rows(data, PARTS[0]))
    sponsors = sorted(
        _rows(data, PARTS[2]), key=lambda row: int(row.get("MatterSponsorSequence") or 0)
    )
    return ImportedFile(
        number=_text(data, MATTER),
        title=_text(data, "MatterTitle") if data.get("MatterTitle") else _text(data, "MatterName"),
        source="Legistar",
        received=_day(data, "MatterIntroDate"),
        initiated_by=_several(data.get("MatterRequester")),
        movers=_names(sponsors, "MatterSponsorName"),
        activities=tuple(reversed([_activity(row) for row in rows])),
        documents=tuple(
            ImportedDocument(
                title=_text(row, "MatterAttachmentName"),
                date=None,
                name=str(row.get("MatterAttachmentFileName") or ""),
                url=str(row.get("MatterAttachmentHyperlink") or ""),
            )
            for row in _rows(data, PARTS[1])
        ),
        votes=tuple(_votes(rows)),
        doubled=doubled,
    )


def _of_mirror(data: Mapping[str, Any]) -> ImportedFile:
    """Return a file of the mirror of New York."""
    rows, doubled = once(_mirror_row(row) for row in _rows(data, "History"))
    return ImportedFile(
        number=_text(data, MIRROR),
        title=_text(data, "Title") if data.get("Title") else _text(data, "Name"),
        source="Legistar mirror",
        received=_day(data, "IntroDate"),
        movers=_names(_rows(data, "Sponsors"), "FullName"),
        activities=tuple(reversed([_activity(row) for row in rows])),
        documents=tuple(
            ImportedDocument(
                title=_text(row, "Name"),
                date=None,
                name=str(row.get("Link") or "").rpartition("/")[2],
                url=str(row.get("Link") or ""),
            )
            for row in _rows(data, "Attachments")
        ),
        votes=tuple(_votes(rows)),
        doubled=doubled,
    )


def _api_row(row: Mapping[str, Any]) -> _Row:
    action = str(row.get("MatterHistoryActionName") or "").strip()
    return _Row(
        day=_required_day(row, "MatterHistoryActionDate"),
        action=action,
        sentence=str(row.get("MatterHistoryActionText") or ""),
        body=str(row.get("MatterHistoryActionBodyName") or "").strip(),
        event=row.get("MatterHistoryEventId"),
        passed=str(row.get("MatterHistoryPassedFlagName") or ""),
        ballots=tuple(
            _ballot(vote, "VotePersonName", "VoteValueName") for vote in _rows(row, "Votes")
        ),
    )


def _mirror_row(row: Mapping[str, Any]) -> _Row:
    return _Row(
        day=_required_day(row, "Date"),
        action=str(row.get("Action") or "").strip(),
        sentence=str(row.get("Description") or ""),
        body=str(row.get("BodyName") or "").strip(),
        event=row.get("EventID"),
        passed=str(row.get("PassedFlagName") or ""),
        ballots=tuple(_ballot(vote, "FullName", "Vote") for vote in _rows(row, "Votes")),
    )


def once(rows: Iterable[_Row]) -> tuple[list[_Row], tuple[str, ...]]:
    """
    Return rows as they happened, each once, and what is said of those that stood twice.

    Two rows are one where day, action, body and meeting are the same and neither says anything that
    the other does not: their sentences are equal, or one of them has none.
    """
    kept: list[_Row] = []
    doubled = []
    for row in sorted(rows, key=lambda row: row.day):
        twin = next((at for at, other in enumerate(kept) if _same(row, other)), None)
        if twin is None:
            kept.append(row)
            continue
        if not kept[twin].sentence:
            kept[twin] = row
        doubled.append(f"{row.action or row.sentence} by {row.body} on {row.day} stands twice.")
    return kept, tuple(doubled)


def _same(one: _Row, other: _Row) -> bool:
    if (one.day, one.action, one.body, one.event) != (
        other.day, other.action, other.body, other.event,
    ):  # fmt: skip
        return False
    said = one.sentence == other.sentence or not (one.sentence and other.sentence)
    return said and (one.ballots == other.ballots or not (one.ballots and other.ballots))


def _activity(row: _Row) -> ImportedActivity:
    return ImportedActivity(date=row.day, sentence=row.sentence or row.action, body=row.body)


def _votes(rows: Sequence[_Row]) -> Iterator[ImportedVote]:
    """Yield the votes, the newest day first, in their order within a day."""
    voted = [row for row in rows if row.ballots]
    for day in sorted({row.day for row in voted}, reverse=True):
        for row in voted:
            if row.day == day:
                yield ImportedVote(
                    date=day,
                    meeting_type="",
                    action=row.action,
                    given=_tally(row.ballots),
                    ballots=row.ballots,
                )


def _tally(ballots: Sequence[ImportedBallot]) -> str:
    counted = [sum(ballot.vote == kind for ballot in ballots) for kind in ("YES", "NO", "ABSENT")]
    return f"({counted[0]} - {counted[1]} - {counted[2]})"


def _ballot(vote: Mapping[str, Any], name: str, value: str) -> ImportedBallot:
    said = _text(vote, value)
    return ImportedBallot(
        member=_text(vote, name), district="", vote=VOTES.get(said.strip().lower(), said)
    )


def _rows(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rows = data.get(key) or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise NotLegistar(f"{key!r} is no list of objects")
    return rows


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise NotLegistar(f"{key!r} is missing, or no text")
    return value.strip()


def _names(rows: Sequence[Mapping[str, Any]], key: str) -> tuple[str, ...]:
    """Return the names of rows; a sponsor without one says nothing that could be kept."""
    found = (str(row.get(key) or "").strip() for row in rows)
    return tuple(name for name in found if name)


def _several(value: object) -> tuple[str, ...]:
    return tuple(part.strip() for part in str(value or "").split(";") if part.strip())


def _day(data: Mapping[str, Any], key: str) -> date | None:
    value = data.get(key)
    if value is None or (isinstance(value, str) and value.startswith(NO_DAY)):
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise NotLegistar(f"{key!r}: {str(value)[:40]!r} is no day") from None


def _required_day(data: Mapping[str, Any], key: str) -> date:
    day = _day(data, key)
    if day is None:
        raise NotLegistar(f"{key!r} is missing in a row of the history")
    return day
