"""What residents have begun to fill in and not sent yet."""

from django.db import models


class KeptDraft(models.Model):
    """
    A form that is not sent yet, for browsers without scripts; others keep theirs themselves.

    It knows no personal details: who sends it is asked last, and goes with what is sent.
    """

    city = models.ForeignKey("cities.City", models.CASCADE, related_name="+", db_index=False)
    token = models.BinaryField(help_text="SHA-256 of what the browser keeps as a cookie.")
    service_code = models.TextField()
    fields = models.JSONField(default=dict, help_text="The values of each field, by its name.")
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["token", "city", "service_code"], name="one_draft_a_browser_and_service"
            )
        ]

    def __str__(self) -> str:
        return f"draft of {self.service_code}"


class KeptPicture(models.Model):
    """A photo of a draft, drawn anew like every other."""

    draft = models.ForeignKey(KeptDraft, models.CASCADE, related_name="pictures")
    jpeg = models.BinaryField()

    def __str__(self) -> str:
        return f"photo of draft {self.draft_id}"
