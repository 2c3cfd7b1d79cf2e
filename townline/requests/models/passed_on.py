"""What other programs passed on about requests, each of it once."""

from django.db import models

from townline.requests.models.request import ServiceRequest


class PassedOn(models.Model):
    """An update that came from a program under an id of its own, and the entry that it became."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    scope = models.TextField(help_text="The name of the program's key.")
    update_id = models.TextField(help_text="As the program calls it.")
    digest = models.BinaryField(help_text="SHA-256 of what came.")
    request = models.ForeignKey(ServiceRequest, models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField(help_text="The entry of the request's record.")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "scope", "update_id"], name="one_entry_an_update"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.update_id}"
