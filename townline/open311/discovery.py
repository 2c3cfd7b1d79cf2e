"""Where the API is, in which formats, and how to get a key: what clients read first."""

from zoneinfo import ZoneInfo

from django.conf import settings

from townline.cities import queries as cities
from townline.open311 import access, formats
from townline.open311.endpoint import Answer, Call
from townline.open311.moments import moment

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
"""The token by which clients know the specification; it is no address to be opened."""


def discovery(call: Call) -> Answer:
    """Answer ``GET discovery``. The changeset is when the city's present edition was applied."""
    city = call.city
    changed = moment(cities.applied_at(city.edition_id), ZoneInfo("UTC"))
    services = access.address(call.request, city, "open311:services", "xml")
    endpoint = {
        "specification": SPECIFICATION,
        "url": services.removesuffix("/services.xml"),
        "changeset": changed,
        "type": "test" if city.demo or settings.DEMO else "production",
        "formats": [kind.partition(";")[0] for kind in formats.CONTENT_TYPES.values()],
    }
    return Answer(
        "discovery",
        {
            "changeset": changed,
            "contact": city.contact or city.phone or city.name,
            "key_service": _key_service(call),
            "endpoints": [endpoint],
        },
    )


def _key_service(call: Call) -> str:
    city = call.city
    if city.demo and settings.DEMO:
        return "This is a demonstration: use the api_key demo."
    return f"Ask for an api_key here: {city.contact or city.phone or city.name}"
