"""Who sits on a committee is entered at the desk, and its roll calls name exactly those."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.council import chamber
from tests.council.chamber import CLERK, NOW
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.actions import NewItem
from townline.council.actions import Said as MeetingSaid
from townline.council.rules import meetings, people
from townline.council.rules.people import CannotSit, Membership
from townline.council.rules.settings import CouncilSettings
from townline.record.verbs import Actor, NotAllowed, Role

DESK = "/council/desk/bodies/"
PLUM = f"{DESK}plum/members/"
DAYS = [date(2026, 3, 1) + timedelta(days=n) for n in range(8)]
SPANS = st.builds(
    Membership,
    person=st.sampled_from(["a", "b"]),
    body=st.sampled_from(["plum", "personnel"]),
    role=st.sampled_from(people.ROLES),
    since=st.none() | st.sampled_from(DAYS[:4]),
    until=st.none() | st.sampled_from(DAYS[4:]),
)
AROUND = [DAYS[0] + timedelta(days=n) for n in range(-2, 12)]


@given(SPANS, SPANS)
def test_two_memberships_overlap_where_there_is_a_day_of_both(
    one: Membership, two: Membership
) -> None:
    both = any(one.on(day) and two.on(day) for day in AROUND)
    assert people.overlap(one, two) is both
    assert people.overlap(two, one) is both


@given(st.lists(SPANS, max_size=6))
def test_nobody_sits_twice_and_no_body_has_two_chairs(wanted: list[Membership]) -> None:
    kept: list[Membership] = []
    for each in wanted:
        try:
            people.check_sits(each, kept, {})
        except CannotSit:
            continue
        kept.append(each)
    for day in AROUND:
        for body in ("plum", "personnel"):
            there = [each for each in kept if each.body == body and each.on(day)]
            assert len({each.person for each in there}) == len(there)
            assert sum(each.role == "chair" for each in there) <= 1


@pytest.mark.parametrize(
    ("council", "members", "takes"),
    [(True, 15, 10), (True, 13, 10), (False, 5, 3), (False, 4, 3), (False, 15, 8), (False, 0, 0)],
)
def test_a_quorum_of_a_committee_is_a_majority_of_its_members(
    council: bool, members: int, takes: int
) -> None:
    assert meetings.quorum(CouncilSettings(), council, members) == takes


@pytest.fixture
def city(db: None) -> City:
    return chamber.found(people=True)


@pytest.fixture
def clerk(city: City) -> Client:
    return fairview.signed_in("clerk")


def seat(city: City, person: str, role: str = "member", **days: date) -> int:
    said = Membership(person=person, body="plum", role=role, **days)
    return actions.seat_member(city=city, said=said, by=CLERK, at=NOW)


def some(city: City, n: int) -> list[str]:
    return [who.code for who in queries.people(city)][:n]


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return re.sub(r"\s+", " ", answer.content.decode())


def names(city: City, day: date) -> set[str]:
    return {who.code for who in queries.members(city, "plum", day)}


def test_a_committee_has_the_members_of_the_day(city: City) -> None:
    one, two, three = some(city, 3)
    seat(city, one, "chair", since=DAYS[0], until=DAYS[3])
    seat(city, two, since=DAYS[0])
    seat(city, three, "chair", since=DAYS[3])
    assert names(city, DAYS[0] - timedelta(days=1)) == set()
    assert names(city, DAYS[2]) == {one, two}
    assert names(city, DAYS[3]) == {two, three}
    assert len(queries.members(city, "council", DAYS[3])) == 15


def test_what_cannot_be_is_refused_in_words(city: City) -> None:
    one, two = some(city, 2)
    seat(city, one, "chair", since=DAYS[0])
    with pytest.raises(CannotSit, match=r"sits there already from 2026-03-01 on"):
        seat(city, one)
    with pytest.raises(CannotSit, match=r"is chair from 2026-03-01 on; there is one at a time"):
        seat(city, two, "chair")
    with pytest.raises(CannotSit, match="has not left by"):
        seat(city, two, since=DAYS[3], until=DAYS[3])
    with pytest.raises(CannotSit, match="Choose somebody whom the record names"):
        seat(city, "nobody")
    with pytest.raises(CannotSit, match="The city's folder says who holds"):
        said = Membership(person=one, body="council")
        actions.seat_member(city=city, said=said, by=CLERK, at=NOW)
    agent = Actor(kind="staff", label="Demo agent", roles=frozenset({Role.AGENT}))
    with pytest.raises(NotAllowed):
        actions.seat_member(city=city, said=said, by=agent, at=NOW)


def test_applying_the_folder_again_leaves_what_the_clerk_entered(city: City) -> None:
    (one,) = some(city, 1)
    seat(city, one)
    told = chamber.los_angeles_council.read()
    actions.put_people(city_id=city.id, people=told.people, by=CLERK, at=NOW)
    assert names(city, DAYS[0]) == {one}


def test_members_are_entered_ended_and_taken_out_over_the_desk(city: City, clerk: Client) -> None:
    one, two = some(city, 2)
    assert "No member is on record." in page(clerk, PLUM)
    sent = {"person": one, "role": "chair", "since": "2026-01-01", "until": ""}
    assert clerk.post(f"{PLUM}add/", sent)["Location"] == PLUM
    again = clerk.post(f"{PLUM}add/", sent)
    assert (again.status_code, b"sits there already" in again.content) == (422, True)
    clerk.post(f"{PLUM}add/", {**sent, "person": two, "role": "member"})
    said = page(clerk, PLUM)
    assert "<strong>Chair</strong>" in said
    assert "entered by Demo clerk" in said
    assert "2 members" in page(clerk, DESK)
    first, second = sorted(each.id for each in queries.memberships(city, "plum"))
    ended = {"role": "chair", "since": "2026-01-01", "until": "2026-02-01"}
    assert clerk.post(f"{PLUM}{first}/", ended).status_code == 302
    assert ">Before</h2>" in page(clerk, PLUM)
    odd = clerk.post(f"{PLUM}{first}/", {**ended, "until": "2025-02-01"})
    assert (odd.status_code, b"has not left by" in odd.content) == (422, True)
    clerk.post(f"{PLUM}{second}/", {"deed": "remove"})
    assert [each.person for each in queries.memberships(city, "plum")] == [one]
    assert clerk.get(f"{PLUM}{second}/").status_code == 404
    assert "is said by the city" in page(clerk, f"{DESK}council/members/")
    assert clerk.get(f"{DESK}mayor/members/").status_code == 404


def test_a_roll_call_of_a_committee_offers_exactly_its_members_on_that_day(
    city: City, clerk: Client
) -> None:
    now = timezone.now()
    code = committee_meeting(city, now)
    roll = f"/council/desk/meetings/{code}/roll/"
    empty = page(clerk, roll)
    assert "No member of this body is on record" in empty
    assert PLUM in empty
    one, two, three, gone = some(city, 4)
    day = queries.meeting(city, code).day
    for person in (one, two, three):
        seat(city, person)
    seat(city, gone, until=day)
    said = page(clerk, roll)
    assert set(re.findall(r'name="here" value="([^"]+)"', said)) == {one, two, three}
    assert "2 of 3 are a quorum." in said
    assert b"a quorum is 2" in clerk.post(roll, {"here": [one]}).content
    assert clerk.post(roll, {"here": [one, two]}).status_code == 302


def committee_meeting(city: City, starts: datetime) -> str:
    before = starts - timedelta(days=5)
    said = MeetingSaid(body="plum", starts_at=starts)
    code = actions.make_meeting(city=city, said=said, by=CLERK, at=before)
    item = NewItem(section="items", file=chamber.introduced(city, at=before))
    actions.add_items(city=city, code=code, items=[item], by=CLERK, at=before)
    actions.post_agenda(city=city, code=code, by=CLERK, at=before)
    return code


def test_nobody_but_a_clerk_says_who_sits_where(city: City) -> None:
    (one,) = some(city, 1)
    key = seat(city, one)
    for name in ("agent", "worker", "admin"):
        client = fairview.signed_in(name)
        assert client.post(f"{PLUM}add/", {"person": one, "role": "member"}).status_code == 403
        assert client.post(f"{PLUM}{key}/", {"deed": "remove"}).status_code == 403
    assert "/sign-in/" in Client().get(PLUM)["Location"]
    assert fairview.signed_in("agent").get(PLUM).status_code == 403
    shown = page(fairview.signed_in("admin"), PLUM)
    assert "Enter a member" not in shown
    assert [each.id for each in queries.memberships(city, "plum")] == [key]
