"""What was said in a contact as its agent reads it, and what they can put into their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from townline.catalogue import queries as catalogue
from townline.catalogue.rules import ready_texts as rules
from townline.cities.rules.city import City
from townline.contacts import queries
from townline.contacts.queries import AgentShown, Said
from townline.contacts.rules.course import State
from townline.contacts.rules.queueing import Medium
from townline.contacts.rules.reach import MEDIA
from townline.contacts.rules.saying import SaidLink, Side
from townline.desk import wording
from townline.knowledge import queries as knowledge
from townline.knowledge.queries import NoSuchAnswer
from townline.knowledge.rules import quoting

PAGES = {"answer": "portal:answer", "service": "portal:fill", "request": "portal:request"}
MOST_FOUND = 5
MOST = 500
"""How many lines the agent who writes sees at once."""
PAGE = 200
"""How many lines who reads afterwards sees at once."""
MOST_ASKED = 200
"""Characters of what the resident said last by which paragraphs are chosen."""


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A contact in which something is written."""

    contact: int
    channel: str
    language: str
    speaks: str
    """The language in its own words."""
    agent: int | None
    """Who has it in hand; None: nobody, or it is another's."""
    open: bool
    """Whether something can be said in it."""
    state: str

    @property
    def by_letter(self) -> bool:
        """Whether what is said leaves as a letter or a text message."""
        return self.channel in MEDIA


@dataclass(frozen=True, kw_only=True)
class Line:
    """Something that was said."""

    id: int
    side: Side
    who: str
    text: str
    at: datetime
    ways: tuple[tuple[str, str], ...]
    """Words and address of each page of ours."""
    quoted: bool


@dataclass(frozen=True, kw_only=True)
class Other:
    """Another contact in writing that the agent has in hand."""

    contact: int
    speaks: str
    unread: int


def talk(city: City, agent: AgentShown, contact: int) -> Talk:
    """Return a contact of an agent as it stands."""
    held = {each.id: each for each in queries.in_hand(city.id, agent.id)}
    mine = held.get(contact)
    turn = queries.turn_of(city.id, contact)
    return Talk(
        contact=contact, channel=turn.channel, language=turn.language, state=turn.state,
        speaks=wording.language_name(turn.language) if turn.language else "",
        agent=agent.id if mine else None,
        open=mine is not None and turn.state == State.IN_CONTACT,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A page of what was said, for who reads it afterwards."""

    lines: tuple[Line, ...]
    before: bool
    """Whether something was said before it."""
    behind: int
    """Its last line, where more was said afterwards; else 0."""


def spoken(city: City, contact: int, asked: Mapping[str, str], *, letters: bool) -> Spoken:
    """
    Return what was said in a contact, by pages.

    :param asked: of the page's address: ``after`` is the line that the page before ended with
    :param letters: whether the reader may open the letters that lines came as
    """
    after = key_of(asked.get("after", ""))
    found = lines(city, contact, after=after, most=PAGE + 1, letters=letters)
    shown = found[:PAGE]
    return Spoken(
        lines=shown, before=after > 0, behind=shown[-1].id if len(found) > PAGE else 0
    )  # fmt: skip


def key_of(said: str) -> int:
    """Return the key of a line as an address names it; 0 where it names none."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0


def lines(
    city: City, contact: int, *, after: int = 0, most: int = MOST, letters: bool = True
) -> tuple[Line, ...]:
    """Return what was said from behind a line; without ``letters``, with no way to these."""
    return tuple(
        Line(
            id=each.id, side=each.side, who=_who(each.side, each.by), text=each.text, at=each.at,
            ways=_ways(each, letters),
            quoted=any(link.quoted for link in each.links),
        )
        for each in queries.said(city.id, contact, after=after, most=most)
    )  # fmt: skip


def _ways(said: Said, letters: bool) -> tuple[tuple[str, str], ...]:
    ways = tuple((link.words, _url(link)) for link in said.links)
    if said.letter is None or not letters:
        return ways
    return (*ways, (_("The letter, with its photos"), reverse("desk:letter", args=[said.letter])))


def as_sent(city: City, now: Talk, text: str, links: Sequence[SaidLink]) -> str:
    """Return words as they leave in a letter: with the addresses of the pages that they lead to."""
    spoken = "" if now.language == settings.LANGUAGE_CODE else f"{now.language}/"
    base = f"{settings.PUBLIC_URL.rstrip('/')}/c/{city.slug}/{spoken}"
    return "\n".join((text, *(f"{base}{link.kind}s/{link.code}/" for link in links)))


def others(city: City, agent: AgentShown, now: Talk) -> tuple[Other, ...]:
    """Return the agent's other contacts in writing, each with what they have not answered yet."""
    held = [
        each for each in queries.in_hand(city.id, agent.id)
        if each.medium == Medium.TEXT and each.state == State.IN_CONTACT
        and each.id != now.contact
    ]  # fmt: skip
    unread = queries.unanswered(city.id, [each.id for each in held])
    return tuple(
        Other(
            contact=each.id, unread=unread.get(each.id, 0),
            speaks=wording.language_name(each.language) if each.language else "",
        )
        for each in held
    )  # fmt: skip


def ready_texts(city: City, now: Talk) -> tuple[tuple[str, str, str], ...]:
    """Return key, name and words of the ready texts that need nothing filled in."""
    known = [(f"f-{code}", each) for code, each in catalogue.ready_texts(city.edition_id).items()]
    known += [(one.number, one.text) for one in catalogue.kept_texts(city)]
    told = []
    for key, each in known:
        words, _spoken = rules.in_language(each.words, now.language, city.languages)
        if "reply" in each.deeds and "{" not in words:
            told.append((key, each.name, words))
    return tuple(sorted(told, key=lambda one: one[1].casefold()))


def answers_to(city: City, now: Talk, words: str) -> list[dict[str, Any]]:
    """Return the answers that words may mean, each as it would be quoted."""
    if not words:
        return []
    found = knowledge.search(city, words, now.language, _today(city), most=MOST_FOUND)
    return [
        {
            "code": each.answer.code, "question": each.answer.question,
            "text": "\n".join(quoting.passages(words, each.answer.body)),
            "language": each.answer.language, "url": _page_of(each.answer.code),
        }
        for each in found
    ]  # fmt: skip


def quotation(city: City, now: Talk, code: str) -> tuple[str, tuple[SaidLink, ...]] | None:
    """Return what is said of an answer, to the letter, with the way to it; None without one."""
    try:
        answer = knowledge.answer(city, code, now.language, _today(city))
    except NoSuchAnswer:
        return None
    asked = " ".join(
        each.text for each in queries.said(city.id, now.contact) if each.side is Side.RESIDENT
    )[-MOST_ASKED:]
    link = SaidLink(
        kind="answer", code=code, words=answer.question, language=answer.language, quoted=True
    )
    return "\n".join(quoting.passages(asked, answer.body)), (link,)


def _today(city: City) -> date:
    return timezone.localdate(timezone=city.zone)


def _page_of(code: str) -> str:
    return reverse("portal:answer", args=[code])


def _url(link: SaidLink) -> str:
    if link.kind == "call":
        return f"tel:{link.code}"
    return reverse(PAGES[link.kind], args=[link.code])


def _who(side: Side, by: str) -> str:
    if side is Side.RESIDENT:
        return _("Resident")
    return by if side is Side.AGENT else _("Automatic")
