"""Replacing the areas of a kind from a day on, as one step of a revision."""

import gzip
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from townline.cities.rules.city import City
from townline.founding.actions.revising import revise
from townline.founding.queries import revisions
from townline.founding.rules import areas, editing
from townline.record.verbs import Actor

LARGEST = 20_000_000
"""Bytes of GeoJSON that may be sent."""


class NotGeoJson(ValueError):
    """What was sent is no collection of features."""


class TooEarly(ValueError):
    """The new areas would begin before those that they follow; the text says when these do."""


def replace_layer(
    *,
    city: City,
    file: str,
    content: bytes,
    since: date | None,
    code: str,
    name: str,
    by: Actor,
    at: datetime,
) -> str:
    """
    Put other areas in the place of a layer's, and return the file that they are in.

    :param file: the file of the layer that is replaced
    :param since: from which day on; None mends the layer as it is, as if it had always been so
    :param code: the property that holds an area's code; ``name``: the one that holds its name
    :raises NotThere: if no layer has the file
    :raises NotGeoJson: if the content cannot be one
    :raises TooEarly: if the layer itself begins later
    """
    files = revisions.files_worked(city, revisions.worked(city, by))
    toml = files.get(areas.FILE, b"")
    where = [("layer", "file", file)]
    before = editing.table(toml, where)
    _check(content)
    if since is None:
        toml = editing.put(toml, where, {"code": code, "name": name})
        path = file
    else:
        path = _path(str(before["kind"]), since)
        if path in files:
            raise TooEarly("Areas of this kind begin on that day already. Mend those instead.")
        toml = _followed(toml, where, before, path, since, {"code": code, "name": name})
    packed = gzip.compress(content, mtime=0) if path.endswith(".gz") else content
    what = f"Areas {before['kind']}" + (f" from {since}" if since else " mended")
    revise(city=city, changes={areas.FILE: toml, path: packed}, what=what, by=by, at=at)
    return path


def _followed(
    toml: bytes, where: editing.Where, before: Mapping[str, Any], path: str, since: date,
    names: Mapping[str, str],
) -> bytes:  # fmt: skip
    """Return areas.toml in which a layer ends the day before another one of its kind begins."""
    begins, ends = before.get("since"), before.get("until")
    if (begins and since <= begins) or ends:
        raise TooEarly("Choose the layer that holds last, and a day after its first.")
    kept = {key: value for key, value in before.items() if key != "until"}
    toml = editing.put(toml, where, {"until": since - timedelta(days=1)})
    return editing.add(toml, (), "layer", {**kept, **names, "file": path, "since": since})


def _path(kind: str, since: date) -> str:
    return f"areas/{kind.replace('_', '-')}-{since}.geojson.gz"


def _check(content: bytes) -> None:
    try:
        features = json.loads(content)["features"]
    except (ValueError, KeyError, TypeError) as fault:
        raise NotGeoJson("This is no GeoJSON with features.") from fault
    if not isinstance(features, list) or not features:
        raise NotGeoJson("There are no features in it.")
