"""Addresses at which we take mail: replies to a request, bounces of a notice, and new letters."""

from dataclasses import dataclass

from django.conf import settings

from townline.channels import addresses
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.requests import queries as requests

REPLY, BOUNCE, PARTNER = "request", "bounce", "partner"


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """Whose mailbox an address is."""

    city: City
    number: str = ""
    """The request that a reply is about; empty for all others."""
    handed_id: int | None = None
    """The hand-over that another organisation replies about; ``number`` is its request's."""
    notice_id: int | None = None
    """The notice that came back; None for all others."""


def take_replies() -> bool:
    """Return whether this installation takes mail in."""
    return bool(settings.MAIL_DOMAIN)


def for_replies(city: City, number: str) -> str:
    """Return where replies about a request go."""
    return f"{REPLY}+{number}.{city.id}.{_token(city, number)}@{settings.MAIL_DOMAIN}"


def for_partner(handed_id: int) -> str:
    """Return where another organisation replies about a request that it has in hand."""
    return f"{PARTNER}+{addresses.signed(PARTNER, handed_id)}@{settings.MAIL_DOMAIN}"


def for_bounces(notice_id: int) -> str:
    """Return where a notice comes back to if it cannot be delivered."""
    return f"{BOUNCE}+{addresses.signed('bounce', notice_id)}@{settings.MAIL_DOMAIN}"


def for_letters(city: City) -> str:
    """Return where residents write to about anything."""
    return f"{city.slug}@{settings.MAIL_DOMAIN}"


def find(address: str) -> Mailbox | None:
    """Return the mailbox of an address; None where there is none, so that nothing is taken."""
    local, _, domain = address.strip().lower().rpartition("@")
    if not settings.MAIL_DOMAIN or domain != settings.MAIL_DOMAIN.lower():
        return None
    kind, plus, rest = local.partition("+")
    if plus and kind == REPLY:
        return _reply(rest)
    if plus and kind == PARTNER:
        return _partner(addresses.read(PARTNER, rest))
    if plus and kind == BOUNCE:
        key = addresses.read("bounce", rest)
        city = cities.first()
        return Mailbox(city=city, notice_id=key) if key is not None and city else None
    city = cities.by_slug(local)
    return Mailbox(city=city) if city else None


def _reply(rest: str) -> Mailbox | None:
    parts = rest.rsplit(".", 2)
    if len(parts) != 3:
        return None
    number, city_id, given = parts
    city = next((c for c in cities.every() if str(c.id) == city_id), None)
    if city is None:
        return None
    # Request numbers have no small letters; those of imported requests may have capital ones.
    for spelled in (number, number.upper()):
        if addresses.is_token(given, "reply", city.id, spelled):
            return Mailbox(city=city, number=spelled)
    return None


def _partner(handed_id: int | None) -> Mailbox | None:
    found = requests.whose(handed_id) if handed_id is not None else None
    return Mailbox(city=found[0], number=found[1], handed_id=handed_id) if found else None


def _token(city: City, number: str) -> str:
    return addresses.token("reply", city.id, number)
