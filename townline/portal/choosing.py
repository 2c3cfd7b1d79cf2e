"""What can be asked for, as the pages list it: by group, or after a search."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from townline.catalogue import queries as catalogue
from townline.catalogue.queries import NoSuchService
from townline.catalogue.rules import suspended
from townline.catalogue.rules.offers import Offer, Suspension
from townline.cities.rules.city import City, words_in
from townline.geography import queries as geography
from townline.geography.rules.place import OutsideCity, Point
from townline.requests import queries as requests
from townline.requests.actions import Suspended
from townline.staff import queries as staff
from townline.topics import queries as topics


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One service in a list."""

    code: str
    name: str
    description: str
    order: bool
    """Whether it is ordered for a day, rather than reported."""
    stopped: str
    """Why it is not taken at present anywhere in the city; empty where it is."""
    limited: str
    """The notice of a suspension that stops it in a part of the city."""
    online: bool
    """Whether it can be reported on these pages at all."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Services that belong together."""

    code: str
    name: str
    choices: tuple[Choice, ...]


def offered(city: City, code: str) -> Offer:
    """
    Return the service of that code.

    :raises Http404: if the city does not offer it
    """
    try:
        return catalogue.offer(city.edition_id, code)
    except NoSuchService as fault:
        raise Http404(str(fault)) from fault


def groups(city: City, at: datetime) -> list[Group]:
    """Return all services by group, in the order of the city's folder."""
    language, stops = get_language() or "", _stops(city, at)
    by_group: dict[str, list[Choice]] = {}
    names: dict[str, str] = {}
    for offer in catalogue.offers(city.edition_id).values():
        by_group.setdefault(offer.group, []).append(_choice(offer, stops, language))
        names.setdefault(offer.group, words_in(offer.group_words, language))
    return [
        Group(code=code, name=names[code], choices=tuple(choices))
        for code, choices in by_group.items()
    ]


def most_asked(city: City, at: datetime, *, most: int) -> list[Choice]:
    """Return what is asked for most of late; the first services of the folder where few asked."""
    language, stops = get_language() or "", _stops(city, at)
    offers = catalogue.offers(city.edition_id)
    codes = [code for code in requests.most_asked(city, at=at) if code in offers]
    listed = dict.fromkeys([*codes, *(code for code in offers if code != OTHER)])
    return [_choice(offers[code], stops, language) for code in list(listed)[:most]]


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What was found by a resident's own words."""

    text: str
    reading: str
    """The words as they were read, where slips of the keyboard were mended; else empty."""
    choices: tuple[Choice, ...]
    score: float
    """How well the first of them fits; 0 where there is none."""
    elsewhere: Choice | None
    """The service for whatever fits no other, for those who found nothing."""

    @property
    def codes(self) -> list[str]:
        """The codes of the services found."""
        return [choice.code for choice in self.choices]


LONGEST = 200
"""Characters of what somebody looks for that are read."""
OTHER = "other"
"""The code of the service for whatever fits no other, in cities that have one."""


def words_of(request: HttpRequest) -> str:
    """Return what was typed into the search box."""
    return request.GET.get("q", "").strip()[:LONGEST]


def find(city: City, text: str, at: datetime, *, most: int = 12) -> Findings:
    """Return the services that ``text`` may mean, the likeliest first."""
    language, stops = get_language() or "", _stops(city, at)
    offers = catalogue.offers(city.edition_id)
    found = topics.find(city, text, language, kinds=("service",), most=most)
    known = [each for each in found if each.code in offers]
    other = offers.get(OTHER)
    return Findings(
        text=text,
        reading=known[0].reading if known else "",
        score=known[0].score if known else 0.0,
        choices=tuple(_choice(offers[each.code], stops, language) for each in known),
        elsewhere=_choice(other, stops, language) if other else None,
    )


def named(city: City, codes: Iterable[str], at: datetime) -> list[Choice]:
    """Return the services of these codes, as far as the city offers them."""
    language, stops = get_language() or "", _stops(city, at)
    offers = catalogue.offers(city.edition_id)
    return [_choice(offers[code], stops, language) for code in codes if code in offers]


def notices(city: City, offer: Offer, at: datetime) -> list[str]:
    """Return what the suspensions of one service say, those of a part of the city included."""
    language = get_language() or ""
    return [words_in(s.notice, language) for s in _stops(city, at).get(offer.code, ())]


def refuse_there(city: City, offer: Offer, point: Point, at: datetime) -> None:
    """
    Refuse a place at which the service cannot be had, before the rest is filled in.

    :raises OutsideCity: if it is not in the city
    :raises Suspended: if the service is not taken there at present
    """
    today = at.astimezone(city.zone).date()
    place = geography.locate(city, point, today)
    if not place.inside:
        raise OutsideCity(place.neighbour)
    standing = catalogue.suspensions(city.id, today)
    stop = suspended.holding(standing, offer.code, [area.key for area in place.areas], today)
    if stop:
        raise Suspended(stop.notice)


def department_of(city: City, offer: Offer, language: str) -> str:
    """Return the name that the department which usually does it bears today."""
    found = staff.departments(city.edition_id).get(offer.department)
    today = timezone.localdate(timezone=city.zone)
    return words_in(found.words_on(today), language) if found else offer.department


def _stops(city: City, at: datetime) -> dict[str, list[Suspension]]:
    by_code: dict[str, list[Suspension]] = {}
    for suspension in catalogue.suspensions(city.id, at.astimezone(city.zone).date()):
        by_code.setdefault(suspension.service_code, []).append(suspension)
    return by_code


def _choice(offer: Offer, stops: dict[str, list[Suspension]], language: str) -> Choice:
    own = stops.get(offer.code, [])
    return Choice(
        code=offer.code,
        name=words_in(offer.words, language),
        description=words_in(offer.description, language),
        order=offer.kind == "order",
        stopped=next((words_in(s.notice, language) for s in own if not s.areas), ""),
        limited=next((words_in(s.notice, language) for s in own if s.areas), ""),
        online=offer.takes("web"),
    )
