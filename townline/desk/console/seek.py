"""One box for everything: answers, services, requests, council files, departments."""

import re
from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City, words_in
from townline.contacts import queries as contacts
from townline.desk.access import city_of, for_staff, show
from townline.desk.console import seek_beside
from townline.desk.console.popping import may_see
from townline.desk.console.sought import MOST, Group, Result, Sought
from townline.desk.wording import STATUSES, Text
from townline.geography import queries as geography
from townline.knowledge import queries as knowledge
from townline.record.verbs import Actor, Role
from townline.requests import queries as requests
from townline.requests.queries import Filter
from townline.requests.rules import numbering
from townline.topics import queries as topics
from townline.topics.rules.ranking import Found
from townline.ui import markdown

SHORTEST = 2
LONGEST = 200
TOPICS = 16
AROUND_M = 80.0
ADDRESS = re.compile(r"\d+\s+\S*[^\W\d]")
"""A house number and the beginning of a street."""
CROSSING = re.compile(r"\w\s*&\s*\w")
WORDS = re.compile(r"[^\W\d_]{3}")
"""At least three letters: fewer stand in every request."""
PHONE = re.compile(r"[+\d][\d\s().-]{6,}")


@for_staff(Role.AGENT, Role.SUPERVISOR)
@require_POST
def search(request: HttpRequest, by: Actor) -> HttpResponse:
    """
    Return what the words of the box may mean, by kind, as a part of the console.

    They are posted: a number or an address that is typed belongs into no address or log.
    """
    text = request.POST.get("q", "").strip()[:LONGEST]
    contact = key_of(request.POST.get("contact", ""))
    return show(
        request, by, "desk/console/found.html", words=text, contact=contact,
        groups=sought(city_of(request), by, text, contact),
    )  # fmt: skip


def sought(city: City, by: Actor, text: str, contact: int | None) -> tuple[Group, ...]:
    """Return what some words may mean, by kind; nothing for fewer than two letters."""
    if len(text) < SHORTEST:
        return ()
    asked = Sought(
        city=city, by=by, text=text, contact=contact, at=timezone.now(),
        language=get_language() or city.languages[0],
    )  # fmt: skip
    found = topics.find(city, text, asked.language, kinds=("answer", "service"), most=TOPICS)
    groups = [
        *_topics(asked, found), (_("Requests"), tuple(_requests(asked, found))[:MOST]),
        (_("Council files"), tuple(seek_beside.files(asked))),
        (_("Departments"), tuple(seek_beside.departments(asked))),
    ]  # fmt: skip
    return tuple(Group(title=title, results=found) for title, found in groups if found)


def _topics(asked: Sought, found: Sequence[Found]) -> Iterator[tuple[Text, tuple[Result, ...]]]:
    """Yield answers, and services to whoever may take requests down."""
    answers = knowledge.shown(asked.city, asked.language, asked.today)
    offers = catalogue.offers(asked.city.edition_id)
    groups = {
        "answer": tuple(_answer(asked, answers[e.code]) for e in found if e.code in answers),
        "service": tuple(
            Result(
                kind="service", name=words_in(offers[e.code].words, asked.language),
                about=words_in(offers[e.code].description, asked.language),
                url=asked.url("call", e.code),
            )
            for e in found if asked.takes and e.kind == "service" and e.code in offers
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


def _requests(asked: Sought, meant: Sequence[Found]) -> Iterator[Result]:
    """Yield requests by number, by the address of whoever asked, about a place, or by words."""
    around = _around(asked) if ADDRESS.match(asked.text) or CROSSING.search(asked.text) else ()
    if around:
        yield from around
    elif "@" in asked.text or PHONE.fullmatch(asked.text):
        yield from _by_reach(asked)
    else:
        yield from _by_words(asked, meant)


def _around(asked: Sought) -> tuple[Result, ...]:
    match = next(iter(geography.geocode(asked.city, asked.text)), None)
    if match is None:
        return ()
    found = _find(asked, Filter(near=(match.point, AROUND_M)))
    return tuple(_request(asked, each) for each in found)


def _by_reach(asked: Sought) -> Iterator[Result]:
    medium = "email" if "@" in asked.text else "sms"
    keys = contacts.same_address(city_id=asked.city.id, medium=medium, address=asked.text)
    theirs = requests.of_contacts(asked.city, keys, language=asked.language, most=MOST)
    yield from (_theirs(asked, each) for each in theirs if may_see(asked.by, each))
    yield from _numbered(asked)


def _numbered(asked: Sought) -> Iterator[Result]:
    try:
        number = numbering.read(asked.text)
    except ValueError:
        return
    found = _find(asked, Filter(numbers=(number,)))
    yield from (_request(asked, each) for each in found)


def _by_words(asked: Sought, meant: Sequence[Found]) -> Iterator[Result]:
    """Yield a request by its number; else open ones that say the words, then of that service."""
    found = list(_numbered(asked))
    if found or not WORDS.search(asked.text):
        yield from found
        return
    said = _find(asked, Filter(words=asked.text, open=True))
    service = next((each.code for each in meant if each.kind == "service"), "")
    if service and len(said) < MOST:
        there = {each.number for each in said}
        of_it = _find(asked, Filter(services=(service,), open=True))
        said = (*said, *(each for each in of_it if each.number not in there))
    yield from (_request(asked, each) for each in said)


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


def key_of(said: str) -> int | None:
    """Return the key that an address names; None where it names none."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 18 else None
