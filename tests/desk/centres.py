"""A contact centre for Fairview, and its people as agents of it."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.desk import fairview
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import Caller
from townline.contacts.rules.answering import Abilities
from townline.contacts.rules.centres import Answered, Centre, ContactCentre, Line
from townline.contacts.rules.queueing import Medium, Status
from townline.record.verbs import RESIDENT, SYSTEM, Role
from townline.staff import queries as staff
from townline.staff.actions import add_member

SAID = ContactCentre(
    centres=(
        Centre(
            code="311", words={"en": "Fairview 311"}, department="lighting", calendar="all",
            queues=(
                Line(code="general", words={"en": "311, by voice"}),
                Line(code="chat", words={"en": "311, by chat"}, medium=Medium.TEXT),
            ),
        ),
        Centre(
            code="parks", words={"en": "Parks"}, department="parks", calendar="all",
            queues=(Line(code="trees", words={"en": "Trees"}, needs=("trees",)),),
        ),
    ),
    skills={"trees": {"en": "Trees"}},
    dispositions=tuple(
        Answered(code=code, words={"en": words})
        for code, words in (
            ("answered", "Question answered"), ("filed", "Request filed"),
            ("looked-up", "Request looked up"), ("passed-on", "Passed on"),
            ("emergency", "Emergency, passed on to 911"), ("nobody", "Nobody there"),
            ("wrong-number", "Wrong number"), ("abusive", "Abusive"),
        )
    ),
)  # fmt: skip
ABILITIES = Abilities(
    centre="311", queues=("general", "chat"), languages=("en", "es"), skills=("trees",),
    text_most=3,
)  # fmt: skip


def put(city: City) -> None:
    """Give the town its centres."""
    actions.put_centres(edition_id=city.edition_id, said=SAID, by=SYSTEM, at=fairview.APPLIED)


def leader(city: City, department: str = "parks") -> Client:
    """Add a supervisor of one department alone, and return their browser."""
    name = f"leads-{department}"
    add_member(
        city_id=city.id, username=name, password=fairview.PASSWORD, label=f"Demo {name}",
        departments=(department,), roles=(Role.SUPERVISOR,), by=SYSTEM, at=fairview.APPLIED,
    )  # fmt: skip
    return fairview.signed_in(name)


def member_id(city: City, name: str) -> int:
    """Return the key of somebody of Fairview."""
    return next(each.id for each in staff.named_members(city) if each.username == name)


def agent(city: City, name: str = "agent", **more: Any) -> int:
    """Let somebody of Fairview answer contacts, and return their key as an agent."""
    said = Abilities(**{**vars(ABILITIES), **more})
    return actions.put_agent(
        city=city, member_id=member_id(city, name), label=f"Demo {name}", said=said, by=SYSTEM,
        at=timezone.now(),
    )  # fmt: skip


def available(city: City, key: int, status: Status = Status.AVAILABLE) -> None:
    """Let an agent say that they are there."""
    actions.say_status(
        city=city, agent=key, status=status, by=fairview.actor("agent"), at=timezone.now()
    )


def call(city: City, queue: str = "general", *, ago: float = 0, **more: Any) -> int:
    """Let somebody get in touch some seconds ago, and return the contact's key."""
    came = Caller(**{"channel": "call", "language": "en", **more})
    at: datetime = timezone.now() - timedelta(seconds=ago)
    known = queries.contact_centre(city.edition_id).queues[queue]
    return actions.take_in(city=city, came=came, queue=known, by=RESIDENT, at=at)[0]
