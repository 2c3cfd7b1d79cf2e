"""How much of a day's capacity is given out."""

from django.db import models


class Booking(models.Model):
    """The orders already taken for one service, area and day."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    service_code = models.TextField()
    area = models.TextField(blank=True, help_text="Area key; empty where the whole city counts.")
    date = models.DateField()
    taken = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "service_code", "area", "date"], name="one_booking_a_day_and_area"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_code} {self.area} {self.date}: {self.taken}"
