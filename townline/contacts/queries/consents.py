"""What the resident of a contact agreed to."""

from dataclasses import dataclass
from datetime import datetime

from townline.contacts.models import Consent
from townline.contacts.rules.consent import ConsentTo


@dataclass(frozen=True, kw_only=True)
class ConsentShown:
    """That somebody agreed to something, did not, or took it back."""

    to: str
    given: bool
    words: str
    """In which they were asked."""
    language: str
    edition: int
    by: str
    at: datetime


def consents_of(city_id: int, contact: int) -> tuple[ConsentShown, ...]:
    """Return all that the resident of a contact said to what they were asked, in order."""
    rows = Consent.objects.filter(city_id=city_id, contact=contact).order_by("pk")
    return tuple(
        ConsentShown(
            to=row.to, given=row.given, words=row.words, language=row.language,
            edition=row.edition_id, by=row.by, at=row.at,
        )
        for row in rows
    )  # fmt: skip


def agreed(contact: int, to: ConsentTo) -> bool | None:
    """Return what the resident of a contact said last to something; None: they were not asked."""
    rows = Consent.objects.filter(contact=contact, to=str(to)).order_by("-pk")
    return rows.values_list("given", flat=True).first()
