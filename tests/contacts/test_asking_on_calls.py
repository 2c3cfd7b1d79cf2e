"""An agent on a call from a browser asks another queue: who answers comes onto the call."""

import pytest
from django.test import Client

from tests.contacts import hotline
from tests.contacts.test_web_calls import HELLO, phone, send, talking
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.contacts import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return hotline.open_lines()


def asked(city: City) -> tuple[Client, Client, Client, int]:
    """Return the browsers of resident, agent and whoever is asked, and the call."""
    hotline.agent(city, queues=["general"])
    hotline.agent(city, "supervisor", queues=["trees"])
    resident, contact = hotline.call()
    desk, other = fairview.signed_in("agent"), fairview.signed_in("supervisor")
    desk.post(phone(contact, "answer/"))
    assert desk.post(phone(contact, "ask/"), {"queue": "trees"}).status_code == 302
    return resident, desk, other, contact


def take_up(city: City, other: Client, contact: int) -> int:
    """Let whoever is asked answer, and return the key of what is asked."""
    found = queries.asked_about(city.id, contact)
    assert found is not None
    other.post("/desk/console/do/answer/", {"contact": found.id})
    return found.id


def told(browser: Client, contact: int) -> dict[str, object]:
    answer = browser.get(phone(contact))
    assert answer.status_code == 200
    return dict(answer.json())


def test_who_is_asked_is_on_the_call_only_after_taking_it_up(city: City) -> None:
    resident, desk, other, contact = asked(city)
    assert told(desk, contact)["asked"] == "offered"
    assert other.get(phone(contact)).status_code == 404
    take_up(city, other, contact)
    document = told(other, contact)
    assert (len(document["sides"]), document["leads"]) == (3, False)  # type: ignore[arg-type]
    assert told(desk, contact)["asked"] == "in_contact"
    assert send(other, phone(contact), HELLO).status_code == 200
    page = other.get("/desk/console/").content.decode()
    assert f'data-phone="{phone(contact)}"' in page
    assert "asked" not in resident.get("/call/now/state.json").json()
    for refused in ("hold/", "hand-over/", "go-on-alone/"):
        assert other.post(phone(contact, refused)).status_code == 404


def test_the_call_is_handed_over_and_the_first_agent_is_free(city: City) -> None:
    resident, desk, other, contact = asked(city)
    take_up(city, other, contact)
    assert desk.post(phone(contact, "hand-over/")).status_code == 302
    assert desk.get(phone(contact)).status_code == 404
    assert told(other, contact)["leads"] is True
    resident.post("/call/now/hang-up/")
    turn = queries.turn_of(city.id, contact)
    assert (turn.state, turn.queue) == ("wrap_up", "trees")


@pytest.mark.parametrize("whose", ["first", "asked"])
def test_the_first_agent_goes_on_alone(city: City, whose: str) -> None:
    _resident, desk, other, contact = asked(city)
    take_up(city, other, contact)
    if whose == "first":
        assert desk.post(phone(contact, "go-on-alone/")).status_code == 302
    else:
        assert other.post(phone(contact, "hang-up/")).status_code == 302
    assert other.get(phone(contact)).status_code == 404
    document = told(desk, contact)
    assert (document["asked"], len(document["sides"])) == ("", 2)  # type: ignore[arg-type]


def test_only_queues_for_calls_are_asked(city: City) -> None:
    _resident, desk, _other, contact = asked(city)
    desk.post(phone(contact, "go-on-alone/"))
    for queue in ("chat", "none", ""):
        assert desk.post(phone(contact, "ask/"), {"queue": queue}).status_code == 400
    assert desk.post(phone(contact, "go-on-alone/")).status_code == 409


def test_nothing_is_handed_over_that_nobody_has_taken_up(city: City) -> None:
    _resident, desk, _other, contact = asked(city)
    assert desk.post(phone(contact, "hand-over/")).status_code == 409


@pytest.mark.parametrize("deed", ["pass-on", "ask"])
def test_who_passes_a_call_on_to_where_nobody_is_there_is_warned_first(
    city: City, deed: str
) -> None:
    _resident, desk, contact = talking(city)
    said, script = {"queue": "trees"}, {"Accept": "application/json"}
    begun = {each["code"]: each["words"] for each in desk.get(phone(contact)).json()["queues"]}
    assert begun == {"trees": "Fairview 311: Trees (nobody there now)"}
    refused = desk.post(phone(contact, f"{deed}/"), said, headers=script)
    assert refused.status_code == 409
    assert "Nobody is there now who answers Trees" in refused.json()["warning"]
    assert (queries.turn_of(city.id, contact).queue, queries.asked_about(city.id, contact)) == (
        "general", None,
    )  # fmt: skip
    sure = desk.post(phone(contact, f"{deed}/"), said | {"sure": "1"}, headers=script)
    assert sure.status_code == 204
    asked_now = queries.asked_about(city.id, contact)
    assert queries.turn_of(city.id, contact).queue == "trees" or asked_now is not None
