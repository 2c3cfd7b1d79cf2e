"""Fairview's council: a few files, a meeting with an agenda that was posted, a vote."""

from datetime import UTC, date, datetime, timedelta

from tests.council import chamber
from tests.council.chamber import CLERK, NOW, act
from tests.council.chamber import found as chamber_found
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.models import (
    AgendaItemRow,
    AgendaVersionRow,
    BallotRow,
    BodyRow,
    CouncilFile,
    MeetingRow,
    MembershipRow,
    PersonRow,
    SeatRow,
    VoteRow,
)
from townline.council.queries.people import forget_people
from townline.council.rules import agendas
from townline.council.rules.agendas import Agenda, Item
from townline.council.rules.details import Details

DAY = date(2026, 3, 2)
TREES, BENCHES, SECRET = "26-0001", "26-0002", "26-0003"
REFERRED = "Motion referred to Transportation Committee."
APPROVED = "Transportation Committee approved item(s) ."
ADOPTED = "Council adopted item forthwith."
MEETING = datetime(2026, 3, 4, 18, tzinfo=UTC)
LATER = datetime(2026, 3, 4, 22, tzinfo=UTC)


def found() -> City:
    """Apply the town and give it three files, the last of them restricted."""
    city = chamber_found()
    introduce(city, "Street trees")
    introduce(city, "Benches")
    introduce(city, "Settlement")
    act(city, TREES, REFERRED)
    act(city, TREES, APPROVED)
    act(city, BENCHES, REFERRED)
    actions.introduce(
        city=city, details=Details(title="More trees"), supplement_to=TREES, by=CLERK, at=NOW
    )
    CouncilFile.objects.filter(identifier=f"{TREES}-S1").update(received_date=None)
    actions.restrict(city=city, identifier=SECRET, reason="Demo", by=CLERK, at=NOW)
    return city


def introduce(city: City, title: str) -> str:
    """Introduce a file with all that can be said of one."""
    details = Details(
        title=title,
        received_date=DAY,
        initiated_by=("Demo Department",),
        movers=("Demo Mover",),
        seconders=("Demo Seconder",),
        mover_comment="Demo comment",
        districts=("2", "11"),
    )
    return actions.introduce(city=city, details=details, by=CLERK, at=NOW)


def people(city: City) -> list[PersonRow]:
    """Give the council three members, and no others."""
    for table in (MembershipRow, SeatRow, PersonRow):
        table.objects.all().delete()
    forget_people()
    council = BodyRow.objects.get(city_id=city.id, code=queries.council_settings(city).council)
    rows = []
    for seat, name in enumerate(("Demo Ames", "Demo Boyd", "Demo Cruz"), 1):
        person = PersonRow.objects.create(
            city_id=city.id,
            code=name.lower().replace(" ", "-"),
            name=name,
            described=True,
            updated_at=NOW,
        )
        MembershipRow.objects.create(
            person=person,
            body=council,
            seat=SeatRow.objects.create(body=council, code=str(seat)),
            since=date(2024, 12, 9),
        )
        rows.append(person)
    return rows


def meet(city: City) -> tuple[MeetingRow, VoteRow]:
    """Hold a meeting that adopts the file of the trees, with a restricted item besides."""
    roll = people(city)
    body = BodyRow.objects.get(city_id=city.id, code=queries.council_settings(city).council)
    meeting = MeetingRow.objects.create(
        city_id=city.id,
        number="fairview/2026-03-04-council",
        code="2026-03-04-council",
        body=body,
        starts_at=MEETING,
        day=date(2026, 3, 4),
        status="held",
        location="Council chamber",
        version=1,
        present=[roll[0].code, roll[1].code],
        absent=[roll[2].code],
        opened_at=MEETING,
        closed_at=LATER,
        changed_at=LATER,
    )
    items = [
        _item(meeting, identifier, place)
        for place, identifier in enumerate((TREES, SECRET, BENCHES), 1)
    ]
    _post(meeting, items)
    return meeting, _adopt(city, meeting, items[0], roll)


def _post(meeting: MeetingRow, items: list[AgendaItemRow]) -> None:
    """Post the agenda of a meeting four days before it."""
    assert meeting.body is not None
    agenda = Agenda(
        body=meeting.body.code,
        kind="regular",
        starts_at=MEETING,
        location=meeting.location,
        items=tuple(_posted(item) for item in items),
    )
    AgendaVersionRow.objects.create(
        meeting=meeting,
        version=1,
        posted_at=MEETING - timedelta(days=4),
        posted_by="Demo clerk",
        snapshot=agendas.snapshot(agenda),
        digest="0" * 64,
        notice_kind="regular",
        notice_hours=96,
        notice_needed=72,
    )


def _adopt(city: City, meeting: MeetingRow, item: AgendaItemRow, roll: list[PersonRow]) -> VoteRow:
    """Let the meeting adopt the file of the trees, with one voice against it."""
    file = CouncilFile.objects.get(city_id=city.id, identifier=TREES)
    decides = chamber.act(city, TREES, ADOPTED, date(2026, 3, 4), at=LATER)
    vote = VoteRow.objects.create(
        file=file,
        seq=decides + 1,
        meeting=meeting,
        item=item,
        date=meeting.day,
        question="adopt",
        label="Adopted Forthwith",
        yes=1,
        no=1,
        absent=1,
        result="carried",
        decides=decides,
        changed_at=LATER,
    )
    for place, (person, option) in enumerate(zip(roll, ("yes", "no", "absent"), strict=True)):
        BallotRow.objects.create(
            vote=vote, person=person, option=option, date=vote.date, position=place
        )
    return vote


def _item(meeting: MeetingRow, identifier: str, place: int) -> AgendaItemRow:
    file = CouncilFile.objects.get(city_id=meeting.city_id, identifier=identifier)
    return AgendaItemRow.objects.create(
        meeting=meeting,
        file=file,
        position=place,
        number=str(place),
        section="heard",
        caption=f"Caption of {identifier}",
        recommendation="ADOPT the Motion.",
    )


def _posted(row: AgendaItemRow) -> Item:
    assert row.file is not None
    return Item(
        key=row.pk,
        number=row.number,
        section=row.section,
        caption=row.caption,
        file=row.file.identifier,
        recommendation=row.recommendation,
    )
