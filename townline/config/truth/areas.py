"""Whether points lie in the areas that records name: districts against the codes of the rows."""

import math
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import shapely

from townline.config.truth.figures import Figure
from townline.config.truth.records import Record
from townline.founding.rules.trials import BY_CREW, AreaTrial
from townline.geography.rules.layers import Layer
from townline.geography.rules.place import AreaRef
from townline.requests.rules.area_agreement import spellings, spelt

METRES_IN_A_DEGREE = 111_320


class Ground:
    """The areas of a folder, and which of them hold each of some records."""

    def __init__(self, layers: Sequence[Layer], records: Sequence[Record]) -> None:
        self._shapes: dict[str, list[Any]] = {}
        self._at = [_point(record) for record in records]
        self._held: list[list[AreaRef]] = [[] for _ in records]
        points = shapely.points(np.array(self._at, dtype=float).reshape(-1, 2))
        for layer in layers:
            self._hold(layer, records, points)

    def held(self, position: int) -> Sequence[AreaRef]:
        """Return the areas that hold a record's point on its day, border included."""
        return self._held[position]

    def keys(self, position: int) -> frozenset[str]:
        """Return their keys, as routes name them."""
        return frozenset(ref.key for ref in self._held[position])

    def within(self, position: int, keys: Collection[str], metres: float) -> bool:
        """Return whether an area of these keys, on any day, begins so close to a record's point."""
        lon, lat = self._at[position]
        narrow = math.cos(
            math.radians(lat)
        )  # a degree of longitude is shorter than one of latitude
        reach = metres / METRES_IN_A_DEGREE
        box = shapely.box(lon - reach / narrow, lat - reach, lon + reach / narrow, lat + reach)
        point = shapely.Point(lon * narrow, lat)
        near = [
            shapely.transform(shapely.intersection(shape, box), lambda xy: xy * (narrow, 1.0))
            for key in keys
            for shape in self._shapes.get(key, ())
        ]
        return any(shapely.dwithin(shape, point, reach) for shape in near)

    def _hold(self, layer: Layer, records: Sequence[Record], points: Any) -> None:
        shapes = shapely.from_wkb([feature.wkb for feature in layer.features])
        refs = [AreaRef(layer.kind, each.code, each.name) for each in layer.features]
        for ref, shape in zip(refs, shapes, strict=True):
            self._shapes.setdefault(ref.key, []).append(shape)
        if layer.boundary or layer.neighbours:
            return
        found = shapely.STRtree(shapes).query(points, "intersects")
        for point, area in found.T.tolist():
            if layer.holds_on(records[point].on):
                self._held[point].append(refs[area])


def _point(record: Record) -> tuple[float, float]:
    lat, lon = record.past.lat, record.past.lon
    return (math.nan, math.nan) if lat is None or lon is None else (lon, lat)


def measure(
    trial: AreaTrial, records: Sequence[Record], ground: Ground, codes: Collection[str]
) -> Figure:
    """
    Compare a kind of area with what the records name; any that holds the point counts.

    :param codes: the codes of the kind, by which rows name it where crews have the same ones
    """
    by_crew = trial.named_by == BY_CREW
    told = "the crew" if by_crew else "the area"
    figure = Figure(
        name=trial.kind,
        says=f"Of all rows with a point, {told} that the row names holds the point on its day.",
        least=trial.least,
    )
    for position, record in enumerate(records):
        past = record.past
        said = past.crew if by_crew else past.areas.get(trial.kind, "")
        if past.lat is None or not said or (by_crew and said not in codes):
            continue
        held = [ref for ref in ground.held(position) if ref.kind == trial.kind]
        wanted = spelt(said)
        figure.count(
            any(wanted in spellings(ref.code, ref.name) for ref in held),
            lambda past=past, said=said, held=held: {  # type: ignore[misc]
                "number": past.number,
                "said": said,
                "found": ", ".join(ref.code for ref in held),
                "at": f"{past.lat:.5f}, {past.lon:.5f}",
            },
        )
    return figure
