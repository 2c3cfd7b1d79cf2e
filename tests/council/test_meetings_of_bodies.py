"""Meetings are set, posted in time, run, cancelled; and every file of theirs is told."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from tests.council import chamber
from tests.council.chamber import CLERK
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.actions import agendas, meetings, sessions
from townline.council.actions.agendas import NewItem
from townline.council.actions.meetings import MeetingStale, NotSo, Said
from townline.council.actions.sessions import Happened, NoQuorum
from townline.council.models import AgendaVersionRow
from townline.council.rules.ballots import Option, TallyDisagrees
from townline.council.rules.meetings import NotNow
from townline.council.rules.notice import TooLate
from townline.record.verbs import Actor, NotAllowed, Role

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 3, 10)
ADOPTED = "council.adopted_r51"
CONTINUED = "council.continued"
AGENT = Actor(kind="staff", label="Demo agent", roles=frozenset({Role.AGENT}))


def at(city: City, day: date, hour: float = 10) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=city.zone) + timedelta(hours=hour)


def setting(city: City, **other: Any) -> Said:
    usual = Said(body="council", starts_at=at(city, TUESDAY), location="Room 340")
    return replace(usual, **other)


def made(city: City, **other: Any) -> str:
    said = setting(city, **other)
    return meetings.make_meeting(city=city, said=said, by=CLERK, at=chamber.NOW)


def with_items(city: City, *titles: str, section: str = "heard") -> tuple[str, list[str]]:
    """Make a meeting with a file for each title on its draft."""
    code = made(city)
    numbers = [chamber.introduced(city, title) for title in titles]
    agendas.add_items(
        city=city,
        code=code,
        items=[NewItem(section=section, file=number) for number in numbers],
        by=CLERK,
        at=chamber.NOW,
    )
    return code, numbers


def posted(city: City, *titles: str, section: str = "heard") -> tuple[str, list[str]]:
    code, numbers = with_items(city, *titles, section=section)
    agendas.post_agenda(
        city=city, code=code, places=["Main Street entrance"], by=CLERK, at=chamber.NOW
    )
    return code, numbers


def keys(city: City, code: str) -> list[int]:
    return [each.item.key for each in queries.items(city, code)]


def test_a_meeting_is_set_and_what_cannot_be_is_refused() -> None:
    city = chamber.found()
    code = made(city)
    assert code == "2026-03-10-council"
    found = queries.meeting(city, code, behind=True)
    assert (found.body_name, found.kind, found.status) == ("Council", "regular", "tentative")
    assert found.starts_at.hour == 10
    with pytest.raises(queries.NoSuchMeeting):
        queries.meeting(city, code)  # nobody else knows of a draft
    for wrong, part in (
        ({"body": "parliament"}, "body"),
        ({"starts_at": chamber.NOW - timedelta(hours=1)}, "starts_at"),
        ({"kind": "festive"}, "kind"),
        ({}, "starts_at"),  # it meets then already
    ):
        with pytest.raises(NotSo) as refused:
            made(city, **wrong)
        assert refused.value.part == part
    with pytest.raises(NotAllowed):
        meetings.make_meeting(
            city=city, said=setting(city, starts_at=at(city, TUESDAY, 14)), by=AGENT, at=chamber.NOW
        )


def test_a_meeting_is_moved_until_its_agenda_is_posted() -> None:
    city = chamber.found()
    code, _ = with_items(city, "Trees")
    later = setting(city, starts_at=at(city, TUESDAY, 13))
    seen = queries.meeting(city, code, behind=True).seq
    meetings.change_meeting(city=city, code=code, said=later, seen=seen, by=CLERK, at=chamber.NOW)
    assert queries.meeting(city, code, behind=True).starts_at.hour == 13
    with pytest.raises(MeetingStale):
        meetings.change_meeting(
            city=city, code=code, said=setting(city), seen=seen, by=CLERK, at=chamber.NOW
        )
    agendas.post_agenda(city=city, code=code, by=CLERK, at=chamber.NOW)
    with pytest.raises(NotNow, match="cancelled, and another one made"):
        meetings.change_meeting(city=city, code=code, said=setting(city), by=CLERK, at=chamber.NOW)
    video = replace(later, video="https://example.org/video")
    meetings.change_meeting(city=city, code=code, said=video, by=CLERK, at=chamber.NOW)
    lines = queries.record_of_meeting(city, code)
    assert [line.verb for line in lines] == [
        "meeting.changed", "meeting.posted", "meeting.changed", "meeting.made",
    ]  # fmt: skip


def test_an_agenda_is_drafted_posted_in_time_and_frozen() -> None:
    city = chamber.found()
    code, (first, _) = with_items(city, "Trees", "Lamps")
    agendas.add_items(
        city=city,
        code=code,
        items=[
            NewItem(section="noticed", caption="HEARING on the budget"),
            NewItem(section="not_heard", file=first),  # it stands there already
        ],
        by=CLERK,
        at=chamber.NOW,
    )
    shown = [(each.item.number, each.item.caption) for each in queries.items(city, code)]
    assert shown == [("1", "HEARING on the budget"), ("2", "Trees"), ("3", "Lamps")]
    last = keys(city, code)[2]
    agendas.move_item(city=city, code=code, key=last, by_places=-1, by=CLERK, at=chamber.NOW)
    assert [each.item.caption for each in queries.items(city, code)][1:] == ["Lamps", "Trees"]
    with pytest.raises(TooLate, match="Call a special meeting"):
        agendas.post_agenda(
            city=city, code=code, by=CLERK, at=at(city, TUESDAY) - timedelta(hours=71)
        )
    agendas.post_agenda(city=city, code=code, places=["Main Street"], by=CLERK, at=chamber.NOW)
    (version,) = queries.versions(city, code)
    assert (version.version, version.proved, version.places) == (1, True, ("Main Street",))
    assert version.notice_hours > version.notice_needed == 72
    with pytest.raises(NotSo, match="Nothing has changed"):
        agendas.post_agenda(city=city, code=code, by=CLERK, at=chamber.NOW)
    agendas.remove_item(city=city, code=code, key=keys(city, code)[1], by=CLERK, at=chamber.NOW)
    with pytest.raises(NotSo, match="why the agenda is posted again"):
        agendas.post_agenda(city=city, code=code, by=CLERK, at=chamber.NOW)
    agendas.post_agenda(city=city, code=code, reason="Withdrawn", by=CLERK, at=chamber.NOW)
    assert [len(each.agenda.items) for each in queries.versions(city, code)] == [2, 3]
    assert [i.number for i in queries.versions(city, code)[0].agenda.items] == ["1", "3"]
    with pytest.raises((IntegrityError, InternalError), match="append-only"), transaction.atomic():
        AgendaVersionRow.objects.filter(version=1).update(digest="0" * 64)
    with pytest.raises((IntegrityError, InternalError), match="append-only"), transaction.atomic():
        AgendaVersionRow.objects.filter(version=1).delete()


def test_items_that_cannot_be_are_refused() -> None:
    city = chamber.found()
    code = made(city)
    for item, part in (
        (NewItem(section="heard", file="26-9999"), "files"),
        (NewItem(section="elsewhere", caption="x"), "section"),
        (NewItem(section="heard", caption="  "), "caption"),
    ):
        with pytest.raises(NotSo) as refused:
            agendas.add_items(city=city, code=code, items=[item], by=CLERK, at=chamber.NOW)
        assert refused.value.part == part
    with pytest.raises(NotSo, match="without an item"):
        agendas.post_agenda(city=city, code=code, by=CLERK, at=chamber.NOW)


def test_a_cancelled_meeting_continues_every_file_of_its_agenda() -> None:
    city = chamber.found()
    code, numbers = posted(city, "Trees", "Lamps")
    next_week = TUESDAY + timedelta(days=7)
    other = made(city, starts_at=at(city, next_week))
    with pytest.raises(NotSo, match="after the meeting's"):
        meetings.cancel_meeting(
            city=city, code=code, to=TUESDAY, reason="x", by=CLERK, at=chamber.NOW
        )
    assert queries.meeting(city, code).status == "confirmed"  # nothing was half done
    moved = meetings.cancel_meeting(
        city=city, code=code, to=next_week, reason="No business", by=CLERK, at=chamber.NOW
    )
    assert moved == 2
    for number in numbers:
        (line,) = queries.history(city, number)
        assert line.printed == (
            "Council meeting of March 10, 2026 cancelled. Item continued to March 17, 2026."
        )
        assert queries.file(city, number).next_date == next_week
    assert [each.item.file for each in queries.items(city, other)] == numbers
    assert queries.meeting_days(city) == {(TUESDAY, "cancelled")}
    with pytest.raises(NotNow):
        meetings.cancel_meeting(
            city=city, code=code, to=next_week, reason="x", by=CLERK, at=chamber.NOW
        )


def test_a_lost_quorum_continues_what_was_to_be_taken_up() -> None:
    city = chamber.found()
    code, (number,) = posted(city, "Trees")
    everyone = [who.code for who in queries.members(city, "council", TUESDAY)]
    now = at(city, TUESDAY)
    with pytest.raises(NoQuorum, match="9 of 15 are here; a quorum is 10"):
        sessions.open_meeting(city=city, code=code, absent=everyone[:6], by=CLERK, at=now)
    meetings.lose_quorum(
        city=city,
        code=code,
        to=TUESDAY + timedelta(days=1),
        absent=tuple(everyone[:6]),
        by=CLERK,
        at=now,
    )
    assert queries.history(city, number)[0].printed == (
        "Item continued to March 11, 2026 due to loss of quorum."
    )
    assert queries.meeting(city, code).status == "adjourned_no_quorum"


def happened(type: str = ADOPTED, **said: Any) -> Happened:
    return Happened(**{"type": type, "parameters": {"comment": ""}} | said)


@dataclass(frozen=True)
class Sitting:
    """A meeting on three files that has begun, with one member absent."""

    city: City
    code: str
    numbers: list[str]
    now: datetime

    @property
    def run(self) -> dict[str, Any]:
        return {"city": self.city, "code": self.code, "by": CLERK}

    def note(self, items: list[int], what: Happened) -> None:
        sessions.note_outcome(**self.run, items=items, happened=what, at=self.now)


@pytest.fixture
def sitting() -> Sitting:
    city = chamber.found()
    code, numbers = posted(city, "Trees", "Lamps", "Benches")
    begun = Sitting(city, code, numbers, at(city, TUESDAY))
    with pytest.raises(NotSo, match="on that day"):
        sessions.open_meeting(**begun.run, absent=[], at=chamber.NOW)
    sessions.open_meeting(**begun.run, absent=["tim-mcosker"], at=begun.now)
    return begun


def test_what_cannot_have_happened_at_a_meeting_is_not_noted(sitting: Sitting) -> None:
    city, note = sitting.city, sitting.note
    one, _two, _three = keys(city, sitting.code)
    with pytest.raises(TallyDisagrees, match="the ballots add up to 13 - 1 - 1"):
        note([one], happened(exceptions={"nithya-raman": Option.NO}, announced="14 - 0 - 1"))
    with pytest.raises(NotSo, match="takes 8 votes and has 7"):
        some = [who.code for who in queries.members(city, "council", TUESDAY)][:8]
        note([one], happened(exceptions=dict.fromkeys(some, Option.NO)))
    with pytest.raises(NotSo, match="does not sit in this body"):
        note([one], happened(exceptions={"nobody": Option.NO}))
    with pytest.raises(NotSo):
        note([one], happened(type=CONTINUED, parameters={"to": "2026-02-30", "comment": ""}))
    assert queries.running(city, sitting.code)[0].outcomes == {}


def test_a_meeting_is_run_and_entered_when_it_is_closed(sitting: Sitting) -> None:
    city, code, numbers, note = sitting.city, sitting.code, sitting.numbers, sitting.note
    one, two, three = keys(city, code)
    note([one, two], happened(method="consent"))
    note([two], happened(exceptions={"nithya-raman": Option.NO}, announced="13 - 1 - 1"))
    note([three], happened(type=CONTINUED, parameters={"to": "2026-03-17", "comment": ""}))
    assert sessions.undo_step(**sitting.run, at=sitting.now)
    assert set(queries.running(city, code)[0].outcomes) == {one, two}
    note([three], happened(type=CONTINUED, parameters={"to": "2026-03-18", "comment": ""}))
    assert [len(queries.history(city, number)) for number in numbers] == [0, 0, 0]  # only drafts
    assert sessions.close_meeting(**sitting.run, at=sitting.now + timedelta(hours=2)) == 3

    assert [queries.history(city, number)[0].printed for number in numbers] == [
        "Council adopted item, subject to reconsideration, pursuant to Council Rule 51.",
        "Council adopted item, subject to reconsideration, pursuant to Council Rule 51.",
        "Council continued item to March 18, 2026 .",
    ]
    assert queries.file(city, numbers[0]).state == "reconsiderable"
    votes = queries.votes_at(city, code)
    assert [vote.tally.written() for vote in votes] == ["14 - 0 - 1", "13 - 1 - 1", "14 - 0 - 1"]
    assert [vote.method for vote in votes] == ["consent", "roll_call", "roll_call"]
    assert votes[0].decides == queries.history(city, numbers[0])[0].seq
    held = queries.meeting(city, code)
    assert (held.status, held.absent, len(held.present)) == ("held", ("tim-mcosker",), 14)
    with pytest.raises(NotNow):
        note([one], happened())


def test_an_item_without_a_hearing_takes_ten_votes() -> None:
    city = chamber.found()
    code, _ = posted(city, "Trees", section="not_heard")
    now = at(city, TUESDAY)
    some = [who.code for who in queries.members(city, "council", TUESDAY)][:5]
    sessions.open_meeting(city=city, code=code, absent=some, by=CLERK, at=now)
    (key,) = keys(city, code)
    with pytest.raises(NotSo, match="takes 10 votes and has 9"):
        sessions.note_outcome(
            city=city,
            code=code,
            items=[key],
            happened=happened(exceptions={"nithya-raman": Option.NO}),
            by=CLERK,
            at=now,
        )


def test_what_is_restricted_stays_out_of_every_agenda_that_others_read() -> None:
    city = chamber.found()
    code, (first, second) = posted(city, "Trees", "Lamps")
    actions.restrict(city=city, identifier=first, reason="Litigation", by=CLERK, at=chamber.NOW)
    (version,) = queries.versions(city, code)
    assert [item.file for item in version.agenda.items] == [second]
    (whole,) = queries.versions(city, code, behind=True)
    assert [item.file for item in whole.agenda.items] == [first, second]
    assert version.digest == whole.digest
    assert queries.meetings_of(city, first) == ()
