"""The demo's centre has had a day: made-up contacts, through the real queue, marked so."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from tests.desk import centre
from townline.cities.rules.city import City
from townline.config import demonstration_chats, demonstration_contacts
from townline.contacts import queries
from townline.contacts.models import Turn
from townline.contacts.rules.decided import replay
from townline.contacts.rules.saying import Side
from townline.staff.models import Member


@pytest.fixture
def town(db: None) -> City:
    """Apply Fairview with its centres."""
    return centre.town()


def under_way(town: City) -> list[str]:
    return sorted(state for _, state in queries.simulated_under_way(town.id, "311"))


def test_a_day_is_made_up_once_and_some_wait(town: City) -> None:
    now = timezone.now()
    made = demonstration_contacts.present(town, now)
    assert made > 20
    assert Turn.objects.filter(simulated=True).count() == Turn.objects.count() > made
    assert under_way(town) == ["in_contact"] * 2 + ["waiting"] * 2
    found = replay(queries.decided(town.id, "311"))
    assert (found.offered_twice, found.passed_over, found.passed_by) == ((), (), ())
    centres = queries.contact_centre(town.edition_id).centres
    board = queries.board(town, centres, since=now - timedelta(days=1), at=now)
    assert sum(each.simulated for each in board.waits.values()) > made
    assert {each.state for each in board.agents} == {"in_contact", "idle"}
    assert demonstration_contacts.present(town, now + timedelta(hours=1)) == 0
    assert under_way(town) == ["in_contact"] * 2 + ["waiting"] * 2


def test_chats_say_that_they_are_made_up(town: City) -> None:
    demonstration_contacts.present(town, timezone.now())
    chats = Turn.objects.filter(queue="chat", simulated=True)
    states = sorted(chats.values_list("state", flat=True))
    assert states == ["over"] * 3 + ["waiting"] * 2
    for turn in chats:
        said = queries.said(town.id, turn.pk)
        assert said[0].text in demonstration_chats.MADE_UP.values()
        assert {each.side for each in said} >= {Side.CITY, Side.RESIDENT}
        assert (Side.AGENT in {each.side for each in said}) is (turn.state == "over")


@pytest.mark.parametrize(("closes_before", "came"), [(timedelta(minutes=1), 3), (timedelta(3), 0)])
def test_no_chat_comes_or_waits_while_chats_are_not_taken(
    town: City, monkeypatch: pytest.MonkeyPatch, closes_before: timedelta, came: int
) -> None:
    now = timezone.now()
    closed_since = now - closes_before

    def opening(city: City, queue: str, at: datetime) -> queries.Opening:
        return queries.Opening(open=at < closed_since)

    monkeypatch.setattr(demonstration_contacts.queries, "opening_of", opening)
    assert demonstration_contacts.present(town, now) > 20
    chats = Turn.objects.filter(queue="chat")
    assert [each.state for each in chats] == ["over"] * came


def test_made_up_agents_are_planned_for_two_weeks_and_it_shows_how_they_kept_it(
    town: City,
) -> None:
    now = timezone.now()
    demonstration_contacts.present(town, now)
    today = now.astimezone(town.zone).date()
    monday = today - timedelta(days=today.weekday())
    planned = queries.shifts(town, monday, monday + timedelta(days=13))
    assert len(planned) == 14 * demonstration_contacts.AGENTS
    assert all(each.label.startswith(demonstration_contacts.NAME) for each in planned)
    agents = sorted({each.agent for each in planned})
    kept = [
        each.whole.kept
        for day in (today - timedelta(days=1), today)
        for each in queries.adherence(town, day, agents, at=now)
    ]
    assert any(kept)
    demonstration_contacts.present(town, now + timedelta(hours=1))
    assert queries.shifts(town, monday, monday + timedelta(days=13)) == planned


def test_the_same_day_is_the_same_again(town: City) -> None:
    now = timezone.now()
    other = centre.town("meadowview", people=False)
    assert demonstration_contacts.present(town, now) > 0
    day = [row.contact.started_at for row in Turn.objects.select_related("contact")]
    assert all(now - timedelta(days=1) < each <= now for each in day)
    assert demonstration_contacts.present(other, now) > 0


def test_nothing_is_made_up_while_somebody_answers(town: City) -> None:
    member = Member.objects.get(user=get_user_model().objects.get(username="agent"))
    centre.agent(town, timezone.now(), member_id=member.pk)
    assert demonstration_contacts.present(town, timezone.now()) == 0
    assert Turn.objects.count() == 0


def test_nothing_is_made_up_while_somebody_waits(town: City) -> None:
    centre.call(town, timezone.now())
    assert demonstration_contacts.present(town, timezone.now()) == 0
    assert Turn.objects.count() == 1
