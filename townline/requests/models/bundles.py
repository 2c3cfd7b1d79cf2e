"""What was done to several requests at once, so that it can be taken back."""

from django.db import models

from townline.requests.models.request import ServiceRequest


class Bundle(models.Model):
    """The same thing done to several requests by one member of staff."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    key = models.TextField()
    """Made with the form, so that a form that is sent twice does nothing twice."""
    member = models.ForeignKey(
        "staff.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    deed = models.TextField()
    done_at = models.DateTimeField()
    until = models.DateTimeField(help_text="How long it can be taken back; notices wait as long.")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "key"], name="one_bundle_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.key}"


class BundleRow(models.Model):
    """What became of one request of a bundle."""

    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="rows")
    request = models.ForeignKey(ServiceRequest, models.PROTECT, related_name="+", db_index=False)
    fault = models.TextField(blank=True, db_default="")
    """A word for why it was not done; empty where it was."""
    seq = models.PositiveIntegerField(help_text="The last entry after it was done.")
    before = models.JSONField(default=dict, help_text="What the row held before.")
    undone = models.TextField(blank=True, db_default="")
    """``undone``, or a word for why it could not be."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bundle", "request"], name="a_request_once_a_bundle"),
        ]

    def __str__(self) -> str:
        return f"request {self.request_id} of bundle {self.bundle_id}"
