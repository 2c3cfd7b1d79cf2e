"""Meetings: set, moved, cancelled; and what that means for every file of their agendas."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.actions.change import changing, reckon
from townline.council.actions.entering import enter_activity
from townline.council.models import AgendaItemRow, BodyRow, MeetingEntry, MeetingRow
from townline.council.queries.describing import bodies, council_settings, offered_types
from townline.council.queries.lines import grammar
from townline.council.queries.meetings import NoSuchMeeting
from townline.council.rules import meetings as rules
from townline.council.rules.meetings import Happening, Moved, Status
from townline.council.rules.notice import Kind
from townline.record import actions as record
from townline.record.verbs import Actor, Verb, require

LONGEST = 1_000


class NotSo(ValueError):
    """What is said of a meeting cannot be; ``part`` names which of it, the text what to do."""

    def __init__(self, part: str, what: str) -> None:
        super().__init__(what)
        self.part = part


class MeetingStale(Exception):
    """Somebody else changed the meeting since the actor saw it; nothing was written."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of a meeting."""

    body: str
    starts_at: datetime
    kind: str = Kind.REGULAR.value
    location: str = ""
    video: str = ""


@contextmanager
def holding(city: City, code: str, *, seen: int | None = None) -> Iterator[MeetingRow]:
    """
    Hold the meeting's row, in one transaction, and save what was changed of it at the end.

    :raises NoSuchMeeting: if there is none
    :raises MeetingStale: if it has changed since the actor saw it
    """
    with transaction.atomic():
        try:
            meeting = MeetingRow.objects.held(city.id, code)
        except MeetingRow.DoesNotExist:
            raise NoSuchMeeting(f"There is no meeting {code}.") from None
        if seen is not None and seen != meeting.seq:
            raise MeetingStale("The meeting has changed since you opened it; look at what is new.")
        yield meeting
        meeting.save(force_update=True)


def happen_to(
    meeting: MeetingRow, verb: Verb, *, by: Actor, at: datetime, **data: Any
) -> MeetingEntry:
    """
    Enter what happens to a meeting that is held.

    :raises NotAllowed: if the actor may not
    """
    require(by, verb)
    entry = record.enter(subject=meeting, verb=verb, by=by, at=at, **data)
    assert isinstance(entry, MeetingEntry)
    meeting.changed_at = max(at, meeting.changed_at)
    return entry


@transaction.atomic
def make_meeting(
    *,
    city: City,
    said: Said,
    origin: str = "",
    external: dict[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> str:
    """
    Set a meeting and return its code.

    :raises NotSo: if its body is unknown, its time is past, or the body meets then already
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.MADE)
    row = MeetingRow(city_id=city.id, origin=origin or ("demo" if city.demo else "live"))
    if not origin:
        _check(city, said, at)
    row.body = _body(city, said.body)
    row.changed_at = at
    row.external = external or {}
    _put(city, row, said)
    taken = MeetingRow.objects.filter(city_id=city.id, day=row.day).values_list("code", flat=True)
    row.code = rules.code_for(said.body, row.day, list(taken))
    row.number = f"{city.slug}/meeting/{row.code}"
    row.save(force_insert=True)
    happen_to(
        row, verbs.MADE, by=by, at=at, origin=row.origin, external=row.external, **_plain(row)
    )
    row.save(force_update=True)
    return row.code


def change_meeting(
    *, city: City, code: str, said: Said, seen: int | None = None, by: Actor, at: datetime
) -> None:
    """
    Move a meeting, or say something else of it. Once its agenda is posted, it cannot be moved.

    :raises NoSuchMeeting: if there is none
    :raises MeetingStale: if somebody else changed it meanwhile
    :raises NotSo: as for :func:`make_meeting`
    :raises NotNow: if it would be moved though its agenda is posted
    """
    with holding(city, code, seen=seen) as row:
        before = _plain(row)
        if (row.starts_at, row.kind) != (said.starts_at, said.kind):
            rules.after(Status(row.status), Happening.MOVE)
            _check(city, said, at, other_than=row.pk)
        if said.body != before["body"]:
            raise NotSo("body", "A meeting stays the meeting of its body; make another one.")
        _put(city, row, said)
        after = _plain(row)
        changed = {key: after[key] for key in after if after[key] != before[key]}
        if changed:
            was = {key: before[key] for key in changed}
            happen_to(row, verbs.CHANGED, by=by, at=at, changed=changed, was=was)


def cancel_meeting(*, city: City, code: str, to: date, reason: str, by: Actor, at: datetime) -> int:
    """
    Cancel a meeting, which continues every file of its agenda to another day, and say how many.

    :raises NoSuchMeeting: if there is none
    :raises NotNow: if it has begun, or is over
    :raises NotSo: if the day is not after the meeting's, or no reason is given
    :raises NoWordFor: if the city's folder has no activity that says so
    """
    if not reason.strip():
        raise NotSo("reason", "Say why; the reason stands in the notice of cancellation.")
    with holding(city, code) as row:
        row.status = rules.after(Status(row.status), Happening.CANCEL)
        happen_to(
            row, verbs.CANCELLED, by=by, at=at, reason=reason.strip()[:LONGEST], to=to.isoformat()
        )
        return _move_all(city, row, to, quorum=False, by=by, at=at)


def lose_quorum(
    *, city: City, code: str, to: date, absent: tuple[str, ...] = (), by: Actor, at: datetime
) -> int:
    """
    End a meeting for want of a quorum, which continues what it has not acted on, and say how many.

    :param absent: who was not there, by code
    :raises NoSuchMeeting: if there is none
    :raises NotNow: if its agenda is not posted, or it is over
    :raises NotSo: if the day is not after the meeting's
    :raises NoWordFor: if the city's folder has no activity that says so
    """
    with holding(city, code) as row:
        row.status = rules.after(Status(row.status), Happening.LOSE_QUORUM)
        row.closed_at, row.absent = at, sorted(absent)
        happen_to(row, verbs.LOST_QUORUM, by=by, at=at, to=to.isoformat(), absent=row.absent)
        return _move_all(city, row, to, quorum=True, by=by, at=at)


def _move_all(
    city: City, row: MeetingRow, to: date, *, quorum: bool, by: Actor, at: datetime
) -> int:
    """Enter on the record of every file on the agenda that it goes to another day."""
    if to <= row.day:
        raise NotSo("to", "Continue the items to a day after the meeting's.")
    code = row.body.code if row.body else ""
    council = code == council_settings(city).council
    name = "" if council or not code else bodies(city)[code].name
    activity = rules.moved(
        offered_types(city), Moved(meeting=row.day, to=to, quorum=quorum, body=name)
    )
    today = at.astimezone(city.zone).date()
    items = row.items.filter(removed=False, file__isnull=False).order_by("file_id")
    numbers = list(items.values_list("file__identifier", flat=True))
    language = grammar(city)
    for identifier in numbers:  # in one order everywhere, so that nobody waits in a circle
        with changing(city, identifier) as file:
            enter_activity(
                city, file, activity, today, rules=language, by=by, at=at, meeting=row.code
            )
            reckon(city, file, today)
    _carry_over(city, row, to)
    return len(numbers)


def _carry_over(city: City, row: MeetingRow, to: date) -> None:
    """Put the items on the draft of the body's meeting on that day, where there is one."""
    rows = MeetingRow.objects.select_for_update(of=("self",)).filter(
        city_id=city.id, body=row.body, day=to, status=Status.TENTATIVE
    )
    other = rows.order_by("starts_at").first()
    if other is None:
        return
    there = set(other.items.filter(removed=False).values_list("file_id", flat=True))
    last = other.items.count()
    for at, item in enumerate(row.items.filter(removed=False).order_by("position"), last):
        if item.file_id is None or item.file_id not in there:
            item.pk, item.meeting, item.position, item.number = None, other, at, ""
            item.external = ""
            item.save(force_insert=True)


def _check(city: City, said: Said, at: datetime, other_than: int | None = None) -> None:
    if said.kind not in {each.value for each in Kind}:
        raise NotSo("kind", f"A meeting is {', '.join(Kind)}.")
    if said.starts_at.tzinfo is None:
        raise NotSo("starts_at", "Say in which zone the meeting begins.")
    if said.starts_at <= at:
        raise NotSo("starts_at", "A meeting is set for a time that is yet to come.")
    same = MeetingRow.objects.filter(
        city_id=city.id, body__code=said.body, starts_at=said.starts_at
    ).exclude(status__in=[Status.CANCELLED, Status.NO_QUORUM])
    if same.exclude(pk=other_than or 0).exists():
        raise NotSo("starts_at", "The body meets then already.")


def _body(city: City, code: str) -> BodyRow | None:
    if not code:
        return None
    row = BodyRow.objects.filter(city_id=city.id, code=code).first()
    if row is None:
        raise NotSo("body", f"There is no body {code!r} here.")
    return row


def _put(city: City, row: MeetingRow, said: Said) -> None:
    row.starts_at = said.starts_at
    row.day = said.starts_at.astimezone(city.zone).date()
    row.kind, row.location, row.video = said.kind, said.location.strip(), said.video.strip()


def _plain(row: MeetingRow) -> dict[str, str]:
    return {
        "body": row.body.code if row.body else "",
        "starts_at": row.starts_at.isoformat(),
        "kind": row.kind,
        "location": row.location,
        "video": row.video,
    }


def open_items(row: MeetingRow) -> list[AgendaItemRow]:
    """Return the items that stand on a meeting's agenda, in their order."""
    return list(row.items.filter(removed=False).select_related("file").order_by("position", "pk"))
