"""The places that a city knows by name: addresses, crossings and landmarks with their points."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownAddress:
    """An address whose point is known."""

    number: int
    number_suffix: str = ""
    """What follows the number: ``1/2``, ``A``."""
    direction: str = ""
    street: str
    suffix: str = ""
    zipcode: str = ""
    lat: float
    lon: float


@dataclass(frozen=True, kw_only=True)
class KnownCrossing:
    """Two streets that meet, written as the city writes them, and where."""

    street_a: str
    street_b: str
    zipcode: str = ""
    lat: float
    lon: float


@dataclass(frozen=True, kw_only=True)
class KnownLandmark:
    """Something that people name instead of an address."""

    name: str
    lat: float
    lon: float
    address: str = ""


Known = KnownAddress | KnownCrossing | KnownLandmark


class Fingerprint:
    """The digest of places that pass by, so that a list of any length need not be held."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def of[P: Known](self, places: Iterable[P]) -> Iterator[P]:
        """Hand on the places one by one, and count each in."""
        for place in places:
            self._hash.update(repr((type(place).__name__, *astuple(place))).encode())
            yield place

    def __str__(self) -> str:
        return self._hash.hexdigest()
