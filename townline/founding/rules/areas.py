"""Reading the areas of a city: layers of polygons with their codes and dates."""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from townline.cities.rules.city import CitySettings
from townline.founding.rules.codes import CODE
from townline.founding.rules.faults import Faults, nearest
from townline.founding.rules.routes import check_days
from townline.founding.rules.rows import TooLarge, unfolded
from townline.founding.rules.tables import Document, Table
from townline.geography.rules.layers import Feature, Layer

FILE = "areas.toml"
LITERAL = "literal:"
"""Before a code or name that all features of a layer share, instead of a property's name."""


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """How the features of one file become areas."""

    file: str
    code: str
    name: str
    codes: Mapping[str, str]
    keep: tuple[str, ...]
    box: tuple[float, float, float, float] | None
    """West, south, east, north of the city; None where features may lie elsewhere."""
    faults: Faults
    seen: dict[str, int] = field(default_factory=dict)

    def fault(self, number: int, what: str, remedy: str) -> None:
        """Note a fault at a feature."""
        self.faults.add(self.file, None, what, remedy, feature=number)


def read(files: Mapping[str, bytes], settings: CitySettings, faults: Faults) -> tuple[Layer, ...]:
    """Return the layers whose files can be read; a city may have none."""
    root = Document(FILE, files.get(FILE, b""), faults).root(settings.languages)
    found: list[tuple[Table, Layer]] = []
    for table in root.tables("layer"):
        found.append((table, _layer(table, files, settings, faults)))
        table.end()
    root.end()
    for position, (table, layer) in enumerate(found):
        for _, earlier in found[:position]:
            if layer.kind == earlier.kind and _meet(layer, earlier):
                what = f"Two layers of {layer.kind!r} hold on the same day."
                table.fault("since", what, "End one with until before the other begins.")
    return tuple(layer for _, layer in found)


def _layer(
    table: Table, files: Mapping[str, bytes], settings: CitySettings, faults: Faults
) -> Layer:
    layer = Layer(
        kind=table.text("kind", required=True),
        words=table.words("words", required=True),
        boundary=table.flag("boundary"),
        neighbours=table.flag("neighbours"),
        since=table.day("since"),
        until=table.day("until"),
        source=table.text("source", required=True),
        licence=table.text("licence", required=True),
    )
    if layer.kind and not CODE.fullmatch(layer.kind):
        table.fault("kind", f"{layer.kind!r} is no kind.", "Use small letters and '_'.")
    if layer.boundary and layer.neighbours:
        what = "A layer is the city's boundary or its neighbours, not both."
        table.fault("neighbours", what, "Take one of the two out.")
    check_days(table, layer.since, layer.until)
    path = table.text("file", required=True)
    south, west, north, east = settings.bounds
    reading = _Reading(
        file=path,
        code=table.text("code", required=True),
        name=table.text("name", required=True),
        codes=_codes(table),
        keep=table.texts("properties"),
        box=None if layer.neighbours or north <= south else (west, south, east, north),
        faults=faults,
    )
    if path and path not in files:
        table.fault("file", f"The folder has no {path}.", nearest(path, _geojson(files)))
        return layer
    return replace(layer, features=tuple(_features(files[path], reading))) if path else layer


def _codes(table: Table) -> dict[str, str]:
    inner = table.table("codes")
    return {raw: inner.text(raw, required=True) for raw in inner.keys()} if inner else {}  # noqa: SIM118


def _geojson(files: Mapping[str, bytes]) -> list[str]:
    return [path for path in files if path.removesuffix(".gz").endswith(".geojson")]


def _features(content: bytes, reading: _Reading) -> Iterator[Feature]:
    try:
        found = json.loads(unfolded(reading.file, content))
        features = found["features"]
    except (TooLarge, OSError, EOFError, zlib.error):
        what = "The file cannot be uncompressed."
        reading.faults.add(reading.file, None, what, "Compress it with gzip anew.")
        return
    except json.JSONDecodeError as bad:
        what = f"This is not JSON: {bad.msg}."
        reading.faults.add(reading.file, bad.lineno, what, "Write the file anew.")
        return
    except (UnicodeDecodeError, KeyError, TypeError):
        what = "This is not GeoJSON: it has no list of features."
        reading.faults.add(reading.file, None, what, "Write a FeatureCollection in UTF-8.")
        return
    if not features:
        reading.faults.add(reading.file, None, "The layer is empty.", "Give it features.")
    for number, feature in enumerate(features, start=1):
        if area := _feature(number, feature, reading):
            yield area


def _feature(number: int, feature: Any, reading: _Reading) -> Feature | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        reading.fault(number, "The feature has no properties.", "Give it a code and a name.")
        return None
    raw = _property(number, properties, reading.code, reading)
    code = reading.codes.get(raw, raw)
    shape = _shape(number, feature.get("geometry"), reading)
    if not code or shape is None:
        return None
    if not CODE.fullmatch(code):
        what = f"The code {code!r} cannot be used."
        reading.fault(number, what, "Give it another in codes of areas.toml.")
    if code in reading.seen:
        what = f"The code {code!r} is that of feature {reading.seen[code]} already."
        reading.fault(number, what, "Join the two into one multipolygon.")
        return None
    reading.seen[code] = number
    kept = {key: str(properties[key]) for key in reading.keep if properties.get(key)}
    name = _property(number, properties, reading.name, reading) or code
    return Feature(code=code, name=name, wkb=shapely.to_wkb(shape), properties=kept)


def _property(number: int, properties: Mapping[str, Any], key: str, reading: _Reading) -> str:
    """Return what a feature has under a property's name, else the literal that stands for it."""
    if key.startswith(LITERAL):
        return key.removeprefix(LITERAL)
    value = properties.get(key)
    if value is None or value == "":
        what = f"The feature has no {key!r}."
        reading.fault(number, what, nearest(key, properties, "Name another property."))
        return ""
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return " ".join(str(value).split())


def _shape(number: int, geometry: Any, reading: _Reading) -> BaseGeometry | None:
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (ShapelyError, TypeError, ValueError):
        reading.fault(number, "The geometry cannot be read.", "Write a Polygon or MultiPolygon.")
        return None
    if shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
        what = f"The geometry is {shape.geom_type} and no area."
        reading.fault(number, what, "Write a Polygon or MultiPolygon.")
        return None
    if not shape.is_valid:
        what = f"The polygon is not valid: {shapely.is_valid_reason(shape)}."
        reading.fault(number, what, "Mend it, for example with shapely's make_valid.")
        return None
    if reading.box and not shapely.box(*reading.box).intersects(shape):
        west, south, east, north = reading.box
        swapped = shapely.box(south, west, north, east).intersects(shape)
        remedy = "GeoJSON has the longitude first." if swapped else "Check it, or widen the bounds."
        reading.fault(number, "The polygon lies outside the city's bounds.", remedy)
        return None
    return shape


def _meet(one: Layer, other: Layer) -> bool:
    begins = max(one.since or date.min, other.since or date.min)
    return begins <= min(one.until or date.max, other.until or date.max)
