"""What there is to say of a layer before it holds: how many areas, what overlaps, what is left."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import shapely

from townline.geography.rules.layers import Feature, Layer

KM_A_DEGREE = 111.32
LEAST_KM2 = 0.0005
"""Less than this, 500 m², is how exactly borders were drawn, and is not told."""
OUTLINE_DEGREES = 0.0003


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A layer in figures; areas are in square kilometres."""

    count: int
    covers_km2: float
    overlap_km2: float
    """What lies in more than one area."""
    overlapping: tuple[tuple[str, str], ...]
    """Codes of pairs that overlap, the first few."""
    gap_km2: float | None
    """What of the city lies in none; None where the city has no boundary."""


def figures(layer: Layer, boundary: Layer | None, *, most_pairs: int = 8) -> Figures:
    """Return a layer in figures, beside the boundary of the city where it has one."""
    shapes = [shapely.from_wkb(feature.wkb) for feature in layer.features]
    whole = shapely.union_all(shapes)
    scale = _scale(whole)
    double = sum(shape.area for shape in shapes) - whole.area
    gap = None
    if boundary is not None and not layer.boundary:
        city = shapely.union_all([shapely.from_wkb(f.wkb) for f in boundary.features])
        gap = _told(shapely.difference(city, whole).area * scale)
    return Figures(
        count=len(shapes),
        covers_km2=round(whole.area * scale, 2),
        overlap_km2=_told(double * scale),
        overlapping=_pairs(layer.features, shapes, scale)[:most_pairs],
        gap_km2=gap,
    )


def outlines(layer: Layer) -> bytes:
    """Return a layer as GeoJSON for a map: simplified, not for decisions."""
    features = [
        {
            "type": "Feature",
            "id": feature.code,
            "properties": {"code": feature.code, "name": feature.name},
            "geometry": json.loads(
                shapely.to_geojson(shapely.from_wkb(feature.wkb).simplify(OUTLINE_DEGREES))
            ),
        }
        for feature in layer.features
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _pairs(
    features: Sequence[Feature], shapes: Sequence[shapely.Geometry], scale: float
) -> tuple[tuple[str, str], ...]:
    if not shapes:
        return ()
    tree = shapely.STRtree(shapes)
    lefts, rights = tree.query(shapes, predicate="intersects")
    return tuple(
        (features[a].code, features[b].code)
        for a, b in zip(lefts.tolist(), rights.tolist(), strict=True)
        if a < b and _told(shapely.intersection(shapes[a], shapes[b]).area * scale)
    )


def _scale(shape: shapely.Geometry) -> float:
    """Return the square kilometres of a square degree at a shape's latitude."""
    if shape.is_empty:
        return 0.0
    return KM_A_DEGREE * KM_A_DEGREE * cos(radians(shape.centroid.y))


def _told(km2: float) -> float:
    return round(km2, 3) if km2 >= LEAST_KM2 else 0.0
