"""What was said in a chat, as its resident reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from townline.cities.rules.city import City
from townline.contacts import queries as heard
from townline.contacts.queries import Said
from townline.contacts.rules.saying import SaidLink, Side
from townline.portal.answer_text import tongue

PAGES = {"answer": "portal:answer", "service": "portal:fill", "request": "portal:request"}


@dataclass(frozen=True, kw_only=True)
class Way:
    """A page of ours, or a number to call."""

    words: str
    url: str
    call: bool
    """Whether it is a number to call, and no page."""
    language: str
    """Of the words, where it is not the reader's; else empty."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Something that was said."""

    id: int
    side: Side
    who: str
    text: str
    at: datetime
    clock: str
    """When, by the city's clock."""
    ways: tuple[Way, ...]
    quoted: bool
    """Whether the text is of the answer that it leads to, to the letter."""
    language: str
    """Of the quoted text, where it is not the reader's; else empty."""
    tongue: str
    """What that language calls itself."""
    grave: bool
    """Whether it says which number helps in an emergency."""


def shown(city: City, contact: int, *, after: int = 0) -> tuple[Shown, ...]:
    """Return what was said in a chat from behind a line, for its resident."""
    return tuple(_shown(city, each) for each in heard.said(city.id, contact, after=after))


def transcript(city: City, contact: int) -> str:
    """Return what was said as plain text, each with who said it and when."""
    return "\n\n".join(_lines(city, shown(city, contact)))


def _lines(city: City, said: Iterable[Shown]) -> Iterable[str]:
    for each in said:
        at = date_format(each.at.astimezone(city.zone), "DATETIME_FORMAT")
        ways = "".join(f"\n– {way.words}" for way in each.ways)
        yield f"{each.who}, {at}:\n{each.text}{ways}"


def _shown(city: City, said: Said) -> Shown:
    source = next((link for link in said.links if link.quoted), None)
    foreign = _foreign(source) if source else ""
    return Shown(
        id=said.id, side=said.side, who=_who(city, said.side), text=said.text, at=said.at,
        clock=date_format(said.at.astimezone(city.zone), "TIME_FORMAT"),
        ways=tuple(map(_way, said.links)), quoted=source is not None, language=foreign,
        tongue=tongue(foreign) if foreign else "",
        grave=any(link.kind == "call" for link in said.links),
    )  # fmt: skip


def _way(link: SaidLink) -> Way:
    call = link.kind == "call"
    url = f"tel:{link.code}" if call else reverse(PAGES[link.kind], args=[link.code])
    return Way(words=link.words, url=url, call=call, language=_foreign(link))


def _foreign(link: SaidLink) -> str:
    spoken = get_language() or ""
    return "" if link.language in ("", spoken, spoken.split("-")[0]) else link.language


def _who(city: City, side: Side) -> str:
    if side is Side.RESIDENT:
        return _("You")
    if side is Side.AGENT:
        return _("A person of %(city)s") % {"city": city.name}
    return _("%(city)s, automatic") % {"city": city.name}
