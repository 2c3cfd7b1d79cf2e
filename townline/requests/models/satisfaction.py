"""What reporters said after the end: whether it is fixed, and how well it went."""

from django.db import models
from django.db.models import Q

from townline.requests.models.request import ServiceRequest


class Satisfaction(models.Model):
    """One reporter's answer; changed, it replaces the one before. For staff alone."""

    request = models.OneToOneField(
        ServiceRequest, models.PROTECT, primary_key=True, related_name="satisfaction"
    )
    fixed = models.BooleanField(null=True, help_text="Whether the reporter says that it is fixed.")
    rating = models.PositiveSmallIntegerField(null=True, help_text="1, badly, to 5, very well.")
    said_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["said_at"], name="satisfaction_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5)), name="rating_is_one_to_five"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.rating}"
