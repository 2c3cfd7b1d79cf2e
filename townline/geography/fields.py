"""A column type of its own, which migrations name."""

from typing import Any

from django.db import models

from townline.geography.rules.place import Point


class PointField(models.Field):
    """A position in PostgreSQL's own ``point``, which holds longitude and then latitude."""

    def db_type(self, connection: Any) -> str:
        return "point"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Point | None:
        """Read ``(lon,lat)``."""
        if value is None:
            return None
        lon, lat = value.strip("()").split(",")
        return Point(float(lat), float(lon))

    def get_prep_value(self, value: Point | None) -> str | None:
        """Write ``(lon,lat)``."""
        return None if value is None else f"({value.lon!r},{value.lat!r})"
