"""A small working folder, and the same with something changed."""

import gzip
import json
from typing import Any

from townline.founding.rules import draft, writing
from townline.founding.rules.draft import Draft

SLUG = "springdale"
LAYER = """
[[layer]]
kind = "district"
words = { en = "District" }
file = "areas/districts.geojson.gz"
code = "id"
name = "name"
source = "Ours"
licence = "CC0 1.0"
"""


def example() -> dict[str, bytes]:
    """Return the folder that `townline city new` writes."""
    return writing.example(
        name="Springdale",
        zone="America/Chicago",
        jurisdiction="springdale.example",
        lat=40,
        lon=-90,
    )


def changed(path: str, old: str, new: str) -> dict[str, bytes]:
    """Return the folder with one text of a file replaced, which must be there."""
    files = example()
    text = files[path].decode()
    assert old in text
    files[path] = text.replace(old, new, 1).encode()
    return files


def square(lat: float, lon: float, **properties: Any) -> dict[str, Any]:
    """Return a GeoJSON feature: a tenth of a degree to the north-east of a point."""
    north, east = lat + 0.1, lon + 0.1
    ring = [[lon, lat], [east, lat], [east, north], [lon, north], [lon, lat]]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def with_areas(*features: dict[str, Any], toml: str = LAYER) -> dict[str, bytes]:
    """Return the folder with a layer of these features."""
    found = {"type": "FeatureCollection", "features": list(features)}
    content = gzip.compress(json.dumps(found).encode(), mtime=0)
    return example() | {"areas.toml": toml.encode(), "areas/districts.geojson.gz": content}


DISTRICTS = (square(40, -90, id=1, name="North"), square(39.9, -90, id=2, name="South"))


def read(files: dict[str, bytes]) -> Draft:
    """Return what the files say."""
    return draft.of_files(SLUG, files)
