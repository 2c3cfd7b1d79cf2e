"""Who leads a department's centre has nothing to do with what is kept of another's."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.desk import centre, fairview
from tests.desk.centres import leader, member_id
from tests.desk.pages import text_of, words
from tests.knowledge.test_answers_by_parts import said as in_parts
from tests.knowledge.test_desk_answers import said as written
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import recordings
from townline.contacts.models import AppraisalRow, Recording, Shift, Turn, Voicemail
from townline.contacts.queries import recordings as taped
from townline.contacts.rules import quality
from townline.contacts.rules.answering import Abilities
from townline.contacts.rules.recording import CALL, VOICEMAIL
from townline.knowledge.models import AnswerVersion, VersionStep
from townline.record.verbs import SYSTEM, NotAllowed
from townline.staff.models import Member

NOW = timezone.now


@pytest.fixture
def town(db: None) -> City:
    """Apply Fairview: 311 belongs to lighting, and parks have a centre of their own."""
    return centre.town()


@pytest.fixture
def ours(town: City) -> Client:
    """Return the browser of who leads 311."""
    return fairview.signed_in("supervisor")


@pytest.fixture
def theirs(town: City) -> Client:
    """Return the browser of who leads the centre of parks."""
    return leader(town)


@pytest.fixture
def ana(town: City) -> int:
    """Return an agent of 311, who is the member ``agent``."""
    member = Member.objects.get(user=get_user_model().objects.get(username="agent"))
    return centre.agent(town, NOW() - timedelta(hours=1), member_id=member.pk)


@pytest.fixture
def contact(town: City, ana: int) -> int:
    """Return a contact of 311 that was answered and written up."""
    at = NOW() - timedelta(minutes=30)
    key = centre.call(town, at)
    centre.answered(town, key, ana, at, at + timedelta(minutes=1))
    return key


def keep(town: City, contact: int, kind: str) -> Recording:
    """Keep a recording, as if its sound were there."""
    at = Turn.objects.get(pk=contact).answered_at or NOW()
    row = recordings.new_recording(town, contact, kind, at=at, agent="Demo Ana")
    row.pieces, row.form, row.ended_at, row.whole = 1, "audio/webm", at, True
    row.save()
    return row


def test_recorded_calls_are_shown_and_heard_at_their_own_centre_alone(
    town: City, ours: Client, theirs: Client, contact: int
) -> None:
    number = keep(town, contact, CALL).number
    assert number in ours.get("/desk/recordings/").content.decode()
    assert number not in theirs.get("/desk/recordings/").content.decode()
    assert theirs.post(f"/desk/recordings/{number}/sound/").status_code == 403
    assert Recording.objects.get(number=number).seq == 0


def test_what_was_recorded_before_a_contact_went_elsewhere_stays_where_it_was(
    town: City, ours: Client, theirs: Client, ana: int
) -> None:
    at = NOW() - timedelta(minutes=20)
    key = centre.call(town, at)
    told = {"city": town, "contact": key, "by": SYSTEM}
    actions.answer(**told, agent=ana, at=at)
    number = keep(town, key, CALL).number
    trees = queries.contact_centre(town.edition_id).queues["trees"]
    actions.pass_on(**told, queue=trees, at=at + timedelta(minutes=1))
    assert queries.turn_of(town.id, key).centre == "parks"
    assert taped.centre_of_recording(town, number) == "311"
    assert number in ours.get("/desk/recordings/").content.decode()
    assert number not in theirs.get("/desk/recordings/").content.decode()
    assert ours.get(f"/desk/console/contacts/{key}/").status_code == 200
    assert theirs.get(f"/desk/console/contacts/{key}/").status_code == 200


def test_voice_messages_are_for_who_answers_at_their_centre(
    town: City, ours: Client, theirs: Client, contact: int
) -> None:
    row = keep(town, contact, VOICEMAIL)
    Voicemail.objects.create(
        recording=row, city_id=town.id, queue="general", language="en", left_at=NOW()
    )
    page, one = "/desk/voicemail/", f"/desk/voicemail/{row.number}/"
    assert row.number in ours.get(page).content.decode()
    assert row.number in fairview.signed_in("agent").get(page).content.decode()
    assert row.number not in theirs.get(page).content.decode()
    assert queries.looks(town.id, centres={"parks"}, most=9) == ()
    for path, said in (("sound/", {}), ("done/", {"outcome": "returned"}), ("reopen/", {})):
        assert theirs.post(one + path, said).status_code == 403, path
    assert Voicemail.objects.get(recording=row).done_at is None
    new = Abilities(centre="311", queues=("general",), languages=("en",))
    actions.put_agent(
        city=town, member_id=member_id(town, "leads-parks"), label="Demo", said=new, by=SYSTEM,
        at=NOW(),
    )  # fmt: skip
    assert row.number in theirs.get(page).content.decode(), "they answer there now"
    assert theirs.post(one + "done/", {"outcome": "returned"}).status_code == 302


def test_appraisals_are_for_the_agents_of_the_own_centre(
    town: City, ours: Client, theirs: Client, contact: int, ana: int
) -> None:
    started = queries.turn_of(town.id, contact).started_at.astimezone(town.zone)
    week = quality.week_of(started.date())
    fill = f"/desk/quality/{week}/{ana}/{contact}/"
    good = {"greets": "yes", "right": "yes"}
    assert "Demo Ana" in text_of(ours, f"/desk/quality/?week={week}")
    assert "Demo Ana" not in text_of(theirs, f"/desk/quality/?week={week}")
    assert theirs.get(fill).status_code == 404
    assert theirs.post(fill, good).status_code == 404
    found = actions.Found(
        week=week, handled=quality.Handled(ana, contact),
        marks=dict.fromkeys(good, quality.Mark.YES),
    )  # fmt: skip
    lead = fairview.actor("supervisor")
    parks = replace(lead, departments=frozenset({"parks"}))
    with pytest.raises(NotAllowed):
        actions.appraise(city=town, found=found, by=parks, at=NOW())
    assert ours.post(fill, good).status_code == 302
    one = f"/desk/quality/{AppraisalRow.objects.get().pk}/"
    assert ours.get(one).status_code == 200
    assert theirs.get(one).status_code == 404
    assert theirs.post(f"{one}reply/", {"text": "No."}).status_code == 404


def test_shifts_are_planned_for_the_agents_of_the_own_centre(
    town: City, ours: Client, theirs: Client, ana: int
) -> None:
    page = "/desk/shifts/"
    shift = {"agent": ana, "day": "2026-03-02", "begins": "08:00", "ends": "12:00"}
    assert theirs.post(f"{page}add/", shift).status_code == 422
    rows = b"agent,day,from,to\nDemo Ana,2026-03-02,08:00,12:00\n"
    refused = theirs.post(f"{page}file/", {"file": SimpleUploadedFile("shifts.csv", rows)})
    assert refused.status_code == 422
    assert "no agent Demo Ana" in words(refused)
    assert Shift.objects.count() == 0
    assert ours.post(f"{page}add/", shift).status_code == 302
    assert "Demo Ana" in text_of(ours, f"{page}?day=2026-03-02")
    assert "Demo Ana" not in text_of(theirs, f"{page}?day=2026-03-02")
    week = {"source": "2026-03-02", "target": "2026-03-11"}
    assert "0 shifts were planned." in words(theirs.post(f"{page}copy/", week, follow=True))
    kept = Shift.objects.get()
    assert theirs.post(f"{page}{kept.pk}/remove/", {"day": "2026-03-02"}).status_code == 403
    kept.refresh_from_db()
    assert kept.removed_at is None


def test_a_story_is_for_who_had_it_or_leads_where_it_was(
    town: City, ours: Client, theirs: Client, contact: int
) -> None:
    page = f"/desk/console/contacts/{contact}/"
    assert ours.get(page).status_code == 200
    assert theirs.get(page).status_code == 404
    assert theirs.post(page, {"disposition": "answered"}).status_code == 404
    assert theirs.get("/desk/console/contacts/999999/").status_code == 404


def test_nobody_makes_themselves_an_agent_of_a_centre_that_they_do_not_lead(
    town: City, theirs: Client, ana: int
) -> None:
    me = member_id(town, "leads-parks")
    page = f"/desk/agents/{me}/"
    said = {"centre": "311", "queues": ["311~general"], "languages": ["en"], "text_most": 1}
    assert theirs.post(page, said).status_code == 422
    assert queries.agent_of_member(town.id, me) is None
    own = {**said, "centre": "parks", "queues": ["parks~trees"]}
    assert theirs.post(page, own).status_code == 302
    other = f"/desk/agents/{member_id(town, 'agent')}/"
    assert theirs.get(other).status_code == 403
    assert theirs.post(other, own).status_code == 403
    found = queries.agent_of_member(town.id, member_id(town, "agent"))
    assert found
    assert found.centre == "311"


def test_nobody_moves_what_waits_at_another_centre(
    town: City, ours: Client, theirs: Client
) -> None:
    key = centre.call(town, NOW())
    move = {"contacts": [key], "queue": "lamps"}
    assert theirs.post("/desk/wallboard/queues/general/move/", move).status_code == 403
    assert queries.turn_of(town.id, key).queue == "general"
    assert ours.post("/desk/wallboard/queues/general/move/", move).status_code == 302


def test_answers_are_written_and_reviewed_by_who_works_for_their_department(
    town: City, ours: Client, theirs: Client
) -> None:
    page = "/desk/answers/"
    for refused in (
        theirs.post(f"{page}new/?as=text", written()), theirs.post(f"{page}new/", in_parts()),
    ):  # fmt: skip
        assert refused.status_code == 422
        assert "belongs to another department" in words(refused)
        assert "It was asked." in refused.content.decode()
    assert AnswerVersion.objects.count() == 0
    agent = fairview.signed_in("agent")
    assert agent.post(f"{page}new/?as=text", written()).status_code == 302
    agent.post(f"{page}lamp/1/", {"step": "submitted"})
    assert "Publish it" not in text_of(theirs, f"{page}lamp/")
    for step in ("published", "sent_back", "withdrawn"):
        assert theirs.post(f"{page}lamp/1/", {"step": step}).status_code == 403
    assert VersionStep.objects.count() == 1
    assert "Publish it" in text_of(ours, f"{page}lamp/")
