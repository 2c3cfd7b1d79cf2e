"""Finding what a text means among the places that a city knows, however they are kept."""

from collections.abc import Iterator
from typing import Protocol

from townline.geography.rules import matching
from townline.geography.rules.addresses import AddressRead, CrossingRead, NameRead, Reading, read
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing, KnownLandmark
from townline.geography.rules.place import Match
from townline.geography.rules.spelling import Names


class Places(Protocol):
    """The places that a city knows by name: in tables, or in memory for many questions at once."""

    def addresses(self, key: str) -> list[KnownAddress]:
        """Return the addresses of all streets of a name, by number."""

    def crossings(self, one: str, other: str) -> list[KnownCrossing]:
        """Return where streets of two names meet; their order does not matter."""

    def landmarks(self, key: str) -> list[KnownLandmark]:
        """Return the landmarks of a name."""

    def streets(self) -> Names:
        """Return the names of streets that have addresses."""

    def crossing_streets(self) -> Names:
        """Return the names of streets that have crossings."""

    def landmark_names(self) -> Names:
        """Return the names of landmarks."""


def find(places: Places, text: str, limit: int | None = None) -> list[Match]:
    """Return what the first reading of the text means as spelt, else what is spelt alike."""
    readings = read(text)
    for match in (_as_spelt, _spelt_alike):
        for reading in readings:
            if found := match(places, reading):
                return matching.ranked(found, limit)
    return []


def _as_spelt(places: Places, reading: Reading) -> list[Match]:
    match reading:
        case AddressRead():
            return matching.numbered(reading, places.addresses(reading.street.key))
        case CrossingRead():
            known = places.crossings(reading.one.key, reading.other.key)
            return matching.crossed(reading, known)
        case NameRead():
            return matching.named(reading, ((k, 1.0) for k in places.landmarks(reading.key)))


def _spelt_alike(places: Places, reading: Reading) -> list[Match]:
    match reading:
        case AddressRead():
            return [
                matching.scaled(m, likeness)
                for key, likeness in places.streets().like(reading.street.key)
                for m in matching.numbered(reading.called(key), places.addresses(key))
            ]
        case CrossingRead():
            return [
                matching.scaled(m, likeness)
                for ours, likeness in _alike(reading, places.crossing_streets())
                for m in matching.crossed(ours, places.crossings(ours.one.key, ours.other.key))
            ]
        case NameRead():
            like = places.landmark_names().like(reading.key)
            known = ((k, likeness) for key, likeness in like for k in places.landmarks(key))
            return matching.named(reading, known)


def _alike(reading: CrossingRead, streets: Names) -> Iterator[tuple[CrossingRead, float]]:
    for one, like_one in streets.like(reading.one.key):
        for other, like_other in streets.like(reading.other.key):
            yield reading.called(one, other), like_one * like_other
