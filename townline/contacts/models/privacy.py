"""What residents agreed to, and who among staff saw them; each line is kept as it was written."""

from django.db import models
from django.db.models import Q

from townline.contacts.models.reaching import Contact
from townline.contacts.rules.consent import ConsentTo
from townline.contacts.rules.looking import WhatFor


class Look(models.Model):
    """
    A member of staff saw whom a contact was with: entered once a day for each reason.

    The row holds nothing of the resident, so that it stays when these details are forgotten.
    """

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey("staff.Member", models.PROTECT, related_name="+", db_index=False)
    by = models.TextField(help_text="How the record names them.")
    what_for = models.TextField()
    day = models.DateField(help_text="In the city's time.")
    at = models.DateTimeField(help_text="When they saw it first on that day.")
    department = models.TextField(
        db_default="", help_text="Whose request or letter it was, where no centre says so."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what_for__in=[str(each) for each in WhatFor]),
                name="look_for_a_known_reason",
            ),
            models.UniqueConstraint(
                fields=["contact", "member", "what_for", "day"], name="one_look_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "-id"], name="looks_of_city"),
            models.Index(fields=["member", "-id"], name="looks_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.what_for} {self.contact_id}"


class Consent(models.Model):
    """
    What a resident agreed to or not, or took back: a line each time, of which the last holds.

    It holds nothing that identifies them, and stays when they are forgotten.
    """

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    edition = models.ForeignKey(
        "cities.Edition", models.PROTECT, related_name="+", db_index=False,
        help_text="Of the city's folder, when they were asked.",
    )  # fmt: skip
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", db_index=False)
    to = models.TextField()
    given = models.BooleanField()
    words = models.TextField(help_text="In which they were asked.")
    language = models.TextField()
    by = models.TextField(help_text="How the record names who said so: an agent for them, or they.")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to__in=[str(each) for each in ConsentTo]),
                name="consent_to_something_known",
            ),
        ]
        indexes = [models.Index(fields=["contact", "to", "-id"], name="consents_of_contact")]

    def __str__(self) -> str:
        return f"{self.contact_id}: {'yes' if self.given else 'no'} to {self.to}"
