"""Events: the meetings, with the items of the agendas that were posted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from townline.api.answering import Answer, Refused, quoted
from townline.api.legistar import keys
from townline.api.legistar.asking import asked, listed, selected, single
from townline.api.legistar.bodies import body_or_404
from townline.api.legistar.histories import STEP, Words, roots
from townline.api.legistar.matters import attached, matter
from townline.api.legistar.places import city_of_client
from townline.api.legistar.shapes import EVENT, EVENT_ITEM
from townline.api.pages import meeting_page
from townline.cities.rules.city import City
from townline.council.queries import exchange
from townline.council.queries.history import ActivityShown
from townline.council.rules.conditions import Column, Kind
from townline.council.rules.meetings import Status

DRAFT, FINAL = (9, "Draft"), (10, "Final")
ORDERS = {"eventid": "id", "eventlastmodifiedutc": "changed_at", "eventdate": "starts_at"}
COMMENTS = {
    Status.CANCELLED: "Cancelled.",
    Status.NO_QUORUM: "Adjourned for lack of a quorum.",
}
NULLS = ("MinutesFile", "MinutesLastPublishedUTC", "Media")


@dataclass(frozen=True)
class Wanted:
    """What of a meeting is asked for besides itself."""

    items: bool = False
    agenda_note: bool = False
    minutes_note: bool = False
    attachments: bool = False

    @classmethod
    def of(cls, request: HttpRequest, *, items: bool) -> "Wanted":
        """Return what an address asks for; switches are 1 or true."""
        given = {name.lower(): str(value).lower() for name, value in request.GET.items()}

        def on(name: str) -> bool:
            return given.get(name, "0") in ("1", "true")

        return cls(
            items=items or on("eventitems"),
            agenda_note=on("agendanote"),
            minutes_note=on("minutesnote"),
            attachments=on("eventitemattachments") or on("attachments"),
        )


@dataclass(frozen=True)
class Taken:
    """What came of the items of meetings."""

    votes: Mapping[int, exchange.VoteTold]
    """The last vote on each item."""
    lines: Mapping[int, ActivityShown]
    """The activity that tells of each item, as it stands now."""
    first: frozenset[int]
    """The keys of those activities with which their files began."""
    documents: Mapping[int, tuple[exchange.DocumentTold, ...]]


def events(request: HttpRequest, client: str) -> Answer:
    """Return a page of meetings."""
    city = city_of_client(request, client)
    wanted = asked(request)
    order, falling = wanted.order(ORDERS)
    found = exchange.meetings_told(
        city,
        where=wanted.bound(_columns()),
        order=order,
        falling=falling,
        top=wanted.top,
        skip=wanted.skip,
    )
    return selected(EVENT, [event(request, city, each) for each in found], wanted)


def one(request: HttpRequest, client: str, event_id: str) -> Answer:
    """Return a meeting, with its items if they are asked for."""
    city = city_of_client(request, client)
    meeting = meeting_or_404(city, event_id)
    wanted = Wanted.of(request, items=False)
    row = event(request, city, meeting)
    if wanted.items:
        row["EventItems"] = item_rows(request, city, meeting, wanted)
    return single(request, EVENT, row)


def items(request: HttpRequest, client: str, event_id: str) -> Answer:
    """Return the items of a meeting."""
    city = city_of_client(request, client)
    meeting = meeting_or_404(city, event_id)
    rows = item_rows(request, city, meeting, Wanted.of(request, items=True))
    return listed(request, EVENT_ITEM, rows)


def one_item(request: HttpRequest, client: str, event_id: str, item_id: str) -> Answer:
    """Return an item of a meeting."""
    city = city_of_client(request, client)
    meeting = meeting_or_404(city, event_id)
    for row in item_rows(request, city, meeting, Wanted.of(request, items=True)):
        if row["EventItemId"] == int(item_id):
            return single(request, EVENT_ITEM, row)
    raise Refused(404, f"Event {quoted(event_id)} has no item {quoted(item_id)}.")


def dates(request: HttpRequest, client: str, body_id: str) -> Answer:
    """Return the days on which a body meets, those to come alone if that is asked for."""
    city = city_of_client(request, client)
    body = body_or_404(city, body_id)
    given = {name.lower(): str(value).lower() for name, value in request.GET.items()}
    coming = given.get("futuredatesonly", "") in ("1", "true")
    today = timezone.now().astimezone(city.zone).date()
    return Answer(list(exchange.meeting_days(city, body.id, since=today if coming else None)))


def meeting_or_404(city: City, event_id: str) -> exchange.MeetingTold:
    """
    Return the meeting of an event's number.

    :raises Refused: 404 if there is none
    """
    meeting = exchange.meeting_told(city, int(event_id))
    if meeting is None:
        raise Refused(404, f"There is no event {quoted(event_id)}.")
    return meeting


def event(request: HttpRequest, city: City, meeting: exchange.MeetingTold) -> dict[str, Any]:
    """Return a meeting as Legistar has it."""
    status = FINAL if meeting.posted_at or meeting.imported else DRAFT
    minutes = FINAL if meeting.closed_at else DRAFT
    page = meeting_page(request, meeting.code)
    local = meeting.starts_at.astimezone(city.zone)
    return EVENT.row(
        Id=meeting.id,
        **EVENT.identity(meeting.code, meeting.changed_at),
        BodyId=meeting.body_id,
        BodyName=meeting.body_name or None,
        Date=meeting.day,
        Time=clock_time(local.hour, local.minute),
        VideoStatus="Public" if meeting.video else None,
        AgendaStatusId=status[0],
        AgendaStatusName=status[1],
        MinutesStatusId=minutes[0],
        MinutesStatusName=minutes[1],
        Location=meeting.location or None,
        AgendaFile=page if meeting.posted_at else None,
        AgendaLastPublishedUTC=meeting.posted_at,
        Comment=COMMENTS.get(Status(meeting.status)),
        VideoPath=meeting.video or None,
        InSiteURL=page,
        Items=[],
    )


def clock_time(hour: int, minute: int) -> str:
    """Return a time as Legistar writes it: 10:00 AM."""
    return f"{hour % 12 or 12}:{minute:02} {'AM' if hour < 12 else 'PM'}"


def item_rows(
    request: HttpRequest, city: City, meeting: exchange.MeetingTold, wanted: Wanted
) -> list[dict[str, Any]]:
    """Return the items of a meeting as Legistar has them, the roll first if it was called."""
    found = exchange.items_told(city, [meeting])[meeting.id]
    taken = _taken(city, found, wanted)
    words = Words.of(city)
    rows = [_item(request, words, meeting, each, taken, wanted) for each in found]
    roll = [_roll(meeting)] if meeting.present or meeting.absent else []
    return roll + rows


def _taken(city: City, found: Sequence[exchange.ItemTold], wanted: Wanted) -> Taken:
    votes = exchange.votes_told(city, items=[each.id for each in found])
    files = sorted({each.file.id for each in found if each.file})
    deeds = exchange.deeds(city, files)
    acted = sorted({file_id for file_id, _ in deeds})
    lines: dict[int, ActivityShown] = {}
    first = set()
    for key, told in exchange.histories(acted, city).items():
        begun = roots(told)
        first |= {line.id for line in told[:1]}
        for line in told:
            deed = deeds.get((key, begun[line.seq]))
            if deed is not None and line.stands:
                lines[deed.item_id] = line
    return Taken(
        votes={vote.item_id: vote for vote in votes if vote.item_id is not None},
        lines=lines,
        first=frozenset(first),
        documents=exchange.documents_told(files) if wanted.attachments else {},
    )


def _roll(meeting: exchange.MeetingTold) -> dict[str, Any]:
    """Return the item that stands for the call of the roll."""
    key = keys.number(keys.Of.ROLL, meeting.id)
    return EVENT_ITEM.row(
        Id=key,
        **EVENT_ITEM.identity(str(key), meeting.changed_at),
        EventId=meeting.id,
        AgendaSequence=1,
        MinutesSequence=1,
        Title="ROLL CALL",
        RollCallFlag=1,
        Consent=0,
        MatterAttachments=[],
    )


def _item(
    request: HttpRequest,
    words: Words,
    meeting: exchange.MeetingTold,
    item: exchange.ItemTold,
    taken: Taken,
    wanted: Wanted,
) -> dict[str, Any]:
    key = keys.number(keys.Of.ITEM, item.id)
    vote = taken.votes.get(item.id)
    line = taken.lines.get(item.id)
    moments = [vote.changed_at if vote else None, line.entered_at if line else None]
    changed = max([meeting.changed_at, *(moment for moment in moments if moment)])
    held = meeting.closed_at is not None
    return EVENT_ITEM.row(
        Id=key,
        **EVENT_ITEM.identity(str(key), changed),
        EventId=meeting.id,
        AgendaSequence=item.place * STEP,
        MinutesSequence=item.place * STEP if held else None,
        AgendaNumber=item.number or None,
        AgendaNote=(item.recommendation or None) if wanted.agenda_note else None,
        MinutesNote=(line.printed if line else None) if wanted.minutes_note else None,
        Title=item.caption,
        Consent=int(item.consent),
        **_came_of(words, vote, line),
        **_movers(words, item, line, taken),
        **_matter(request, words, item, taken, wanted),
    )


def _came_of(
    words: Words, vote: exchange.VoteTold | None, line: ActivityShown | None
) -> dict[str, Any]:
    """Return what came of an item: the activity, and the vote that decided it."""
    passed = words.carried(vote)
    return {
        "ActionId": words.numbers.get(line.type) if line else None,
        "ActionName": words.label(line.type) if line else (vote.label or None if vote else None),
        "ActionText": line.printed if line else None,
        "PassedFlag": passed,
        "PassedFlagName": None if passed is None else ("Fail", "Pass")[passed],
        "RollCallFlag": int(vote is not None and words.called(vote)),
        "Tally": vote.tally if vote else None,
    }


def _movers(
    words: Words, item: exchange.ItemTold, line: ActivityShown | None, taken: Taken
) -> dict[str, Any]:
    if line is None or item.file is None:
        return {}
    moved = words.movers.moved(item.file, line, first=line.id in taken.first)
    return {
        "MoverId": moved["MoverId"],
        "Mover": moved["MoverName"],
        "SeconderId": moved["SeconderId"],
        "Seconder": moved["SeconderName"],
    }


def _matter(
    request: HttpRequest, words: Words, item: exchange.ItemTold, taken: Taken, wanted: Wanted
) -> dict[str, Any]:
    if item.file is None:
        return {"MatterAttachments": []}
    row = matter(request, words.hall, item.file)
    documents = taken.documents.get(item.file.id, ()) if wanted.attachments else ()
    return {
        "Version": row["MatterVersion"],
        "MatterId": row["MatterId"],
        "MatterGuid": row["MatterGuid"],
        "MatterFile": row["MatterFile"],
        "MatterName": row["MatterName"],
        "MatterType": row["MatterTypeName"],
        "MatterStatus": row["MatterStatusName"],
        "MatterAttachments": attached(request, item.file.identifier, documents),
    }


def _columns() -> dict[str, Column]:
    """Return what may be asked about events, and what is behind it."""
    return EVENT.columns(
        {
            "Id": "id",
            "BodyId": "body_id",
            "BodyName": "body_name",
            "Date": "day",
            "Location": "location",
            "VideoPath": "video",
            "LastModifiedUtc": "changed_at",
            "AgendaLastPublishedUTC": "posted_at",
            **{name: Column(kind=Kind.MOMENT if "UTC" in name else Kind.TEXT) for name in NULLS},
        }
    )
