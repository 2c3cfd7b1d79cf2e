"""From words to points and back, over the addresses, crossings and landmarks of the city's own."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from townline.cities.rules.city import City
from townline.geography.models import EditionGazetteer
from townline.geography.queries.stored import StoredPlaces
from townline.geography.rules import matching
from townline.geography.rules.atlas import Atlas, Box
from townline.geography.rules.distance import Plane, box
from townline.geography.rules.finding import find
from townline.geography.rules.gazetteer import KnownAddress
from townline.geography.rules.geocoders import Geocoder
from townline.geography.rules.place import Match, Point

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
        self._city = city
        self._gazetteer = _gazetteer_of(city.edition_id)

    def suggest(self, text: str, limit: int) -> list[Match]:
        """Return what may be meant, as known or as told from what is known around it."""
        return find(_atlas_of(self._city), text, limit)

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
        atlas = _held(self._city)
        # One street after another, as what is known of a street is kept only for a while.
        ordered = sorted(set(texts), key=lambda text: text.lstrip("0123456789/ "))
        best = {text: next(iter(find(atlas, text, 1)), None) for text in ordered}
        return [best[text] for text in texts]


@lru_cache(maxsize=64)
def _gazetteer_of(edition_id: int) -> int | None:
    rows = EditionGazetteer.objects.filter(edition_id=edition_id)
    return rows.values_list("gazetteer_id", flat=True).first()


@lru_cache(maxsize=4)
def _atlas_of(city: City) -> Atlas:
    """Return the city's atlas over its tables, kept with what this process was asked for."""
    return Atlas(_stored(city), *_map(city))


@lru_cache(maxsize=2)
def _held(city: City) -> Atlas:
    """Return the city's atlas in memory, kept because whoever asks for many texts asks again."""
    return Atlas(_stored(city).held(), *_map(city))


def _stored(city: City) -> StoredPlaces:
    return StoredPlaces(_gazetteer_of(city.edition_id), city.edition_id, city.name)


def _map(city: City) -> tuple[Plane, Box]:
    return Plane(Point(*city.centre)), Box(*city.bounds)
