"""What things are called: looked up once for a page, however many requests it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from townline.catalogue import queries as catalogue
from townline.catalogue.queries import NoSuchService
from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import words_in
from townline.requests.rules import clock
from townline.staff import queries as staff

STEPS = {"due_soon": _("due within a day"), "due": _("due now")}
"""The steps of a ladder that name no days, in words."""


@dataclass(frozen=True)
class Called:
    """A service of one edition, in the reader's language."""

    offer: Offer | None
    """None where that edition never offered it."""
    name: str
    group: str
    outcomes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Kind and words by code."""


class Wording:
    """The words of catalogue, departments and pauses in one language, at one moment."""

    def __init__(self, language: str, at: datetime) -> None:
        self.language, self.at = language, at
        self._services: dict[tuple[int, str], Called] = {}
        self._departments: dict[tuple[int, str], str] = {}
        self._pauses: dict[str, str] = {"": ""}

    def service(self, edition_id: int, code: str) -> Called:
        """Return how a service is called."""
        found = self._services.get((edition_id, code))
        if found is None:
            found = self._services[edition_id, code] = _called(edition_id, code, self.language)
        return found

    def department(self, edition_id: int, code: str) -> str:
        """Return the name that a department bears at the moment of the page."""
        found = self._departments.get((edition_id, code))
        if found is None:
            found = department_name(edition_id, code, self.at, self.language)
            self._departments[edition_id, code] = found
        return found

    def pause(self, reason: str) -> str:
        """Return why a clock stands still."""
        found = self._pauses.get(reason)
        if found is None:
            words = clock.PAUSES.get(reason, "")
            found = self._pauses[reason] = gettext(words) if words else ""
        return found


def _called(edition_id: int, code: str, language: str) -> Called:
    try:
        return _offered(edition_id, code, language)
    except NoSuchService:
        return Called(None, code, "")


@lru_cache(maxsize=2048)  # an edition never changes; what raises is not kept
def _offered(edition_id: int, code: str, language: str) -> Called:
    offer = catalogue.offer(edition_id, code)
    return Called(
        offer,
        words_in(offer.words, language),
        words_in(offer.group_words, language),
        {o.code: (o.kind, words_in(o.words, language)) for o in offer.outcomes},
    )


def department_name(edition_id: int, code: str, at: datetime, language: str) -> str:
    """Return the name that a department bore at a moment, by the clock it works by."""
    found = staff.departments(edition_id).get(code)
    if found is None:
        return code
    if not found.renamed:
        return words_in(found.words, language)
    on = at.astimezone(staff.week_of(edition_id, code).zone).date()
    return words_in(found.words_on(on), language)


def day(text: Any) -> str:
    """Return an ISO date as people write it in the language of the page."""
    return date_format(date.fromisoformat(text), "DATE_FORMAT") if text else ""


def why(when: str, days: int) -> str:
    """Return for which step of a ladder somebody is told, in words."""
    if when == "late":
        return ngettext("%(n)s working day late", "%(n)s working days late", days) % {"n": days}
    if when == "silent":
        return ngettext(
            "%(n)s day without news for residents", "%(n)s days without news for residents", days
        ) % {"n": days}
    return gettext(STEPS.get(when, ""))
