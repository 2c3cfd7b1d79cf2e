"""The demo's chats: what is said in them is made up, and says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from townline.cities.rules.city import City
from townline.contacts import actions
from townline.contacts.rules.saying import Side
from townline.record.verbs import RESIDENT, SYSTEM, Actor, Role

MADE_UP = {
    "en": "This chat is made up for the demonstration.",
    "es": "Esta conversación es inventada para la demostración.",
}
APART = timedelta(seconds=20)
"""How long after one thing the next is said."""


@dataclass(frozen=True)
class Script:
    """A chat: its language, and what its resident and its agent say in turns."""

    language: str
    said: tuple[str, ...]


ENDED = (
    Script("en", (
        "Hello! Is the library near me open on Sundays?",
        "Good morning. Each branch has its own hours. Which one do you mean?",
        "I found its page meanwhile, thank you.",
        "You are welcome. Write again at any time.",
    )),
    Script("es", (
        "Buenos días. ¿Dónde veo en qué va mi solicitud?",
        "Buenos días. En la página «Seguir una solicitud», con su número.",
        "Ya la encontré. ¡Gracias!",
    )),
    Script("en", (
        "Do I need an account to report a street light?",
        "No. Choose “Report” on the first page and say where the light is.",
        "Great, I will do that.",
    )),
)  # fmt: skip
"""Chats that somebody answered."""
WAITING = (
    (Script("en", ("My bin was not emptied today. Whom do I tell?",)), timedelta(seconds=110)),
    (Script("es", ("Hola. ¿Me puede ayudar con una solicitud?",)), timedelta(seconds=45)),
)
"""Chats that wait when the demo starts, each with how long."""


def speak(city: City, contact: int, script: Script, at: datetime, *, agent: str = "") -> None:
    """
    Keep what is said in a chat, beginning with that it is made up.

    :param agent: who answers in it; where nobody does, only its resident speaks
    """
    first = MADE_UP.get(script.language, MADE_UP["en"])
    _say(city, contact, Side.CITY, first, SYSTEM, at)
    talker = Actor(kind="system", label=agent, roles=frozenset({Role.AGENT}))
    sides: Sequence[tuple[Side, Actor]] = ((Side.RESIDENT, RESIDENT), (Side.AGENT, talker))
    for number, text in enumerate(script.said):
        side, by = sides[number % 2 if agent else 0]
        _say(city, contact, side, text, by, at + number * APART)


def _say(city: City, contact: int, side: Side, text: str, by: Actor, at: datetime) -> None:
    actions.say(city=city, contact=contact, side=side, text=text, by=by, at=at)
