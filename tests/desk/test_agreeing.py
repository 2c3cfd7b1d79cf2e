"""What whoever is in touch agrees to stands at the console, is entered there, and in the story."""

from typing import Any

import pytest
from django.test import Client

from tests.contacts import hotline
from tests.desk import centres, fairview
from tests.desk.pages import text_of, words
from tests.knowledge.articles import article
from townline.cities.rules.city import City
from townline.contacts import queries
from townline.contacts.models import WebCall
from townline.contacts.rules.consent import ConsentTo
from townline.desk.console import agreeing
from townline.knowledge import actions as knowledge
from townline.record.verbs import SYSTEM

pytestmark = pytest.mark.django_db
CONSOLE = "/desk/console/"


@pytest.fixture
def city() -> City:
    return hotline.open_lines()


def talking(city: City, **said: Any) -> tuple[Client, int]:
    """Let somebody call from their browser and the agent answer; return the agent's browser."""
    hotline.agent(city)
    _resident, contact = hotline.call(**said)
    desk = fairview.signed_in("agent")
    desk.post(f"{CONSOLE}do/answer/", {"contact": contact})
    return desk, contact


def say(desk: Client, contact: int, to: str, given: int) -> str:
    said = {"contact": contact, "to": to, "given": given}
    return words(desk.post(f"{CONSOLE}do/consent/", said, follow=True))


def test_who_did_not_allow_recording_can_be_asked_during_the_call(city: City) -> None:
    desk, contact = talking(city)
    page = text_of(desk, CONSOLE)
    assert "What they agreed to" in page
    assert "May we record this call" in page
    assert "Entered: they agree." in say(desk, contact, "recording", 1)
    assert WebCall.objects.get(pk=contact).may_record
    (first, second) = queries.consents_of(city.id, contact)
    assert (first.by, first.given) == ("a resident", False)
    assert "nothing is recorded" in first.words
    assert (second.by, second.given) == ("Demo agent", True)
    assert "do not want it" in say(desk, contact, "recording", 0)
    assert not WebCall.objects.get(pk=contact).may_record
    story = text_of(desk, f"{CONSOLE}contacts/{contact}/")
    assert story.count("Record the call") == 3
    assert "May we record this call" in story


def test_what_nobody_asks_is_refused_and_so_is_another_agents_contact(city: City) -> None:
    desk, contact = talking(city)
    answer = desk.post(f"{CONSOLE}do/consent/", {"contact": contact, "to": "x", "given": 1})
    assert answer.status_code == 404
    hotline.agent(city, "supervisor")
    other = fairview.signed_in("supervisor")
    assert "not possible any more" in say(other, contact, "keeping", 0)
    assert queries.agreed(contact, ConsentTo.KEEPING) is None


def test_it_is_asked_in_the_language_of_whoever_calls() -> None:
    spanish = agreeing.asked(ConsentTo.RECORDING, "es")
    assert spanish.language == "es"
    assert spanish.words != agreeing.asked(ConsentTo.RECORDING, "en").words
    assert agreeing.asked(ConsentTo.RECORDING, "xx").language == "en"


def test_an_ordinary_call_is_asked_about_its_number_alone(town: City, agent: Client) -> None:
    centres.put(town)
    centres.available(town, centres.agent(town))
    contact = centres.call(town, details={"phone": "+1 815 555 0123"})
    agent.post(f"{CONSOLE}do/answer/", {"contact": contact})
    page = text_of(agent, CONSOLE)
    assert "May we keep your number" in page
    assert "May we record" not in page
    assert "not possible any more" in say(agent, contact, "recording", 1)
    say(agent, contact, "keeping", 0)
    assert queries.agreed(contact, ConsentTo.KEEPING) is False
    assert "They do not want it" not in text_of(agent, CONSOLE)


def test_what_is_sent_says_that_they_agree_and_who_took_it_back_is_asked_again(
    town: City, agent: Client
) -> None:
    centres.put(town)
    found = article(code="lost-dog", owner="parks", services=("light",))
    knowledge.put_answers(
        edition_id=town.edition_id, answers=[found], by=SYSTEM, at=fairview.APPLIED
    )
    centres.available(town, centres.agent(town))
    contact = centres.call(town, details={"phone": "+1 815 555 0123"})
    agent.post(f"{CONSOLE}do/answer/", {"contact": contact})
    page = f"{CONSOLE}answers/lost-dog/?contact={contact}"
    assert "May we send you this" in text_of(agent, page)
    (seen,) = queries.looks(town.id, centres=None, most=9)
    assert seen.what_for == "sending"
    sends = {"contact": contact, "send": 1, "to": "other@example.org"}
    assert agent.post(page, sends).status_code == 302
    (agreed,) = queries.consents_of(town.id, contact)
    assert (agreed.to, agreed.given, agreed.by) == ("sending", True, "Demo agent")
    assert "example.org" not in agreed.words
    say(agent, contact, "sending", 0)
    assert "They wanted nothing sent before" in text_of(agent, page)
    refused = agent.post(page, sends)
    assert refused.status_code == 422
    assert "Ask them first" in words(refused)
    assert len(queries.answers_given(contact)) == 1
    assert agent.post(page, sends | {"again": "on"}).status_code == 302
    assert queries.agreed(contact, ConsentTo.SENDING) is True
