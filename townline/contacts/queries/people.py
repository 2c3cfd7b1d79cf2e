"""Who left an address, for the agent whom they got in touch with."""

from collections.abc import Sequence
from dataclasses import dataclass

from townline.contacts.models import Details, Turn
from townline.contacts.queries.in_hand import InHand, shown


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody as their contacts name them: for permitted staff alone."""

    name: str
    """Empty where they never gave one."""
    email: str
    phone: str
    language: str
    contacts: tuple[int, ...]
    """The keys of their contacts, the newest first."""
    told_in: frozenset[int]
    """The contacts that name, addresses and language are from."""


def people_of(contacts: Sequence[int]) -> tuple[Person, ...]:
    """
    Return who is behind some contacts, whoever was there last first; in one statement.

    Those of one name are one person; what came without a name is one more, if nobody gave any.
    """
    rows = Details.objects.filter(contact_id__in=contacts).select_related("contact")
    found: dict[str, Person] = {}
    for row in rows.order_by("-contact_id"):
        name = f"{row.first_name} {row.last_name}".strip()
        was = found.get(name.casefold())
        adds = was is None or (row.email and not was.email) or (row.phone and not was.phone)
        found[name.casefold()] = Person(
            name=was.name if was else name,
            email=(was.email if was else "") or row.email,
            phone=(was.phone if was else "") or row.phone,
            language=was.language if was else row.contact.language,
            told_in=(was.told_in if was else frozenset()) | ({row.contact_id} if adds else set()),
            contacts=(*(was.contacts if was else ()), row.contact_id),
        )
    named = tuple(each for name, each in found.items() if name)
    return named or tuple(found.values())


def answered_of(city_id: int, contacts: Sequence[int], *, most: int) -> tuple[InHand, ...]:
    """Return those of some contacts that an agent was to answer, the newest first."""
    if not contacts:
        return ()
    rows = Turn.objects.filter(city_id=city_id, pk__in=contacts).select_related("contact")
    return shown(list(rows.order_by("-contact_id")[:most]))
