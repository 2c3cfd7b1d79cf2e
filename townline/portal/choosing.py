"""What can be asked for, as the pages list it: by group, or after a search."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import get_language

from townline.catalogue import queries as catalogue
from townline.catalogue.queries import NoSuchService
from townline.catalogue.rules import suspended
from townline.catalogue.rules.offers import Offer, Suspension
from townline.cities.rules.city import City, words_in
from townline.geography import queries as geography
from townline.geography.rules.place import OutsideCity, Point
from townline.portal import finding
from townline.requests.actions import Suspended
from townline.staff import queries as staff


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


def found(city: City, text: str, at: datetime) -> list[Choice]:
    """Return the services that ``text`` may mean, the likeliest first."""
    if not text:
        return []
    language, stops = get_language() or "", _stops(city, at)
    offers = finding.find(catalogue.offers(city.edition_id).values(), text, language)
    return [_choice(offer, stops, language) for offer in offers[:12]]


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
    """Return the name of the department that usually does it."""
    found = staff.departments(city.edition_id).get(offer.department)
    return words_in(found.words, language) if found else offer.department


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
    )
