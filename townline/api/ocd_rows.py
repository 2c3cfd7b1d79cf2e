"""
The council's files as Open Civic Data has them: bills, vote events, events, people, organizations.

What that vocabulary has no word for stands in ``extras``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from townline.api.pages import document_path, document_place
from townline.cities.rules.city import City
from townline.council import queries as council
from townline.council.queries import exchange
from townline.council.queries.exchange import (
    BallotTold,
    BodyTold,
    DocumentTold,
    ItemTold,
    MeetingTold,
    OfficeTold,
    PersonTold,
    VoteTold,
)
from townline.council.queries.files import FileShown
from townline.council.queries.history import ActivityShown
from townline.council.rules.ballots import Question, Result
from townline.council.rules.meetings import Status
from townline.council.rules.numbers import Numbering
from townline.council.rules.vocabulary import ActionType, Slot

ORGANIZATIONS = {"council": "legislature", "committee": "committee", "mayor": "executive"}
MOTIONS = {
    Question.ADOPT.value: ["passage"],
    Question.AMEND.value: ["amendment-passage"],
    Question.OVERRIDE.value: ["veto-override"],
}
OPTIONS = {"recused": "excused"}
"""Words for votes that are others there."""
STATUSES = {
    Status.TENTATIVE: "tentative",
    Status.CANCELLED: "cancelled",
    Status.NO_QUORUM: "cancelled",
    Status.HELD: "passed",
}


@dataclass(frozen=True)
class Hall:
    """What all rows of a city are made with."""

    city: City
    base: str
    """The address of the installation, with a slash at its end."""
    division: str
    council: str
    types: Mapping[str, ActionType]
    bodies: Mapping[str, BodyTold]
    codes: Mapping[str, str]
    """Codes of bodies by every name."""
    numbering: Numbering

    @classmethod
    def of(cls, city: City, base: str) -> "Hall":
        """Return what rows of a city are made with."""
        settings = council.council_settings(city)
        return cls(
            city=city,
            base=base,
            division=settings.division,
            council=settings.council,
            types={each.code: each for each in council.vocabulary(city).types},
            bodies={body.code: body for body in exchange.bodies_told(city)},
            codes=council.bodies_named(city).codes,
            numbering=Numbering(settings.numbers),
        )

    def key(self, kind: str, code: str) -> str:
        """Return the id of something, the same for ever."""
        return f"ocd-{kind}/{uuid5(NAMESPACE_URL, f'townline:{self.city.slug}:{kind}:{code}')}"

    def named(self, code: str) -> dict[str, Any] | None:
        """Return a body as other rows name it."""
        body = self.bodies.get(code)
        return {"id": self.key("organization", code), "name": body.name} if body else None

    def page(self, path: str) -> str:
        """Return the address of a page."""
        return f"{self.base}council/{path}"

    def file_page(self, identifier: str, part: str = "") -> str:
        """Return the address of a file's page, or of a part of it."""
        return self.page(f"files/{quote(identifier)}/{part}")


def session(file: FileShown) -> str:
    """Return the legislative session of a file: the council year in its number."""
    return str(file.number.year)


def bill(
    hall: Hall,
    file: FileShown,
    lines: Sequence[ActivityShown],
    documents: Sequence[DocumentTold],
) -> dict[str, Any]:
    """Return a council file."""
    details = file.details
    return {
        "_type": "bill",
        "id": hall.key("bill", file.identifier),
        "identifier": file.identifier,
        "legislative_session": session(file),
        "title": details.title,
        "classification": [],
        "subject": [f"Council District {each}" for each in details.districts],
        "from_organization": hall.named(hall.council),
        "sponsorships": _sponsorships(details.movers, details.seconders),
        "actions": [
            action(hall, line, order)
            for order, line in enumerate(line for line in lines if line.stands)
        ],
        "related_bills": _related(hall, file),
        "documents": [_document(hall, file, each) for each in documents],
        "versions": [
            {"note": "Report", "date": _day(file.last_change_date),
             "links": [{"url": hall.file_page(file.identifier, "report.txt"),
                        "media_type": "text/plain"}]},
        ],
        "sources": [{"url": hall.file_page(file.identifier), "note": "page"}],
        "extras": _clock(file),
        "updated_at": _stamp(file.changed_at),
    }  # fmt: skip


def action(hall: Hall, line: ActivityShown, order: int) -> dict[str, Any]:
    """Return an activity as an action of a bill."""
    type_ = hall.types.get(line.type)
    body = type_.body if type_ else ""
    actor = hall.codes.get(str(line.activity.parameters.get(body))) if body else hall.council
    return {
        "description": line.printed,
        "date": line.date.isoformat(),
        "organization": hall.named(actor or hall.council),
        "classification": list(type_.ocd) if type_ else [],
        "order": order,
        "related_entities": _entities(hall, line, type_),
        "extras": {"action_type": line.type, "entry": line.seq},
    }


def vote_event(hall: Hall, vote: VoteTold, ballots: Sequence[BallotTold]) -> dict[str, Any]:
    """Return a vote."""
    return {
        "_type": "vote_event",
        "id": hall.key("vote", f"{vote.identifier}/{vote.seq}"),
        "identifier": f"{vote.identifier}/{vote.seq}",
        "motion_text": vote.label or vote.question,
        "motion_classification": MOTIONS.get(vote.question, []),
        "start_date": vote.date.isoformat(),
        "result": "pass" if vote.result == Result.CARRIED else "fail",
        "organization": hall.named(hall.council),
        "bill": {"id": hall.key("bill", vote.identifier), "identifier": vote.identifier},
        "counts": [
            {"option": OPTIONS.get(option, option), "value": value}
            for option, value in vote.counts.items()
        ],
        "votes": [
            {
                "option": OPTIONS.get(each.option, each.option),
                "voter_name": each.person_name,
                "voter": {"id": hall.key("person", each.person), "name": each.person_name},
            }
            for each in ballots
        ],
        "sources": [{"url": hall.file_page(vote.identifier), "note": "page"}],
        "extras": {"result": vote.result, "method": vote.method, "question": vote.question},
        "updated_at": _stamp(vote.changed_at),
    }


def event(hall: Hall, meeting: MeetingTold, items: Sequence[ItemTold]) -> dict[str, Any]:
    """Return a meeting with the items of its agenda that were posted."""
    host = hall.named(meeting.body)
    page = hall.page(f"meetings/{quote(meeting.code)}/")
    posted = meeting.posted_at
    return {
        "_type": "event",
        "id": hall.key("event", meeting.code),
        "name": meeting.body_name or "Meeting",
        "classification": "meeting",
        "start_date": _local(hall.city, meeting.starts_at),
        "end_date": _local(hall.city, meeting.closed_at) if meeting.closed_at else None,
        "timezone": hall.city.zone.key,
        "status": STATUSES.get(Status(meeting.status), "confirmed"),
        "location": {"name": meeting.location} if meeting.location else None,
        "agenda": [
            {
                "description": each.caption,
                "order": str(each.place),
                "notes": [each.recommendation] if each.recommendation else [],
                "subjects": [],
                "related_entities": _considered(hall, each),
            }
            for each in items
        ],
        "participants": [{**host, "entity_type": "organization", "note": "host"}] if host else [],
        "documents": [
            {"note": "agenda", "classification": "agenda", "date": _day(posted.date()),
             "links": [{"url": page, "media_type": "text/html"}]},
        ] if posted else [],
        "sources": [{"url": page, "note": "page"}],
        "extras": {"kind": meeting.kind, "status": meeting.status,
                   "agenda_version": meeting.version},
        "updated_at": _stamp(meeting.changed_at),
    }  # fmt: skip


def organization(hall: Hall, body: BodyTold) -> dict[str, Any]:
    """Return a body."""
    return {
        "_type": "organization",
        "id": hall.key("organization", body.code),
        "name": body.name,
        "classification": ORGANIZATIONS.get(body.kind, body.kind.replace("_", "-")),
        "division_id": hall.division or None,
        "sources": [{"url": hall.page(f"bodies/{quote(body.code)}/"), "note": "page"}],
        "extras": {"code": body.code, "active": body.active},
        "updated_at": _stamp(body.updated_at),
    }


def person(hall: Hall, told: PersonTold) -> dict[str, Any]:
    """Return a member."""
    return {
        "_type": "person",
        "id": hall.key("person", told.code),
        "name": told.name,
        "sources": [{"url": hall.page(f"members/{quote(told.code)}/"), "note": "page"}],
        "extras": {"code": told.code},
        "updated_at": _stamp(told.updated_at),
    }


def membership(hall: Hall, told: OfficeTold) -> dict[str, Any]:
    """Return that somebody sits in a body."""
    division = f"{hall.division}/council_district:{told.seat}" if told.seat else None
    return {
        "_type": "membership",
        "id": hall.key("membership", str(told.id)),
        "person_id": hall.key("person", told.person.code),
        "person_name": told.person.name,
        "organization_id": hall.key("organization", told.body_code),
        "role": told.role,
        "post": {"label": told.seat, "division_id": division} if told.seat else None,
        "start_date": _day(told.since),
        "end_date": _day(told.until),
    }


def _sponsorships(movers: Sequence[str], seconders: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "entity_type": "person",
            "classification": kind,
            "primary": kind == "primary",
        }
        for kind, names in (("primary", movers), ("cosponsor", seconders))
        for name in names
    ]


def _related(hall: Hall, file: FileShown) -> list[dict[str, Any]]:
    """Return the file that this one supplements."""
    if not file.number.supplement:
        return []
    parent = hall.numbering.write(file.number.file)
    return [
        {"identifier": parent, "legislative_session": session(file), "relation_type": "companion"}
    ]


def _document(hall: Hall, file: FileShown, told: DocumentTold) -> dict[str, Any]:
    link = f"{hall.base}{document_path(file.identifier, told)}"
    return {
        "note": told.title,
        "date": _day(told.received_at.date()),
        "links": [{"url": link, "media_type": "text/html"}],
        "extras": {"kind": told.kind, "name": told.name},
    }


def link_of_gone(hall: Hall, told: exchange.Gone) -> str | None:
    """Return the address by which rows named a paper or a file that is told no more."""
    if told.kind == "document":
        key = told.key if told.kept else None
        return f"{hall.base}{document_place(told.identifier, key, told.seq)}"
    return hall.file_page(told.identifier) if told.kind == "bill" else None


def _entities(hall: Hall, line: ActivityShown, type_: ActionType | None) -> list[dict[str, Any]]:
    """Return the bodies that an activity names besides the one that acts."""
    found = []
    for parameter in type_.parameters if type_ else ():
        if parameter.slot not in (Slot.BODY, Slot.BODIES) or parameter.name == type_.body:  # type: ignore[union-attr]
            continue
        value = line.activity.parameters.get(parameter.name)
        for name in value if isinstance(value, tuple) else (value,):
            code = hall.codes.get(str(name))
            if name:
                key = hall.key("organization", code) if code else None
                found.append({"name": name, "entity_type": "organization", "organization_id": key})
    return found


def _considered(hall: Hall, item: ItemTold) -> list[dict[str, Any]]:
    if item.file is None:
        return []
    key = hall.key("bill", item.file.identifier)
    name = item.file.identifier
    return [{"name": name, "entity_type": "bill", "bill_id": key, "note": "consideration"}]


def _clock(file: FileShown) -> dict[str, Any]:
    """Return what follows from the record and has no place in a bill."""
    return {
        "state": file.state,
        "pending_in": list(file.pending),
        "rounds": file.rounds,
        "expires": _day(file.expires_date),
        "final": _day(file.final_date),
        "next_scheduled": _day(file.next_date),
        "reconsideration_until": _day(file.reconsider_until_date),
        "mayor_until": _day(file.mayor_until_date),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _local(city: City, at: datetime) -> str:
    return at.astimezone(city.zone).isoformat()
