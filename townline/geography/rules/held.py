"""A gazetteer held in memory, for asking it many times."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from townline.geography.rules.addresses import crossing_key, landmark_key, street_key
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing, KnownLandmark
from townline.geography.rules.spelling import Names


class HeldPlaces:
    """Places by their keys; what ``finding.find`` asks."""

    def __init__(
        self,
        addresses: Iterable[KnownAddress] = (),
        crossings: Iterable[KnownCrossing] = (),
        landmarks: Iterable[KnownLandmark] = (),
    ) -> None:
        self._addresses: defaultdict[str, list[KnownAddress]] = defaultdict(list)
        self._crossings: defaultdict[tuple[str, str], list[KnownCrossing]] = defaultdict(list)
        self._landmarks: defaultdict[str, list[KnownLandmark]] = defaultdict(list)
        for address in addresses:
            self._addresses[street_key(address.street)].append(address)
        for street in self._addresses.values():
            street.sort(key=lambda a: a.number)
        for crossing in crossings:
            self._crossings[crossing_key(crossing.street_a, crossing.street_b)].append(crossing)
        for landmark in landmarks:
            self._landmarks[landmark_key(landmark.name)].append(landmark)

    def addresses(self, key: str) -> list[KnownAddress]:
        """Return the addresses of all streets of a name, by number."""
        return self._addresses.get(key, [])

    def crossings(self, one: str, other: str) -> list[KnownCrossing]:
        """Return where streets of two names meet; their order does not matter."""
        return self._crossings.get((min(one, other), max(one, other)), [])

    def landmarks(self, key: str) -> list[KnownLandmark]:
        """Return the landmarks of a name."""
        return self._landmarks.get(key, [])

    def streets(self) -> Names:
        """Return the names of streets that have addresses."""
        return self._street_names

    def crossing_streets(self) -> Names:
        """Return the names of streets that have crossings."""
        return self._crossing_names

    def landmark_names(self) -> Names:
        """Return the names of landmarks."""
        return self._landmark_names

    @cached_property
    def _street_names(self) -> Names:
        return Names(sorted(self._addresses))

    @cached_property
    def _crossing_names(self) -> Names:
        return Names(sorted({key for pair in self._crossings for key in pair}))

    @cached_property
    def _landmark_names(self) -> Names:
        return Names(sorted(self._landmarks))
