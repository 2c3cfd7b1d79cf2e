"""From words to points and back, over the addresses, crossings and landmarks of the city's own."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from townline.cities.rules.city import City
from townline.geography.models import Address, Crossing, EditionGazetteer, Landmark
from townline.geography.rules import matching
from townline.geography.rules.distance import box
from townline.geography.rules.finding import find
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing, KnownLandmark
from townline.geography.rules.geocoders import Geocoder
from townline.geography.rules.held import HeldPlaces
from townline.geography.rules.place import Match, Point
from townline.geography.rules.spelling import Names

NEAREST = (Path(__file__).parent.parent / "sql" / "nearest.sql").read_text()
COLUMNS = ("number", "number_suffix", "direction", "street", "suffix", "zipcode", "lat", "lon")
LOCAL = "townline.geography.queries.places.LocalGeocoder"


def geocode(city: City, text: str, limit: int = 5) -> list[Match]:
    """Return the places that a text may mean, the likeliest first; none where none is likely."""
    return _geocoder(city).suggest(text, limit)


def geocode_many(city: City, texts: Sequence[str]) -> list[Match | None]:
    """
    Return the likeliest place of each text, in the order of the texts; none where none is likely.

    The same as the first of ``geocode`` for each, but the local geocoder reads its gazetteer once.
    """
    geocoder = _geocoder(city)
    if isinstance(geocoder, LocalGeocoder):
        return geocoder.best_of_many(texts)
    return [next(iter(geocoder.suggest(text, 1)), None) for text in texts]


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
        return find(_StoredPlaces(self._gazetteer), text, limit)

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

    def best_of_many(self, texts: Sequence[str]) -> list[Match | None]:
        """Return the likeliest place of each text, over a gazetteer that is read once."""
        places = _held(self._gazetteer)
        best = {text: next(iter(find(places, text, 1)), None) for text in dict.fromkeys(texts)}
        return [best[text] for text in texts]


class _StoredPlaces:
    """The places of a gazetteer as its tables give them, for one question."""

    def __init__(self, gazetteer: int | None) -> None:
        self._gazetteer = gazetteer

    def addresses(self, key: str) -> list[KnownAddress]:
        rows = Address.objects.filter(gazetteer=self._gazetteer, key=key)
        return list(_known_addresses(rows.order_by("number", "id")))

    def crossings(self, one: str, other: str) -> list[KnownCrossing]:
        first, second = sorted((one, other))
        rows = Crossing.objects.filter(gazetteer=self._gazetteer, key_a=first, key_b=second)
        return list(_known_crossings(rows.order_by("id")))

    def landmarks(self, key: str) -> list[KnownLandmark]:
        rows = Landmark.objects.filter(gazetteer=self._gazetteer, key=key)
        return list(_known_landmarks(rows.order_by("id")))

    def streets(self) -> Names:
        return _names_of(self._gazetteer).streets

    def crossing_streets(self) -> Names:
        return _names_of(self._gazetteer).crossing_streets

    def landmark_names(self) -> Names:
        return _names_of(self._gazetteer).landmarks


class _SpeltNames:
    """All names of a gazetteer, for finding misspelt ones."""

    def __init__(self, gazetteer: int | None) -> None:
        streets = Address.objects.filter(gazetteer=gazetteer).order_by("key")
        pairs = Crossing.objects.filter(gazetteer=gazetteer).values_list("key_a", "key_b")
        marks = Landmark.objects.filter(gazetteer=gazetteer).order_by("key")
        self.streets = Names(streets.values_list("key", flat=True).distinct())
        self.crossing_streets = Names(sorted({key for pair in pairs for key in pair}))
        self.landmarks = Names(marks.values_list("key", flat=True).distinct())


@lru_cache(maxsize=2)
def _held(gazetteer: int | None) -> HeldPlaces:
    """Return a gazetteer in memory, kept because whoever asks for many texts asks again."""
    return HeldPlaces(
        _known_addresses(Address.objects.filter(gazetteer=gazetteer).order_by("id")),
        _known_crossings(Crossing.objects.filter(gazetteer=gazetteer).order_by("id")),
        _known_landmarks(Landmark.objects.filter(gazetteer=gazetteer).order_by("id")),
    )


def _known_crossings(rows: QuerySet[Crossing]) -> Iterable[KnownCrossing]:
    for a, b, zipcode, at in rows.values_list("street_a", "street_b", "zipcode", "point"):
        yield KnownCrossing(street_a=a, street_b=b, zipcode=zipcode, lat=at.lat, lon=at.lon)


def _known_landmarks(rows: QuerySet[Landmark]) -> Iterable[KnownLandmark]:
    for name, address, at in rows.values_list("name", "address", "point"):
        yield KnownLandmark(name=name, address=address, lat=at.lat, lon=at.lon)


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
