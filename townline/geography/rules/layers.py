"""The areas of a city as its folder gives them: layers of polygons, each with its dates."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from townline.cities.rules.city import Words


@dataclass(frozen=True, kw_only=True)
class Feature:
    """One area: a polygon with its code and name."""

    code: str
    """Unique within its layer, e.g. ``13``; the area's key is ``kind:code``."""
    name: str
    wkb: bytes
    """A polygon or multipolygon in degrees, WGS 84, longitude first, as well-known binary."""
    properties: Mapping[str, str] = field(default_factory=dict)
    """What else is worth telling, e.g. ``phone`` and ``url``."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """Areas of one kind that were in force over the same dates."""

    kind: str
    """A word of the city for this sort of area, e.g. ``council_district``."""
    words: Words
    """What a resident calls one such area."""
    boundary: bool = False
    """The union of its features is the city: what lies elsewhere is outside."""
    neighbours: bool = False
    """Its features are other places, named to whoever asks about a point outside."""
    since: date | None = None
    until: date | None = None
    """The first and the last day in force; None means as far as anyone asks."""
    source: str = ""
    licence: str = ""
    features: Sequence[Feature] = ()

    def holds_on(self, day: date) -> bool:
        """Return whether the layer is in force on ``day``; both its ends count."""
        return in_force(self.since, self.until, day)


@dataclass(frozen=True, kw_only=True)
class AreaKind:
    """A sort of area that a city has."""

    kind: str
    words: Words
    source: str = ""
    licence: str = ""
    """To be named wherever the areas are shown."""


def in_force(since: date | None, until: date | None, day: date) -> bool:
    """Return whether ``day`` is within two dates, both included, where None has no end."""
    return (since is None or since <= day) and (until is None or day <= until)


def digest(layer: Layer) -> str:
    """Return a fingerprint of the whole layer: the same text for the same content only."""
    plain = msgspec.to_builtins(layer, builtin_types=(bytes,))
    return hashlib.sha256(msgspec.json.encode(plain, order="deterministic")).hexdigest()


def faults(layers: Sequence[Layer]) -> Iterator[str]:
    """Yield what keeps these layers from being used together, a sentence each."""
    for layer in layers:
        name = f"The layer {layer.kind}"
        if layer.since and layer.until and layer.until < layer.since:
            yield f"{name} ends on {layer.until}, before it begins on {layer.since}."
        codes = [feature.code for feature in layer.features]
        for code in sorted({c for c in codes if codes.count(c) > 1}):
            yield f"{name} has the code {code!r} twice."
        if "" in codes:
            yield f"{name} has a feature without a code."
        if ":" in layer.kind or not layer.kind:
            yield f"{name} needs a kind without a colon."
    yield from _overlapping(layers)


def _overlapping(layers: Sequence[Layer]) -> Iterator[str]:
    """Two layers of a kind in force on one day would give a point two districts."""
    for position, layer in enumerate(layers):
        for other in layers[:position]:
            if layer.kind == other.kind and _meet(layer, other):
                yield (
                    f"Two layers of the kind {layer.kind} are in force on the same day:"
                    f" end one before the other begins."
                )


def _meet(one: Layer, other: Layer) -> bool:
    starts_in_time = one.since is None or other.until is None or one.since <= other.until
    ends_late = one.until is None or other.since is None or other.since <= one.until
    return starts_in_time and ends_late
