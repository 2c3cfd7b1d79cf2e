"""What the one box finds beside services and requests: council files, and departments."""

import re
from collections.abc import Iterator, Sequence

from django.urls import reverse

from townline.cities.rules.city import words_in
from townline.contacts import queries as contacts
from townline.contacts.queries import Elsewhere, InHand
from townline.council import queries as council
from townline.council.rules.searching import Wanted
from townline.desk.console import hand
from townline.desk.console.elsewhere import named
from townline.desk.console.sought import MOST, Result, Sought
from townline.staff import queries as staff
from townline.staff.rules.departments import Department

FILE = re.compile(r"\d\d-\d{1,4}")
WORD = re.compile(r"[^\W\d_]{3}")


def files(asked: Sought) -> Iterator[Result]:
    """Yield council files by a number that is begun, or by the words of their titles."""
    number = FILE.match(asked.text)
    if not (number or WORD.search(asked.text)) or not council.has_council(asked.city):
        return
    if number:
        held = council.search(asked.city, Wanted(words=asked.text), limit=MOST).files
        found = [(each.identifier, "".join(p.text for p in each.title)) for each in held]
    else:
        titled = council.titled(asked.city, asked.text, limit=MOST)
        found = [(each.identifier, each.title) for each in titled]
    for identifier, title in found:
        url = reverse("clerk:file", args=[identifier])
        yield Result(kind="file", name=identifier, about=title, url=url, outside=True)


def departments(asked: Sought) -> Iterator[Result]:
    """Yield departments whose names hold all the words, and where the contact can go there."""
    words, found = asked.text.casefold().split(), []
    for each in staff.departments(asked.city.edition_id).values():
        name = words_in(each.words_on(asked.today), asked.language)
        said = " ".join((name, each.code, *each.aliases)).casefold()
        if all(word in said for word in words):
            found.append((each, name))
    held = _in_hand(asked) if found else None
    lines = contacts.elsewhere(asked.city, held.id, asked.at) if held else ()
    for each, name in found[:MOST]:
        yield Result(
            kind="department", name=name, phone=each.phone, url=each.url, outside=True,
            lines=_lines(asked, each, lines),
        )  # fmt: skip


def _in_hand(asked: Sought) -> InHand | None:
    """Return the contact that could be passed on: the one that it is looked for, under way."""
    agent = hand.agent_of(asked.city, asked.by) if asked.contact else None
    held = contacts.in_hand(asked.city.id, agent.id) if agent else ()
    return next((e for e in held if e.id == asked.contact and e.state == "in_contact"), None)


def _lines(
    asked: Sought, department: Department, lines: Sequence[Elsewhere]
) -> tuple[tuple[str, str], ...]:
    """Return the queues of a department's centres that take the contact, and how it is there."""
    centres = contacts.contact_centre(asked.city.edition_id).centres
    of_it = {each.code for each in centres if each.department == department.code}
    return tuple(
        (line.code, named(asked.city, line, asked.at)) for line in lines if line.centre in of_it
    )
