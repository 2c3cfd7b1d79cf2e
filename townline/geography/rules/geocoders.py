"""What a geocoder is to this system, whoever makes it."""

from typing import Protocol

from townline.cities.rules.city import City
from townline.geography.rules.place import Match, Point


class Geocoder(Protocol):
    """
    Something that turns words into points and back.

    The one in use is named by the setting ``TOWNLINE_GEOCODER`` as ``package.module.Class`` and
    called with the city. One that asks Nominatim, Pelias or an ArcGIS locator over the network is
    asked before a transaction begins, never within one; it keeps its own time limit and answers
    with nothing where it is exceeded.
    """

    def __init__(self, city: City) -> None:
        """Prepare to answer for a city; cheap, as it is done for each question."""

    def suggest(self, text: str, limit: int) -> list[Match]:
        """
        Return what may be meant, the likeliest first, at most ``limit`` places.

        Whatever the text, it does not raise; it answers with nothing rather than with something
        far from what was meant. A confidence is between 0 and 1 and does not rise along the list.
        """

    def reverse(self, point: Point) -> Match | None:
        """Return the address that a passer-by would read at the point, if one is near enough."""
