"""A small city with telephone numbers, queues and agents for calls of a carrier."""

from typing import Any

from tests.requests import build
from tests.requests.build import APPLIED, NOON
from townline.cities.rules.city import City
from townline.contacts import actions
from townline.contacts.actions import NewAgent
from townline.contacts.rules.centres import Answered, Callback, Centre, ContactCentre, Line
from townline.contacts.rules.queueing import Medium, Status
from townline.contacts.rules.voice import Choice, Dialled, Does, Tongue, Voice
from townline.knowledge import actions as knowledge
from townline.knowledge.rules.answers import Article, Source
from townline.record.verbs import SYSTEM, Actor, Role

LINE, SPANISH, TTY = "+12135550100", "+12135550110", "+12135550120"
CALLER, AGENT_PHONE = "+12135550101", "+12135550900"
AGENT = Actor(
    kind="staff", label="Demo agent", roles=frozenset({Role.AGENT}), departments=frozenset({"*"})
)
CENTRES = ContactCentre(
    centres=(
        Centre(
            code="311", words={"en": "311"}, department="light", calendar="all",
            queues=(
                Line(code="general", words={"en": "all questions", "es": "todas las preguntas"}),
                Line(code="lights", words={"en": "street lights", "es": "farolas"},
                     callback=Callback(offer_after_s=0, attempts=2)),
                Line(code="messages", words={"en": "messages"}, medium=Medium.TEXT),
            ),
        ),
    ),
    dispositions=(Answered(code="answered", words={"en": "Answered"}),),
)  # fmt: skip
VOICE = Voice(
    numbers=(
        Dialled(number=LINE, queue="general", words={"en": "311"}),
        Dialled(number=SPANISH, queue="general", words={"en": "311"}, language="es"),
        Dialled(number=TTY, queue="general", words={"en": "TTY"}, relay=True),
    ),
    languages=(
        Tongue(code="en", key="1", tag="en-US"), Tongue(code="es", key="2", tag="es-MX"),
    ),
    choices=(
        Choice(key="1", does=Does.STATUS), Choice(key="2", does=Does.ANSWERS, most=2),
        Choice(key="3", does=Does.BULLETINS),
        Choice(key="4", does=Does.QUEUE, queue="lights"), Choice(key="5", does=Does.VOICEMAIL),
        Choice(key="7", does=Does.RELAY), Choice(key="0", does=Does.OPERATOR),
    ),
    voicemail="messages",
)  # fmt: skip


def article(code: str, asked: int, en: str, es: str) -> Article:
    day = NOON.date()
    return Article(
        code=code, question={"en": f"{code}?", "es": f"¿{code}?"}, bodies={"en": en, "es": es},
        owner="light", reviewed=day, review_by=day.replace(year=2099), asked=asked,
        sources=(Source(bears_out="it", title="A page", publisher="The city", year=2026,
                        address="https://example.org/", checked=day.replace(year=2098)),),
    )  # fmt: skip


def apply() -> City:
    """Apply the city with everything that a caller can ask for."""
    city = build.apply()
    put: dict[str, Any] = {"edition_id": city.edition_id, "by": SYSTEM, "at": APPLIED}
    actions.put_centres(said=CENTRES, **put)
    actions.put_voice(said=VOICE, **put)
    knowledge.put_answers(
        answers=(
            article("lamps", 1, "Lamps are **ours**. We mend them.", "Las farolas son nuestras."),
            article("library", 2, "Open every day.", "Abierta todos los días."),
            article("third", 3, "Not among the first two.", "No."),
        ),
        **put,
    )
    return city


def agent(city: City, name: str = "Demo Ana", phone: str = AGENT_PHONE, **more: Any) -> int:
    """Add an agent who is available, with the telephone at which they take calls."""
    plain: dict[str, Any] = {
        "queues": ["general", "lights", "messages"], "languages": ["en", "es"], "text_most": 2,
    }  # fmt: skip
    new = NewAgent(label=name, centre="311", **plain | more)
    (key,) = actions.add_agents(city=city, agents=[new], by=SYSTEM, at=APPLIED)
    if phone:
        actions.say_phone(city=city, agent=key, number=phone, by=AGENT, at=APPLIED)
    actions.say_status(city=city, agent=key, status=Status.AVAILABLE, by=AGENT, at=APPLIED)
    return key
