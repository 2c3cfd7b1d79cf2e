"""Contacts are looked at: which, by whom, and what their agents say to it."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from tests.desk import centre, fairview
from tests.desk.pages import text_of, words
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import Caller
from townline.contacts.models import AppraisalReply, AppraisalRow
from townline.contacts.rules import quality
from townline.contacts.rules.quality import Handled, Mark
from townline.contacts.rules.queueing import Queue
from townline.record.verbs import SYSTEM, NotAllowed, Role
from townline.staff import actions as staff
from townline.staff.models import Member

PAGE = "/desk/quality/"
GOOD = {"greets": "yes", "right": "no", "comment": "Ask for the address first."}


@pytest.fixture
def town(db: None) -> City:
    """Apply Fairview with its centres."""
    return centre.town()


@pytest.fixture
def week(town: City) -> str:
    """Return the week of this moment in the city."""
    return quality.week_of(timezone.now().astimezone(town.zone).date())


@pytest.fixture
def handled(town: City, week: str) -> Handled:
    """Let the member ``agent`` answer five contacts this week, and return one to be looked at."""
    user = get_user_model().objects.get(username="agent")
    member = Member.objects.get(user=user)
    begins, _ends = quality.span_of(week, town.zone)
    at = max(begins, timezone.now() - timedelta(hours=1))
    ana = centre.agent(town, at, member_id=member.pk)
    for n in range(5):
        moment = at + timedelta(seconds=n)
        centre.answered(town, centre.call(town, moment), ana, moment, moment)
    return queries.sampled(town, week)[0]


def fill(week: str, handled: Handled) -> str:
    return f"{PAGE}{week}/{handled.agent}/{handled.contact}/"


def test_three_of_each_agent_are_looked_at(town: City, week: str, handled: Handled) -> None:
    page = text_of(fairview.signed_in("supervisor"), PAGE)
    assert page.count("to be looked at") == quality.EACH
    assert page.count("Demo Ana") >= quality.EACH
    older = text_of(fairview.signed_in("supervisor"), f"{PAGE}?week=2020-W01")
    assert "Nobody answered a contact in this week" in older
    assert fairview.signed_in("supervisor").get(f"{PAGE}?week=never").status_code == 404


def test_what_is_played_at_no_centre_of_the_city_is_not_looked_at(town: City, week: str) -> None:
    begins, _ends = quality.span_of(week, town.zone)
    found = []
    for place in ("play-1", "311"):
        who = centre.agent(town, begins, "Simulated agent 1", centre=place, queues=[place])
        came = Caller(channel="call", language="en", simulated=True)
        line = Queue(code=place, centre=place)
        key, _ = actions.take_in(city=town, came=came, queue=line, by=SYSTEM, at=begins)
        centre.answered(town, key, who, begins, begins)
        found.append(Handled(who, key))
    assert queries.sampled(town, week) == found[1:]


def test_what_a_centre_did_that_the_folder_does_not_name_is_nobodys(town: City, week: str) -> None:
    begins, _ends = quality.span_of(week, town.zone)
    who = centre.agent(town, begins, "Demo Bo", centre="gone", queues=["gone"])
    came = Caller(channel="call", language="en")
    line = Queue(code="gone", centre="gone")
    key, _ = actions.take_in(city=town, came=came, queue=line, by=SYSTEM, at=begins)
    centre.answered(town, key, who, begins, begins)
    assert queries.sampled(town, week) == []
    assert "Demo Bo" not in text_of(fairview.signed_in("supervisor"), PAGE)


def test_the_course_beside_the_form_is_in_the_readers_language(
    town: City, week: str, handled: Handled
) -> None:
    client = fairview.signed_in("supervisor")
    assert "By voice" in client.get(fill(week, handled)).text
    assert "Por voz" in client.get(f"/es{fill(week, handled)}").text


def test_a_contact_is_appraised_and_corrected(town: City, week: str, handled: Handled) -> None:
    client = fairview.signed_in("supervisor")
    missing = client.post(fill(week, handled), {"greets": "yes"})
    assert missing.status_code == 422
    assert "Choose one." in words(missing)
    assert "Kept." in words(client.post(fill(week, handled), GOOD, follow=True))
    first = AppraisalRow.objects.get()
    assert (first.score, first.by) == (25, "Demo supervisor")
    client.post(fill(week, handled), GOOD | {"right": "not_meant"})
    (shown,) = queries.appraisals(town.id, week=week)
    assert (shown.score, shown.former) == (100, first.pk)
    assert "a later one holds" in text_of(client, f"{PAGE}{first.pk}/")


def test_an_agent_sees_their_own_alone_and_answers(town: City, week: str, handled: Handled) -> None:
    fairview.signed_in("supervisor").post(fill(week, handled), GOOD)
    row = AppraisalRow.objects.get()
    mine = fairview.signed_in("agent")
    assert "25 %" in text_of(mine, PAGE)
    assert "Ask for the address first." in text_of(mine, f"{PAGE}{row.pk}/")
    empty = mine.post(f"{PAGE}{row.pk}/reply/", {"text": ""})
    assert empty.status_code == 422
    done = mine.post(f"{PAGE}{row.pk}/reply/", {"text": "The caller hung up."}, follow=True)
    assert "The caller hung up." in words(done)
    assert "with a reply" in text_of(fairview.signed_in("supervisor"), PAGE)
    assert mine.get(fill(week, handled)).status_code == 403


def test_another_agent_sees_nothing_of_it(town: City, week: str, handled: Handled) -> None:
    fairview.signed_in("supervisor").post(fill(week, handled), GOOD)
    row = AppraisalRow.objects.get()
    other = other_agent(town)
    assert "None of your contacts has been appraised" in text_of(other, PAGE)
    assert other.get(f"{PAGE}{row.pk}/").status_code == 404
    assert other.post(f"{PAGE}{row.pk}/reply/", {"text": "x"}).status_code == 404
    assert AppraisalReply.objects.count() == 0
    for name in ("worker", "analyst"):
        assert fairview.signed_in(name).get(PAGE).status_code == 403


def other_agent(town: City) -> Client:
    staff.add_member(
        city_id=town.id, username="bea", password=fairview.PASSWORD, label="Demo Bea",
        departments=("*",), roles=(Role.AGENT,), by=centre.SYSTEM, at=fairview.APPLIED,
    )  # fmt: skip
    client = Client()
    client.force_login(get_user_model().objects.get(username="bea"))
    return client


def test_only_what_was_sampled_is_appraised_and_once(
    town: City, week: str, handled: Handled
) -> None:
    by, at = fairview.actor("supervisor"), timezone.now()
    marks = {"greets": Mark.YES, "right": Mark.YES}
    wrong = actions.Found(week=week, handled=Handled(handled.agent, 999_999), marks=marks)
    with pytest.raises(actions.NotSampled):
        actions.appraise(city=town, found=wrong, by=by, at=at)
    found = actions.Found(week=week, handled=handled, marks=marks)
    actions.appraise(city=town, found=found, by=by, at=at)
    with pytest.raises(actions.AppraisedAlready):
        actions.appraise(city=town, found=found, by=by, at=at)
    with pytest.raises(NotAllowed):
        actions.appraise(city=town, found=found, by=fairview.actor("agent"), at=at)


def test_appraisals_are_never_altered(town: City, week: str, handled: Handled) -> None:
    fairview.signed_in("supervisor").post(fill(week, handled), GOOD)
    with pytest.raises(DatabaseError), transaction.atomic():
        AppraisalRow.objects.update(score=100)
