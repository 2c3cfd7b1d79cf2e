"""Where a submission is about: its point, the areas that hold it, and the city's own name of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City
from townline.geography import queries as geography
from townline.geography.rules.place import Match, OutsideCity, Place, Point
from townline.requests.rules import nearby
from townline.requests.rules.submission import Submission, Unfit

SURE = 0.6
"""The least confidence at which a geocoder's answer is taken for the place that is meant."""
SAME_PLACE_M = 150
"""How far a typed address may lie from the point beside it and still name that point."""


class PlaceUnknown(Unfit):
    """The address could not be found for sure; ``candidates`` are what it may have meant."""

    def __init__(self, candidates: list[Match]) -> None:
        self.candidates = candidates
        super().__init__("place_unknown", "address", "this address was not found in the city")


@dataclass(frozen=True, kw_only=True)
class Where:
    """Where a submission is about, as far as it has a place."""

    place: Place | None = None
    point: Point | None = None
    address: str = ""
    zipcode: str = ""
    landmark: str = ""
    areas: Sequence[str] = ()
    """The keys of the areas that hold it."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place whose name may still have to be asked for, by a statement that is sent anyway."""

    place: Place | None = None
    areas: Sequence[str] = ()
    typed: str = ""
    landmark: str = ""
    meant: Match | None = None
    """What the place is called, as far as that is known already."""
    ask: Mapping[str, Any] = field(default_factory=lambda: geography.NOT_ASKED)
    """What ``geography_nearest`` is to be asked for the name."""

    @property
    def point(self) -> Point | None:
        """Return the position, if it has one."""
        return self.place.point if self.place else None

    def named(self, nearest: Iterable[Mapping[str, Any]]) -> Where:
        """
        Return the place with its address in the city's own words.

        What was typed may hold a name or a telephone number. Where it is not just the address, it
        goes to ``landmark``, which is shown to everyone only once somebody has read it.

        :param nearest: what was found for ``ask``
        """
        if self.place is None:
            return Where(landmark=self.landmark)
        known = self.meant or geography.nearest_told(self.place.point, nearest)
        label = known.label if known else ""
        spare = "" if self.typed.casefold() == label.casefold() else self.typed
        landmark = ", ".join(text for text in (self.landmark, spare) if text)
        return Where(
            place=self.place,
            point=self.place.point,
            address=label,
            zipcode=known.zipcode if known else "",
            landmark=landmark,
            areas=self.areas,
        )


def find(city: City, offer: Offer, submission: Submission, today: date) -> Spot:
    """
    Return where the submission is about: at the point that was given, else at its address.

    :raises Unfit: if it has no place, and needs one; ``PlaceUnknown`` for the address
    :raises OutsideCity: if that is not in the city
    """
    typed, point = submission.address.strip(), submission.point
    if offer.place == "none" or (not point and not typed and offer.place == "optional"):
        return Spot(landmark=submission.landmark)
    if not point and not typed:
        raise Unfit("no_place", "address", "say where it is: an address, a crossing or a point")
    found = [m for m in (geography.geocode(city, typed) if typed else []) if m.confidence >= SURE]
    if point is None:
        if not found:
            raise PlaceUnknown(geography.geocode(city, typed))
        point = found[0].point
    place = geography.locate(city, point, today)
    if not place.inside:
        raise OutsideCity(place.neighbour)
    meant = next((m for m in found if nearby.metres(m.point, point) <= SAME_PLACE_M), None)
    ask = None if meant else geography.nearest_asked(city, point)
    if not meant and ask is None:
        meant = geography.address_at(city, point)
    return Spot(
        place=place,
        areas=[area.key for area in place.areas],
        typed=typed,
        landmark=submission.landmark,
        meant=meant,
        ask=ask or geography.NOT_ASKED,
    )
