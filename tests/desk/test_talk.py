"""An agent writes with the residents of several chats at once; nobody else does."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk import centres, fairview
from tests.desk.pages import text_of
from tests.knowledge.articles import article, put
from townline.catalogue import actions as catalogue
from townline.catalogue.rules.ready_texts import ReadyText
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.rules.saying import Side
from townline.record.verbs import RESIDENT

GREETING = ReadyText(name="Greeting", words={"en": "Good day, how can I help?"}, deeds=("reply",))


@pytest.fixture
def centre(town: City) -> City:
    centres.put(town)
    put(town, article(owner="lighting", services=()))
    return town


@pytest.fixture
def me(centre: City) -> int:
    key = centres.agent(centre)
    centres.available(centre, key)
    return key


def chat(city: City, text: str = "missing puppy") -> int:
    """Let somebody chat who is offered to whoever is available, and say something."""
    key = centres.call(city, "chat", channel="chat")
    resident(city, key, text)
    return key


def resident(city: City, key: int, text: str) -> None:
    actions.say(
        city=city, contact=key, side=Side.RESIDENT, text=text, by=RESIDENT, at=timezone.now()
    )


def answered(city: City, me: int, text: str = "missing puppy") -> int:
    key = chat(city, text)
    actions.answer(city=city, contact=key, agent=me, by=fairview.actor("agent"), at=timezone.now())
    return key


def say(client: Client, key: int, **said: str) -> Any:
    return client.post(f"/desk/console/talk/{key}/say/", said)


def test_an_agent_reads_what_was_said_and_writes_back(centre: City, me: int, agent: Client) -> None:
    key = answered(centre, me)
    page = f"/desk/console/talk/{key}/"
    assert "Resident" in text_of(agent, page)
    assert "missing puppy" in text_of(agent, page)
    assert say(agent, key, text="I help you.")["Location"] == f"{page}#end"
    (*_, last) = queries.said(centre.id, key)
    assert (last.side, last.text, last.by) == (Side.AGENT, "I help you.", "Demo agent")
    first = queries.said(centre.id, key)[0].id
    told = agent.get(f"{page}newer.json?after={first}").json()
    assert (told["last"], told["open"]) == (last.id, True)
    assert "missing puppy" not in told["html"]


def test_what_is_written_stands_at_the_console_beside_the_contact(
    centre: City, me: int, agent: Client
) -> None:
    key = answered(centre, me)
    page = agent.get(f"/desk/console/?contact={key}").content.decode()
    assert f'data-talk="/desk/console/talk/{key}/"' in page
    assert "desk/talk.js" in page


def test_the_answer_of_an_agent_is_a_first_response(centre: City, me: int, agent: Client) -> None:
    key = answered(centre, me)
    say(agent, key, text="I help you.")
    (first,) = queries.response_times(centre.id, key)
    assert first.answered_at
    assert first.answered_at >= first.asked_at


def test_an_answer_is_sent_to_the_letter_with_the_way_to_it(
    centre: City, me: int, agent: Client
) -> None:
    key = answered(centre, me)
    found = agent.get(f"/desk/console/talk/{key}/answers.json?q=lost dog").json()["answers"]
    assert [(each["code"], each["text"]) for each in found] == [
        ("lost-dog", "Call the shelter at 555-0100."),
    ]  # fmt: skip
    assert "Send this quotation" in text_of(agent, f"/desk/console/talk/{key}/?q=lost+dog")
    say(agent, key, answer="lost-dog")
    (*_, last) = queries.said(centre.id, key)
    assert (last.text, last.links[0].code, last.links[0].quoted) == (
        "Call the shelter at 555-0100.", "lost-dog", True,
    )  # fmt: skip
    assert say(agent, key, answer="none").status_code == 404


def test_a_ready_text_goes_below_what_was_typed(centre: City, me: int, agent: Client) -> None:
    number = catalogue.keep_text(
        city=centre, department="lighting", text=GREETING, by=fairview.actor("supervisor"),
        at=timezone.now(),
    )  # fmt: skip
    key = answered(centre, me)
    assert "Greeting" in text_of(agent, f"/desk/console/talk/{key}/")
    say(agent, key, text="Hello.", ready=number)
    assert queries.said(centre.id, key)[-1].text == "Hello.\n\nGood day, how can I help?"


def test_what_is_new_in_the_other_chats_is_counted(centre: City, me: int, agent: Client) -> None:
    one, two = answered(centre, me), answered(centre, me, "a dark street")
    resident(centre, two, "and a hole")
    page = text_of(agent, f"/desk/console/talk/{one}/")
    assert f"{two} 2 new" in page
    say(agent, two, text="I see.")
    assert f"{two} 2 new" not in text_of(agent, f"/desk/console/talk/{one}/")
    assert f"{one} 1 new" in text_of(agent, f"/desk/console/talk/{two}/")


@pytest.mark.parametrize("said", [{"text": ""}, {"text": " \x01"}, {"ready": "none"}])
def test_nothing_is_not_said(centre: City, me: int, agent: Client, said: dict[str, str]) -> None:
    key = answered(centre, me)
    assert say(agent, key, **said).status_code == 422


def test_what_is_sent_twice_is_said_once(centre: City, me: int, agent: Client) -> None:
    key = answered(centre, me)
    for _ in range(2):
        say(agent, key, text="I help you.", name="n1")
    assert len(queries.said(centre.id, key)) == 2


def test_nothing_more_is_said_where_it_is_over(centre: City, me: int, agent: Client) -> None:
    key = answered(centre, me)
    actions.end(city=centre, contact=key, by=RESIDENT, at=timezone.now())
    say(agent, key, text="too late")
    assert len(queries.said(centre.id, key)) == 1
    scripted = {"HTTP_X_REQUESTED_WITH": "fetch"}
    reply = agent.post(f"/desk/console/talk/{key}/say/", {"text": "too late"}, **scripted)
    assert reply.status_code == 409
    assert "Nothing more can be written here." in text_of(agent, f"/desk/console/talk/{key}/")


def test_who_was_not_offered_it_does_not_know_of_it(
    centre: City, me: int, agent: Client, supervisor: Client, worker: Client
) -> None:
    key = answered(centre, me)
    centres.agent(centre, "supervisor")
    for path in ("", "newer.json", "answers.json"):
        assert supervisor.get(f"/desk/console/talk/{key}/{path}").status_code == 404
        assert worker.get(f"/desk/console/talk/{key}/{path}").status_code == 403
        assert Client().get(f"/desk/console/talk/{key}/{path}").status_code == 302
    assert say(supervisor, key, text="mine?").status_code == 404
    assert say(worker, key, text="mine?").status_code == 403
    assert agent.get(f"/desk/console/talk/{2**63}/").status_code == 404
    assert len(queries.said(centre.id, key)) == 1
