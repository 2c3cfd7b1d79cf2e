"""A town on squared paper, in which it is plain where everything is."""

from collections.abc import Iterable, Iterator

from townline.geography.rules.atlas import Atlas, Box
from townline.geography.rules.distance import Plane
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing, KnownLandmark
from townline.geography.rules.held import HeldPlaces
from townline.geography.rules.place import Point
from townline.geography.rules.surroundings import Surroundings

PLANE = Plane(Point(0.0, 10.0))
WHOLE = Box(-0.1, 9.9, 0.1, 10.1)
AVENUES = {"ALDER": 0.0, "BIRCH": 200.0, "CEDAR": 400.0, "DOGWOOD": 600.0, "ELM": 800.0}
"""Avenues run north, a metre to a number, so many metres east of the middle."""
STREETS = {"1ST": 100.0, "2ND": 300.0, "3RD": 500.0, "4TH": 700.0, "5TH": 900.0}
"""Streets run east, a metre to a number, so many metres north of the middle."""
HALF_M = 10.0
"""Houses stand so far from the middle of their street: even ones to the left, as one walks up."""


def on_avenue(name: str, number: int) -> tuple[float, float]:
    """Where a number of an avenue is, in metres."""
    return AVENUES[name] + (HALF_M if number % 2 else -HALF_M), float(number)


def on_street(name: str, number: int) -> tuple[float, float]:
    """Where a number of a street is, in metres."""
    return float(number), STREETS[name] + (-HALF_M if number % 2 else HALF_M)


def house(name: str, number: int, **more: str) -> KnownAddress:
    """An address of the town as its gazetteer has it."""
    avenue = name in AVENUES
    x, y = on_avenue(name, number) if avenue else on_street(name, number)
    at = PLANE.point(x, y)
    said = {"direction": "N", "suffix": "AVE"} if avenue else {"direction": "E", "suffix": "ST"}
    said |= {"zipcode": "90001" if y < 500 else "90002"} | more
    return KnownAddress(number=number, street=name, lat=at.lat, lon=at.lon, **said)


def houses() -> Iterator[KnownAddress]:
    """All houses that are known: few on Dogwood, some everywhere else."""
    for name in (*AVENUES, *STREETS):
        for number in range(20, 980, 40) if name != "DOGWOOD" else (20, 22, 23, 960, 962, 965):
            yield house(name, number)
            if name != "DOGWOOD":
                yield house(name, number + 21)


def corner(avenue: str, street: str) -> Point:
    """Where an avenue and a street meet."""
    return PLANE.point(AVENUES[avenue], STREETS[street])


def town(
    known: Iterable[KnownAddress] | None = None,
    crossings: Iterable[KnownCrossing] = (),
    landmarks: Iterable[KnownLandmark] = (),
) -> Atlas:
    """The town's atlas: Squaretown with its part Old Mills, beside Roundville."""
    around = Surroundings.named(["Squaretown", "Old Mills NC"], ["Roundville", "Mill Valley"])
    places = HeldPlaces(houses() if known is None else known, crossings, landmarks, around)
    return Atlas(places, PLANE, WHOLE)
