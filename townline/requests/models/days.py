"""Which requests a crew or a person goes to on a day, and in which order."""

from django.db import models
from django.db.models import Q

from townline.requests.models.request import ServiceRequest


class Stop(models.Model):
    """One request on somebody's day."""

    request = models.ForeignKey(ServiceRequest, models.PROTECT, related_name="stops")
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    date = models.DateField()
    crew = models.TextField(blank=True, db_default="")
    """Of the request's department, where a crew goes there together."""
    department = models.TextField()
    member = models.ForeignKey(
        "staff.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    position = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "date"], name="one_stop_a_day"),
            models.CheckConstraint(
                condition=Q(member=None) | Q(crew=""), name="stop_of_a_person_or_a_crew"
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "date", "member", "department", "crew"], name="stop_of_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.position}: request {self.request_id}"
