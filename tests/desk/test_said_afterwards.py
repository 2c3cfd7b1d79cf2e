"""What was said in writing is read afterwards: in the story of a contact, and to appraise it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk import centre, fairview
from tests.desk.centres import leader, member_id
from tests.desk.pages import text_of
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.rules import quality
from townline.contacts.rules.quality import Handled
from townline.contacts.rules.saying import Side
from townline.desk import talk_lines
from townline.record.verbs import RESIDENT, SYSTEM

WORDS = ("The lamp is dark.", "Which street is it?", "Oak Street, since Monday.")


@pytest.fixture
def town(db: None) -> City:
    """Apply Fairview with its centres."""
    return centre.town()


@pytest.fixture
def chat(town: City) -> Handled:
    """Return a chat of the member ``agent`` that is over."""
    at = timezone.now() - timedelta(seconds=1)
    ana = centre.agent(town, at, member_id=member_id(town, "agent"))
    key = centre.call(town, at, "chat", channel="chat")
    actions.answer(city=town, contact=key, agent=ana, by=SYSTEM, at=at)
    for side, text in zip((Side.RESIDENT, Side.AGENT, Side.RESIDENT), WORDS, strict=True):
        by = RESIDENT if side is Side.RESIDENT else fairview.actor("agent")
        actions.say(city=town, contact=key, side=side, text=text, by=by, at=at)
    actions.end(city=town, contact=key, by=SYSTEM, at=at)
    actions.wrap_up(city=town, contact=key, disposition="answered", by=SYSTEM, at=at)
    return Handled(ana, key)


def story(chat: Handled) -> str:
    return f"/desk/console/contacts/{chat.contact}/"


def fill(town: City, chat: Handled) -> str:
    (leg,) = (one for one in queries.turn_of(town.id, chat.contact).legs if one.kind == "agent")
    week = quality.week_of(leg.started_at.astimezone(town.zone).date())
    return f"/desk/quality/{week}/{chat.agent}/{chat.contact}/"


def seen(town: City) -> list[tuple[str, str]]:
    found = queries.looks(town.id, centres=None, most=99)
    return sorted((each.by, each.what_for) for each in found)


def test_the_story_of_a_chat_has_what_was_said_in_its_order(town: City, chat: Handled) -> None:
    for name in ("agent", "supervisor"):
        page = text_of(fairview.signed_in(name), story(chat))
        places = [page.index(each) for each in ("What was said", *WORDS)]
        assert places == sorted(places)
        assert "From the beginning" not in page
        assert "Go on reading" not in page
    assert seen(town) == [("Demo agent", "story"), ("Demo supervisor", "story")]
    assert leader(town).get(story(chat)).status_code == 404


def test_the_story_of_a_chat_that_nobody_answered_says_what_was_asked_and_that_it_gave_up(
    town: City,
) -> None:
    at = timezone.now() - timedelta(seconds=90)
    key = centre.call(town, at, "chat", channel="chat")
    actions.say(city=town, contact=key, side=Side.RESIDENT, text=WORDS[0], by=RESIDENT, at=at)
    ended = at + timedelta(seconds=75)
    actions.leave(city=town, contact=key, by=RESIDENT, at=ended)
    page = text_of(fairview.signed_in("supervisor"), f"/desk/console/contacts/{key}/")
    assert WORDS[0] in page
    assert re.search(r"Waited By chat · 1:15 · gave up", page), page
    assert leader(town).get(f"/desk/console/contacts/{key}/").status_code == 404


def test_a_long_conversation_is_read_by_pages(
    town: City, chat: Handled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talk_lines, "PAGE", 2)
    client = fairview.signed_in("agent")
    second = queries.said(town.id, chat.contact)[1].id
    first = client.get(story(chat)).content.decode()
    assert f'href="?after={second}#said"' in first
    assert WORDS[2] not in first
    rest = client.get(f"{story(chat)}?after={second}").content.decode()
    assert WORDS[2] in rest
    assert WORDS[1] not in rest
    assert 'href="?#said"' in rest
    assert "Go on reading" not in rest
    for wrong in ("x", "-1", "9" * 40, "²"):
        assert WORDS[0] in text_of(client, f"{story(chat)}?after={wrong}")
    behind = text_of(client, f"{story(chat)}?after={10**17}")
    assert "From the beginning" in behind


def test_words_that_were_forgotten_are_said_to_be_gone(town: City, chat: Handled) -> None:
    actions.forget_contact(city=town, contact=chat.contact, by=SYSTEM, at=timezone.now())
    page = text_of(fairview.signed_in("agent"), story(chat))
    assert page.count("These words were removed.") == len(WORDS)
    assert seen(town) == []


def test_the_way_to_a_letter_is_for_those_who_may_open_it(
    town: City, chat: Handled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "said", lambda *_a, **_k: (as_letter,))
    as_letter = talk_lines.Said(
        id=1, side=Side.RESIDENT, text="Dear city", at=timezone.now(), links=(), by="", letter=7
    )
    told = {
        name: text_of(fairview.signed_in(name), story(chat)) for name in ("agent", "supervisor")
    }
    assert all("Dear city" in page for page in told.values())
    assert "The letter, with its photos" in told["agent"]
    assert "The letter, with its photos" not in told["supervisor"]


def test_who_appraises_a_chat_reads_it_and_that_is_entered(town: City, chat: Handled) -> None:
    page = text_of(fairview.signed_in("supervisor"), fill(town, chat))
    assert all(each in page for each in WORDS)
    assert fairview.signed_in("admin").get(fill(town, chat)).status_code == 200
    assert seen(town) == [("Demo admin", "appraising"), ("Demo supervisor", "appraising")]
    assert "To appraise it" in text_of(fairview.signed_in("supervisor"), "/desk/looks/")
    others: tuple[Client, ...] = (leader(town), fairview.signed_in("agent"))
    assert [each.get(fill(town, chat)).status_code for each in others] == [404, 403]
    assert len(seen(town)) == 2


def test_of_a_call_nothing_was_said_in_writing(town: City, chat: Handled) -> None:
    at = timezone.now()
    key = centre.call(town, at)
    centre.answered(town, key, chat.agent, at, at)
    spoken = Handled(chat.agent, key)
    client = fairview.signed_in("supervisor")
    for url in (story(spoken), fill(town, spoken)):
        assert "What was said" not in text_of(client, url)
    assert seen(town) == []


def test_whom_an_appraisal_is_about_reads_the_contact_again(town: City, chat: Handled) -> None:
    good = {"greets": "yes", "right": "yes", "comment": ""}
    fairview.signed_in("supervisor").post(fill(town, chat), good)
    (done,) = queries.appraisals_of(town.id, chat.agent, most=9)
    page = fairview.signed_in("agent").get(f"/desk/quality/{done.id}/").content.decode()
    assert f'href="{story(chat)}"' in page
