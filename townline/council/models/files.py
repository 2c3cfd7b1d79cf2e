"""Council files as they are stored."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

ORIGINS = ("live", "imported", "demo", "synthetic")


class CouncilFiles(models.QuerySet["CouncilFile"]):
    """Which files."""

    def held(self, city_id: int, identifier: str) -> "CouncilFile":
        """Return the file with its row locked until the transaction ends."""
        return self.select_for_update().get(city_id=city_id, identifier=identifier)

    def readable(self, city_id: int, *, behind: bool = False) -> "CouncilFiles":
        """
        Return the files that a reader may know to exist.

        :param behind: whether the reader may know the restricted ones as well
        """
        found = self.filter(city_id=city_id)
        return found if behind else found.filter(restricted=False)


class CouncilFile(models.Model):
    """
    A file: what it says of itself, and what follows from its record.

    All but the key is a cache of the record: ``audit`` replays it and names every row that says
    something else.
    """

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    number = models.TextField(unique=True, db_collation="C")
    """Its name in the record: city and identifier."""
    identifier = models.TextField(db_collation="C")
    """The number as it is printed, e.g. ``11-1013-S2``."""
    prefix = models.TextField(blank=True, db_default="")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    supplement = models.PositiveIntegerField(db_default=0)
    """0 for a file that is none."""
    origin = models.TextField(db_default="live")
    """``live``, ``imported``, ``demo`` or ``synthetic``."""
    restricted = models.BooleanField(db_default=False)
    """Only the clerk's division knows it; it is in no list, feed, search or interface."""

    title = models.TextField()
    subject_text = models.TextField(blank=True, db_default="")
    received_date = models.DateField(null=True)
    initiated_by = ArrayField(models.TextField(), default=list)
    """Names of bodies or people, as written."""
    movers = ArrayField(models.TextField(), default=list)
    seconders = ArrayField(models.TextField(), default=list)
    mover_comment = models.TextField(blank=True, db_default="")
    districts = ArrayField(models.TextField(), default=list)
    direct_to_council = models.BooleanField(null=True)
    references = models.JSONField(default=list)
    """``[{"label": …, "values": […]}]``, in their order."""
    reward = models.JSONField(default=dict)
    recorded_change_date = models.DateField(null=True)
    """The last change as another system's record has it."""
    recorded_expiration_date = models.DateField(null=True)

    state = models.TextField(db_default="received")
    last_change_date = models.DateField(null=True)
    expires_date = models.DateField(null=True)
    final_date = models.DateField(null=True)
    next_date = models.DateField(null=True)
    """The day for which it is scheduled next."""
    reconsider_until_date = models.DateField(null=True)
    mayor_until_date = models.DateField(null=True)
    pending = ArrayField(models.TextField(), default=list)
    """Codes of the bodies that have it before them."""
    changes_date = models.DateField(null=True)
    """The first later day on which these are others although nothing was entered."""
    rounds = models.PositiveSmallIntegerField(db_default=0)
    bodies = ArrayField(models.TextField(), default=list)
    """Codes of all bodies that its record names."""
    activities = models.PositiveIntegerField(db_default=0)
    """How many lines its history has."""

    changed_at = models.DateTimeField()
    """When everyone could last see something change."""
    seq = models.PositiveIntegerField(db_default=0, default=0)
    head = models.BinaryField(default=bytes(32))

    objects = CouncilFiles.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "identifier"], name="file_number_once"),
            models.UniqueConstraint(
                fields=["city", "prefix", "year", "serial", "supplement"], name="file_parts_once"
            ),
            models.CheckConstraint(condition=Q(origin__in=ORIGINS), name="file_origin_known"),
            models.CheckConstraint(condition=~Q(title=""), name="file_has_a_title"),
        ]
        indexes = [
            models.Index(
                fields=["city", "-last_change_date", "-id"],
                condition=Q(restricted=False),
                name="file_by_change",
            ),
            models.Index(fields=["city", "changed_at", "id"], name="file_by_moment"),
            models.Index(fields=["city", "received_date", "id"], name="file_by_receipt"),
            models.Index(fields=["city", "final_date", "id"], name="file_by_final"),
            models.Index(fields=["city", "expires_date", "id"], name="file_by_expiration"),
            models.Index(fields=["city", "next_date"], name="file_by_next"),
            models.Index(
                fields=["changes_date"],
                condition=Q(changes_date__isnull=False),
                name="file_to_reckon_anew",
            ),
            GinIndex(fields=["pending"], name="file_by_pending"),
            GinIndex(fields=["bodies"], name="file_by_body"),
        ]

    def __str__(self) -> str:
        return self.identifier
