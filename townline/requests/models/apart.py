"""Which requests somebody has looked at and found to be about different things."""

from django.db import models
from django.db.models import F, Q

from townline.requests.models.request import ServiceRequest


class Apart(models.Model):
    """Two requests that are not the same thing, though they lie near each other."""

    first = models.ForeignKey(ServiceRequest, models.PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey(ServiceRequest, models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()
    said_by = models.TextField(help_text="As the record names them.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="two_are_apart_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="the_older_of_two_apart_comes_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"
