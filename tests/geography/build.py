"""Cities for tests: one drawn on squared paper, and the real Los Angeles from its folder."""

import os
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import shapely
from shapely.geometry import box

from townline.cities.actions import begin_edition
from townline.cities.rules.city import City, CitySettings
from townline.founding.rules import areas
from townline.founding.rules.faults import Faults
from townline.founding.rules.places import Places
from townline.geography.actions import put_areas, put_places
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


@cache
def los_angeles_layers() -> Sequence[Layer]:
    """The layers that the folder of Los Angeles names, as its loader reads them."""
    faults = Faults()
    found = areas.read(_files(), _settings(), faults)
    assert faults.all() == ()
    return found


def los_angeles() -> City:
    """Los Angeles with its areas and places, and nothing else of it."""
    settings = _settings()
    made = begin_edition(slug="los-angeles", settings=settings, files={}, by=SYSTEM, at=NOW)
    give_areas(made, *los_angeles_layers())
    known = Places(_files(), settings)
    return give_places(made, *known.addresses(), *known.crossings(), *known.landmarks())


@cache
def _files() -> dict[str, bytes]:
    paths = [
        LOS_ANGELES / "areas.toml",
        *LOS_ANGELES.glob("areas/*"),
        *LOS_ANGELES.glob("places/*"),
    ]
    return {str(path.relative_to(LOS_ANGELES)): path.read_bytes() for path in paths}


@cache
def _settings() -> CitySettings:
    table = tomllib.loads((LOS_ANGELES / "city.toml").read_text(encoding="utf-8"))
    own = ("name", "zone", "languages", "centre", "bounds", "jurisdiction")
    return msgspec.convert({key: table[key] for key in own}, CitySettings)
