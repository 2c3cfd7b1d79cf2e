"""The list of services: what may be reported or ordered, here and now."""

from typing import Any

from townline.catalogue import queries as catalogue
from townline.catalogue.rules import suspended
from townline.catalogue.rules.offers import Offer, Suspension
from townline.cities.rules.city import words_in
from townline.geography import queries as geography
from townline.geography.rules.place import OutsideCity
from townline.open311 import errors, reading
from townline.open311.definitions import asks_anything
from townline.open311.endpoint import Answer, Call


def services(call: Call) -> Answer:
    """
    Answer ``GET services``.

    What programs may not report is left out. A suspended service stays in the list, its notice at
    the end of its description. Suspensions of some areas are told where ``lat`` and ``long`` say
    which area is meant.
    """
    today = call.at.astimezone(call.city.zone).date()
    point = reading.point(call.parameters)
    call.parameters.settle()
    areas: list[str] = []
    if point:
        place = geography.locate(call.city, point, today)
        if not place.inside:
            raise errors.of_city(OutsideCity(place.neighbour), call.city, call.language)
        areas = [area.key for area in place.areas]
    standing = catalogue.suspensions(call.city.id, today)
    return Answer(
        "services",
        [
            _listed(offer, suspended.holding(standing, offer.code, areas, today), call.language)
            for offer in catalogue.offers(call.city.edition_id).values()
            if offer.takes("api")
        ],
    )


def _listed(offer: Offer, suspension: Suspension | None, language: str) -> dict[str, Any]:
    told = [words_in(offer.description, language)]
    if suspension:
        told.append(words_in(suspension.notice, language))
    return {
        "service_code": offer.code,
        "service_name": words_in(offer.words, language),
        "description": "\n\n".join(text for text in told if text) or None,
        "metadata": asks_anything(offer),
        "type": "realtime",
        "keywords": ", ".join(offer.keywords) or None,
        "group": words_in(offer.group_words, language) or None,
    }
