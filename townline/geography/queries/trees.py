"""The areas of one edition in memory, indexed so that a point is located in microseconds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from townline.geography.models import Area, AreaLayer, EditionLayer
from townline.geography.rules.layers import in_force
from townline.geography.rules.place import AreaRef, Point

Coordinates = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Held:
    """An area in the tree, with what must be known of its layer to use it."""

    ref: AreaRef
    since: date | None
    until: date | None
    boundary: bool
    neighbours: bool


class AreaTree:
    """The areas of an edition, whatever their kind and dates."""

    def __init__(self, layers: Sequence[AreaLayer], areas: Sequence[Area]) -> None:
        by_id = {layer.pk: layer for layer in layers}
        self.layers = tuple(layers)
        self.areas = tuple(areas)
        self.held = tuple(_held(by_id[area.layer_id], area) for area in areas)
        self.shapes = shapely.from_wkb(np.array([bytes(a.wkb) for a in areas], dtype=object))
        shapely.prepare(self.shapes)
        self._tree = shapely.STRtree(self.shapes)
        # One point among some hundred boxes is found sooner by comparing it with all of them than
        # by building a shape to ask the tree with.
        self._sides = np.ascontiguousarray(shapely.bounds(self.shapes).reshape(-1, 4).T)
        self._in_force = lru_cache(maxsize=32)(self._in_force_on)

    def at(self, point: Point, on: date) -> list[Held]:
        """Return the areas in force on a day that hold the point, in the order of the folder."""
        lat, lon = point.lat, point.lon
        west, south, east, north = self._sides
        around = (west <= lon) & (east >= lon) & (south <= lat) & (north >= lat)
        found = np.flatnonzero(around & self._in_force(on))
        found = found[shapely.intersects_xy(self.shapes[found], lon, lat)]
        indices = found.tolist()
        if self._disputed(indices):
            indices = self._settled(indices, lon, lat)
        return [self.held[i] for i in indices]

    def at_many(
        self, lats: Coordinates, lons: Coordinates, on: date
    ) -> Iterator[tuple[AreaRef, ...]]:
        """Yield for each point, in order, the ordinary areas that ``at`` says hold it."""
        points, shapes = self._pairs(lats, lons, on)
        ends = np.searchsorted(points, np.arange(len(lats) + 1)).tolist()
        known: dict[bytes, tuple[AreaRef, ...] | None] = {}
        for number, (start, end) in enumerate(pairwise(ends)):
            held = shapes[start:end]
            key = held.tobytes()
            if key not in known:
                known[key] = None if self._disputed(held) else self._refs(held.tolist())
            refs = known[key]
            if refs is None:
                at = float(lons[number]), float(lats[number])
                refs = self._refs(self._settled(held.tolist(), *at))
            yield refs

    def _refs(self, indices: Sequence[int]) -> tuple[AreaRef, ...]:
        return ordinary([self.held[i] for i in indices])

    def _pairs(self, lats: Coordinates, lons: Coordinates, on: date) -> tuple[Positions, Positions]:
        """Points and shapes that hold them, ordered by point and then by shape."""
        points, shapes = self._tree.query(shapely.points(lons, lats))
        kept = self._in_force(on)[shapes]
        points, shapes = points[kept], shapes[kept]
        order = np.argsort(shapes, kind="stable")
        points, shapes = points[order], shapes[order]
        inside = np.zeros(len(points), dtype=bool)
        starts = np.flatnonzero(np.diff(shapes, prepend=-1)).tolist()
        for start, end in pairwise([*starts, len(shapes)]):
            these = points[start:end]
            inside[start:end] = shapely.intersects_xy(
                self.shapes[shapes[start]], lons[these], lats[these]
            )
        points, shapes = points[inside], shapes[inside]
        order = np.lexsort((shapes, points))
        return points[order], shapes[order]

    def _in_force_on(self, on: date) -> npt.NDArray[np.bool_]:
        """Which shapes count on a day."""
        return np.array([in_force(h.since, h.until, on) for h in self.held], dtype=bool)

    def _disputed(self, indices: Sequence[int] | Positions) -> bool:
        return len({self.held[i].ref.kind for i in indices}) < len(indices)

    def _settled(self, indices: Sequence[int], lon: float, lat: float) -> list[int]:
        """
        Leave out areas that a point only touches, where another of the kind really holds it.

        A point on the border of two districts is in neither's inside: the first of them has it.
        """
        settled: list[int] = []
        for _, group in groupby(indices, key=lambda i: self.held[i].ref.kind):
            these = list(group)
            if len(these) > 1:
                inside = shapely.contains_xy(self.shapes[these], lon, lat)
                these = [i for i, within in zip(these, inside, strict=True) if within] or these[:1]
            settled += these
        return settled


def _held(layer: AreaLayer, area: Area) -> Held:
    return Held(
        ref=AreaRef(layer.kind, area.code, area.name),
        since=layer.since,
        until=layer.until,
        boundary=layer.boundary,
        neighbours=layer.neighbours,
    )


def ordinary(held: Sequence[Held]) -> tuple[AreaRef, ...]:
    """Return the areas that are neither the city itself nor other places."""
    return tuple(h.ref for h in held if not h.boundary and not h.neighbours)


@lru_cache(maxsize=8)
def tree_of(edition_id: int) -> AreaTree:
    """Return the areas of an edition, which never change; read once in a process."""
    links: Any = EditionLayer.objects.filter(edition_id=edition_id).select_related("layer")
    layers = [link.layer for link in links.order_by("position")]
    areas = Area.objects.filter(layer__in=layers).order_by("layer_id", "id")
    by_layer = {pk: list(group) for pk, group in groupby(areas, key=attrgetter("layer_id"))}
    # Layers of one kind lie side by side, so that their areas can be told apart in one pass.
    kinds = list(dict.fromkeys(layer.kind for layer in layers))
    layers.sort(key=lambda layer: kinds.index(layer.kind))
    return AreaTree(layers, [a for layer in layers for a in by_layer.get(layer.pk, ())])
