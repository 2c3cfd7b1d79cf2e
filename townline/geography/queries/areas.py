"""Which areas hold a point, and how they look on a map."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from townline.cities.rules.city import City
from townline.geography.queries.trees import AreaTree, Coordinates, ordinary, tree_of
from townline.geography.rules.layers import AreaKind, in_force
from townline.geography.rules.place import AreaRef, Place, Point

OUTLINE_DEGREES = 0.0001
"""How far an outline for display may lie from the border: about ten metres."""


class NoSuchAreas(LookupError):
    """The city has no areas of that kind on that day; the text names them."""


def locate(city: City, point: Point, on: date) -> Place:
    """
    Return all areas that hold the point on a day, and whether the city does.

    Of each kind there may be none, one or several. On a border between two, the first one has it.
    """
    tree = tree_of(city.edition_id)
    held = tree.at(point, on)
    inside = any(h.boundary for h in held) or not _bounded(tree, on)
    return Place(
        point=point,
        inside=inside,
        areas=ordinary(held),
        neighbour="" if inside else next((h.ref.name for h in held if h.neighbours), ""),
    )


def locate_many(
    city: City, lats: Coordinates, lons: Coordinates, on: date
) -> list[tuple[AreaRef, ...]]:
    """Return the areas of each point in turn; hundreds of thousands of points a second."""
    tree = tree_of(city.edition_id)
    return list(tree.at_many(np.asarray(lats, float), np.asarray(lons, float), on))


def kinds(city: City) -> tuple[AreaKind, ...]:
    """Return the sorts of areas that the city has had, in the order of its folder."""
    found: dict[str, AreaKind] = {}
    for layer in tree_of(city.edition_id).layers:
        if not layer.boundary and not layer.neighbours:
            kind = AreaKind(
                kind=layer.kind, words=layer.words, source=layer.source, licence=layer.licence
            )
            found.setdefault(layer.kind, kind)
    return tuple(found.values())


def area_names(city: City, keys: Iterable[str]) -> tuple[str, ...]:
    """Return what areas are called, by their keys; a key that is not known stays as it is."""
    names = {held.ref.key: held.ref.name for held in tree_of(city.edition_id).held}
    return tuple(names.get(key, key) for key in keys)


def outlines(city: City, kind: str, on: date) -> dict[str, Any]:
    """
    Return the areas of a kind on a day as GeoJSON for a map: simplified, not for decisions.

    The boundary's kind gives the city itself. The dictionary is shared: do not change it.

    :raises NoSuchAreas: if the city has none of that kind on that day
    """
    layers = tree_of(city.edition_id).layers
    for layer in layers:
        if layer.kind == kind and in_force(layer.since, layer.until, on):
            return _outlines(city.edition_id, layer.pk)
    raise NoSuchAreas(f"{city.name} has no areas of the kind {kind!r} on {on}.")


@lru_cache(maxsize=64)
def _outlines(edition_id: int, layer_id: int) -> dict[str, Any]:
    tree = tree_of(edition_id)
    held = [(i, a) for i, a in enumerate(tree.areas) if a.layer_id == layer_id]
    shapes = _simplified(tree.shapes[[i for i, _ in held]])
    layer = next(x for x in tree.layers if x.pk == layer_id)
    return {
        "type": "FeatureCollection",
        "attribution": ", ".join(p for p in (layer.source, layer.licence) if p),
        "features": [
            {
                "type": "Feature",
                "id": area.code,
                "properties": {"code": area.code, "name": area.name, **area.properties},
                "geometry": shapely.geometry.mapping(shape),
            }
            for (_, area), shape in zip(held, shapes, strict=True)
        ],
    }


def _simplified(shapes: Any) -> Any:
    """Neighbours keep their common border where the areas do not overlap."""
    if shapely.coverage_is_valid(shapes):
        simple = shapely.coverage_simplify(shapes, OUTLINE_DEGREES)
    else:
        simple = shapely.simplify(shapes, OUTLINE_DEGREES)
    return shapely.transform(simple, lambda xy: np.round(xy, 5))


def _bounded(tree: AreaTree, on: date) -> bool:
    return any(la.boundary and in_force(la.since, la.until, on) for la in tree.layers)
