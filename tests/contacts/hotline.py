"""Fairview with a centre that takes calls from browsers, and an agent who answers them."""

from typing import Any

from django.test import Client
from django.utils import timezone

from tests.desk import fairview
from townline.cities.rules.city import City
from townline.contacts import actions
from townline.contacts.actions import NewAgent
from townline.contacts.rules.centres import Answered, Centre, ContactCentre, Line
from townline.contacts.rules.queueing import Medium, Status
from townline.record.verbs import SYSTEM
from townline.staff import queries as staff

SAID = ContactCentre(
    centres=(
        Centre(
            code="311", words={"en": "Fairview 311"}, department="lighting", calendar="all",
            queues=(
                Line(code="general", words={"en": "Anything else"}),
                Line(code="trees", words={"en": "Trees"}),
                Line(code="chat", words={"en": "Chat"}, medium=Medium.TEXT),
            ),
        ),
    ),
    dispositions=(
        Answered(code="answered", words={"en": "Question answered"}),
        Answered(code="filed", words={"en": "Request filed"}),
    ),
)  # fmt: skip
SAYS = {"queue": "general", "language": "en"}


def open_lines(**more: Any) -> City:
    """Return Fairview with the centre."""
    city = fairview.apply(**more)
    actions.put_centres(edition_id=city.edition_id, said=SAID, by=SYSTEM, at=fairview.APPLIED)
    return city


def agent(city: City, name: str = "agent", *, there: bool = True, **more: Any) -> int:
    """Let somebody of Fairview answer calls, and return their key as an agent."""
    plain = {"queues": ["general", "trees"], "languages": ["en", "es"], "centre": "311"}
    member = next(each.id for each in staff.named_members(city) if each.username == name)
    new = NewAgent(**{"label": f"Demo {name}", "member_id": member} | plain | more)
    at = timezone.now()
    (key,) = actions.add_agents(city=city, agents=[new], by=SYSTEM, at=at)
    if there:
        by = fairview.actor(name)
        actions.say_status(city=city, agent=key, status=Status.AVAILABLE, by=by, at=at)
    return key


def call(**said: Any) -> tuple[Client, int]:
    """Call from a new browser, and return it with the key of the call."""
    resident = Client()
    answer = resident.post("/call/", SAYS | said)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/call/now/")
    return resident, resident.session["web_call"]
