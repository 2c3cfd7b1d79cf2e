"""Weighing known places, and places told from those around them, against what was asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from townline.geography.rules import streets
from townline.geography.rules.addresses import AddressRead, CrossingRead, NameRead, label
from townline.geography.rules.atlas import Atlas, Stretch
from townline.geography.rules.courses import Course, direction, signed
from townline.geography.rules.distance import metres
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing, KnownLandmark
from townline.geography.rules.meeting import meet
from townline.geography.rules.numbering import Guess, place
from townline.geography.rules.place import Match, Point
from townline.geography.rules.streets import Street, plain, taken_apart
from townline.geography.rules.trust import LEAST, confidence

NEAR_M = 60.0
"""An address farther from a point than this is not the address of the point."""
PLAIN_ENOUGH = 0.9
"""A known place that fits so well leaves nothing to guess."""
CONTRADICTED = 0.7
"""A street that fits no better has another direction or suffix than the one that was said."""
COURSES_TRIED = 8
"""So many courses of a name are tried, those that fit best."""
ELSEWHERE = 0.3
"""How much less a place is trusted that lies far outside the ZIP code that was said."""
APART_M = 200.0
"""Answers farther apart than this are two places."""
ZIP_EDGE_M = 300.0
"""How far outside the known addresses of its ZIP code a place may lie."""


def numbered(read: AddressRead, atlas: Atlas) -> list[Match]:
    """Return where a number may be on all streets of its name: known, or between known ones."""
    known = atlas.street(read.street.key).by_number.get(read.number, ())
    here = [a for a in known if a.zipcode == read.zipcode] if read.zipcode else known
    plainly = [m for m in _known(read, here, atlas) if m.confidence >= PLAIN_ENOUGH]
    if plainly:
        return ranked(plainly)
    return ranked([*_known(read, known, atlas), *_guessed(read, atlas)])


def crossed(read: CrossingRead, atlas: Atlas) -> list[Match]:
    """Return where two streets of these names meet: as known, or as both run."""
    known = [
        Match(
            point=at,
            label=_crossing_label(crossing),
            kind="crossing",
            confidence=round(_crossing_fit(read, crossing) * fit, 3),
            zipcode=crossing.zipcode,
            source="known crossing",
        )
        for crossing in atlas.crossings(read.one.key, read.other.key)
        for at in (Point(crossing.lat, crossing.lon),)
        for fit in (_zip_fit(read.zipcode, crossing.zipcode, at, atlas),)
    ]
    if any(m.confidence >= PLAIN_ENOUGH for m in known):
        return ranked(known)
    return ranked([*known, *_met(read, atlas)])


def named(
    read: NameRead, known: Iterable[tuple[KnownLandmark, float]], atlas: Atlas
) -> list[Match]:
    """Return landmarks, each given with the similarity of its name to the one asked for."""
    return ranked(
        Match(
            point=at,
            label=", ".join(p for p in (landmark.name, landmark.address) if p),
            kind="landmark",
            confidence=round(similarity * _zip_fit(read.zipcode, "", at, atlas), 3),
            source="known landmark",
        )
        for landmark, similarity in known
        for at in (Point(landmark.lat, landmark.lon),)
    )


def ranked(matches: Iterable[Match], limit: int | None = None) -> list[Match]:
    """Return the matches worth telling, the likeliest first, each label once."""
    best: dict[str, Match] = {}
    for match in sorted(matches, key=lambda m: (-m.confidence, m.label)):
        first = best.setdefault(match.label, match)
        if metres(first.point, match.point) > APART_M:
            # The same words cannot mean both: each is as likely as it is right and the other wrong.
            one, other = first.confidence, match.confidence
            either = one * (1 - other) + other * (1 - one) + (1 - one) * (1 - other)
            best[match.label] = scaled(first, (1 - other) / either if either else 0.5)
    told = [m for m in best.values() if m.confidence >= LEAST]
    return sorted(told, key=lambda m: (-m.confidence, m.label))[:limit]


def scaled(match: Match, factor: float) -> Match:
    """Return a match that is trusted less, because something else about it was guessed."""
    return match if factor == 1 else replace(match, confidence=round(match.confidence * factor, 3))


def nearest(point: Point, known: Iterable[KnownAddress]) -> Match | None:
    """Return the known address nearest to a point, if it is within ``NEAR_M``."""
    away = [(metres(point, Point(a.lat, a.lon)), _label(a), a) for a in known]
    distance, _, address = min(away, key=lambda t: t[:2], default=(NEAR_M + 1, "", None))
    if address is None or distance > NEAR_M:
        return None
    return _match(address, 1 - 0.5 * distance / NEAR_M, "nearest known address")


def _known(read: AddressRead, known: Iterable[KnownAddress], atlas: Atlas) -> Iterator[Match]:
    for address in known:
        yield _match(address, _address_fit(read, address, atlas), "known address")


def _address_fit(read: AddressRead, known: KnownAddress, atlas: Atlas) -> float:
    said = streets.direction(known.direction) or known.direction
    same = 1.0 if known.number_suffix == read.number_suffix else 0.98
    fit = read.street.agrees(said, streets.suffix(known.suffix)) * same
    return fit * _zip_fit(read.zipcode, known.zipcode, Point(known.lat, known.lon), atlas)


def _guessed(read: AddressRead, atlas: Atlas) -> Iterator[Match]:
    """Place a number that is not known on each course that it may be on."""
    tries = [
        (read.street.agrees(direction(course.axis, number), course.suffix), number, course)
        for course in atlas.street(read.street.key).courses
        for number in _numbers(read, course)
    ]
    tries.sort(key=lambda t: (-t[0], _away(t[1], t[2])))
    best = 0.0
    for fit, number, course in tries[:COURSES_TRIED]:
        if fit < LEAST or (fit <= CONTRADICTED and best >= PLAIN_ENOUGH):
            return
        if guess := place(course, number, atlas.grain):
            for match in _told(read, atlas, course, number, guess, fit):
                best = max(best, match.confidence)
                yield match


def _numbers(read: AddressRead, course: Course) -> Iterator[int]:
    """The number as it is counted on a course: with the sign of each direction that it may have."""
    axis, number = signed(read.number, read.street.direction)
    if axis == course.axis:
        found = {number}
    else:
        found = {s * read.number for s in (-1, 1) if s * course.numbers[0 if s < 0 else -1] > 0}
    for one in sorted(found):
        at = course.place(one)
        if at == len(course.numbers) or course.numbers[at] != one:
            yield one


def _away(number: int, course: Course) -> int:
    """How many numbers a number is away from those of a course."""
    return max(course.numbers[0] - number, number - course.numbers[-1], 0)


def _told(
    read: AddressRead, atlas: Atlas, course: Course, number: int, guess: Guess, fit: float
) -> Iterator[Match]:
    at = atlas.plane.point(guess.x, guess.y)
    if not atlas.bounds.holds(at.lat, at.lon):
        return
    near = guess.near.address
    within = course.numbers[0] < number < course.numbers[-1]
    trust = fit * confidence(guess.doubt) * _zip_fit(read.zipcode, near.zipcode, at, atlas)
    parts = direction(course.axis, number), near.street, near.suffix, near.zipcode
    yield Match(
        point=at,
        label=label(read.number, read.number_suffix, *parts),
        kind="address",
        confidence=round(trust, 3),
        zipcode=near.zipcode,
        source="between known numbers" if within else "past the last known number",
    )


def _match(address: KnownAddress, trust: float, source: str) -> Match:
    return Match(
        point=Point(address.lat, address.lon),
        label=_label(address),
        kind="address",
        confidence=round(trust, 3),
        zipcode=address.zipcode,
        source=source,
    )


def _zip_fit(asked: str, known: str, at: Point, atlas: Atlas) -> float:
    """
    How well a place agrees with the ZIP code that was said, which may be wrong by a street.

    A ZIP code that no known address has is another city's.
    """
    if not asked or asked == known or not atlas.zips:
        return 1.0
    area = atlas.zips.get(asked)
    if area is None:
        return 0.0
    return 1.0 if atlas.near(area.box, at, ZIP_EDGE_M) else ELSEWHERE


def _met(read: CrossingRead, atlas: Atlas) -> Iterator[Match]:
    area = atlas.zips.get(read.zipcode) if read.zipcode else None
    near = atlas.plane.flat(area.middle.lat, area.middle.lon) if area else None
    for fit, one, other in _pairs(read, atlas):
        meeting = meet(one.spots, other.spots, near)
        if meeting is None:
            continue
        at = atlas.plane.point(meeting.x, meeting.y)
        trust = fit * confidence(meeting.doubt) * _zip_fit(read.zipcode, "", at, atlas)
        if atlas.bounds.holds(at.lat, at.lon):
            first, second = sorted((one.written, other.written))
            yield Match(
                point=at,
                label=f"{first} AT {second}",
                kind="crossing",
                confidence=round(trust, 3),
                source="where both streets run",
            )


def _pairs(read: CrossingRead, atlas: Atlas) -> list[tuple[float, Stretch, Stretch]]:
    """The streets of both names by their suffixes, the best fitting first."""
    found = [
        (read.one.agrees(read.one.direction, a) * read.other.agrees(read.other.direction, b), s, t)
        for a, s in atlas.street(read.one.key).stretches.items()
        for b, t in atlas.street(read.other.key).stretches.items()
        if s is not t
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].written, pair[2].written))
    return found[:COURSES_TRIED]


def _crossing_fit(read: CrossingRead, crossing: KnownCrossing) -> float:
    """How well directions and suffixes agree, whichever way round the streets were given."""
    a, b = (taken_apart(plain(s).split()) for s in (crossing.street_a, crossing.street_b))
    ways = [
        _agree(read.one, first) * _agree(read.other, second)
        for first, second in ((a, b), (b, a))
        if read.one.key == first.key and read.other.key == second.key
    ]
    return max(ways, default=0.0)


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
