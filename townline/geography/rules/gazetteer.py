"""The places that a city knows by name: addresses, crossings and landmarks with their points."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass


@dataclass(frozen=True, kw_only=True)
class KnownAddress:
    """An address whose point is known."""

    number: int
    number_suffix: str = ""
    """What follows the number: ``1/2``, ``A``."""
    direction: str = ""
    street: str
    suffix: str = ""
    zipcode: str = ""
    lat: float
    lon: float


@dataclass(frozen=True, kw_only=True)
class KnownCrossing:
    """Two streets that meet, written as the city writes them, and where."""

    street_a: str
    street_b: str
    zipcode: str = ""
    lat: float
    lon: float


@dataclass(frozen=True, kw_only=True)
class KnownLandmark:
    """Something that people name instead of an address."""

    name: str
    lat: float
    lon: float
    address: str = ""


class BadRow(ValueError):
    """A row of a table of places cannot be read; the text says what is wrong with it."""


def address(row: Mapping[str, str]) -> KnownAddress:
    """
    Read ``number, direction, street, suffix, zip, lat, lon``; a number may be ``1025 1/2``.

    :raises BadRow: if the number or the coordinates are none, or the street is missing
    """
    number = re.fullmatch(r"(\d{1,6})\s*(\d/\d|[A-Za-z])?", row.get("number", "").strip())
    if not number:
        raise BadRow(f"{row.get('number')!r} is no house number: write it as 1025 or 1025 1/2.")
    lat, lon = _coordinates(row)
    return KnownAddress(
        number=int(number[1]),
        number_suffix=(number[2] or "").upper(),
        direction=_text(row, "direction"),
        street=_needed(row, "street"),
        suffix=_text(row, "suffix"),
        zipcode=_text(row, "zip"),
        lat=lat,
        lon=lon,
    )


def crossing(row: Mapping[str, str]) -> KnownCrossing:
    """
    Read ``street_a, street_b, zip, lat, lon``.

    :raises BadRow: if a street is missing, or the coordinates are none
    """
    lat, lon = _coordinates(row)
    return KnownCrossing(
        street_a=_needed(row, "street_a"),
        street_b=_needed(row, "street_b"),
        zipcode=_text(row, "zip"),
        lat=lat,
        lon=lon,
    )


def landmark(row: Mapping[str, str]) -> KnownLandmark:
    """
    Read ``name, lat, lon, address``.

    :raises BadRow: if the name is missing, or the coordinates are none
    """
    lat, lon = _coordinates(row)
    return KnownLandmark(name=_needed(row, "name"), lat=lat, lon=lon, address=_text(row, "address"))


def _text(row: Mapping[str, str], column: str) -> str:
    return (row.get(column) or "").strip()


def _needed(row: Mapping[str, str], column: str) -> str:
    if not (text := _text(row, column)):
        raise BadRow(f"The column {column} is empty.")
    return text


def _coordinates(row: Mapping[str, str]) -> tuple[float, float]:
    try:
        lat, lon = float(_text(row, "lat")), float(_text(row, "lon"))
    except ValueError:
        raise BadRow("lat and lon must be numbers of degrees.") from None
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise BadRow(f"{lat:g}, {lon:g} is no latitude and longitude; are they swapped?")
    return lat, lon


Known = KnownAddress | KnownCrossing | KnownLandmark


class Fingerprint:
    """The digest of places that pass by, so that a list of any length need not be held."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def of[P: Known](self, places: Iterable[P]) -> Iterator[P]:
        """Hand on the places one by one, and count each in."""
        for place in places:
            self._hash.update(repr((type(place).__name__, *astuple(place))).encode())
            yield place

    def __str__(self) -> str:
        return self._hash.hexdigest()
