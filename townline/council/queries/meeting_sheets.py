"""What the papers of a meeting say: its agendas as posted, its journal, that it was cancelled."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from townline.cities.rules.city import City
from townline.council.models import FileEntry
from townline.council.queries.describing import bodies, council_settings
from townline.council.queries.history import ActivityShown, shown_lines
from townline.council.queries.lines import CODES, grammar
from townline.council.queries.meetings import (
    ItemShown,
    MeetingShown,
    VersionShown,
    items,
    meeting,
    record_of_meeting,
    versions,
)
from townline.council.queries.people import people
from townline.council.queries.sheets import NoSuchPaper, head_of, tally_of
from townline.council.queries.votes import VoteShown, votes_at
from townline.council.rules import agendas, days
from townline.council.rules.agendas import Item
from townline.council.rules.meetings import Status
from townline.council.rules.notice import Kind
from townline.council.rules.papers import (
    Agenda,
    AgendaItem,
    AgendaSection,
    Cancellation,
    Journal,
    JournalItem,
    Moved,
)
from townline.council.rules.positions import SAID, Position
from townline.council.rules.registry import name_on
from townline.council.verbs import CANCELLED, LOST_QUORUM

ENDED: Mapping[str, str] = {
    Status.CANCELLED: "Notice of cancellation",
    Status.NO_QUORUM: "Adjourned for lack of a quorum",
}
"""What the paper is called that says that a meeting did not take up its items, by its status."""
UNKNOWN = "Not known: this agenda was taken in from another system"
DRAFT = "Draft. This agenda is not posted, and can still change."
TAKEN_BACK = "What was entered was taken back."
NEWER = "A newer version of this agenda is posted: version {}."


def agenda_sheet(city: City, code: str, version: int, *, on: date) -> Agenda:
    """
    Return an agenda as it was posted; items of files that are restricted are not on it.

    :raises NoSuchMeeting: if there is no such meeting that everyone may know of
    :raises NoSuchPaper: if no such version of its agenda was posted
    """
    known = meeting(city, code)
    posted = {each.version: each for each in versions(city, code)}
    this = posted.get(version)
    if this is None:
        raise NoSuchPaper(f"No version {version} of the agenda was posted.")
    newest = max(posted)
    return Agenda(
        **_of_agenda(city, known, this.agenda, on),
        notice=NEWER.format(newest) if newest > version else "",
        version=str(version),
        posted=_posted(this),
        reason=this.reason,
        digest=this.digest,
    )


def draft_sheet(city: City, code: str, *, on: date) -> Agenda:
    """
    Return the agenda as it would be posted now, which its paper says.

    :raises NoSuchMeeting: if there is no such meeting
    """
    known = meeting(city, code, behind=True)
    drafted = agendas.Agenda(
        body=known.body,
        kind=known.kind,
        starts_at=known.starts_at,
        location=known.location,
        items=tuple(each.item for each in _open(items(city, code))),
    )
    return Agenda(**_of_agenda(city, known, drafted, on), notice=DRAFT, draft=True)


def journal_sheet(city: City, code: str, *, on: date) -> Journal:
    """
    Return the journal of a meeting: who was there, and what was done with each item.

    What was corrected since reads as it stands now; a vote that was taken back says so.

    :raises NoSuchMeeting: if there is no such meeting that everyone may know of
    :raises NoSuchPaper: if it was not held, or has not ended
    """
    known = meeting(city, code)
    if known.status != Status.HELD:
        raise NoSuchPaper("A meeting has a journal once it was held and has ended.")
    taken = _open(items(city, code))
    said = _said(city, known, [each.item.file for each in taken if each.item.file])
    votes = votes_at(city, code)
    names = {who.code: who.name for who in people(city)}
    return Journal(
        **_of_meeting(city, known, "Journal", on),
        kind=_kind(known.kind),
        ended=_moment(known.closed_at.astimezone(city.zone)) if known.closed_at else "",
        present=tuple(names.get(who, who) for who in known.present),
        absent=tuple(names.get(who, who) for who in known.absent),
        items=tuple(_done(each.item, said, votes) for each in taken),
    )


def cancellation_sheet(city: City, code: str, *, on: date) -> Cancellation:
    """
    Return the notice that a meeting was cancelled or lacked a quorum, with where its items go.

    :raises NoSuchMeeting: if there is no such meeting that everyone may know of
    :raises NoSuchPaper: if it was neither
    """
    known = meeting(city, code)
    title = ENDED.get(known.status)
    if title is None:
        raise NoSuchPaper("The meeting was neither cancelled nor adjourned for lack of a quorum.")
    ending = {CANCELLED.code, LOST_QUORUM.code}
    told = next(line for line in record_of_meeting(city, code) if line.verb in ending)
    to = days.write(date.fromisoformat(told.data["to"]))
    return Cancellation(
        **_of_meeting(city, known, title, on),
        reason=told.data.get("reason", ""),
        lost_quorum=known.status == Status.NO_QUORUM,
        items=tuple(
            Moved(number=each.item.file or "–", subject=each.item.caption, to=to)
            for each in _open(items(city, code))
        ),
    )


def _open(found: Iterable[ItemShown]) -> list[ItemShown]:
    """Leave out the items of files that are restricted."""
    return [each for each in found if not each.restricted]


def _said(city: City, known: MeetingShown, numbers: Sequence[str]) -> Mapping[str, str]:
    """Return what was entered at the meeting on the record of each file, as it stands now."""
    entries: dict[str, list[FileEntry]] = {}
    rows = FileEntry.objects.filter(
        Q(data__meeting=known.code) | Q(corrects__isnull=False),
        subject__city_id=city.id, subject__identifier__in=numbers, verb__in=CODES,
    ).select_related("subject").order_by("seq")  # fmt: skip
    for row in rows:
        entries.setdefault(row.subject.identifier, []).append(row)
    rules = grammar(city)
    found = {}
    for number, each in entries.items():
        at = [row.seq for row in each if row.data.get("meeting") == known.code]
        lines = {line.seq: line for line in shown_lines(rules, each, {})}
        found[number] = " ".join(_as_it_stands(lines, seq) for seq in at)
    return found


def _as_it_stands(lines: Mapping[int, ActivityShown], seq: int) -> str:
    """Return the sentence of an entry, or of the one that stands in its place."""
    line = lines[seq]
    while line.corrected_by is not None and line.corrected_by in lines:
        line = lines[line.corrected_by]
    return f"{TAKEN_BACK} {line.reason}".strip() if line.taken_back else line.printed


def _done(item: Item, said: Mapping[str, str], votes: Iterable[VoteShown]) -> JournalItem:
    return JournalItem(
        ordinal=item.number,
        number=item.file,
        subject=item.caption,
        action=said.get(item.file, ""),
        votes=tuple(tally_of(vote) for vote in votes if vote.item == item.key),
    )


def _of_agenda(city: City, known: MeetingShown, agenda: agendas.Agenda, on: date) -> dict[str, Any]:
    called = {code: body.name for code, body in bodies(city).items()}
    parts: dict[str, list[AgendaItem]] = {}
    for item in agenda.items:
        parts.setdefault(item.section, []).append(_item(item, called))
    return {
        **_of_meeting(city, known, "Agenda", on),
        "starts": _moment(agenda.starts_at.astimezone(city.zone)),
        "kind": _kind(agenda.kind),
        "place": agenda.location,
        "sections": tuple(
            AgendaSection(name=_heading(city, agenda, code), items=tuple(of))
            for code, of in parts.items()
        ),
    }


def _item(item: Item, called: Mapping[str, str]) -> AgendaItem:
    return AgendaItem(
        ordinal=item.number,
        number=item.file,
        caption=item.caption,
        districts=item.districts,
        recommendation=item.recommendation,
        special_by=item.special_by,
        time_limit=days.write(item.time_limit) if item.time_limit else "",
        last_day=days.write(item.last_day) if item.last_day else "",
        statements=tuple(
            f"{SAID[Position(each.position)]}: {called.get(each.body, each.body)}"
            for each in item.statements
        ),
        votes_required=item.votes or None,
    )


def _heading(city: City, agenda: agendas.Agenda, code: str) -> str:
    """Return what a section was called when the agenda was posted; else what it is called."""
    found = agendas.section(code, council_settings(city).sections)
    now = found.label.get(city.languages[0], code) if found else code
    return agenda.headings.get(code) or now


def _of_meeting(city: City, known: MeetingShown, paper: str, on: date) -> dict[str, Any]:
    """Return what every paper of a meeting says; its body is called as it was on its day."""
    body = bodies(city).get(known.body)
    then = name_on(body, known.day) if body else None
    name = then.text if then else known.body_name or "Meeting"
    return {
        **head_of(city, f"{paper}: {name}, {days.write(known.day)}", on),
        "body": name,
        "starts": _moment(known.starts_at),
        "place": known.location,
    }


def _posted(this: VersionShown) -> str:
    return UNKNOWN if this.notice_kind == "unknown" else _moment(this.posted_at)


def _kind(kind: str) -> str:
    return Kind(kind).value.capitalize()


_moment = days.write_moment
