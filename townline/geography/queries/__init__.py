"""What others may ask about where things are."""

from townline.geography.queries.areas import (
    NoSuchAreas,
    area_names,
    kinds,
    locate,
    locate_many,
    outlines,
)
from townline.geography.queries.nearest import NOT_ASKED, nearest_asked, nearest_told
from townline.geography.queries.places import address_at, geocode, geocode_many

__all__ = [
    "NOT_ASKED",
    "NoSuchAreas",
    "address_at",
    "area_names",
    "geocode",
    "geocode_many",
    "kinds",
    "locate",
    "locate_many",
    "nearest_asked",
    "nearest_told",
    "outlines",
]


def forget() -> None:
    """Read the editions anew: for whoever has just given one its areas and places."""
    from townline.geography.queries import areas, places, trees

    trees.tree_of.cache_clear()
    areas._outlines.cache_clear()
    places._gazetteer_of.cache_clear()
    places._atlas_of.cache_clear()
    places._held.cache_clear()
