"""A gazetteer as its tables give it: what an atlas looks things up in."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from townline.geography.models import Address, Area, Crossing, Landmark
from townline.geography.rules.atlas import OUTERMOST, Box, Numbered, SpeltNames, ZipArea
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing, KnownLandmark
from townline.geography.rules.held import HeldPlaces
from townline.geography.rules.place import Point
from townline.geography.rules.spelling import Names
from townline.geography.rules.surroundings import Surroundings

SQL = Path(__file__).parent.parent / "sql"
AROUND = (SQL / "around.sql").read_text()
ZIP_AREAS = (SQL / "zip_areas.sql").read_text()
AT_ONCE = 5_000
"""So many rows are read at a time where all are read."""


class StoredPlaces:
    """The places of one gazetteer, asked for by indexed queries, and the areas of an edition."""

    def __init__(self, gazetteer: int | None, edition: int, city: str) -> None:
        self._gazetteer = gazetteer
        self._edition = edition
        self._city = city

    def addresses(self, key: str) -> Sequence[KnownAddress]:
        """Return the addresses of all streets of a name."""
        rows = Address.objects.filter(gazetteer=self._gazetteer, key=key)
        return list(_addresses(rows.order_by("number", "id")))

    def crossings(self, one: str, other: str) -> Sequence[KnownCrossing]:
        """Return where streets of two names meet; their order does not matter."""
        first, second = sorted((one, other))
        rows = Crossing.objects.filter(gazetteer=self._gazetteer, key_a=first, key_b=second)
        return list(_crossings(rows.order_by("id")))

    def crossings_along(self, key: str) -> Sequence[KnownCrossing]:
        """Return all crossings of the streets of a name."""
        rows = Crossing.objects.filter(Q(key_a=key) | Q(key_b=key), gazetteer=self._gazetteer)
        return list(_crossings(rows.order_by("id")))

    def landmarks(self, key: str) -> Sequence[KnownLandmark]:
        """Return the landmarks of a name."""
        rows = Landmark.objects.filter(gazetteer=self._gazetteer, key=key)
        return list(_landmarks(rows.order_by("id")))

    def around(self, box: Box, low: int, high: int) -> Iterable[Numbered]:
        """Return the addresses in a box whose numbers are from ``low`` to ``high``."""
        sides = {"south": box.south, "west": box.west, "north": box.north, "east": box.east}
        return self._rows(AROUND, low=low, high=high, **sides)

    def zips(self) -> Mapping[str, ZipArea]:
        """Return where each ZIP code is that an address has."""
        rows = self._rows(ZIP_AREAS, shares=[OUTERMOST, 0.5, 1 - OUTERMOST])
        return {
            zipcode: ZipArea(Box(south, west, north, east), Point(lat, lon))
            for zipcode, (south, lat, north), (west, lon, east) in rows
        }

    def names(self) -> SpeltNames:
        """Return the names of all streets, with addresses or crossings, and of all landmarks."""
        addresses = Address.objects.filter(gazetteer=self._gazetteer).order_by()
        crossings = Crossing.objects.filter(gazetteer=self._gazetteer).order_by()
        landmarks = Landmark.objects.filter(gazetteer=self._gazetteer).order_by()
        keys = addresses.values_list("key").union(
            crossings.values_list("key_a"), crossings.values_list("key_b")
        )
        return SpeltNames(
            Names(sorted(key for (key,) in keys)),
            Names(sorted(landmarks.values_list("key", flat=True))),
        )

    def surroundings(self) -> Surroundings:
        """Return what the city's parts and the places around it are called."""
        areas = Area.objects.filter(layer__editions__edition=self._edition)
        names = list(areas.values_list("name", "layer__neighbours").distinct())
        return Surroundings.named(
            [self._city, *(name for name, beyond in names if not beyond)],
            (name for name, beyond in names if beyond),
        )

    def held(self) -> HeldPlaces:
        """Return all of it in memory."""
        mine = {"gazetteer": self._gazetteer}
        return HeldPlaces(
            _addresses(Address.objects.filter(**mine).order_by("key", "number", "id")),
            _crossings(Crossing.objects.filter(**mine).order_by("id")),
            _landmarks(Landmark.objects.filter(**mine).order_by("id")),
            self.surroundings(),
        )

    def _rows(self, statement: str, **asked: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"gazetteer": self._gazetteer, **asked})
            return cursor.fetchall()


def _addresses(rows: QuerySet[Address]) -> Iterable[KnownAddress]:
    columns = ("number", "number_suffix", "direction", "street", "suffix", "zipcode", "point")
    for number, number_suffix, direction, street, suffix, zipcode, at in rows.values_list(
        *columns
    ).iterator(AT_ONCE):
        yield KnownAddress(
            number=number,
            number_suffix=number_suffix,
            direction=direction,
            street=street,
            suffix=suffix,
            zipcode=zipcode,
            lat=at.lat,
            lon=at.lon,
        )


def _crossings(rows: QuerySet[Crossing]) -> Iterable[KnownCrossing]:
    columns = rows.values_list("street_a", "street_b", "zipcode", "point")
    for a, b, zipcode, at in columns.iterator(AT_ONCE):
        yield KnownCrossing(street_a=a, street_b=b, zipcode=zipcode, lat=at.lat, lon=at.lon)


def _landmarks(rows: QuerySet[Landmark]) -> Iterable[KnownLandmark]:
    for name, address, at in rows.values_list("name", "address", "point").iterator(AT_ONCE):
        yield KnownLandmark(name=name, address=address, lat=at.lat, lon=at.lon)
