"""Tables of what the city tells: bulletins, and the record of each."""

from django.db import models
from django.db.models import F, Q

from townline.record.models import Entry


class Bulletin(models.Model):
    """Something that the city tells for a while; what it says is never altered, but replaced."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    number = models.TextField(unique=True)
    data = models.JSONField(help_text="The whole ``Message``.")
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced", help_text="Its former wording."
    )
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(default=bytes(32))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("starts_at")), name="bulletin_ends_after_it_starts"
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "expires_at"], condition=Q(ended_at=None), name="bulletin_standing"
            ),
            models.Index(fields=["city", "-id"], name="bulletin_by_city"),
        ]

    def __str__(self) -> str:
        return self.number


class BulletinEntry(Entry):
    """One line of a bulletin's history."""

    subject = models.ForeignKey(Bulletin, models.PROTECT, related_name="entries", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="one_bulletin_entry_a_seq")
        ]
        indexes = [models.Index(fields=["xid"], name="bulletin_entry_by_transaction")]

    def __str__(self) -> str:
        return f"{self.subject_id}/{self.seq} {self.verb}"
