"""Fairview answers contacts: a centre with three queues, one of another department, and agents."""

from datetime import datetime
from typing import Any

from tests.desk import fairview
from townline.cities.rules.city import City
from townline.contacts import actions
from townline.contacts.actions import Caller, NewAgent
from townline.contacts.models import Agent
from townline.contacts.queries import contact_centre
from townline.contacts.rules.centres import Centre, ContactCentre, Level, Line
from townline.contacts.rules.quality import Question
from townline.contacts.rules.queueing import Medium, Status
from townline.record.verbs import RESIDENT, SYSTEM

LEVEL = Level(within_s=30, share=0.8)
CENTRES = ContactCentre(
    centres=(
        Centre(
            code="311", words={"en": "Fairview 311"}, department="lighting", calendar="all",
            queues=(
                Line(code="general", words={"en": "By voice", "es": "Por voz"}, level=LEVEL),
                Line(code="lamps", words={"en": "Lamps"}, level=LEVEL),
                Line(code="chat", words={"en": "By chat"}, medium=Medium.TEXT),
            ),
        ),
        Centre(
            code="parks", words={"en": "Parks office"}, department="parks", calendar="all",
            queues=(Line(code="trees", words={"en": "Trees"}),),
        ),
    ),
    quality=(
        Question(code="greets", words={"en": "Were they greeted?"}),
        Question(code="right", words={"en": "Was the answer right?"}, weight=3),
    ),
)  # fmt: skip


def town(slug: str = "fairview", **options: Any) -> City:
    """Apply Fairview with its centres."""
    city = fairview.apply(slug, **options)
    actions.put_centres(edition_id=city.edition_id, said=CENTRES, by=SYSTEM, at=fairview.APPLIED)
    return city


def agent(city: City, at: datetime, label: str = "Demo Ana", **more: Any) -> int:
    """Add an agent who is available from a moment on, and return their key."""
    plain = {"queues": ["general", "lamps", "chat"], "languages": ["en"], "centre": "311"}
    new = NewAgent(**{"label": label} | plain | more)
    (key,) = actions.add_agents(city=city, agents=[new], by=SYSTEM, at=at)
    actions.say_status(city=city, agent=key, status=Status.AVAILABLE, by=SYSTEM, at=at)
    return key


def call(city: City, at: datetime, queue: str = "general", **more: Any) -> int:
    """Let a contact come, and return its key."""
    came = Caller(**{"channel": "call", "language": "en"} | more)
    known = contact_centre(city.edition_id).queues[queue]
    return actions.take_in(city=city, came=came, queue=known, by=RESIDENT, at=at)[0]


def answered(city: City, key: int, who: int, at: datetime, end: datetime) -> None:
    """Let an agent answer a contact, and write it up when it ends."""
    said: dict[str, Any] = {"city": city, "contact": key, "by": SYSTEM}
    actions.answer(**said, agent=who, at=at)
    actions.end(**said, at=end)
    actions.wrap_up(**said, disposition="answered", at=end)


def status(key: int) -> str:
    """Return what an agent says of themselves."""
    return str(Agent.objects.get(pk=key).status)
