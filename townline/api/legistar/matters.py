"""Matters: the council's files, and all that hangs on one of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from townline.api.answering import Answer, Refused, quoted
from townline.api.legistar import lists
from townline.api.legistar.asking import asked, listed, selected, single
from townline.api.legistar.places import city_of_client
from townline.api.legistar.shapes import (
    ATTACHMENT,
    CODE_SECTION,
    MATTER,
    RELATION,
    SPONSOR,
    TEXT,
)
from townline.api.pages import document_page, file_page
from townline.cities.rules.city import City
from townline.council import queries as council
from townline.council.queries import exchange
from townline.council.queries.files import FileShown
from townline.council.rules.conditions import Column, Kind
from townline.council.rules.printed import references_printed
from townline.council.rules.states import State

VERSION = "1"
"""The city keeps one text of a file."""
NULLS = (
    "Date1", "Date2", *(f"EXDate{n}" for n in range(3, 11)),
    "Name", "Cost", *(f"Text{n}" for n in range(1, 6)),
    *(f"EXText{n}" for n in range(2, 12)),
)  # fmt: skip
"""Fields in which the city has nothing to say; asking for them is answered, with nothing."""
ORDERS = {
    "matterid": "id",
    "matterlastmodifiedutc": "changed_at",
    "matterintrodate": "received_date",
    "matterfile": "number",
    "matteragendadate": "next_date",
    "matterpasseddate": "final_date",
    "matterexdate1": "expires_date",
    "matterexdate2": "final_date",
}


@dataclass(frozen=True)
class Hall:
    """What rows of files are made with."""

    council: str
    """The code of the body that has a file in hand which is pending in none."""
    bodies: Mapping[str, exchange.BodyTold]
    """By code."""

    @classmethod
    def of(cls, city: City) -> "Hall":
        """Return what rows of a city's files are made with."""
        bodies = {body.code: body for body in exchange.bodies_told(city)}
        return cls(council.council_settings(city).council, bodies)


def matters(request: HttpRequest, client: str) -> Answer:
    """Return a page of matters."""
    city = city_of_client(request, client)
    wanted = asked(request)
    hall = Hall.of(city)
    order, falling = wanted.order(ORDERS)
    found = exchange.files_told(
        city,
        where=wanted.bound(_columns(hall.bodies)),
        order=order,
        falling=falling,
        top=wanted.top,
        skip=wanted.skip,
    )
    laws = exchange.enacted([file.id for file in found])
    rows = [matter(request, hall, file, laws.get(file.id)) for file in found]
    return selected(MATTER, rows, wanted)


def one(request: HttpRequest, client: str, matter_id: str) -> Answer:
    """Return a matter."""
    city = city_of_client(request, client)
    file = file_or_404(city, matter_id)
    law = exchange.enacted([file.id]).get(file.id)
    return single(request, MATTER, matter(request, Hall.of(city), file, law))


def file_or_404(city: City, matter_id: str) -> FileShown:
    """
    Return the file of a matter's number.

    :raises Refused: 404 if there is none that everyone may read
    """
    file = exchange.file_told(city, int(matter_id))
    if file is None:
        raise Refused(404, f"There is no matter {quoted(matter_id)}.")
    return file


def matter(
    request: HttpRequest, hall: Hall, file: FileShown, law: exchange.Enacted | None = None
) -> dict[str, Any]:
    """Return a file as Legistar has it, with what it made law."""
    kind = lists.SUPPLEMENT if file.number.supplement else lists.FILE
    state = lists.STATES[State(file.state)]
    body = hall.bodies.get(file.pending[0] if file.pending else hall.council)
    details = file.details
    return MATTER.row(
        Id=file.id,
        **MATTER.identity(str(file.id), file.changed_at),
        File=file.identifier,
        Title=details.title,
        TypeId=kind[0],
        TypeName=kind[1],
        StatusId=state[0],
        StatusName=state[1],
        BodyId=body.id if body else None,
        BodyName=body.name if body else None,
        IntroDate=details.received_date,
        AgendaDate=file.next_date,
        PassedDate=file.final_date,
        EnactmentDate=law.date if law else None,
        EnactmentNumber=(law.number or None) if law else None,
        Requester="; ".join(details.initiated_by) or None,
        Notes=details.mover_comment or None,
        Version=VERSION,
        EXText1=", ".join(details.districts) or None,
        EXDate1=file.expires_date,
        EXDate2=file.final_date,
        AgiloftId=0,
        Reference=references_printed(details.references) or None,
        RestrictViewViaWeb=False,
        Reports=[_report(request, file.identifier)],
    )


def _report(request: HttpRequest, identifier: str) -> dict[str, str]:
    return {
        "ReportName": "Council file report",
        "ReportURL": file_page(request, identifier, "report.txt"),
        "ReportType": "InSite",
    }


def _columns(bodies: Mapping[str, exchange.BodyTold]) -> dict[str, Column]:
    """Return what may be asked about matters, and what is behind it."""
    states = {name: state.value for state, (_, name) in lists.STATES.items()}
    state_numbers = {key: state.value for state, (key, _) in lists.STATES.items()}
    return MATTER.columns(
        {
            "Id": "id",
            "File": "identifier",
            "Title": "title",
            "IntroDate": "received_date",
            "AgendaDate": "next_date",
            "PassedDate": "final_date",
            "EnactmentDate": "enactment_date",
            "EnactmentNumber": "enactment_number",
            "EXDate1": "expires_date",
            "EXDate2": "final_date",
            "LastModifiedUtc": "changed_at",
            "Notes": "mover_comment",
            "RestrictViewViaWeb": "restricted",
            "StatusName": Column(kind=Kind.TEXT, name="state", codes=states),
            "StatusId": Column(kind=Kind.WHOLE, name="state", codes=state_numbers),
            "TypeName": _types({name: key for key, name in lists.MATTER_TYPES}, Kind.TEXT),
            "TypeId": _types({key: key for key, _ in lists.MATTER_TYPES}, Kind.WHOLE),
            "BodyName": _coded({body.name: body.code for body in bodies.values()}, Kind.TEXT),
            "BodyId": _coded({body.id: body.code for body in bodies.values()}, Kind.WHOLE),
            **{name: Column(kind=_kind(name)) for name in NULLS},
        }
    )


def _kind(name: str) -> Kind:
    return Kind.DAY if "Date" in name else Kind.TEXT


def _coded(codes: Mapping[Any, str], kind: Kind) -> Column:
    return Column(kind=kind, name="control", codes=codes)


def _types(numbers: Mapping[Any, int], kind: Kind) -> Column:
    supplement = {told: key == lists.SUPPLEMENT[0] for told, key in numbers.items()}
    return Column(kind=kind, name="is_supplement", codes=supplement)


def sponsors(request: HttpRequest, client: str, matter_id: str) -> Answer:
    """Return who moved and who seconded, in their order."""
    file = file_or_404(city_of_client(request, client), matter_id)
    names = (*file.details.movers, *file.details.seconders)
    rows = [
        SPONSOR.row(
            Id=file.id * 1000 + place,
            **SPONSOR.identity(f"{file.id}/{place}", file.changed_at),
            MatterId=file.id,
            MatterVersion=VERSION,
            Name=name,
            Sequence=place,
            LinkFlag=1 if place >= len(file.details.movers) else 0,
        )
        for place, name in enumerate(names)
    ]
    return listed(request, SPONSOR, rows)


def attachments(request: HttpRequest, client: str, matter_id: str) -> Answer:
    """Return the documents of a matter."""
    file = file_or_404(city_of_client(request, client), matter_id)
    found = exchange.documents_told([file.id])[file.id]
    return listed(request, ATTACHMENT, attached(request, file.identifier, found))


def attached(
    request: HttpRequest, identifier: str, documents: Iterable[exchange.DocumentTold]
) -> list[dict[str, Any]]:
    """Return documents as Legistar has them."""
    return [
        ATTACHMENT.row(
            Id=document.id,
            **ATTACHMENT.identity(str(document.id), document.received_at),
            Name=document.title,
            Hyperlink=document_page(request, identifier, document),
            FileName=document.name or None,
            MatterVersion=VERSION,
            IsHyperlink=False,
            IsSupportingDocument=False,
            ShowOnInternetPage=True,
            IsMinuteOrder=False,
            IsBoardLetter=False,
            AgiloftId=0,
            Description=document.kind,
            PrintWithReports=False,
            Sort=place,
        )
        for place, document in enumerate(documents, 1)
    ]


def versions(request: HttpRequest, client: str, matter_id: str) -> Answer:
    """Return the versions of a matter's text, of which the city keeps one."""
    file = file_or_404(city_of_client(request, client), matter_id)
    return Answer([{"Key": str(file.id), "Value": VERSION}], root="KeyValuePairOfstringstring")


def text(request: HttpRequest, client: str, matter_id: str, text_id: str) -> Answer:
    """Return the text of a matter: what its title says."""
    file = file_or_404(city_of_client(request, client), matter_id)
    if int(text_id) != file.id:
        raise Refused(404, f"Matter {quoted(matter_id)} has no text {quoted(text_id)}.")
    row = TEXT.row(
        Id=file.id,
        **TEXT.identity(str(file.id), file.changed_at),
        MatterId=file.id,
        Version=VERSION,
        Plain=file.details.title,
    )
    return single(request, TEXT, row)


def relations(request: HttpRequest, client: str, matter_id: str) -> Answer:
    """Return the file that this one supplements, and its other supplements."""
    city = city_of_client(request, client)
    file = file_or_404(city, matter_id)
    rows = [
        RELATION.row(
            Id=other.id,
            **RELATION.identity(f"{file.id}/{other.id}", other.changed_at),
            MatterId=other.id,
            Flag=1,
        )
        for other in exchange.relatives(city, file)
    ]
    return listed(request, RELATION, rows)


def code_sections(request: HttpRequest, client: str, matter_id: str) -> Answer:
    """Return no sections of a code: the record names none."""
    file_or_404(city_of_client(request, client), matter_id)
    return listed(request, CODE_SECTION, [])


def gateway(request: HttpRequest, client: str) -> HttpResponse:
    """
    Lead from a matter's number to its page, as the web site of Legistar does.

    Where there is no such page, it answers 200 without leading anywhere: clients take that as
    a matter that cannot be seen.
    """
    city = city_of_client(request, client)
    key = request.GET.get("id", "")
    file = None
    if key.isascii() and key.isdecimal() and len(key) < 19 and request.GET.get("m") == "l":
        file = exchange.file_told(city, int(key))
    if file is None:
        return HttpResponse("This matter cannot be seen here.\n", content_type="text/plain")
    return HttpResponseRedirect(file_page(request, file.identifier))
