"""Queues that a contact may be passed on to, as the console and the telephone name them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from townline.cities.rules.city import City, words_in
from townline.contacts import queries
from townline.contacts.queries import Elsewhere
from townline.ui import openings


class NobodyAnswers(Exception):
    """An agent is to be warned first: nobody answers now where they pass a contact on to."""

    def __init__(self, queue: str) -> None:
        super().__init__(queue)
        self.queue = queue


@dataclass(frozen=True, kw_only=True)
class Warned:
    """A queue where nobody answers now, and what an agent is told of it."""

    code: str
    words: str


def choices(city: City, contact: int, at: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the queues that a contact may be passed on to, by centre, with how it is there."""
    here = get_language() or ""
    there: dict[str, list[tuple[str, str]]] = {}
    for each in queries.elsewhere(city, contact, at):
        there.setdefault(each.centre, []).append((each.code, named(city, each, at)))
    return [
        (words_in(centre.words, here), there[centre.code])
        for centre in queries.contact_centre(city.edition_id).centres
        if centre.code in there
    ]


def warning(city: City, contact: int, queue: str, at: datetime) -> Warned | None:
    """Return why a contact had better not be passed on to a queue; None if it may, or must."""
    found = queries.nobody_answers(city, contact, queue, at)
    if found is None:
        return None
    words = {"queue": _words(city, found.code)}
    if found.opening.open:
        told = _("Nobody is there now who answers %(queue)s in their language.") % words
    elif found.opening.opens_at is None:
        told = _("%(queue)s is closed now.") % words
    else:
        when = openings.clock(found.opening.opens_at, at, city.zone)
        told = _("%(queue)s is closed now. It opens: %(when)s.") % {**words, "when": when}
    return Warned(code=found.code, words=told)


def named(city: City, line: Elsewhere, at: datetime) -> str:
    """Return the name of a queue that a contact may be passed on to, with how it is there."""
    words = _words(city, line.code)
    if not line.opening.open:
        return openings.named(words, line.opening.opens_at, at, city.zone)
    if not line.staffed:
        return _("%(queue)s (nobody there now)") % {"queue": words}
    return words


def _words(city: City, queue: str) -> str:
    found = queries.contact_centre(city.edition_id).line(queue)
    return words_in(found[1].words, get_language() or "") if found else queue
