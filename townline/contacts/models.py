"""Who got in touch, over what and when; and what we still have to tell them."""

from django.db import models
from django.db.models import Q


class Contact(models.Model):
    """One interaction with a resident on one channel: a call, a letter, a web report."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    channel = models.TextField()
    language = models.TextField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    purpose = models.TextField(help_text="``request``, ``follow_up`` or ``inquiry``.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")),
                name="contact_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=("request", "follow_up", "inquiry")),
                name="contact_has_a_known_purpose",
            ),
        ]
        indexes = [models.Index(fields=["city", "started_at"], name="contact_by_time")]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class Details(models.Model):
    """What identifies the resident of one contact. Nothing outside this room reads it."""

    contact = models.OneToOneField(
        Contact, models.CASCADE, primary_key=True, related_name="details"
    )
    first_name = models.TextField(blank=True)
    last_name = models.TextField(blank=True)
    email = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    account_id = models.TextField(blank=True)
    device_id = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"details of contact {self.contact_id}"


class Notice(models.Model):
    """A message owed to someone: written with the change that it announces, sent afterwards."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    template = models.TextField()
    data = models.JSONField(default=dict)
    owed_at = models.DateTimeField()
    tried = models.PositiveSmallIntegerField(db_default=0)
    try_after = models.DateTimeField()
    claimed_at = models.DateTimeField(
        null=True, help_text="A courier took it; if this stays, whether it went out is unknown."
    )
    courier = models.TextField(
        db_default="", blank=True, help_text="The database session of whoever claimed it last."
    )
    sent_at = models.DateTimeField(null=True)
    perhaps_twice = models.BooleanField(
        db_default=False, help_text="A courier died with it, so that it may have gone out before."
    )
    fault = models.TextField(db_default="", blank=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["try_after", "id"],
                condition=Q(sent_at=None, given_up_at=None),
                name="notice_still_owed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"
