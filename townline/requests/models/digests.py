"""Which daily digests were written: one a day for each member and department."""

from django.db import models


class Digest(models.Model):
    """That a member was owed the digest of a department for a day."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey("staff.Member", models.PROTECT, related_name="+", db_index=False)
    department = models.TextField()
    on = models.DateField()
    owed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "department", "on"], name="one_digest_a_day")
        ]
        indexes = [models.Index(fields=["on"], name="digest_by_day")]

    def __str__(self) -> str:
        return f"digest of {self.department} for {self.member_id} on {self.on}"
