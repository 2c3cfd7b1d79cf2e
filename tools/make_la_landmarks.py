"""
Make ``cities/los-angeles/places/landmarks.csv`` from the reference data.

    python tools/make_la_landmarks.py [FOLDER OF THE DATA]

Landmarks are the stations of the police: the City publishes their names and addresses with the
boundaries of their divisions. Where each is, is told by the addresses and crossings of the folder,
so run ``tools/make_la_places.py`` first. A station whose address is not found, or not in its own
division, is left out and named. The folder of data is ``TOWNLINE_DATA``, else ``../shared/data``
beside the project.
"""

import csv
import gzip
import json
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import shapely
from shapely.geometry import shape

from townline.geography.rules.atlas import Atlas, Box
from townline.geography.rules.distance import Plane
from townline.geography.rules.finding import find
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing
from townline.geography.rules.held import HeldPlaces
from townline.geography.rules.place import Match, Point

ROOT = Path(__file__).resolve().parent.parent
CITY = ROOT / "cities" / "los-angeles"
SURE = 0.6
"""The least confidence at which an address is taken for the place of a station."""


def main() -> None:
    """Write the file and say what it holds."""
    data = Path(sys.argv[1] if len(sys.argv) > 1 else _default_data()) / "la" / "boundaries"
    atlas = _atlas()
    target = CITY / "places" / "landmarks.csv"
    rows = sorted(row for station in _stations(data) for row in _rows(atlas, *station))
    with target.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n").writerows([["name", "lat", "lon", "address"], *rows])
    print(f"{target.relative_to(ROOT)}: {len(rows)} rows")


def _default_data() -> Path:
    return Path(os.environ.get("TOWNLINE_DATA") or ROOT.parent / "shared" / "data")


def _stations(folder: Path) -> Iterator[tuple[str, str, shapely.Geometry]]:
    """The name and address of the station of each division, and the division."""
    document = json.loads((folder / "lapd_divisions.geojson").read_text(encoding="utf-8"))
    for feature in document["features"]:
        properties = feature["properties"]
        yield (
            properties["name"].strip(),
            (properties["address"] or "").strip(),
            shape(feature["geometry"]),
        )


def _rows(atlas: Atlas, name: str, address: str, division: shapely.Geometry) -> Iterator[list[str]]:
    """A station under the name that it bears, and under the one that it is called by."""
    found = _best(atlas, address)
    if found is None or not division.contains(shapely.Point(found.point.lon, found.point.lat)):
        print(f"left out: {name}, {address or 'without address'}", file=sys.stderr)
        return
    written = re.sub(r"[.,]+$", "", address)
    for said in ("Community Police Station", "Police Station"):
        yield [f"{name} {said}", f"{found.point.lat:.6f}", f"{found.point.lon:.6f}", written]


def _best(atlas: Atlas, address: str) -> Match | None:
    return next((m for m in find(atlas, address, 1) if m.confidence >= SURE), None)


def _atlas() -> Atlas:
    """The addresses and crossings of the folder."""
    settings = tomllib.loads((CITY / "city.toml").read_text(encoding="utf-8"))
    places = HeldPlaces(
        (
            KnownAddress(
                number=int(row["number"].split()[0]),
                number_suffix=" ".join(row["number"].split()[1:]),
                direction=row["direction"],
                street=row["street"],
                suffix=row["suffix"],
                zipcode=row["zip"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
            )
            for row in _read("addresses")
        ),
        (
            KnownCrossing(
                street_a=row["street_a"],
                street_b=row["street_b"],
                zipcode=row["zip"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
            )
            for row in _read("crossings")
        ),
    )
    return Atlas(places, Plane(Point(*settings["centre"])), Box(*settings["bounds"]))


def _read(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(CITY / "places" / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows)


if __name__ == "__main__":
    main()
