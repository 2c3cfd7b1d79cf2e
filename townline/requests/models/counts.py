"""How many public requests there are, counted beforehand so that no page counts a million rows."""

from django.db import models


class Counting(models.Model):
    """When the requests of a city were last counted, and what there was then."""

    city = models.OneToOneField(
        "cities.City", models.PROTECT, primary_key=True, related_name="+", db_index=False
    )
    counted_at = models.DateTimeField()
    since = models.DateTimeField(help_text="From when on something was opened or closed of late.")
    mark = models.TextField(help_text="The last request and the last change that were seen.")

    def __str__(self) -> str:
        return f"city {self.city_id} at {self.counted_at:%Y-%m-%d %H:%M}"


class CellCount(models.Model):
    """The public requests of one service in one cell of the map, the open and the closed apart."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    x = models.IntegerField()
    y = models.IntegerField()
    service_code = models.TextField()
    open = models.BooleanField()
    n = models.IntegerField()
    lat = models.FloatField(help_text="The middle of them, as is the longitude.")
    lon = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "y", "x", "service_code", "open"], name="one_count_a_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_code} at {self.x}, {self.y}: {self.n}"


class AreaCount(models.Model):
    """The public requests of one service in one area; the area without a name is the city."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    area = models.TextField(blank=True, help_text="``kind:code``.")
    service_code = models.TextField()
    n = models.IntegerField(help_text="All there ever were.")
    open = models.IntegerField()
    opened = models.IntegerField(help_text="Of late, see ``Counting.since``; as are the closed.")
    closed = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "area", "service_code"], name="one_count_an_area"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_code} in {self.area}: {self.n}"
