"""How long requests took, reckoned from the record every night."""

from django.db import models
from django.db.models import F, Q


class ExpectedDays(models.Model):
    """How many days requests of a service took until they were finished, in one area."""

    city = models.ForeignKey("cities.City", models.CASCADE, related_name="+", db_index=False)
    service_code = models.TextField()
    area = models.TextField(blank=True, help_text="Area key; empty for the whole city.")
    low = models.FloatField(help_text="One in ten was finished by then.")
    half = models.FloatField()
    high = models.FloatField(help_text="One in ten took longer.")
    count = models.PositiveIntegerField()
    since = models.DateTimeField(help_text="When the first of them was finished.")
    until = models.DateTimeField(help_text="When the last of them was finished.")
    learned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "service_code", "area"], name="one_expectation_an_area"
            ),
            models.CheckConstraint(
                condition=Q(low__gte=0, half__gte=F("low"), high__gte=F("half"), count__gt=0),
                name="expected_days_are_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_code} {self.area}: {self.half:.1f} days"
