"""A request as somebody may see it: built from its row, its words and its record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from townline.catalogue.rules.offers import Offer, Question
from townline.cities.rules.city import words_in
from townline.requests.queries.lines import Line, lines, said_at, was_read
from townline.requests.queries.rows import BriefRow, EntryRow, Row
from townline.requests.queries.wording import Called, Wording
from townline.requests.rules import clock, publicity
from townline.requests.rules.imported import LOCATED_BY_ADDRESS
from townline.requests.rules.publicity import Shown, Viewer

FREE_TEXT = ("string",)
"""Kinds of questions whose answers are words of the resident."""


@dataclass(frozen=True)
class AnswerShown:
    """One answer with its question, in the reader's language."""

    code: str
    label: str
    value: str
    raw: Any


@dataclass(frozen=True)
class PhotoShown:
    """One photo by the name that its address holds."""

    name: str
    width: int
    height: int
    evidence: bool
    covered: str = ""
    """The name of the copy that everyone sees instead; for staff who may see the photo itself."""


class RequestShown(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A request with those parts that its viewer may see; all others are empty."""

    number: str
    status: str
    open: bool
    service_code: str
    service_name: str
    group: str
    department: str
    department_name: str
    crew: str
    requested_at: datetime
    updated_at: datetime
    respond_by: datetime | None
    responded_at: datetime | None
    due_at: datetime | None
    overdue: bool
    paused_at: datetime | None
    pause_words: str
    closed_at: datetime | None
    outcome: str
    outcome_kind: str
    outcome_words: str
    order_date: date | None
    items: tuple[tuple[str, int], ...]
    lat: float | None
    lon: float | None
    point_from_address: bool
    """The data named no point: this is where their address was found."""
    address: str
    zipcode: str
    landmark: str
    areas: tuple[str, ...]
    description: str
    media_url: str
    answers: tuple[AnswerShown, ...]
    photos: tuple[PhotoShown, ...]
    withheld: bool
    """There are text or photos that this viewer may not see (yet)."""
    publicity: str
    released: bool
    unread: bool
    """Words or photos came after the release: everyone sees them only after another one."""
    channel: str
    origin: str
    flags: tuple[str, ...]
    lead: str
    reports: int
    seq: int
    """The last entry: what a change must have seen."""
    edition_id: int
    """The edition that the request was made under: its questions and outcomes stand there."""
    id: int
    contact_id: int | None
    """For its reporter and staff only."""
    assignee_id: int | None
    """The member of staff who has it; for staff only."""
    blacked: bool = False
    """Words were blacked out for everyone."""
    lines: tuple[Line, ...] = ()


def may_read(row: Row | BriefRow, viewer: Viewer) -> Shown:
    """Return which parts of a request the viewer may read, by the one rule."""
    held = row.hidden or row.status == "held"
    released = row.released_at is not None
    return publicity.shown(row.publicity, released=released, held=held, viewer=viewer)


def build(
    row: Row, *, shown: Shown, viewer: Viewer, wording: Wording, entries: Sequence[EntryRow] = ()
) -> RequestShown:
    """Return the request as the viewer may see it."""
    called = wording.service(row.edition_id, row.service_code)
    kind, ended = called.outcomes.get(row.outcome, ("", "")) if row.outcome else ("", "")
    staff, place, closed = viewer is Viewer.STAFF, shown.place, row.closed_at is not None
    photos = photos_of(row, shown, viewer) if row.photos else ()
    text, paused = row.description or "", row.paused_at is not None
    black = _blacked(row, viewer)
    return RequestShown(
        id=row.id, edition_id=row.edition_id, number=row.number, status=row.status,
        open=not closed and row.status != "closed",
        service_code=row.service_code, service_name=called.name, group=called.group,
        department=row.department,
        department_name=wording.department(row.edition_id, row.department),
        crew=row.crew if staff else "", requested_at=row.requested_at, updated_at=row.updated_at,
        respond_by=row.respond_by, responded_at=row.responded_at, due_at=row.due_at,
        overdue=not closed and clock.overdue(wording.at, row.due_at, paused=paused),
        paused_at=row.paused_at, pause_words=wording.pause(row.pause_reason),
        closed_at=row.closed_at, outcome=row.outcome, outcome_kind=kind, outcome_words=ended,
        order_date=row.order_date,
        items=() if row.items is None else _items(called.offer, row.items, wording.language),
        lat=row.lat if place else None, lon=row.lon if place else None,
        point_from_address=place and LOCATED_BY_ADDRESS in (row.flags or ()),
        address=row.address if place else "", zipcode=row.zipcode if place else "",
        landmark=black.get("landmark", row.landmark) if shown.words else "",
        areas=tuple(row.areas) if place else (),
        description=black.get("description", text) if shown.words else "",
        media_url=(row.media_url or "") if shown.links else "", photos=photos,
        answers=_answers(row, called.offer, shown, wording.language, black.get("answers", {})),
        withheld=bool((text and not shown.words) or len(photos) < len(row.photos or ())),
        publicity=row.publicity, released=row.released_at is not None,
        unread=row.released_at is not None and _unread(row, entries),
        channel=row.channel, origin=row.origin, flags=tuple(row.flags or ()) if staff else (),
        lead=(row.lead or "") if staff or row.lead_public else "", reports=row.reports, seq=row.seq,
        contact_id=row.contact_id if viewer is not Viewer.EVERYONE else None,
        assignee_id=row.assignee_id if staff else None, blacked=row.blacked is not None,
        lines=_lines(row, called, entries, shown, viewer, wording.language),
    )  # fmt: skip


def _unread(row: Row, entries: Iterable[EntryRow]) -> bool:
    added = (datetime.fromisoformat(added_at) for *_rest, added_at, _copy in row.photos or ())
    return not all(was_read(row, at) for at in (*said_at(entries), *added))


def photos_of(row: Row | BriefRow, shown: Shown, viewer: Viewer) -> tuple[PhotoShown, ...]:
    """Return the photos that the viewer may see."""
    if not shown.photos:
        return ()
    staff = viewer is Viewer.STAFF
    return tuple(
        PhotoShown(name if staff else copy or name, width, height, evidence, copy if staff else "")
        for name, width, height, evidence, added_at, copy in row.photos or ()
        if viewer is not Viewer.EVERYONE or was_read(row, datetime.fromisoformat(added_at))
    )


def _items(offer: Offer | None, items: str, language: str) -> tuple[tuple[str, int], ...]:
    names = {i.code: words_in(i.words, language) for i in offer.items} if offer else {}
    found: dict[str, int] = msgspec.json.decode(items)
    return tuple((names.get(code, code), count) for code, count in found.items())


def _lines(
    row: Row,
    called: Called,
    entries: Sequence[EntryRow],
    shown: Shown,
    viewer: Viewer,
    language: str,
) -> tuple[Line, ...]:
    black = _blacked(row, viewer).get("notes", {})
    found = lines(
        row, called, entries, shown=shown, viewer=viewer, language=language, blacked=black
    )
    return tuple(found)


def _blacked(row: Row, viewer: Viewer) -> dict[str, Any]:
    """Return what everyone reads in place of words that were blacked out."""
    if row.blacked is None or viewer is not Viewer.EVERYONE:
        return {}
    found: dict[str, Any] = msgspec.json.decode(row.blacked)
    return found


def _answers(
    row: Row, offer: Offer | None, shown: Shown, language: str, blacked: Mapping[str, str]
) -> tuple[AnswerShown, ...]:
    found = []
    for code, given in msgspec.json.decode(row.answers or "{}").items():
        raw = blacked.get(code, given)
        question = offer.question(code) if offer else None
        if question is None or not _may_read(question, shown):
            continue
        label = words_in(question.words, language)
        found.append(AnswerShown(code, label, _worded(question, raw, language), raw))
    return tuple(found)


def _may_read(question: Question, shown: Shown) -> bool:
    if question.private:
        return shown.private_answers
    return shown.words or question.kind not in FREE_TEXT


def _worded(question: Question, raw: Any, language: str) -> str:
    names = {o.key: words_in(o.words, language) for o in question.options}
    values = raw if isinstance(raw, list) else [raw]
    return ", ".join(names.get(str(v), str(v)) for v in values)
