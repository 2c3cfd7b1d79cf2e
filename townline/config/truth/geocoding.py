"""Whether the geocoder finds addresses where the records say, knowing those of other days only."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import Any

from townline.cities.rules.city import CitySettings
from townline.config.truth.figures import Figure
from townline.config.truth.records import Record
from townline.founding.rules.trials import TRIED
from townline.geography.rules.addresses import AddressRead, CrossingRead, Reading, read
from townline.geography.rules.atlas import Atlas, Box
from townline.geography.rules.distance import Plane, metres
from townline.geography.rules.finding import find
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing
from townline.geography.rules.held import HeldPlaces
from townline.geography.rules.layers import Layer
from townline.geography.rules.place import Match, Point
from townline.geography.rules.streets import Street
from townline.geography.rules.surroundings import Surroundings

NEAR_M = 100.0
"""An answer so near the record's own point is right."""
STREET_KINDS = frozenset({"address", "crossing", "street"})
"""What counts as an answer: a street or a crossing, not the middle of an area."""
BANDS = (0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
"""Stated confidences from each of these up to the next are compared together."""
ROUND_TO = 4


@dataclass(frozen=True, kw_only=True)
class GeocoderTrial:
    """How well the geocoder must do; None is not held to anything."""

    resolved: float | None = None
    """The least share of located rows that get an answer."""
    within: float | None = None
    """The least share of located rows whose answer is within a hundred metres."""
    median_m: float | None = None
    """How far off the middle answer may be, in metres."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered for one row."""

    number: str
    text: str
    kind: str
    """``numbered``, ``crossing`` or ``other``: what the row's address was read as."""
    match: Match | None
    off_m: float
    """How far the answer is from the row's own point, in metres; 0 without one."""


@dataclass
class Geocoded:
    """What the trial of the geocoder found."""

    figures: list[Figure]
    addresses: int
    crossings: int
    answers: Sequence[Answer]
    unresolved: Counter[str] = field(default_factory=Counter)
    """The rows without an answer, by why."""
    median_most: float | None = None

    @property
    def median_m(self) -> float | None:
        """How far off the middle answer is, in metres."""
        off = [a.off_m for a in self.answers if a.match]
        return round(median(off), 1) if off else None

    @property
    def short(self) -> bool:
        """Whether a figure, or the median, falls short of what it must be."""
        off = self.median_most is not None and (
            self.median_m is None or self.median_m > self.median_most
        )
        return off or any(figure.short for figure in self.figures)

    def as_json(self) -> dict[str, Any]:
        """Return all but the figures, as the command prints it."""
        return {
            "known_addresses": self.addresses,
            "known_crossings": self.crossings,
            "median_m": self.median_m,
            "median_most_m": self.median_most,
            "by_kind": {
                kind: _summary([a for a in self.answers if a.kind == kind])
                for kind in sorted({a.kind for a in self.answers})
            },
            "by_source": {
                source: _summary([a for a in self.answers if a.match and a.match.source == source])
                for source in sorted({a.match.source for a in self.answers if a.match})
            },
            "unresolved": dict(self.unresolved.most_common()),
            "confidence": calibration(self.answers),
            "short": self.short,
        }


def measure(
    settings: CitySettings,
    layers: Sequence[Layer],
    records: Sequence[Record],
    trial: GeocoderTrial | None = None,
) -> Geocoded:
    """
    Find every located row of the files that are tried, in a gazetteer made of all other files.

    Nothing of the tried rows is in the gazetteer, so what is found exactly was named on other
    days too, and the rest is told from its street and neighbourhood.
    """
    trial = trial or GeocoderTrial()
    located = [r for r in records if r.past.lat is not None and r.past.address]
    places = gazetteer((r for r in located if r.use != TRIED), _surroundings(settings, layers))
    atlas = Atlas(places, Plane(Point(*settings.centre)), Box(*settings.bounds))
    answers = [_answer(atlas, r) for r in located if r.use == TRIED]
    found = Geocoded(
        figures=_figures(answers, trial),
        addresses=len(places),
        crossings=places.number_of_crossings,
        answers=answers,
        median_most=trial.median_m,
    )
    found.unresolved.update(_why(atlas, a.text) for a in answers if not a.match)
    return found


def gazetteer(records: Iterable[Record], surroundings: Surroundings) -> HeldPlaces:
    """Return the places that located records name, each at the median of its points."""
    points: defaultdict[AddressRead | CrossingRead, list[tuple[float, float]]] = defaultdict(list)
    for record in records:
        first = next(iter(read(record.past.address)), None)
        lat, lon = record.past.lat, record.past.lon
        if isinstance(first, AddressRead | CrossingRead) and lat is not None and lon is not None:
            points[first].append((lat, lon))
    addresses: list[KnownAddress] = []
    crossings: list[KnownCrossing] = []
    for reading, at in points.items():
        lat, lon = median(lat for lat, _ in at), median(lon for _, lon in at)
        if isinstance(reading, AddressRead):
            addresses.append(_address(reading, lat, lon))
        else:
            crossings.append(_crossing(reading, lat, lon))
    return HeldPlaces(addresses, crossings, surroundings=surroundings)


def calibration(answers: Iterable[Answer]) -> list[dict[str, float]]:
    """Return for each band of stated confidence how many answers were within a hundred metres."""
    bands: defaultdict[int, list[Answer]] = defaultdict(list)
    for answer in answers:
        if answer.match:
            bands[bisect_right(BANDS, answer.match.confidence)].append(answer)
    return [
        {
            "from": BANDS[band - 1] if band else 0.0,
            "answers": len(those),
            "stated": round(fmean(a.match.confidence for a in those if a.match), ROUND_TO),
            "within": round(fmean(a.off_m <= NEAR_M for a in those), ROUND_TO),
        }
        for band, those in sorted(bands.items())
    ]


def _surroundings(settings: CitySettings, layers: Sequence[Layer]) -> Surroundings:
    own = [f.name for layer in layers if not layer.neighbours for f in layer.features]
    others = [f.name for layer in layers if layer.neighbours for f in layer.features]
    return Surroundings.named([settings.name, *own], others)


def _address(reading: AddressRead, lat: float, lon: float) -> KnownAddress:
    street = reading.street
    return KnownAddress(
        number=reading.number,
        number_suffix=reading.number_suffix,
        direction=street.direction,
        street=street.key,
        suffix=street.suffix,
        zipcode=reading.zipcode,
        lat=lat,
        lon=lon,
    )


def _crossing(reading: CrossingRead, lat: float, lon: float) -> KnownCrossing:
    one, other = _written(reading.one), _written(reading.other)
    return KnownCrossing(street_a=one, street_b=other, zipcode=reading.zipcode, lat=lat, lon=lon)


def _written(street: Street) -> str:
    return " ".join(p for p in (street.direction, street.key, street.suffix) if p)


def _answer(atlas: Atlas, record: Record) -> Answer:
    text, lat, lon = record.past.address, record.past.lat, record.past.lon
    match = next((m for m in find(atlas, text, 1) if m.kind in STREET_KINDS), None)
    off = 0.0
    if match and lat is not None and lon is not None:
        off = metres(match.point, Point(lat, lon))
    return Answer(record.past.number, text, _kind(next(iter(read(text)), None)), match, off)


def _kind(reading: Reading | None) -> str:
    match reading:
        case AddressRead():
            return "numbered"
        case CrossingRead():
            return "crossing"
        case _:
            return "other"


def _figures(answers: Sequence[Answer], trial: GeocoderTrial) -> list[Figure]:
    resolved = Figure(
        name="geocoder_resolved",
        says="Of all rows with a point, the address is found as a street or a crossing.",
        least=trial.resolved,
    )
    within = Figure(
        name="geocoder_within_100_m",
        says="Of all rows with a point, the address is found within 100 m of it.",
        least=trial.within,
    )
    # The worst are listed first: those that were said with most confidence, and were farthest off.
    for answer in sorted(answers, key=_fault, reverse=True):
        resolved.count(answer.match is not None, lambda a=answer: _told(a))  # type: ignore[misc]
        right = answer.match is not None and answer.off_m <= NEAR_M
        within.count(right, lambda a=answer: _told(a))  # type: ignore[misc]
    return [resolved, within]


def _fault(answer: Answer) -> float:
    return answer.match.confidence * min(answer.off_m, 10 * NEAR_M) if answer.match else 0.0


def _told(answer: Answer) -> dict[str, str]:
    found = answer.match
    return {
        "number": answer.number,
        "said": answer.text,
        "found": f"{found.label} ({found.source}, {found.confidence})" if found else "nothing",
        "off": f"{answer.off_m:.0f} m" if found else "",
    }


def _summary(answers: Sequence[Answer]) -> dict[str, float | None]:
    off = sorted(a.off_m for a in answers if a.match)
    rows = len(answers)
    return {
        "rows": rows,
        "resolved": round(len(off) / rows, ROUND_TO),
        "within_100_m": round(sum(o <= NEAR_M for o in off) / rows, ROUND_TO),
        "median_m": round(median(off), 1) if off else None,
        "nine_tenths_m": round(off[int(0.9 * len(off))], 1) if off else None,
    }


def _why(atlas: Atlas, text: str) -> str:
    """Why there is no answer to a text."""
    match next(iter(read(text)), None):
        case AddressRead(street=street):
            known = street.key in atlas.names.streets
            return "number_out_of_reach" if known else "street_unknown"
        case CrossingRead(one=one, other=other):
            known = one.key in atlas.names.streets and other.key in atlas.names.streets
            return "no_meeting_found" if known else "street_of_crossing_unknown"
        case _:
            return "not_read"
