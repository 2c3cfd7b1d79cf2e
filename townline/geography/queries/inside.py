"""Whether the city holds many points, asked at once."""

from datetime import date

import numpy as np
import numpy.typing as npt
import shapely

from townline.cities.rules.city import City
from townline.geography.queries.trees import Coordinates, tree_of
from townline.geography.rules.layers import in_force


def inside_many(
    city: City, lats: Coordinates, lons: Coordinates, on: date
) -> npt.NDArray[np.bool_]:
    """Return for each point whether the city holds it on a day, as ``locate`` says of one."""
    tree = tree_of(city.edition_id)
    boundaries = [
        shape
        for held, shape in zip(tree.held, tree.shapes, strict=True)
        if held.boundary and in_force(held.since, held.until, on)
    ]
    found = np.full(len(lats), not boundaries)
    for shape in boundaries:
        found |= shapely.intersects_xy(shape, lons, lats)
    return found
