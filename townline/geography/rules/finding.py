"""Finding what a text means among the places that a city knows, however they are kept."""

from collections.abc import Iterator

from townline.geography.rules import matching
from townline.geography.rules.addresses import AddressRead, CrossingRead, NameRead, Reading, read
from townline.geography.rules.atlas import Atlas
from townline.geography.rules.place import Match
from townline.geography.rules.spelling import Names

LIKELY = 0.6
"""An answer as likely as this ends the search for other readings."""


def find(atlas: Atlas, text: str, limit: int | None = None) -> list[Match]:
    """
    Return the places that a text may mean, the likeliest first; none rather than another city's.

    Its readings are tried as they are spelt; only where none of them is known, as names that
    are spelt alike.
    """
    readings = [(trust, r) for r in read(text) if (trust := _trust(atlas, r))]
    found: list[Match] = []
    for trust, reading in readings:
        found += (matching.scaled(m, trust) for m in _as_spelt(atlas, reading))
        if any(m.confidence >= LIKELY for m in found):
            break
    if not found:
        for trust, reading in readings:
            if found := [matching.scaled(m, trust) for m in _spelt_alike(atlas, reading)]:
                break
    return matching.ranked(found, limit)


def _trust(atlas: Atlas, reading: Reading) -> float:
    return atlas.surroundings.trust(reading.beside) if reading.beside else 1.0


def _as_spelt(atlas: Atlas, reading: Reading) -> list[Match]:
    match reading:
        case AddressRead():
            return matching.numbered(reading, atlas)
        case CrossingRead():
            return matching.crossed(reading, atlas)
        case NameRead():
            known = ((k, 1.0) for k in atlas.landmarks(reading.key))
            return matching.named(reading, known, atlas)


def _spelt_alike(atlas: Atlas, reading: Reading) -> list[Match]:
    match reading:
        case AddressRead():
            return [
                matching.scaled(m, likeness)
                for key, likeness in _alike(reading.street.key, atlas.names.streets)
                for m in matching.numbered(reading.called(key), atlas)
            ]
        case CrossingRead():
            return [
                matching.scaled(m, likeness)
                for ours, likeness in _both_alike(reading, atlas.names.streets)
                for m in matching.crossed(ours, atlas)
            ]
        case NameRead():
            like = atlas.names.landmarks.like(reading.key)
            known = ((k, likeness) for key, likeness in like for k in atlas.landmarks(key))
            return matching.named(reading, known, atlas)


def _alike(key: str, names: Names) -> list[tuple[str, float]]:
    """The name itself if there is one, else those that it may be a slip of."""
    return [(key, 1.0)] if key in names else names.like(key)


def _both_alike(reading: CrossingRead, streets: Names) -> Iterator[tuple[CrossingRead, float]]:
    for one, like_one in _alike(reading.one.key, streets):
        for other, like_other in _alike(reading.other.key, streets):
            if like_one * like_other < 1:
                yield reading.called(one, other), like_one * like_other
