"""Cities for tests: one drawn on squared paper, and the real Los Angeles from its folder."""

import csv
import gzip
import json
import os
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import box, shape

from townline.cities.actions import begin_edition
from townline.cities.rules.city import City, CitySettings
from townline.geography.actions import put_areas, put_places
from townline.geography.rules import gazetteer
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing, KnownLandmark
from townline.geography.rules.layers import Feature, Layer
from townline.record.verbs import SYSTEM

ROOT = Path(__file__).resolve().parents[2]
LOS_ANGELES = ROOT / "cities" / "los-angeles"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def data() -> Path:
    """Return the folder of real data, which need not be there."""
    return Path(os.environ.get("TOWNLINE_DATA") or ROOT.parent / "shared" / "data")


def city(slug: str = "gridton", bounds: tuple[float, ...] = (0.0, 10.0, 0.04, 10.04)) -> City:
    """A city without areas or places."""
    settings = CitySettings(
        name=slug.title(),
        zone="America/Los_Angeles",
        languages=("en",),
        centre=((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2),
        bounds=bounds,  # type: ignore[arg-type]
        jurisdiction=f"{slug}.example.org",
    )
    return begin_edition(slug=slug, settings=settings, files={}, by=SYSTEM, at=NOW)


def feature(code: str, *sides: float, **properties: str) -> Feature:
    """A rectangle: west, south, east, north."""
    return Feature(
        code=code, name=f"Area {code}", wkb=shapely.to_wkb(box(*sides)), properties=properties
    )


def layer(kind: str, *features: Feature, **more: Any) -> Layer:
    """A layer of rectangles."""
    return Layer(kind=kind, words={"en": kind}, features=features, **more)


def give_areas(to: City, *layers: Layer) -> City:
    """Put layers into the city's edition."""
    put_areas(edition_id=to.edition_id, layers=layers, by=SYSTEM, at=NOW)
    return to


def give_places(
    to: City,
    *known: KnownAddress | KnownCrossing | KnownLandmark,
) -> City:
    """Put places into the city's edition."""
    put_places(
        city_id=to.id,
        edition_id=to.edition_id,
        addresses=(k for k in known if isinstance(k, KnownAddress)),
        crossings=(k for k in known if isinstance(k, KnownCrossing)),
        landmarks=(k for k in known if isinstance(k, KnownLandmark)),
        by=SYSTEM,
        at=NOW,
    )
    return to


def los_angeles_layers() -> list[Layer]:
    """The layers that the folder of Los Angeles names."""
    tables = tomllib.loads((LOS_ANGELES / "areas.toml").read_text(encoding="utf-8"))["layer"]
    return [_layer(table) for table in tables]


def los_angeles() -> City:
    """Los Angeles with its areas and places, and nothing else of it."""
    bounds = (33.70, -118.67, 34.34, -118.15)
    made = give_areas(city("los-angeles", bounds), *los_angeles_layers())
    places = LOS_ANGELES / "places"
    put_places(
        city_id=made.id,
        edition_id=made.edition_id,
        addresses=map(gazetteer.address, _rows(places / "addresses.csv.gz")),
        crossings=map(gazetteer.crossing, _rows(places / "crossings.csv.gz")),
        by=SYSTEM,
        at=NOW,
    )
    return made


def _layer(table: dict[str, Any]) -> Layer:
    raw = json.loads(gzip.decompress((LOS_ANGELES / table["file"]).read_bytes()))
    kept = table.get("properties", [])
    features = [
        Feature(
            code=f["properties"][table["code"]],
            name=f["properties"][table["name"]],
            wkb=shapely.to_wkb(shape(f["geometry"])),
            properties={k: f["properties"][k] for k in kept if k in f["properties"]},
        )
        for f in raw["features"]
    ]
    own = ("kind", "words", "boundary", "neighbours", "since", "until", "source", "licence")
    return Layer(features=features, **{k: table[k] for k in own if k in table})


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as packed:
        return list(csv.DictReader(packed))
