"""What supervisors directed of queues and agents; each line is kept as it was written."""

from django.db import models
from django.db.models import Q

from townline.contacts.models.agents import Agent
from townline.contacts.rules.directives import Kind


class DirectiveRow(models.Model):
    """What was directed, or that it was taken back."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    centre = models.TextField()
    queue = models.TextField(blank=True)
    agent = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.TextField()
    data = models.JSONField(default=dict, help_text="The whole ``Directive``.")
    until_at = models.DateTimeField(null=True, help_text="When it is over by itself.")
    at = models.DateTimeField()
    by = models.TextField(help_text="How the record names who directed it.")
    takes_back = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="taken_back", help_text="Which one."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[str(each) for each in Kind]), name="directive_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind=str(Kind.TAKEN_BACK), takes_back__isnull=False)
                | (~Q(kind=str(Kind.TAKEN_BACK)) & Q(takes_back=None)),
                name="directive_says_what_it_takes_back",
            ),
        ]
        indexes = [models.Index(fields=["city", "centre", "-id"], name="directives_of_centre")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
