"""
Make the areas and places of ``cities/los-angeles`` from the reference data.

    python tools/make_la_places.py [FOLDER OF THE DATA]

The districts and territories of crews are not among them: ``tools/make_la_routes.py`` learns those.

The folder is ``TOWNLINE_DATA``, else ``../shared/data`` beside the project. The same data gives
the same bytes: coordinates are rounded to six decimals (11 cm), each shape staying valid; the files
are packed without a time. Where a layer comes from, under which licence, and
why it may be here stands in ``cities/los-angeles/areas.toml`` and ``places/README.md``.
"""

import csv
import gzip
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape

from townline.geography.rules import streets

ROOT = Path(__file__).resolve().parent.parent
CITY = ROOT / "cities" / "los-angeles"
SQUARE_MILE = 2.59 / 1.02e4
"""A square mile in square degrees at this latitude, near enough to tell an island from a city."""

Properties = dict[str, str]
Named = tuple[Properties, shapely.Geometry]


@dataclass(frozen=True)
class Recipe:
    """How one layer is made: from which file, and what becomes of its properties."""

    target: str
    source: str
    describe: Callable[[Properties], Properties]


def main() -> None:
    """Write every file and say how large it is."""
    data = Path(sys.argv[1] if len(sys.argv) > 1 else default_data()) / "la"
    city = shapely.union_all([g for _, g in features(data / "boundaries/city_boundary.geojson")])
    for recipe in RECIPES:
        named = [
            (recipe.describe(properties), geometry)
            for properties, geometry in features(data / "boundaries" / recipe.source)
        ]
        write_areas(recipe.target, _met_by(city, named))
    write_areas("neighbours", _neighbours(data, city))
    _write_places("addresses", _addresses(data / "streets"))
    _write_places("crossings", _crossings(data / "streets"))


def default_data() -> Path:
    """Return the folder of the data where none is named."""
    return Path(os.environ.get("TOWNLINE_DATA") or ROOT.parent / "shared" / "data")


def features(path: Path) -> Iterator[Named]:
    """Yield the shapes of a GeoJSON file, repaired, with their properties as text."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for feature in json.loads(raw)["features"]:
        properties = {k: str(v or "").strip() for k, v in feature["properties"].items()}
        yield properties, shapely.make_valid(shape(feature["geometry"]))


def _met_by(city: shapely.Geometry, named: Iterable[Named]) -> list[Named]:
    """
    Keep what lies in the city by more than a sliver: whole areas, and the parts of each.

    One neighbourhood council of the newer map has stray parts far outside the county.
    """
    kept = []
    for properties, geometry in named:
        parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"]
        inside = [p for p in parts if p.intersection(city).area > 0.01 * p.area]
        whole = shapely.union_all(inside)
        if inside and whole.intersection(city).area > 0.01 * SQUARE_MILE:
            kept.append((properties, whole))
    return kept


# --- what each layer's properties become ------------------------------------------------------


def _whole_city(_: Properties) -> Properties:
    return {"code": "los-angeles", "name": "City of Los Angeles"}


def _district(column: str) -> Callable[[Properties], Properties]:
    def describe(raw: Properties) -> Properties:
        code = str(int(raw[column]))
        return {"code": code, "name": f"Council District {code}"}

    return describe


def _council(raw: Properties) -> Properties:
    code = str(int(float(raw["nc_id"])))
    return {"code": code, "name": _titled(raw["name"]), "url": raw["waddress"]}


def _division(raw: Properties) -> Properties:
    return {
        "code": str(int(raw["number"])),
        "name": raw["name"],
        "address": raw["address"],
        "phone": raw["phone_numb"],
        "url": raw["url"],
    }


def _bureau(raw: Properties) -> Properties:
    return {"code": raw["name"].lower(), "name": f"{raw['name']} Bureau"}


def _battalion(raw: Properties) -> Properties:
    return {"code": raw["BATTALION"], "name": f"Battalion {raw['BATTALION']}"}


def _zip(raw: Properties) -> Properties:
    return {"code": raw["zcta5ce10"], "name": raw["zcta5ce10"]}


RECIPES = (
    Recipe("city", "city_boundary.geojson", _whole_city),
    Recipe("council-districts-2002", "council_districts_2002.geojson", _district("District")),
    Recipe("council-districts-2012", "council_districts_2012.geojson", _district("DISTRICT")),
    Recipe("council-districts-2021", "council_districts_2021.geojson", _district("district")),
    Recipe("neighborhood-councils-2019", "neighborhood_councils_2019.geojson", _council),
    Recipe("neighborhood-councils-2021", "neighborhood_councils_2022.geojson", _council),
    Recipe("police-divisions", "lapd_divisions.geojson", _division),
    Recipe("police-bureaus", "lapd_bureaus.geojson", _bureau),
    Recipe("fire-battalions", "lafd_battalions.geojson", _battalion),
    Recipe("zip-codes", "zip_codes_southern_california.geojson.gz", _zip),
)


def _titled(name: str) -> str:
    """Write a name that is all capitals as a name: ``MAR VISTA CC`` to ``Mar Vista CC``."""
    kept = {"NC", "CC", "NDC", "LA", "CANNDU", "P.I.C.O."}
    small = {"OF", "THE", "AND", "FOR"}

    def word(found: re.Match[str]) -> str:
        text = found[0]
        if text in kept:
            return text
        return text.lower() if text in small and found.start() else text.capitalize()

    return re.sub(r"[A-Z][A-Z.]*", word, name)


# --- the places around ------------------------------------------------------------------------


def _neighbours(data: Path, city: shapely.Geometry) -> list[Named]:
    """
    Close the County's boundary lines to polygons, and name each by a point of ours within it.

    Land that no city holds is unincorporated; the sea is left out. What remains is drawn to about
    five metres, as it only names where a point is that the city does not hold.
    """
    lines = list(features(data / "boundaries/cities_of_la_county.geojson.gz"))
    sea = shapely.union_all([g for p, g in lines if p["bdry_type"] == "ocean"]).buffer(1e-6)
    pieces = list(
        shapely.polygonize([shapely.node(shapely.union_all([g for _, g in lines]))]).geoms
    )
    names = _names_of(pieces)
    found: dict[str, list[shapely.Geometry]] = {}
    for number, piece in enumerate(pieces):
        ours = piece.intersection(city).area > 0.5 * piece.area
        wet = piece.boundary.intersection(sea).length > 0.4 * piece.boundary.length
        if not ours and number in names:
            found.setdefault(names[number], []).append(piece)
        elif not ours and not wet and piece.area > 0.1 * SQUARE_MILE:
            found.setdefault("unincorporated Los Angeles County", []).append(piece)
    shapes = np.array([shapely.union_all(parts) for parts in found.values()], dtype=object)
    simple = shapely.coverage_simplify(shapes, 0.00005)
    return [({"code": _slug(n), "name": n}, g) for n, g in zip(found, simple, strict=True)]


def _names_of(pieces: list[shapely.Geometry]) -> dict[int, str]:
    tree = shapely.STRtree(pieces)
    with (ROOT / "tools" / "la_county_cities.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(line for line in table if not line.startswith("#")))
    names = {}
    for row in rows:
        (number,) = tree.query(shapely.Point(float(row["lon"]), float(row["lat"])), "within")
        names[int(number)] = row["name"]
    return names


def _slug(name: str) -> str:
    return streets.plain(name).lower().replace(" ", "-")


# --- addresses and crossings ------------------------------------------------------------------


def _addresses(folder: Path) -> Iterator[list[str]]:
    """The points of addresses that requests named, in the parts that the folder's format has."""
    yield ["number", "direction", "street", "suffix", "zip", "lat", "lon"]
    for row in _rows(folder / "address_points_derived_from_requests.csv.gz"):
        at = [row["zipcode"], _degrees(row["latitude"]), _degrees(row["longitude"])]
        street, suffix = row["streetname"], row["suffix"]
        if "MARTIN LUTHER KING" in street:
            street, suffix = "MARTIN LUTHER KING JR", "BLVD"
        found = re.match(r"(\d/\d) ([NSEW]) (.+)", street)
        fraction, direction, street = found.groups() if found else ("", row["direction"], street)
        if suffix and not streets.suffix(suffix):
            street, suffix = f"{street} {suffix}", ""
        number = f"{row['housenumber']} {fraction}".strip()
        yield [number, direction, street, suffix, *at]


def _crossings(folder: Path) -> Iterator[list[str]]:
    yield ["street_a", "street_b", "zip", "lat", "lon"]
    for row in _rows(folder / "intersections_derived_from_requests.csv.gz"):
        names = [re.sub(r"MARTIN LUTHER KING\b.*", "MARTIN LUTHER KING JR BLVD", row[k])
                 for k in ("street_a", "street_b")]  # fmt: skip
        yield [*names, row["zip"], _degrees(row["latitude"]), _degrees(row["longitude"])]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as packed:
        yield from csv.DictReader(packed)


def _degrees(text: str) -> str:
    return f"{float(text):.6f}"


# --- writing ----------------------------------------------------------------------------------


def write_areas(name: str, named: Iterable[Named]) -> None:
    """Write a layer of the city's folder, its areas in the order of their codes."""
    rows = sorted(named, key=lambda row: (len(row[0]["code"]), row[0]["code"]))
    shapes = _rounded(np.array([g for _, g in rows], dtype=object))
    if not shapely.is_valid(shapes).all():
        raise SystemExit(f"A shape of {name} is not valid once rounded: repair its source first.")
    features = [
        {
            "type": "Feature",
            "properties": {k: v for k, v in properties.items() if v},
            "geometry": mapping(geometry),
        }
        for (properties, _), geometry in zip(rows, shapes, strict=True)
    ]
    text = json.dumps(
        {"type": "FeatureCollection", "features": features}, separators=(",", ":"), sort_keys=True
    )
    _pack(CITY / "areas" / f"{name}.geojson.gz", text, f"{len(rows)} areas")


def _rounded(shapes: Any) -> Any:
    """Move every corner to six decimals, in such a way that each shape stays valid."""
    found = shapely.set_precision(shapes, 1e-6)
    return shapely.transform(found, lambda xy: np.round(xy, 6))


def _write_places(name: str, rows: Iterable[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    lines = text.getvalue().count("\n") - 1
    _pack(CITY / "places" / f"{name}.csv.gz", text.getvalue(), f"{lines} rows")


def _pack(path: Path, text: str, what: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{path.relative_to(ROOT)}: {what}, {path.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
