"""
Learn where Los Angeles' sanitation yards and graffiti contractors work, as areas of its folder.

    python -m tools.make_la_routes [FOLDER OF THE DATA] [--choose]

Nobody publishes these territories; 19,999 requests of 27 December 2017 to 4 January 2018 name the
crew that each was assigned to (``AssignTo``). Requests of other days are not looked at for crews,
so that those of January 2020 can try what was learned (``townline truth``).

Each crew votes for a place with its requests: one that lies ``d`` metres further than the nearest
counts e^(-d/reach), and a border of a district between the two counts as so many metres more.
Territories are made of the pieces into which districts of police, councils, neighbourhoods and ZIP
codes cut the city: a piece goes to the crew with most votes at its middle and at the requests in
it. ``--choose`` prints how often each way of voting in ``TRIED`` names the crew of requests whose
whole neighbourhood was left out of learning; the best of them stand in ``YARDS`` and ``GRAFFITI``.

Many graffiti requests of those days have no coordinates. They are placed at the same address, or
at the nearest number within 200 of the same street, as located requests of days other than those
of January 2020 have it.
"""

import csv
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from tools.make_la_places import default_data, features, write_areas

LEARNED = ("myla311_2017-12-27_to_31.csv.gz", "myla311_2018-01-01_to_04.csv.gz")
PLACED_BY = (*LEARNED, "myla311_2022-09-19_to_23_hackforla_api.csv.gz")
BORDERS = {
    "reporting_district": ("lapd_reporting_districts.geojson.gz", "number"),
    "council_district": ("council_districts_2012.geojson", "DISTRICT"),
    "neighborhood_council": ("neighborhood_councils_2019.geojson", "nc_id"),
    "police_division": ("lapd_divisions.geojson", "number"),
    "zip_code": ("zip_codes_southern_california.geojson.gz", "name"),
}
CUTS = ("reporting_district", "council_district", "neighborhood_council", "zip_code")
"""The layers whose borders cut the city into pieces; police divisions are made of districts."""
METRES = np.array([111_320 * np.cos(np.radians(34.05)), 110_950])
"""Metres in a degree of longitude and of latitude here."""
SLIVER_M2 = 20_000
"""Smaller pieces lie between two drawings of the same border."""
NEAREST = 60
"""How many requests vote."""
NUMBERS = 200
LIMIT = 0.0015
"""Degrees, some 150 metres, by which a territory reaches over the city limit."""
BLOCKS_M = (500, 1_000, 2_000)
"""Sizes of the squares that are left out of learning to choose a way of voting."""
SHIFTS = 3
"""How often the squares of each size are laid over the city anew."""
TRIALS = 3_000
"""How many requests, evenly taken, a way of voting is tried on."""
STEP = 400

Row = dict[str, str]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Voting:
    """How requests vote for a place."""

    reach: float
    """Metres further than the nearest by which a vote shrinks to a third."""
    borders: Mapping[str, float]
    """How many metres a border of a layer counts."""


@dataclass(frozen=True, kw_only=True)
class Family:
    """Crews that share a sort of work, and how their territories are told."""

    file: str
    types: str
    """What the names of their request types look like."""
    names: Mapping[str, str]
    """The crews that have a territory, with its name."""
    voting: Voting


YARDS = Family(
    file="sanitation-districts",
    types=r"Bulky|Dead Animal|Electronic|Encampment|Dumping|Metal",
    names={
        "EV": "East Valley",
        "HB": "Harbor",
        "NC": "North Central",
        "SLA": "South LA",
        "WLA": "West LA",
        "WV": "West Valley",
    },
    voting=Voting(
        reach=200,
        borders={
            "neighborhood_council": 4_000,
            "police_division": 1_000,
            "reporting_district": 500,
        },
    ),
)
GRAFFITI = Family(
    file="graffiti-territories",
    types=r"Graffiti",
    # Not here: the Office itself (OCB) and Graffiti Control (GCS), which work by kind of wall.
    names={
        code: f"Territory of {code}"
        for code in (
            "CCAC", "GAP", "GAPBH", "HBT", "KYCC", "LACC", "NDFY", "NEGB", "NEGB_ELA", "PGS",
            "SGB", "SLABT", "SVGB", "WVA",
        )
    },
    voting=Voting(
        reach=400,
        borders={
            "neighborhood_council": 4_000,
            "police_division": 1_000,
            "council_district": 1_000,
            "zip_code": 1_000,
        },
    ),
)  # fmt: skip
_NC, _PD, _CD, _ZIP, _RD = (
    "neighborhood_council", "police_division", "council_district", "zip_code",
    "reporting_district",
)  # fmt: skip
TRIED = tuple(
    Voting(reach=reach, borders=borders)
    for borders in (
        {},
        {_RD: 500},
        {_CD: 1_000},
        {_NC: 4_000},
        {_NC: 4_000, _CD: 1_000},
        {_NC: 4_000, _PD: 1_000},
        {_NC: 4_000, _PD: 1_000, _RD: 500},
        {_NC: 4_000, _PD: 1_000, _ZIP: 1_000},
        {_NC: 4_000, _PD: 1_000, _CD: 1_000},
        {_NC: 4_000, _PD: 1_000, _CD: 1_000, _ZIP: 1_000},
    )
    for reach in (200, 400)
)


class Layers:
    """The districts whose borders count."""

    def __init__(self, folder: Path) -> None:
        found = {
            layer: [(raw[key], shape) for raw, shape in features(folder / file)]
            for layer, (file, key) in BORDERS.items()
        }
        self.shapes = {k: np.array([s for _, s in v], dtype=object) for k, v in found.items()}
        self._codes = {k: [code for code, _ in v] for k, v in found.items()}

    def codes_at(self, at: Numbers) -> dict[str, NDArray[np.int64]]:
        """Return for each layer the number of the district at each place; -1 for none."""
        points = shapely.points(at)
        found = {}
        for layer, shapes in self.shapes.items():
            inside, districts = shapely.STRtree(shapes).query(points, "intersects")
            number = {code: n for n, code in enumerate(sorted(set(self._codes[layer])))}
            codes = np.full(len(at), -1)
            for point, district in zip(inside[::-1], districts[::-1], strict=True):
                codes[point] = number[self._codes[layer][district]]
            found[layer] = codes
        return found

    def pieces(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the pieces into which the borders cut the city, and the slivers between them."""
        city = shapely.union_all(self.shapes["council_district"])
        lines = [shapely.boundary(s[shapely.intersects(s, city)]) for s in map(self._of, CUTS)]
        within = shapely.set_precision(shapely.intersection(np.concatenate(lines), city), 1e-6)
        edges = shapely.get_parts(shapely.union_all(within))
        found = np.array(shapely.get_parts(shapely.polygonize(edges)), dtype=object)
        shapely.prepare(city)
        found = found[shapely.contains(city, shapely.point_on_surface(found))]
        large = shapely.area(found) * METRES.prod() >= SLIVER_M2
        return found[large], found[~large]

    def _of(self, layer: str) -> NDArray[Any]:
        return self.shapes[layer]


class Learned:
    """Requests with the crew that each was assigned to."""

    def __init__(self, family: Family, rows: Sequence[tuple[str, Numbers]], layers: Layers) -> None:
        self.family = family
        self.at = np.array([at for _, at in rows])
        self.crews = sorted(family.names)
        self.crew = np.array([self.crews.index(crew) for crew, _ in rows])
        self.codes = layers.codes_at(self.at)

    def shares(
        self, at: Numbers, codes: Mapping[str, NDArray[np.int64]], voting: Voting
    ) -> Numbers:
        """Return each crew's share of the votes at each place."""
        found = [
            self._votes(self._away(at, codes, voting, part), voting) for part in _parts_of(len(at))
        ]
        votes = np.concatenate(found)
        return votes / votes.sum(1, keepdims=True)

    def foretold(self, voting: Voting) -> list[float]:
        """Return the share of requests whose crew is named without the requests around them."""
        tried = np.arange(0, len(self.at), max(1, len(self.at) // TRIALS))
        at, codes = self.at[tried], {k: v[tried] for k, v in self.codes.items()}
        squares = [
            [_squares(self.at * METRES + size * shift / SHIFTS, size) for shift in range(SHIFTS)]
            for size in BLOCKS_M
        ]
        right = np.zeros(len(BLOCKS_M))
        for part in _parts_of(len(tried)):
            away, here = self._away(at, codes, voting, part), tried[part]
            for number, shifted in enumerate(squares):
                for blocks in shifted:
                    apart = np.where(blocks[here, None] == blocks[None], np.inf, away)
                    crew = self._votes(apart, voting).argmax(1)
                    right[number] += (crew == self.crew[here]).sum()
        return (right / SHIFTS / len(tried)).tolist()

    def _away(
        self, at: Numbers, codes: Mapping[str, NDArray[np.int64]], voting: Voting, part: slice
    ) -> Numbers:
        """Return how far each request is from each place, borders included."""
        gap = (at[part, None] - self.at[None]) * METRES
        away: Numbers = np.sqrt((gap**2).sum(-1))
        for layer, metres in voting.borders.items():
            away += metres * (codes[layer][part, None] != self.codes[layer][None])
        return away

    def _votes(self, away: Numbers, voting: Voting) -> Numbers:
        nearest = np.argpartition(away, NEAREST, axis=1)[:, :NEAREST]
        away = np.take_along_axis(away, nearest, 1)
        votes = np.exp(-(away - away.min(1, keepdims=True)) / voting.reach)
        crews = range(len(self.crews))
        return np.stack([(votes * (self.crew[nearest] == c)).sum(1) for c in crews], 1)


def _parts_of(count: int) -> Iterator[slice]:
    """Yield as many places at once as fit into memory with all requests."""
    return (slice(start, start + STEP) for start in range(0, count, STEP))


def _squares(metres: Numbers, size: int) -> NDArray[np.int64]:
    """Return the number of the square that each place lies in."""
    found = np.floor(metres / size).astype(np.int64)
    return found[:, 0] * 1_000_003 + found[:, 1]


def main(arguments: Sequence[str]) -> None:
    """Write the territories, and say how many of the requests they were learned from fit them."""
    named = [each for each in arguments if not each.startswith("--")]
    data = Path(named[0] if named else default_data()) / "la"
    layers = Layers(data / "boundaries")
    known = _Addresses(data / "requests")
    for family in (YARDS, GRAFFITI):
        learned = Learned(family, list(_assigned(family, data / "requests", known)), layers)
        if "--choose" in arguments:
            _print_choice(learned)
        else:
            _write(learned, layers)


def _print_choice(learned: Learned) -> None:
    tried = sorted(((learned.foretold(v), v) for v in TRIED), key=lambda each: -sum(each[0]))
    print(f"{learned.family.file}: {len(learned.crew)} requests, left out by {BLOCKS_M} metres")
    for shares, voting in tried:
        told = " ".join(f"{share:.4f}" for share in shares)
        print(f"  {np.mean(shares):.4f} ({told}) {voting.reach:.0f} {dict(voting.borders)}")


def _write(learned: Learned, layers: Layers) -> None:
    pieces, slivers = layers.pieces()
    middles = shapely.get_coordinates(shapely.point_on_surface(pieces))
    voting = learned.family.voting
    votes = learned.shares(middles, layers.codes_at(middles), voting)
    tree = shapely.STRtree(pieces)
    (_, home) = tree.query_nearest(shapely.points(learned.at), all_matches=False)
    np.add.at(votes, home, learned.shares(learned.at, learned.codes, voting))
    crew = votes.argmax(1)
    print(f"{len(crew)} pieces; {(crew[home] == learned.crew).mean():.4f} of those learned fit")
    (_, beside) = tree.query_nearest(shapely.point_on_surface(slivers), all_matches=False)
    every, owner = np.concatenate([pieces, slivers]), np.concatenate([crew, crew[beside]])
    owners = np.unique(owner)
    shapes = [shapely.coverage_union_all(every[owner == each]) for each in owners]
    simple = _beyond_the_limit(shapely.coverage_simplify(np.array(shapes, dtype=object), 0.00002))
    codes = [learned.crews[each] for each in owners]
    names = learned.family.names
    write_areas(
        learned.family.file,
        [({"code": c, "name": names[c]}, s) for c, s in zip(codes, simple, strict=True)],
    )


def _beyond_the_limit(shapes: NDArray[Any]) -> list[Any]:
    """Widen territories over the city limit: past requests on its streets had crews as well."""
    taken, found = shapely.union_all(shapes), []
    for shape in shapes:
        beyond = shapely.difference(shapely.buffer(shape, LIMIT, quad_segs=2), taken)
        taken = shapely.union(taken, beyond)
        found.append(shapely.union(shape, beyond))
    return found


def _assigned(family: Family, folder: Path, known: "_Addresses") -> Iterator[tuple[str, Numbers]]:
    for row in _rows(folder, LEARNED):
        if row["assignto"] in family.names and re.search(family.types, row["requesttype"]):
            at = known.place(row)
            if at is not None:
                yield row["assignto"], at


def _rows(folder: Path, files: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of some files, with the names of columns in small letters."""
    for name in files:
        with gzip.open(folder / name, "rt", encoding="utf-8", newline="") as packed:
            for row in csv.DictReader(packed):
                yield {key.lower(): value for key, value in row.items()}


class _Addresses:
    """Where located requests say that addresses are."""

    def __init__(self, folder: Path) -> None:
        self._whole: dict[str, Numbers] = {}
        self._streets: dict[tuple[str, str], list[tuple[int, Numbers]]] = defaultdict(list)
        for row in _rows(folder, PLACED_BY):
            if (at := _point(row)) is not None:
                self._whole.setdefault(row["address"].strip(), at)
                if parts := _parts(row["address"]):
                    self._streets[parts[1:]].append((parts[0], at))

    def place(self, row: Row) -> Numbers | None:
        """Return the point of a request, else that of its address, else the nearest number's."""
        if (at := _point(row)) is not None:
            return at
        address = row["address"].strip()
        if address in self._whole:
            return self._whole[address]
        parts = _parts(address)
        beside = self._streets.get(parts[1:]) if parts else None
        if not parts or not beside:
            return None
        number, at = min(beside, key=lambda each: abs(each[0] - parts[0]))
        return at if abs(number - parts[0]) <= NUMBERS else None


def _point(row: Row) -> Numbers | None:
    if not row["latitude"]:
        return None
    return np.array([float(row["longitude"]), float(row["latitude"])])


def _parts(address: str) -> tuple[int, str, str] | None:
    """Return number, street and ZIP code of an address that has all three."""
    found = re.match(r"(\d+)\S* (?:1/2 )?(\D.*), (\d{5})", address.strip())
    return (int(found[1]), found[2].strip(), found[3]) if found else None


if __name__ == "__main__":
    main(sys.argv[1:])
