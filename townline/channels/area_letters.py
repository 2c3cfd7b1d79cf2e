"""Daily letters about an area: worded when they go out, from what everyone may read by then."""

from datetime import datetime
from typing import Any

from townline.catalogue import queries as catalogue
from townline.channels.followed import address
from townline.cities.rules.city import City, words_in
from townline.contacts.actions import Owed
from townline.requests import queries


def about_area(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    """Return what a letter about an area is filled with, its news included where it is daily."""
    area, service = str(owed.data["area"]), str(owed.data["service"])
    offer = catalogue.offers(city.edition_id).get(service)
    told: dict[str, Any] = {
        "area": queries.area_name(city, area, at.astimezone(city.zone).date()),
        "service": words_in(offer.words, language) if offer else service,
        "leave": address(city, str(owed.data["leave"]), language),
        "confirm": address(city, str(owed.data["confirm"]), language),
    }
    if "since" in owed.data:
        since, until = (datetime.fromisoformat(owed.data[name]) for name in ("since", "until"))
        told["news"] = queries.news(
            city, area=area, service_code=service, since=since, until=until, language=language
        )
        told["requests"] = address(city, "requests/", language)
    return told
