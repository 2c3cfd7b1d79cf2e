"""From words to points and back, over the addresses, crossings and landmarks of the city's own."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from townline.cities.rules.city import City
from townline.geography.models import Address, Crossing, EditionGazetteer, Landmark
from townline.geography.rules import matching
from townline.geography.rules.addresses import AddressRead, CrossingRead, NameRead, Reading, read
from townline.geography.rules.distance import box
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing, KnownLandmark
from townline.geography.rules.geocoders import Geocoder
from townline.geography.rules.place import Match, Point
from townline.geography.rules.spelling import Names

NEAREST = (Path(__file__).parent.parent / "sql" / "nearest.sql").read_text()
COLUMNS = ("number", "number_suffix", "direction", "street", "suffix", "zipcode", "lat", "lon")
LOCAL = "townline.geography.queries.places.LocalGeocoder"


def geocode(city: City, text: str, limit: int = 5) -> list[Match]:
    """Return the places that a text may mean, the likeliest first; none where none is likely."""
    return _geocoder(city).suggest(text, limit)


def address_at(city: City, point: Point) -> Match | None:
    """Return the known address nearest to a point, if one is within 60 metres."""
    return _geocoder(city).reverse(point)


def _geocoder(city: City) -> Geocoder:
    kind: Callable[[City], Geocoder] = import_string(getattr(settings, "TOWNLINE_GEOCODER", LOCAL))
    return kind(city)


class LocalGeocoder:
    """A geocoder over the gazetteer of the city's edition; asks nobody else."""

    def __init__(self, city: City) -> None:
        self._gazetteer = _gazetteer_of(city.edition_id)

    def suggest(self, text: str, limit: int) -> list[Match]:
        """Return the first reading of the text that is known as spelt, else one spelt alike."""
        readings = read(text)
        for match in (self._as_spelt, self._spelt_alike):
            for reading in readings:
                if found := match(reading):
                    return matching.ranked(found, limit)
        return []

    def reverse(self, point: Point) -> Match | None:
        """Return the known address nearest to the point, if one is within 60 metres."""
        south, west, north, east = box(point, matching.NEAR_M)
        sides = {"south": south, "west": west, "north": north, "east": east}
        with connection.cursor() as cursor:
            cursor.execute(
                NEAREST,
                {"gazetteer": self._gazetteer, "lat": point.lat, "lon": point.lon, **sides},
            )
            rows = cursor.fetchall()
        known = (KnownAddress(**dict(zip(COLUMNS, row, strict=True))) for row in rows)
        return matching.nearest(point, known)

    def _as_spelt(self, reading: Reading) -> list[Match]:
        match reading:
            case AddressRead():
                return matching.numbered(reading, self._addresses(reading.street.key))
            case CrossingRead():
                return matching.crossed(reading, self._crossings(reading))
            case NameRead():
                return matching.named(reading, ((k, 1.0) for k in self._landmarks(reading.key)))

    def _spelt_alike(self, reading: Reading) -> list[Match]:
        names = _names_of(self._gazetteer)
        match reading:
            case AddressRead():
                return [
                    matching.scaled(m, likeness)
                    for key, likeness in names.streets.like(reading.street.key)
                    for m in matching.numbered(reading.called(key), self._addresses(key))
                ]
            case CrossingRead():
                return [
                    matching.scaled(m, likeness)
                    for ours, likeness in _alike(reading, names.crossing_streets)
                    for m in matching.crossed(ours, self._crossings(ours))
                ]
            case NameRead():
                like = names.landmarks.like(reading.key)
                known = ((k, likeness) for key, likeness in like for k in self._landmarks(key))
                return matching.named(reading, known)

    def _addresses(self, key: str) -> list[KnownAddress]:
        rows = Address.objects.filter(gazetteer=self._gazetteer, key=key)
        return list(_known_addresses(rows.order_by("number", "id")))

    def _crossings(self, reading: CrossingRead) -> list[KnownCrossing]:
        first, second = sorted((reading.one.key, reading.other.key))
        rows = Crossing.objects.filter(gazetteer=self._gazetteer, key_a=first, key_b=second)
        columns = rows.order_by("id").values_list("street_a", "street_b", "zipcode", "point")
        return [
            KnownCrossing(street_a=a, street_b=b, zipcode=zipcode, lat=at.lat, lon=at.lon)
            for a, b, zipcode, at in columns
        ]

    def _landmarks(self, key: str) -> list[KnownLandmark]:
        rows = Landmark.objects.filter(gazetteer=self._gazetteer, key=key).order_by("id")
        return [
            KnownLandmark(name=name, address=address, lat=at.lat, lon=at.lon)
            for name, address, at in rows.values_list("name", "address", "point")
        ]


class _SpeltNames:
    """All names of a gazetteer, for finding misspelt ones."""

    def __init__(self, gazetteer: int | None) -> None:
        streets = Address.objects.filter(gazetteer=gazetteer).order_by("key")
        pairs = Crossing.objects.filter(gazetteer=gazetteer).values_list("key_a", "key_b")
        marks = Landmark.objects.filter(gazetteer=gazetteer).order_by("key")
        self.streets = Names(streets.values_list("key", flat=True).distinct())
        self.crossing_streets = Names(sorted({key for pair in pairs for key in pair}))
        self.landmarks = Names(marks.values_list("key", flat=True).distinct())


def _alike(reading: CrossingRead, streets: Names) -> Iterator[tuple[CrossingRead, float]]:
    for one, like_one in streets.like(reading.one.key):
        for other, like_other in streets.like(reading.other.key):
            yield reading.called(one, other), like_one * like_other


def _known_addresses(rows: QuerySet[Address]) -> Iterable[KnownAddress]:
    columns = ("number", "number_suffix", "direction", "street", "suffix", "zipcode", "point")
    for number, number_suffix, direction, street, suffix, zipcode, at in rows.values_list(*columns):
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


@lru_cache(maxsize=64)
def _gazetteer_of(edition_id: int) -> int | None:
    rows = EditionGazetteer.objects.filter(edition_id=edition_id)
    return rows.values_list("gazetteer_id", flat=True).first()


@lru_cache(maxsize=8)
def _names_of(gazetteer: int | None) -> _SpeltNames:
    return _SpeltNames(gazetteer)
