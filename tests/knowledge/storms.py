"""Bulletins as tests tell them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from townline.cities.rules.city import City
from townline.knowledge import actions
from townline.knowledge.rules.bulletins import Message, Text
from townline.record.verbs import Actor, Role

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CHIEF = Actor(
    kind="staff", label="Demo Chief", roles=frozenset({Role.SUPERVISOR}),
    departments=frozenset({"works"}),
)  # fmt: skip
STORM = {
    "en": Text(title="Storm tonight", body="Tie down what may fly.\n\nCall 555-0100."),
    "es": Text(title="Tormenta esta noche", body="Asegure lo que pueda volar."),
}


def message(at: datetime = NOON, *, hours: int = 6, **said: Any) -> Message:
    """Return a message that stands from ``at`` for some hours."""
    first: dict[str, Any] = {"texts": STORM, "starts_at": at}
    return Message(**{**first, "expires_at": at + timedelta(hours=hours), **said})


def tell(city: City, *, at: datetime | None = None, hours: int = 6, **said: Any) -> str:
    """Publish a bulletin from now on, and return its number."""
    moment = at or timezone.now()
    told = message(moment, hours=hours, **said)
    return actions.publish(city=city, message=told, by=CHIEF, at=moment)
