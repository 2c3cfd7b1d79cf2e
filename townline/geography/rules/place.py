"""Where something is: a point, an address, and the areas that hold it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """A position in degrees, WGS 84."""

    lat: float
    lon: float


@dataclass(frozen=True)
class AreaRef:
    """One area by its kind and code, e.g. ``council_district`` ``13``."""

    kind: str
    code: str
    name: str

    @property
    def key(self) -> str:
        """``kind:code``, as requests store it and as filters name it."""
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A point with all areas that held it on a date."""

    point: Point
    inside: bool
    """Whether the city holds the point; true where the city has no boundary to ask."""
    areas: tuple[AreaRef, ...]
    neighbour: str = ""
    """Outside the city: the name of the place that it lies in, where it is known."""

    def of(self, kind: str) -> tuple[AreaRef, ...]:
        """Return the areas of one kind: none, one or several."""
        return tuple(a for a in self.areas if a.kind == kind)


@dataclass(frozen=True, kw_only=True)
class Match:
    """One answer of a geocoder."""

    point: Point
    label: str
    """The address as the city writes it."""
    kind: str
    """``address``, ``crossing``, ``street``, ``landmark`` or ``area``."""
    confidence: float
    """0 to 1: 1 for a known address point, less for what was interpolated or spelt otherwise."""
    zipcode: str = ""
    source: str = ""


class OutsideCity(ValueError):
    """The place is not in this city; the text says so to a resident, with what is known instead."""
