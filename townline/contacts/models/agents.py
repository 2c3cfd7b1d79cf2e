"""Agents as the queue sees them: what they can, what they say of themselves, what they have."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from townline.contacts.rules.queueing import Status


class CentreRow(models.Model):
    """How contacts are answered, as one edition says it; ``data`` is the whole of it."""

    edition = models.OneToOneField(
        "cities.Edition", models.PROTECT, primary_key=True, related_name="+"
    )
    data = models.JSONField(help_text="A ``ContactCentre``.")

    def __str__(self) -> str:
        return f"contact centre of {self.edition_id}"


class Agent(models.Model):
    """Somebody who answers contacts at a centre."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    member = models.OneToOneField(
        "staff.Member", models.PROTECT, null=True, related_name="+",
        help_text="None: a simulated one.",
    )  # fmt: skip
    label = models.TextField(help_text="How the record names them.")
    centre = models.TextField()
    queues = ArrayField(models.TextField())
    languages = ArrayField(models.TextField())
    skills = ArrayField(models.TextField(), default=list)
    reserved = models.TextField(
        db_default="", blank=True, help_text="The language that they are kept free for."
    )
    text_most = models.PositiveSmallIntegerField(db_default=1)
    answers_at_once = models.BooleanField(
        db_default=False, help_text="What is offered is answered without a ring."
    )
    status = models.TextField()
    status_since = models.DateTimeField()
    reason = models.TextField(db_default="", blank=True, help_text="Why on a break.")
    voices = models.PositiveSmallIntegerField(db_default=0)
    texts = models.PositiveSmallIntegerField(db_default=0)
    idle_since = models.DateTimeField(help_text="When they last laid something down.")
    missed = models.PositiveSmallIntegerField(
        db_default=0, help_text="How many offers in a row were not answered."
    )
    seen_at = models.DateTimeField(
        null=True, help_text="When their desk last said that it is there; None: it never does."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[str(each) for each in Status]),
                name="agent_has_a_known_status",
            ),
            models.CheckConstraint(
                condition=Q(voices=0) | Q(voices=1, texts=0), name="agent_has_one_voice_or_texts"
            ),
            models.CheckConstraint(
                condition=Q(texts__lte=F("text_most")), name="agent_has_no_more_texts_than_most"
            ),
            models.CheckConstraint(
                condition=Q(reserved="") | Q(languages__contains=[F("reserved")]),
                name="agent_is_reserved_for_their_own_language",
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "centre", "texts", "idle_since", "id"],
                condition=Q(status=str(Status.AVAILABLE), voices=0),
                name="agent_with_room",
            ),
        ]

    def __str__(self) -> str:
        return self.label
