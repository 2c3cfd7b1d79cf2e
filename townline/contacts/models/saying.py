"""What was said in writing during a contact: that it was, for ever; the words, for a while."""

from django.db import models
from django.db.models import Q

from townline.contacts.models.reaching import Contact
from townline.contacts.rules.saying import Side


class SaidRow(models.Model):
    """
    One thing that was said. Rows are only added; the words stand apart, since they can be removed.

    Their keys are given out while the contact is held, so that they follow one another in the order
    in which they can be read: who has read up to one misses nothing before it.
    """

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="said", db_index=False)
    side = models.TextField(help_text="``resident``, ``agent`` or ``city``.")
    at = models.DateTimeField()
    by_label = models.TextField(help_text="How the record names who said it.")
    links = models.JSONField(default=list, help_text="``SaidLink`` of pages of ours.")
    digest = models.BinaryField(help_text="SHA-256 of salt and words.")
    name = models.TextField(
        blank=True, help_text="What the page that sent it calls it: what comes twice is kept once."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=[str(each) for each in Side]), name="said_by_a_known_side"
            ),
            models.UniqueConstraint(
                fields=["contact", "name"], condition=~Q(name=""), name="said_once_by_name"
            ),
        ]
        indexes = [models.Index(fields=["contact", "id"], name="said_in_order")]

    def __str__(self) -> str:
        return f"{self.contact_id}/{self.pk} {self.side}"


class SaidText(models.Model):
    """The words of it. Removed when its resident is forgotten; the digest then tells nothing."""

    said = models.OneToOneField(
        SaidRow, models.PROTECT, primary_key=True, related_name="words", db_column="id"
    )
    salt = models.BinaryField(help_text="So that short words cannot be guessed by their digest.")
    text = models.TextField()

    def __str__(self) -> str:
        return f"words of {self.said_id}"


class Helped(models.Model):
    """Whether a contact answered what it was about, as its resident said, once."""

    contact = models.OneToOneField(
        Contact, models.PROTECT, primary_key=True, related_name="helped", db_column="id"
    )
    helped = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"contact {self.contact_id}: {self.helped}"
