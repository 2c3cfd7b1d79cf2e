"""An agent takes down what somebody tells, and tells them a number."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk import fairview
from tests.desk.pages import text_of, words
from tests.desk.test_work import photo
from townline.catalogue import actions as catalogue
from townline.catalogue.rules.offers import Suspension
from townline.cities.rules.city import City

SAID = {
    "channel": "call",
    "address": "12 Oak St",
    "q_pattern": "dark",
    "description": "Dark for a week.",
    "first_name": "Demo",
    "last_name": "Caller",
    "phone": "555-0144",
    "language": "en",
}


def take(agent: Client, service: str = "light", **said: Any) -> Any:
    """Open the form of a service, send it and return the answer."""
    page = f"/desk/calls/new/{service}/"
    found = re.search(r'name="key" value="([^"]+)"', agent.get(page).content.decode())
    assert found
    return agent.post(page, {"key": found[1], **SAID, **said})


def number_of(agent: Client, answer: Any) -> str:
    """Return the number that the agent is to tell."""
    assert answer.status_code == 302, words(answer)
    found = re.search(r"\d\d-\d{6,}-\d", text_of(agent, answer.headers["Location"]))
    assert found
    return found[0]


def test_a_call_becomes_a_request_and_a_number_to_tell(agent: Client) -> None:
    answer = take(agent)
    told = text_of(agent, answer.headers["Location"])
    assert "it is with Street Lighting" in told
    assert "It is promised by" in told
    page = text_of(agent, f"/desk/requests/{number_of(agent, answer)}/")
    for kept in (
        "Received through a call",
        "Dark for a week.",
        "Demo Caller",
        "555-0144",
        "12 OAK",
    ):
        assert kept.casefold() in page.casefold(), kept


def test_what_a_caller_agrees_to_is_kept_in_the_words_of_the_form(agent: Client) -> None:
    asks = "May we write to you or call you about this?"
    assert asks in text_of(agent, "/desk/calls/new/light/")
    worker = fairview.signed_in("worker")
    page = text_of(worker, f"/desk/requests/{number_of(agent, take(agent, agreed='on'))}/")
    assert f"Yes: {asks}" in page
    page = text_of(worker, f"/desk/requests/{number_of(agent, take(agent, join='new'))}/")
    assert asks not in page
    assert "No words of ours that they were shown are kept" in page


@pytest.mark.parametrize("channel", ["walk_in", "letter", "email"])
def test_visits_letters_and_mails_are_taken_down_as_such(agent: Client, channel: str) -> None:
    number = number_of(agent, take(agent, channel=channel))
    says = {"walk_in": "a visit", "letter": "a letter", "email": "e-mail"}[channel]
    assert f"Received through {says}" in text_of(agent, f"/desk/requests/{number}/")


def test_the_same_form_sent_twice_makes_one_request(agent: Client) -> None:
    page = "/desk/calls/new/light/"
    numbers = {number_of(agent, agent.post(page, {"key": "one-key", **SAID, "join": "new"}))
               for _ in range(2)}  # fmt: skip
    assert len(numbers) == 1


def test_what_is_known_near_by_is_asked_about_first(agent: Client) -> None:
    known = fairview.submit()
    asked = take(agent)
    assert asked.status_code == 422
    assert known in words(asked)
    assert "Dark for a week." in words(asked)
    joined = take(agent, join=known)
    assert f"It was joined to {known}" in text_of(agent, joined.headers["Location"])
    assert number_of(agent, take(agent, join="new")) != known


def test_of_several_places_the_agent_chooses(agent: Client) -> None:
    asked = take(agent, address="3 Elm St")
    assert asked.status_code == 422
    labels = re.findall(r'name="match" value="([^"]+)"', asked.content.decode())
    assert len(labels) == 2
    number = number_of(agent, take(agent, address="3 Elm St", match=labels[1]))
    assert labels[1] in text_of(agent, f"/desk/requests/{number}/")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"address": ""}, "Say where it is"),
        ({"address": "500 Far Rd"}, "This place is outside Fairview."),
        ({"address": "77 Nowhere Blvd"}, "not found in the city"),
        ({"q_pattern": ""}, "This question needs an answer."),
        ({"q_pattern": "nonsense"}, "is not one of the choices"),
        ({"q_pattern": "porch"}, "Porch lights belong to the house."),
        ({"channel": "web"}, "Select a valid choice"),
        ({"description": "x" * 4001}, "4000"),
        ({"email": "nobody"}, "valid email"),
        ({"photos": [photo(), photo(), photo(), photo()]}, "at most 3 photos"),
    ],
)
def test_what_will_not_do_is_said_and_nothing_is_taken(
    agent: Client, said: dict[str, Any], told: str
) -> None:
    answer = take(agent, **said)
    assert answer.status_code == 422
    assert told in words(answer)
    assert "555-0144" in answer.content.decode()
    assert "Nothing" in text_of(agent, "/desk/worklist/?view=all")


def test_an_order_names_its_day_and_its_items(agent: Client) -> None:
    day = (timezone.now().astimezone(fairview.ZONE) + timedelta(days=2)).date().isoformat()
    answer = take(agent, "bulky", item_sofa="1", order_date=day)
    assert "It is planned for" in text_of(agent, answer.headers["Location"])
    page = text_of(agent, f"/desk/requests/{number_of(agent, answer)}/")
    assert "1 × Sofa" in page
    assert "Planned for" in page


def test_an_order_without_items_or_with_too_many_is_refused(agent: Client) -> None:
    day = (timezone.now().astimezone(fairview.ZONE) + timedelta(days=2)).date().isoformat()
    assert take(agent, "bulky", order_date=day).status_code == 422
    assert take(agent, "bulky", order_date=day, item_sofa="9").status_code == 422


def test_a_confidential_report_needs_no_place(agent: Client) -> None:
    answer = take(agent, "danger", address="", q_pattern="")
    assert number_of(agent, answer)


def test_services_are_found_by_the_callers_words(agent: Client) -> None:
    found = text_of(agent, "/desk/calls/?q=lamp")
    assert "Street light out" in found
    assert "Fallen tree" not in found
    assert "No service is known" in text_of(agent, "/desk/calls/?q=elephant")


def test_a_suspended_service_says_why_it_is_not_taken(agent: Client, town: City) -> None:
    catalogue.suspend(
        city_id=town.id,
        suspension=Suspension(service_code="light", notice={"en": "The lorry is being mended."}),
        by=fairview.actor("admin"),
        at=timezone.now(),
    )
    answer = take(agent)
    assert answer.status_code == 422
    assert "The lorry is being mended." in words(answer)


def test_a_service_that_is_not_offered_is_missing(agent: Client) -> None:
    assert agent.get("/desk/calls/new/no-such/").status_code == 404


def test_nothing_was_taken_yet_leads_back_to_the_beginning(agent: Client) -> None:
    assert agent.get("/desk/calls/taken/").headers["Location"] == "/desk/calls/"


def test_a_day_that_is_full_at_the_callers_place_is_not_taken(agent: Client) -> None:
    day = (timezone.now().astimezone(fairview.ZONE) + timedelta(days=2)).date()
    for _ in range(2):
        fairview.submit("bulky", order_date=day)
    sent = {"item_sofa": "1", "order_date": day.isoformat()}
    full = take(agent, "bulky", address="12 Oak St", **sent)
    assert full.status_code == 422
    assert f'value="{day.isoformat()}"' not in full.content.decode()
    assert take(agent, "bulky", address="90 Oak St", **sent).status_code == 302
