"""Questions about contacts, for those who may ask."""

from dataclasses import dataclass
from datetime import datetime

from townline.contacts.models import Contact, Details, Notice


@dataclass(frozen=True)
class Reach:
    """How to reach the resident of one contact: for permitted staff alone."""

    name: str
    email: str
    phone: str
    language: str


def reach_of(contact_id: int) -> Reach | None:
    """Return how to reach the resident; None where they left nothing."""
    found = Details.objects.select_related("contact").filter(pk=contact_id).first()
    if found is None:
        return None
    name = f"{found.first_name} {found.last_name}".strip()
    return Reach(name, found.email, found.phone, found.contact.language)


@dataclass(frozen=True)
class Owing:
    """How much is still owed to residents, for ``readyz`` and the audit."""

    waiting: int
    given_up: int
    oldest_at: datetime | None


def owing() -> Owing:
    """Return the notices that wait and those that were given up."""
    waiting = Notice.objects.filter(sent_at=None, given_up_at=None)
    oldest = waiting.order_by("owed_at").values_list("owed_at", flat=True).first()
    given_up = Notice.objects.filter(given_up_at__isnull=False).count()
    return Owing(waiting.count(), given_up, oldest)


def count_of(city_id: int, channel: str) -> int:
    """Return how many contacts came in on a channel."""
    return Contact.objects.filter(city_id=city_id, channel=channel).count()
