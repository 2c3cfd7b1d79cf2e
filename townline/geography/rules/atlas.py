"""A gazetteer on a flat map of its city, with what was looked up kept for the next question."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from townline.geography.rules.courses import Course, Place, courses, middles, signed
from townline.geography.rules.distance import Plane
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing, KnownLandmark
from townline.geography.rules.grain import AROUND_M, BLOCK, REACH, TILE_M, Grain, by_street
from townline.geography.rules.meeting import Spot
from townline.geography.rules.place import Point
from townline.geography.rules.spelling import Names
from townline.geography.rules.streets import plain, taken_apart
from townline.geography.rules.surroundings import Surroundings

ADDRESSES_KEPT = 100_000
"""So many addresses are kept in memory, by street."""
LARGEST = 10_000_000
"""No house has a larger number."""
OUTERMOST = 0.02
"""This share of a ZIP code's addresses on each side does not count for where it is."""
NEIGHBOURS_KEPT = 100_000
"""So many neighbours are kept in memory, by neighbourhood."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box in degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """Return whether a position is in the box or on its side."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


@dataclass(frozen=True, slots=True)
class ZipArea:
    """Where the known addresses of a ZIP code lie."""

    box: Box
    """All but the outermost."""
    middle: Point


@dataclass(frozen=True, slots=True)
class SpeltNames:
    """All names of a gazetteer, for finding those that were spelt otherwise."""

    streets: Names
    landmarks: Names


Numbered = tuple[int, str, str, str, float, float]
"""Of an address the number, direction, street, suffix, latitude and longitude."""


class Source(Protocol):
    """Where a gazetteer is kept: in tables, or in memory for many questions."""

    def addresses(self, key: str) -> Sequence[KnownAddress]:
        """Return the addresses of all streets of a name."""

    def crossings(self, one: str, other: str) -> Sequence[KnownCrossing]:
        """Return where streets of two names meet; their order does not matter."""

    def crossings_along(self, key: str) -> Sequence[KnownCrossing]:
        """Return all crossings of the streets of a name."""

    def landmarks(self, key: str) -> Sequence[KnownLandmark]:
        """Return the landmarks of a name."""

    def around(self, box: Box, low: int, high: int) -> Iterable[Numbered]:
        """Return the addresses in a box whose numbers are from ``low`` to ``high``."""

    def zips(self) -> Mapping[str, ZipArea]:
        """Return where each ZIP code is that an address has."""

    def names(self) -> SpeltNames:
        """Return the names of all streets, with addresses or crossings, and of all landmarks."""

    def surroundings(self) -> Surroundings:
        """Return what the city's parts and the places around it are called."""


class Atlas:
    """What a geocoder may ask, answered from memory where it was asked before."""

    def __init__(self, source: Source, plane: Plane, bounds: Box) -> None:
        self.plane = plane
        self.bounds = bounds
        self.crossings = source.crossings
        self.landmarks = source.landmarks
        self._source = source
        self._streets: _Kept[str, KnownStreet] = _Kept(ADDRESSES_KEPT)
        self._grains: _Kept[tuple[int, int, str, int | None], Grain] = _Kept(NEIGHBOURS_KEPT)

    @cached_property
    def zips(self) -> Mapping[str, ZipArea]:
        """Where each ZIP code is that an address has."""
        return self._source.zips()

    @cached_property
    def names(self) -> SpeltNames:
        """The names of all streets and landmarks."""
        return self._source.names()

    @cached_property
    def surroundings(self) -> Surroundings:
        """What the city's parts and the places around it are called."""
        return self._source.surroundings()

    def street(self, key: str) -> "KnownStreet":
        """Return what is known of the streets of a name."""
        return self._streets.get(key, lambda: KnownStreet(key, self._source, self.plane))

    def near(self, box: Box, at: Point, metres: float) -> bool:
        """Return whether a point is in a box or at most so many metres from it, either way."""
        x, y = self.plane.flat(at.lat, at.lon)
        west, south = self.plane.flat(box.south, box.west)
        east, north = self.plane.flat(box.north, box.east)
        return west - metres <= x <= east + metres and south - metres <= y <= north + metres

    def grain(self, x: float, y: float, axis: str, number: int | None) -> Grain:
        """Return how the streets of an axis run around a place, for a block of numbers or all."""
        block = None if number is None else number // BLOCK
        tile = int(x // TILE_M), int(y // TILE_M)
        return self._grains.get(
            (*tile, axis, block), lambda: Grain(by_street(self._around(tile, axis, block)))
        )

    def kept(self) -> int:
        """Return how many addresses and neighbours are in memory."""
        return len(self._streets) + len(self._grains)

    def _around(
        self, tile: tuple[int, int], axis: str, block: int | None
    ) -> Iterator[tuple[tuple[str, str], Place]]:
        """Yield the places of an axis around a tile whose numbers are near a block, by street."""
        low, high = -LARGEST, LARGEST
        if block is not None:
            low, high = block * BLOCK - REACH - BLOCK // 5, (block + 1) * BLOCK + REACH + BLOCK // 5
        # Numbers are asked for without their sign, which only the direction gives.
        least = 0 if low < 0 < high else min(abs(low), abs(high))
        west, south = TILE_M * tile[0] - AROUND_M, TILE_M * tile[1] - AROUND_M
        size = TILE_M + 2 * AROUND_M
        a, b = self.plane.point(west, south), self.plane.point(west + size, south + size)
        box = Box(a.lat, a.lon, b.lat, b.lon)
        for number, direction, street, suffix, lat, lon in self._source.around(
            box, least, max(abs(low), abs(high))
        ):
            its_axis, counted = signed(number, direction)
            if its_axis == axis and low <= counted < high:
                yield (street, suffix), (counted, *self.plane.flat(lat, lon))


class KnownStreet:
    """All that is known of the streets of one name."""

    def __init__(self, key: str, source: Source, plane: Plane) -> None:
        self.key = key
        self.addresses = source.addresses(key)
        self._source = source
        self._plane = plane

    def __len__(self) -> int:
        return len(self.addresses)

    @cached_property
    def by_number(self) -> Mapping[int, list[KnownAddress]]:
        """The addresses of each number, on whichever of the streets."""
        found: dict[int, list[KnownAddress]] = {}
        for address in self.addresses:
            found.setdefault(address.number, []).append(address)
        return found

    @cached_property
    def courses(self) -> list[Course]:
        """The courses of the streets, apart by suffix, axis and part of the city."""
        return courses(self.addresses, self._plane)

    @cached_property
    def stretches(self) -> Mapping[str, "Stretch"]:
        """The known places on the middle of the streets, by suffix."""
        found: dict[str, Stretch] = {}
        for course in self.courses:
            first = course.marks[0].address
            written = f"{first.street} {first.suffix}".strip()
            stretch = found.setdefault(course.suffix, Stretch(written, []))
            stretch.spots.extend(middles(course))
        for crossing in self._source.crossings_along(self.key):
            at = self._plane.flat(crossing.lat, crossing.lon)
            for written in (crossing.street_a, crossing.street_b):
                street = taken_apart(plain(written).split())
                if street.key == self.key:
                    found.setdefault(street.suffix, Stretch(written, [])).spots.append(at)
        return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """A street of a name and suffix as a line of places."""

    written: str
    """Its name as the city writes it."""
    spots: list[Spot]


class _Kept[K: Hashable, V: Sized]:
    """Values by key, until they hold too much together: then all are forgotten."""

    def __init__(self, most: int) -> None:
        self._values: dict[K, V] = {}
        self._most = most
        self._held = 0

    def __len__(self) -> int:
        return self._held

    def get(self, key: K, make: Callable[[], V]) -> V:
        if (found := self._values.get(key)) is not None:
            return found
        made = make()
        self._held += len(made) + 1
        if self._held > self._most:
            self._values.clear()
            self._held = len(made) + 1
        self._values[key] = made
        return made
