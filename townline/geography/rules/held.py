"""A gazetteer held in memory, for asking it many times."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import ceil

from townline.geography.rules.addresses import crossing_key, landmark_key, street_key
from townline.geography.rules.atlas import OUTERMOST, Box, Numbered, SpeltNames, ZipArea
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing, KnownLandmark
from townline.geography.rules.place import Point
from townline.geography.rules.spelling import Names
from townline.geography.rules.surroundings import Surroundings

CELL = 0.005
"""Addresses are found by squares of this size, in degrees."""

Said = tuple[str, str, str, str, str]
"""All of an address but its number and its point; many have the same."""


class HeldPlaces:
    """
    Places by what they are asked for.

    An address takes some 40 bytes: numbers and points are kept in arrays, and the words that many
    have in common once.
    """

    def __init__(
        self,
        addresses: Iterable[KnownAddress] = (),
        crossings: Iterable[KnownCrossing] = (),
        landmarks: Iterable[KnownLandmark] = (),
        surroundings: Surroundings | None = None,
    ) -> None:
        self._surroundings = surroundings or Surroundings()
        self._numbers, self._words = array("i"), array("i")
        self._lats, self._lons = array("d"), array("d")
        self._said: list[Said] = []
        self._by_street: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        self._by_cell: defaultdict[tuple[int, int], array[int]] = defaultdict(lambda: array("i"))
        self._crossings: defaultdict[tuple[str, str], list[KnownCrossing]] = defaultdict(list)
        self._along: defaultdict[str, list[KnownCrossing]] = defaultdict(list)
        self._landmarks: defaultdict[str, list[KnownLandmark]] = defaultdict(list)
        self._hold(addresses)
        for crossing in crossings:
            keys = crossing_key(crossing.street_a, crossing.street_b)
            self._crossings[keys].append(crossing)
            for key in dict.fromkeys(keys):
                self._along[key].append(crossing)
        for landmark in landmarks:
            self._landmarks[landmark_key(landmark.name)].append(landmark)

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def number_of_crossings(self) -> int:
        """How many crossings it holds."""
        return sum(map(len, self._crossings.values()))

    def addresses(self, key: str) -> Sequence[KnownAddress]:
        """Return the addresses of all streets of a name."""
        return [self._address(n) for n in self._by_street.get(key, ())]

    def crossings(self, one: str, other: str) -> Sequence[KnownCrossing]:
        """Return where streets of two names meet; their order does not matter."""
        return self._crossings.get((min(one, other), max(one, other)), [])

    def crossings_along(self, key: str) -> Sequence[KnownCrossing]:
        """Return all crossings of the streets of a name."""
        return self._along.get(key, [])

    def landmarks(self, key: str) -> Sequence[KnownLandmark]:
        """Return the landmarks of a name."""
        return self._landmarks.get(key, [])

    def around(self, box: Box, low: int, high: int) -> Iterable[Numbered]:
        """Yield the addresses in a box whose numbers are from ``low`` to ``high``."""
        numbers, lats, lons = self._numbers, self._lats, self._lons
        for cell in _cells(box):
            for n in self._by_cell.get(cell, ()):
                if low <= numbers[n] <= high and box.holds(lats[n], lons[n]):
                    _, direction, street, suffix, _ = self._said[self._words[n]]
                    yield numbers[n], direction, street, suffix, lats[n], lons[n]

    def zips(self) -> Mapping[str, ZipArea]:
        """Return where each ZIP code is that an address has."""
        found: defaultdict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
        for words, lat, lon in zip(self._words, self._lats, self._lons, strict=True):
            lats, lons = found[self._said[words][4]]
            lats.append(lat)
            lons.append(lon)
        return {code: _area(sorted(a), sorted(b)) for code, (a, b) in found.items() if code}

    def names(self) -> SpeltNames:
        """Return the names of all streets, with addresses or crossings, and of all landmarks."""
        return self._names

    def surroundings(self) -> Surroundings:
        """Return what the city's parts and the places around it are called."""
        return self._surroundings

    @cached_property
    def _names(self) -> SpeltNames:
        return SpeltNames(
            Names(sorted({*self._by_street, *self._along})), Names(sorted(self._landmarks))
        )

    def _hold(self, addresses: Iterable[KnownAddress]) -> None:
        words: dict[Said, int] = {}
        keys: dict[str, str] = {}
        for n, a in enumerate(addresses):
            said = a.number_suffix, a.direction, a.street, a.suffix, a.zipcode
            self._numbers.append(a.number)
            self._words.append(words.setdefault(said, len(words)))
            self._lats.append(a.lat)
            self._lons.append(a.lon)
            if (key := keys.get(a.street)) is None:
                key = keys[a.street] = street_key(a.street)
            self._by_street[key].append(n)
            self._by_cell[int(a.lat // CELL), int(a.lon // CELL)].append(n)
        self._said = list(words)

    def _address(self, n: int) -> KnownAddress:
        number_suffix, direction, street, suffix, zipcode = self._said[self._words[n]]
        return KnownAddress(
            number=self._numbers[n],
            number_suffix=number_suffix,
            direction=direction,
            street=street,
            suffix=suffix,
            zipcode=zipcode,
            lat=self._lats[n],
            lon=self._lons[n],
        )


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for north in range(int(box.south // CELL), int(box.north // CELL) + 1):
        for east in range(int(box.west // CELL), int(box.east // CELL) + 1):
            yield north, east


def _area(lats: Sequence[float], lons: Sequence[float]) -> ZipArea:
    south, lat, north = (_at(lats, share) for share in (OUTERMOST, 0.5, 1 - OUTERMOST))
    west, lon, east = (_at(lons, share) for share in (OUTERMOST, 0.5, 1 - OUTERMOST))
    return ZipArea(Box(south, west, north, east), Point(lat, lon))


def _at(ordered: Sequence[float], share: float) -> float:
    """The first value at which so large a share of all is reached."""
    return ordered[max(ceil(share * len(ordered)), 1) - 1]
