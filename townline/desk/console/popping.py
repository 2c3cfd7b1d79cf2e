"""Who it may be that got in touch: by the address that they came from, and never by a guess."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language

from townline.cities.rules.city import City
from townline.contacts import actions
from townline.contacts import queries as contacts
from townline.contacts.queries import Person, Reach
from townline.contacts.rules.looking import WhatFor
from townline.desk.console.hand import Held, worded
from townline.desk.console.menu import Called, called
from townline.desk.wording import STATUSES, Text
from townline.knowledge import queries as knowledge
from townline.record.verbs import Actor
from townline.requests import queries as requests

MOST_PEOPLE = 6
MOST_REQUESTS = 6
MOST_ANSWERS = 3


@dataclass(frozen=True, kw_only=True)
class OpenRequest:
    """A request of somebody that is still open."""

    number: str
    service: str
    status: Text
    tone: str


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who left this address before."""

    key: str
    person: Person
    open: tuple[OpenRequest, ...]


@dataclass(frozen=True, kw_only=True)
class Popped:
    """What is known of whoever got in touch."""

    withheld: bool
    """They left no address to know them by."""
    address: str
    reach: Reach | None
    candidates: tuple[Candidate, ...]
    who: Candidate | None
    """The one who was chosen, or the only one."""
    before: tuple[Held, ...]
    """Earlier contacts from the same address, the newest first."""
    answers: tuple[knowledge.Answer, ...]
    """What callers of this line ask most; first of all what the city says of the line itself."""
    called: Called
    """The line that they dialled, and what its menu told them."""


def popped(
    city: City, by: Actor, held: Held, chosen: str, what_for: WhatFor, at: datetime
) -> Popped:
    """
    Return what is known of whoever a contact is with; that it was seen is entered.

    :param chosen: the key of a candidate, where there are several
    """
    key = held.what.id
    reach = contacts.reach_of(key)
    same = _same(city, reach, key)
    found = tuple(_candidate(city, by, each) for each in contacts.people_of(same)[:MOST_PEOPLE])
    who = next((each for each in found if each.key == chosen), None)
    if who is None and len(found) == 1:
        who = found[0]
    shown = {each for one in found for each in one.person.told_in}
    actions.look(city=city, contacts=[key, *shown], what_for=what_for, by=by, at=at)
    on, language = at.astimezone(city.zone).date(), held.what.language or city.languages[0]
    by_phone = called(city, key, language, on) if held.what.channel == "call" else Called()
    address = (reach.phone or reach.email) if reach else ""
    return Popped(
        withheld=not address, address=address, reach=reach, candidates=found, who=who,
        before=tuple(worded(city, each) for each in contacts.answered_of(city.id, same, most=5)),
        answers=_asked_most(city, held, language, on, by_phone.answer), called=by_phone,
    )  # fmt: skip


def _same(city: City, reach: Reach | None, key: int) -> list[int]:
    """Return the keys of the other contacts from the same address."""
    if reach is None:
        return []
    found: list[int] = []
    for medium, address in (("sms", reach.phone), ("email", reach.email)):
        if address:
            found += contacts.same_address(city_id=city.id, medium=medium, address=address)
    return [each for each in dict.fromkeys(found) if each != key]


def _candidate(city: City, by: Actor, person: Person) -> Candidate:
    theirs = requests.of_contacts(
        city, person.contacts, language=get_language() or "", open_only=True, most=MOST_REQUESTS
    )
    return Candidate(
        key=str(person.contacts[0]), person=person,
        open=tuple(_open(each) for each in theirs if may_see(by, each)),
    )  # fmt: skip


def may_see(by: Actor, found: requests.Theirs) -> bool:
    """Return whether the actor may know of a request."""
    return found.publicity != "nothing" or by.works_for(found.department)


def _open(found: requests.Theirs) -> OpenRequest:
    words, tone = STATUSES.get(found.status, (found.status, "new"))
    return OpenRequest(number=found.number, service=found.service, status=words, tone=tone)


def _asked_most(
    city: City, held: Held, language: str, on: date, first: str
) -> tuple[knowledge.Answer, ...]:
    """
    Return the answers of the department whose line was dialled, what is asked most first.

    :param first: the code of the one that stands before them; empty: none
    """
    centres: Sequence[object] = contacts.contact_centre(city.edition_id).centres
    centre = next((c for c in centres if getattr(c, "code", "") == held.what.centre), None)
    department = getattr(centre, "department", "")
    every = knowledge.answers(city, language, on)
    found = knowledge.answers(city, language, on, department=department) or every
    of_line = tuple(each for each in every if each.code == first)
    return (*of_line, *(each for each in found if each.code != first))[:MOST_ANSWERS]
