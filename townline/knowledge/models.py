"""Tables of what the city tells: bulletins and the record of each, answers and their counts."""

from django.db import models
from django.db.models import F, Q

from townline.knowledge.rules.versions import Step
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


class AnswerRow(models.Model):
    """An answer as one edition gives it; ``data`` is the whole ``Article``."""

    edition = models.ForeignKey("cities.Edition", models.PROTECT, related_name="+", db_index=False)
    code = models.TextField()
    data = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="answer_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class EmergenciesRow(models.Model):
    """What one edition says of emergencies; ``data`` is the whole ``Emergencies``."""

    edition = models.OneToOneField("cities.Edition", models.PROTECT, related_name="+")
    data = models.JSONField()

    class Meta:
        verbose_name_plural = "emergencies"

    def __str__(self) -> str:
        return f"emergencies of edition {self.edition_id}"


class UnfoundWords(models.Model):
    """How often words found no answer on a day; they tell nothing of who asked."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    language = models.TextField()
    words = models.TextField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "day", "language", "words"], name="unfound_words_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class VerdictCount(models.Model):
    """How often an answer helped on a day, or did not and why; nothing of who said so."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    code = models.TextField()
    language = models.TextField()
    helped = models.BooleanField()
    reason = models.TextField(blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "day", "code", "language", "helped", "reason"],
                name="verdict_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(helped=False) | Q(reason=""), name="what_helped_has_no_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.helped}"


class AskedCount(models.Model):
    """How often an answer was opened or given on a day; nothing of who asked."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    code = models.TextField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "day", "code"], name="asked_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.count}"


class AnswerVersion(models.Model):
    """An answer as it was written on screen: its files, and what they say."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    code = models.TextField()
    position = models.PositiveIntegerField(help_text="The how-many-th of its answer.")
    files = models.JSONField(help_text="Texts as files of the folder, by path.")
    data = models.JSONField(help_text="The whole ``Article``.")
    why = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "code", "position"], name="one_answer_version_a_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.position}"


class VersionStep(models.Model):
    """What happened to a version: submitted, sent back, published, withdrawn."""

    version = models.ForeignKey(AnswerVersion, models.PROTECT, related_name="steps")
    step = models.TextField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=[str(each) for each in Step]), name="version_step_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.step}"
