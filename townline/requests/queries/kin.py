"""What may be about the same thing as a request: open ones near it, as its department sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from townline.catalogue import queries as catalogue
from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City, words_in
from townline.geography.rules.place import Point
from townline.requests.queries.near import Near
from townline.requests.queries.shape import RequestShown
from townline.requests.queries.statements import SQL, fetched
from townline.requests.rules import nearby as rule

NEAR_KIN = (SQL / "near_kin.sql").read_text()


@dataclass(frozen=True)
class Kin(Near):
    """An open request near by, of the same service or of one that may mean the same thing."""

    service_code: str
    service_name: str
    department: str
    seq: int
    photo: str
    """The name of a photo of it; empty where nobody sent one."""


def kin(
    city: City, found: RequestShown, *, language: str, at: datetime, limit: int = 6
) -> tuple[Kin, ...]:
    """
    Return open requests that may be about the same thing, nearest first; for its own staff.

    Of its service and those kindred to it, within its service's radius and window. Without those
    that somebody said are not the same, and nothing confidential. One statement; none where the
    request is closed, joined, or lies nowhere.
    """
    offers = catalogue.offers(city.edition_id)
    offer = offers.get(found.service_code)
    if offer is None or offer.nearby is None or offer.publicity == "nothing":
        return ()
    if not found.open or found.lead or found.lat is None or found.lon is None:
        return ()
    here = Point(found.lat, found.lon)
    south, west, north, east = rule.box(here, offer.nearby.radius_m)
    rows = fetched(
        NEAR_KIN,
        {
            "city": city.id, "services": kindred(offers, offer), "number": found.number,
            "south": south, "west": west, "north": north, "east": east,
            "since": at - timedelta(days=offer.nearby.window_days), "without": [found.number],
        },
        varied=True,
    )  # fmt: skip
    near = (_kin(row, here, offers, language) for row in rows)
    inside = [one for one in near if one.metres <= offer.nearby.radius_m]
    return tuple(sorted(inside, key=lambda one: one.metres)[:limit])


def kindred(offers: Mapping[str, Offer], offer: Offer) -> list[str]:
    """Return the service itself and those kindred to it, whichever of two names the other."""
    named = set(offer.nearby.kindred) if offer.nearby else set()
    naming = {
        code for code, each in offers.items() if each.nearby and offer.code in each.nearby.kindred
    }
    return sorted({offer.code, *named, *naming})


def _kin(row: tuple[Any, ...], here: Point, offers: Mapping[str, Offer], language: str) -> Kin:
    number, service, department, lat, lon, address, requested_at, *rest = row
    status, reports, seq, edition, photo = rest
    known = offers.get(service) or catalogue.offers(edition).get(service)
    return Kin(
        number=number, metres=rule.metres(here, Point(lat, lon)), address=address,
        requested_at=requested_at, status=status, reports=reports, lat=lat, lon=lon,
        service_code=service, service_name=words_in(known.words, language) if known else service,
        department=department, seq=seq, photo=photo or "",
    )  # fmt: skip
