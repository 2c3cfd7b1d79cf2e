"""What tests of a carrier's calls do over and over: a caller gets to a person, an agent answers."""

from datetime import datetime

from django.utils import timezone

from tests.carrier import town
from tests.carrier.fake import Fake, Leg
from townline.channels import carrier as asking
from townline.cities.rules.city import City
from townline.contacts import actions
from townline.contacts.models import CarrierCall, Turn

ENGLISH, SPANISH = "1", "2"


def said(leg: Leg) -> str:
    return " ".join(text for _language, text in leg.heard)


def only() -> CarrierCall:
    return CarrierCall.objects.get()


def turn() -> Turn:
    return Turn.objects.get()


def ask(city: City, at: datetime | None = None) -> None:
    asking.ask(city, at=at or timezone.now())


def answer(city: City, who: int, key: int | None = None) -> None:
    actions.answer(city=city, contact=key or turn().pk, agent=who, by=town.AGENT, at=timezone.now())


def to_a_person(carrier: Fake, caller: str = town.CALLER) -> Leg:
    leg = carrier.call(caller, town.LINE)
    carrier.press(leg, ENGLISH)
    carrier.press(leg, "0")
    return leg


def joined(city: City, carrier: Fake, who: int) -> Leg:
    """Return a call that an agent has answered, whose telephone was picked up."""
    leg = to_a_person(carrier)
    answer(city, who)
    ask(city)
    carrier.obey()
    carrier.picks_up(leg)
    return leg


def turn_of(leg: Leg) -> Turn:
    return Turn.objects.get(contact__carried__sid=leg.sid)
