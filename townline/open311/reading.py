"""Parameters that several methods take: a point, and what tells that it was turned round."""

from townline.cities.rules.city import City
from townline.geography.rules.place import Point
from townline.open311.parameters import Parameters


def point(parameters: Parameters) -> Point | None:
    """Return the point of ``lat`` and ``long``, None (and perhaps a fault) where there is none."""
    lat = parameters.decimal("lat", -180, 180)
    if lat is not None and abs(lat) > 90:
        parameters.fault(f"lat must be from -90 to 90; it is {lat:g}. Is it the long?")
        lat = None
    long = parameters.decimal("long", -180, 180)
    texts = [parameters.text(name) for name in ("lat", "long")]
    if any(texts) and not all(texts):
        parameters.fault("lat and long must be given together.")
    return Point(lat, long) if lat is not None and long is not None else None


def swapped(city: City, given: Point) -> bool:
    """Return whether the point lies outside the city and would lie inside if turned round."""
    south, west, north, east = city.bounds

    def holds(lat: float, long: float) -> bool:
        return south <= lat <= north and west <= long <= east

    return not holds(given.lat, given.lon) and holds(given.lon, given.lat)
