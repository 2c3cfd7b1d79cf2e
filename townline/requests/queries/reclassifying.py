"""What becomes of a request that is handled as another service."""

from dataclasses import dataclass
from datetime import datetime

from townline.catalogue import queries as catalogue
from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City, words_in
from townline.requests.models import ServiceRequest, Words
from townline.requests.queries.wording import department_name
from townline.requests.rules import carrying, publicity, routing
from townline.requests.rules.carrying import Carried
from townline.requests.rules.reasons import Happened, due_as
from townline.requests.rules.routing import Routing
from townline.staff import queries as staff


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the change leads to, for the action that makes it."""

    offer: Offer
    carried: Carried
    goes: Routing
    due_at: datetime | None
    """By the other promise; where it promises nothing, the day that the resident was told."""
    publicity: str
    lost: tuple[tuple[str, str], ...]
    """Question and answer of what does not go along, in the city's first language."""


@dataclass(frozen=True, kw_only=True)
class Reclassified:
    """The same for those who look at it before: question and answer, in their language."""

    kept: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]
    department_name: str
    crew: str
    due_at: datetime | None
    confidential: bool


def plan(city: City, request: ServiceRequest, service_code: str, at: datetime) -> Plan:
    """
    Return what becomes of a request; nothing is written.

    :raises NoSuchService: if the edition in force does not offer the service
    """
    offer = catalogue.offer(city.edition_id, service_code)
    before = catalogue.offers(request.edition_id).get(request.service_code)
    words = Words.objects.filter(request=request).first()
    carried = carrying.carry(words.answers if words else {}, before, offer)
    on = at.astimezone(city.zone).date()
    goes = routing.route(offer, areas=request.areas, answers=carried.kept, on=on)
    entries = request.entries.order_by("seq").values_list("verb", "at", "data")
    return Plan(
        offer=offer,
        carried=carried,
        goes=goes,
        due_at=due_as(
            [Happened(verb, then, data) for verb, then, data in entries],
            requested_at=request.requested_at,
            promise=offer.resolve,
            week=staff.week_of(city.edition_id, goes.department),
        )
        or request.due_at,
        publicity=publicity.stricter(request.publicity, offer.publicity),
        lost=_told(before, carried.lost, city.languages[0]),
    )


def reclassified(
    city: City, number: str, service_code: str, *, language: str, at: datetime
) -> Reclassified:
    """
    Return what would become of a request, for staff who may see it.

    :raises NoSuchService: if the edition in force does not offer the service
    """
    request = ServiceRequest.objects.get(city_id=city.id, number=number)
    found = plan(city, request, service_code, at)
    before = catalogue.offers(request.edition_id).get(request.service_code)
    return Reclassified(
        kept=_told(found.offer, found.carried.kept, language),
        lost=_told(before, found.carried.lost, language),
        department_name=department_name(city.edition_id, found.goes.department, at, language),
        crew=found.goes.crew,
        due_at=found.due_at,
        confidential=found.publicity == "nothing" and request.publicity != "nothing",
    )


def _told(
    offer: Offer | None, answers: dict[str, object], language: str
) -> tuple[tuple[str, str], ...]:
    """Return questions and answers in words."""
    told = []
    for code, raw in answers.items():
        question = offer.question(code) if offer else None
        names = {o.key: words_in(o.words, language) for o in question.options} if question else {}
        values = raw if isinstance(raw, list) else [raw]
        label = words_in(question.words, language) if question else code
        told.append((label, ", ".join(names.get(str(value), str(value)) for value in values)))
    return tuple(told)
