"""Weighing known places against what was asked for: exact, or between two known numbers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import exp

from townline.geography.rules import streets
from townline.geography.rules.addresses import AddressRead, CrossingRead, NameRead, label
from townline.geography.rules.distance import between, metres
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing, KnownLandmark
from townline.geography.rules.place import Match, Point
from townline.geography.rules.streets import Street, plain, taken_apart

WIDEST_M = 3_000.0
"""Two known numbers of a street farther apart than this say nothing about those between."""
END_NUMBERS = 200
"""How far past the last known number of a street an answer is still given."""
END_STEP = 20
"""Two numbers must be so far apart to say in which direction a street runs."""
END_M_PER_NUMBER = 5.0
"""A street that seems to have fewer numbers to the metre is two streets of one name."""
LEAST_CONFIDENCE = 0.3
NEAR_M = 60.0
"""An address farther from a point than this is not the address of the point."""


def numbered(read: AddressRead, known: Sequence[KnownAddress]) -> list[Match]:
    """Return where a number may be, given the known numbers of all streets of its name."""
    stretches: defaultdict[tuple[str, str], list[KnownAddress]] = defaultdict(list)
    for address in known:
        stretches[address.direction, streets.suffix(address.suffix)].append(address)
    found = [m for stretch in stretches.values() for m in _on_stretch(read, stretch)]
    return ranked(found)


def crossed(read: CrossingRead, known: Iterable[KnownCrossing]) -> list[Match]:
    """Return the crossings of two streets of these names."""
    return ranked(
        Match(
            point=Point(crossing.lat, crossing.lon),
            label=_crossing_label(crossing),
            kind="crossing",
            confidence=_crossing_fit(read, crossing) * _zip_fit(read.zipcode, crossing.zipcode),
            zipcode=crossing.zipcode,
            source="known crossing",
        )
        for crossing in known
    )


def named(read: NameRead, known: Iterable[tuple[KnownLandmark, float]]) -> list[Match]:
    """Return landmarks, each given with the similarity of its name to the one asked for."""
    return ranked(
        Match(
            point=Point(landmark.lat, landmark.lon),
            label=", ".join(p for p in (landmark.name, landmark.address) if p),
            kind="landmark",
            confidence=round(similarity, 3),
            source="known landmark",
        )
        for landmark, similarity in known
    )


def ranked(matches: Iterable[Match], limit: int | None = None) -> list[Match]:
    """Return the matches worth telling, the likeliest first, each label once."""
    best: dict[str, Match] = {}
    for match in sorted(matches, key=lambda m: (-m.confidence, m.label)):
        if match.confidence >= LEAST_CONFIDENCE:
            best.setdefault(match.label, match)
    return list(best.values())[:limit]


def scaled(match: Match, factor: float) -> Match:
    """Return a match that is trusted less, because something else about it was guessed."""
    return replace(match, confidence=round(match.confidence * factor, 3))


def nearest(point: Point, known: Iterable[KnownAddress]) -> Match | None:
    """Return the known address nearest to a point, if it is within ``NEAR_M``."""
    away = [(metres(point, _point(a)), _label(a), a) for a in known]
    distance, _, address = min(away, key=lambda t: t[:2], default=(NEAR_M + 1, "", None))
    if address is None or distance > NEAR_M:
        return None
    return _match(address, 1 - 0.5 * distance / NEAR_M, "nearest known address")


def _on_stretch(read: AddressRead, stretch: Sequence[KnownAddress]) -> Iterator[Match]:
    """One street by name, direction and suffix: its exact points, or one in between."""
    fit = read.street.agrees(stretch[0].direction, streets.suffix(stretch[0].suffix))
    exact = [a for a in stretch if a.number == read.number]
    for address in exact:
        same = 1.0 if address.number_suffix == read.number_suffix else 0.98
        yield _match(address, fit * same * _zip_fit(read.zipcode, address.zipcode), "known address")
    if not exact:
        local = [a for a in stretch if read.zipcode and a.zipcode == read.zipcode]
        guess = _between(read, local, fit) or _between(read, stretch, fit)
        if guess:
            yield guess


def _between(read: AddressRead, stretch: Sequence[KnownAddress], fit: float) -> Match | None:
    below = max((a for a in stretch if a.number < read.number), key=_number, default=None)
    above = min((a for a in stretch if a.number > read.number), key=_number, default=None)
    if below and above:
        gap = metres(_point(below), _point(above))
        if gap > WIDEST_M:
            return None
        share = (read.number - below.number) / (above.number - below.number)
        nearer = below if share < 0.5 else above
        # The guess is surest beside a known number; midway it may be off by a part of the gap.
        doubt = gap * min(share, 1 - share)
        at = between(_point(below), _point(above), share)
        return _guessed(read, nearer, at, fit * 0.9 * exp(-doubt / 600))
    end = below or above
    return _beyond(read, end, stretch, fit) if end else None


def _beyond(
    read: AddressRead, end: KnownAddress, stretch: Sequence[KnownAddress], fit: float
) -> Match | None:
    """Past the last known number: on along the street as its nearest known part runs."""
    past = abs(read.number - end.number)
    inner = min(
        (a for a in stretch if abs(a.number - end.number) >= END_STEP),
        key=lambda a: abs(a.number - end.number),
        default=end,
    )
    step = abs(inner.number - end.number)
    length = metres(_point(inner), _point(end))
    if past > END_NUMBERS or length > END_M_PER_NUMBER * step:
        return None
    share = past / step if step else 0.0
    at = between(_point(inner), _point(end), 1 + share)
    return _guessed(read, end, at, fit * 0.8 * exp(-past / END_NUMBERS))


def _guessed(read: AddressRead, nearer: KnownAddress, at: Point, confidence: float) -> Match:
    zipcode = nearer.zipcode
    return Match(
        point=at,
        label=label(
            read.number, read.number_suffix, nearer.direction, nearer.street, nearer.suffix, zipcode
        ),
        kind="address",
        confidence=round(confidence * _zip_fit(read.zipcode, zipcode), 3),
        zipcode=zipcode,
        source="between known numbers",
    )


def _match(address: KnownAddress, confidence: float, source: str) -> Match:
    return Match(
        point=_point(address),
        label=_label(address),
        kind="address",
        confidence=round(confidence, 3),
        zipcode=address.zipcode,
        source=source,
    )


def _zip_fit(asked: str, known: str) -> float:
    return 0.7 if asked and known and asked != known else 1.0


def _crossing_fit(read: CrossingRead, crossing: KnownCrossing) -> float:
    """How well directions and suffixes agree, whichever way round the streets were given."""
    a, b = (taken_apart(plain(s).split()) for s in (crossing.street_a, crossing.street_b))
    ways = [
        _agree(read.one, first) * _agree(read.other, second)
        for first, second in ((a, b), (b, a))
        if read.one.key == first.key and read.other.key == second.key
    ]
    return round(max(ways, default=0.0), 3)


def _agree(asked: Street, known: Street) -> float:
    return asked.agrees(known.direction or asked.direction, known.suffix)


def _crossing_label(crossing: KnownCrossing) -> str:
    line = f"{crossing.street_a} AT {crossing.street_b}"
    return f"{line}, {crossing.zipcode}" if crossing.zipcode else line


def _label(address: KnownAddress) -> str:
    return label(
        address.number,
        address.number_suffix,
        address.direction,
        address.street,
        address.suffix,
        address.zipcode,
    )


def _point(address: KnownAddress) -> Point:
    return Point(address.lat, address.lon)


def _number(address: KnownAddress) -> int:
    return address.number
