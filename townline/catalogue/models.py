"""Tables of the offer: the services of each edition, and when one is not taken."""

from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.db.models.lookups import Exact

from townline.record.models import Entry


class Service(models.Model):
    """A service as one edition gives it; ``data`` is the whole ``Offer``."""

    edition = models.ForeignKey("cities.Edition", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    data = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="service_code_once"),
            models.UniqueConstraint(fields=["edition", "position"], name="service_position_once"),
            models.CheckConstraint(
                condition=Exact(KT("data__code"), F("code")), name="service_is_its_code"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    """Filters of suspensions."""

    def of(self, city_id: int, edition_id: int) -> "SuspensionQuerySet":
        """Keep those of a city that stand: given by staff, or by the edition in force."""
        return self.filter(Q(edition=None) | Q(edition=edition_id), city=city_id, resumed_at=None)


class Suspension(models.Model):
    """A service not taken for areas and a period; ended by ``resumed_at``, never deleted."""

    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(
        "cities.Edition", on_delete=models.PROTECT, related_name="+", null=True
    )
    service_code = models.CharField(max_length=60)
    data = models.JSONField()
    until_date = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    resumed_at = models.DateTimeField(null=True)
    resumed_by = models.CharField(max_length=200, blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Exact(KT("data__service_code"), F("service_code")),
                name="suspension_is_its_service",
            ),
            models.CheckConstraint(
                condition=Q(resumed_at=None) | Q(resumed_at__gte=F("made_at")),
                name="resumed_after_suspended",
            ),
        ]
        indexes = [
            models.Index(fields=["city"], condition=Q(resumed_at=None), name="suspension_standing"),
        ]

    def __str__(self) -> str:
        return self.service_code


class ReadyTextRow(models.Model):
    """A text for staff to begin from, as one edition gives it; ``data`` is the whole value."""

    edition = models.ForeignKey("cities.Edition", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    data = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="ready_text_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class KeptText(models.Model):
    """A text that staff themselves keep to begin from; ended, never deleted."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    number = models.TextField(unique=True)
    department = models.TextField(blank=True)
    """Whose it is; empty where all departments use it."""
    data = models.JSONField(help_text="The whole ``ReadyText``.")
    ended_at = models.DateTimeField(null=True)
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(default=bytes(32))

    class Meta:
        indexes = [models.Index(fields=["city", "ended_at", "id"], name="kept_text_by_city")]

    def __str__(self) -> str:
        return self.number


class KeptTextEntry(Entry):
    """One line of the history of a kept text."""

    subject = models.ForeignKey(KeptText, models.PROTECT, related_name="entries", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="one_kept_text_entry_a_seq")
        ]
        indexes = [models.Index(fields=["xid"], name="kept_text_entry_by_transaction")]

    def __str__(self) -> str:
        return f"{self.subject_id}/{self.seq} {self.verb}"
