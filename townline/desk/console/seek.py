"""One box for everything: answers, services, requests, council files, departments."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City, words_in
from townline.contacts import queries as contacts
from townline.council import queries as council
from townline.council.rules.searching import Wanted
from townline.desk.access import city_of, for_staff, show
from townline.desk.console.popping import may_see
from townline.desk.wording import STATUSES, Text
from townline.geography import queries as geography
from townline.knowledge import queries as knowledge
from townline.record.verbs import Actor, Role
from townline.requests import queries as requests
from townline.requests.queries import Filter
from townline.requests.rules import numbering
from townline.staff import queries as staff
from townline.topics import queries as topics
from townline.ui import markdown

MOST = 5
"""Results of a kind."""
SHORTEST = 2
LONGEST = 200
TOPICS = 16
AROUND_M = 80.0
ADDRESS = re.compile(r"\d+\s+\S*[^\W\d]")
"""A house number and the beginning of a street."""
FILE = re.compile(r"\d\d-\d{1,4}")
PHONE = re.compile(r"[+\d][\d\s().-]{6,}")


@dataclass(frozen=True, kw_only=True)
class Result:
    """One thing that was found."""

    kind: str
    name: str
    about: str
    url: str
    tag: Text = ""
    tone: str = ""
    outside: bool = False
    """Whether it opens beside the console and not within it."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """What was found of one kind."""

    title: Text
    results: tuple[Result, ...]


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What is looked for, by whom, for which contact."""

    city: City
    by: Actor
    text: str
    contact: int | None
    at: datetime
    language: str

    @property
    def today(self) -> date:
        """Return the city's day."""
        return self.at.astimezone(self.city.zone).date()

    def url(self, name: str, *args: object) -> str:
        """Return an address of the desk that knows for which contact it is opened."""
        tail = f"?{urlencode({'contact': self.contact})}" if self.contact else ""
        return reverse(f"desk:{name}", args=args) + tail


@for_staff(Role.AGENT, Role.SUPERVISOR)
@require_safe
def search(request: HttpRequest, by: Actor) -> HttpResponse:
    """Return what the words of the box may mean, by kind, as a part of the console."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    groups = sought(city_of(request), by, text, key_of(request.GET.get("contact", "")))
    return show(request, by, "desk/console/found.html", groups=groups, words=text)


def sought(city: City, by: Actor, text: str, contact: int | None) -> tuple[Group, ...]:
    """Return what some words may mean, by kind; nothing for fewer than two letters."""
    if len(text) < SHORTEST:
        return ()
    asked = Sought(
        city=city, by=by, text=text, contact=contact, at=timezone.now(),
        language=get_language() or city.languages[0],
    )  # fmt: skip
    kinds: tuple[tuple[Text, Callable[[Sought], Iterator[Result]]], ...] = (
        (_("Requests"), _requests), (_("Council files"), _files), (_("Departments"), _departments),
    )  # fmt: skip
    groups = [*_topics(asked), *((title, tuple(find(asked))) for title, find in kinds)]
    return tuple(Group(title=title, results=found) for title, found in groups if found)


def _topics(asked: Sought) -> Iterator[tuple[Text, tuple[Result, ...]]]:
    """Yield answers and services, which are found by one question to the index."""
    found = topics.find(
        asked.city, asked.text, asked.language, kinds=("answer", "service"), most=TOPICS
    )
    answers = {a.code: a for a in knowledge.answers(asked.city, asked.language, asked.today)}
    offers = catalogue.offers(asked.city.edition_id)
    groups = {
        "answer": tuple(_answer(asked, answers[e.code]) for e in found if e.code in answers),
        "service": tuple(
            Result(
                kind="service", name=words_in(offers[e.code].words, asked.language),
                about=words_in(offers[e.code].description, asked.language),
                url=asked.url("call", e.code),
            )
            for e in found if e.kind == "service" and e.code in offers
        ),
    }  # fmt: skip
    titles = {"answer": _("Answers"), "service": _("Services")}
    order = [found[0].kind, *titles] if found else []
    for kind in dict.fromkeys(order):
        yield titles[kind], groups[kind][:MOST]


def _answer(asked: Sought, found: knowledge.Answer) -> Result:
    about = markdown.plain(found.body).replace("\n", " ")[:120]
    return Result(
        kind="answer", name=found.question, about=about, url=asked.url("console_answer", found.code)
    )


def _requests(asked: Sought) -> Iterator[Result]:
    """Yield requests by number, by the address of whoever asked, or about a place."""
    if ADDRESS.match(asked.text):
        yield from _around(asked)
        return
    if "@" in asked.text or PHONE.fullmatch(asked.text):
        medium = "email" if "@" in asked.text else "sms"
        keys = contacts.same_address(city_id=asked.city.id, medium=medium, address=asked.text)
        theirs = requests.of_contacts(asked.city, keys, language=asked.language, most=MOST)
        yield from (_theirs(asked, each) for each in theirs if may_see(asked.by, each))
    try:
        number = numbering.read(asked.text)
    except ValueError:
        return
    found = _find(asked, Filter(numbers=(number,)))
    yield from (_request(asked, each) for each in found)


def _around(asked: Sought) -> Iterator[Result]:
    match = next(iter(geography.geocode(asked.city, asked.text)), None)
    if match is None:
        return
    found = _find(asked, Filter(near=(match.point, AROUND_M)))
    yield from (_request(asked, each) for each in found)


def _find(asked: Sought, wanted: Filter) -> tuple[requests.RequestShown, ...]:
    page = requests.find(
        asked.city, wanted, language=asked.language, at=asked.at, by=asked.by, limit=MOST
    )
    return page.rows


def _request(asked: Sought, found: requests.RequestShown) -> Result:
    words, tone = STATUSES.get(found.status, (found.status, "new"))
    return Result(
        kind="request", name=found.service_name, about=f"{found.number} · {found.address}",
        url=asked.url("request", found.number), tag=words, tone=tone,
    )  # fmt: skip


def _theirs(asked: Sought, found: requests.Theirs) -> Result:
    words, tone = STATUSES.get(found.status, (found.status, "new"))
    return Result(
        kind="request", name=found.service, about=found.number,
        url=asked.url("request", found.number), tag=words, tone=tone,
    )  # fmt: skip


def _files(asked: Sought) -> Iterator[Result]:
    """Yield council files where their number is begun: their words have a search of their own."""
    if not FILE.match(asked.text) or not council.has_council(asked.city):
        return
    found = council.search(asked.city, Wanted(words=asked.text), limit=MOST)
    for each in found.files:
        title = "".join(piece.text for piece in each.title)
        url = reverse("clerk:file", args=[each.identifier])
        yield Result(kind="file", name=each.identifier, about=title, url=url, outside=True)


def _departments(asked: Sought) -> Iterator[Result]:
    """Yield departments whose name holds all the words."""
    words = asked.text.casefold().split()
    n = 0
    for department in staff.departments(asked.city.edition_id).values():
        name = words_in(department.words_on(asked.today), asked.language)
        if n < MOST and all(word in name.casefold() for word in words):
            n += 1
            url = department.url or reverse("desk:console")
            yield Result(
                kind="department", name=name, about=department.phone, url=url, outside=True
            )


def key_of(said: str) -> int | None:
    """Return the key that an address names; None where it names none."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 18 else None
