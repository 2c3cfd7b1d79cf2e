"""Service requests as they are stored."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from townline.catalogue.rules.offers import PUBLICITY
from townline.requests.rules.lifecycle import UNDECIDED, Status
from townline.requests.rules.submission import EMERGENCY

ORIGINS = ("live", "imported", "demo", "synthetic")
OPEN = [status.value for status in UNDECIDED]
DUE = Coalesce(
    F("due_at"), RawSQL("'infinity'::timestamptz", ()), output_field=models.DateTimeField()
)
"""When it is due; what is promised for no day comes after everything else."""
CLOSED = ExpressionWrapper(Q(status=Status.CLOSED.value), output_field=models.BooleanField())


class ServiceRequests(models.QuerySet["ServiceRequest"]):
    """Which requests; what of them may be read is said by ``rules.publicity``."""

    def held(self, city_id: int, number: str, *beside: str) -> "ServiceRequest":
        """
        Return the request with its row locked until the transaction ends.

        Its lead and the requests ``beside`` it are locked as well: leads before those who joined
        them, and each by id, so that no two actions ever wait for each other.
        """
        named = self.filter(city_id=city_id, number__in=[number, *beside])
        leads = dict(named.values_list("pk", "lead_id"))
        rows = self.select_for_update().filter(pk__in={*leads, *filter(None, leads.values())})
        joined = ExpressionWrapper(Q(lead__isnull=False), output_field=models.BooleanField())
        for row in rows.order_by(joined, "pk"):
            if row.number == number:
                return row
        raise self.model.DoesNotExist(number)

    def public(self) -> "ServiceRequests":
        """Return the requests that everyone may know to exist."""
        return self.exclude(publicity="nothing").exclude(status=Status.HELD).filter(hidden=False)


class ServiceRequest(models.Model):
    """One resident's report or order, owed by a department."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    edition = models.ForeignKey("cities.Edition", models.PROTECT, related_name="+", db_index=False)
    number = models.TextField(db_collation="C")
    service_code = models.TextField()
    status = models.TextField(choices=[(s.value, s.value) for s in Status])
    hidden = models.BooleanField(
        db_default=False, help_text="Closed as not a real request: shown to staff alone."
    )
    department = models.TextField()
    crew = models.TextField(blank=True, db_default="")
    assignee = models.ForeignKey(
        "staff.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )

    requested_at = models.DateTimeField()
    updated_at = models.DateTimeField(help_text="When everyone could last see something change.")
    respond_by = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.TextField(blank=True, db_default="")
    rest = models.DurationField(null=True, help_text="Working time left at the pause.")
    order_date = models.DateField(null=True)
    items = models.JSONField(default=dict, db_default={})
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True, db_default="")

    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    address = models.TextField(blank=True, db_default="")
    zipcode = models.TextField(blank=True, db_default="")
    landmark = models.TextField(blank=True, db_default="")
    areas = ArrayField(models.TextField(), default=list)

    publicity = models.TextField()
    released_at = models.DateTimeField(null=True)
    secret = models.BinaryField(null=True, help_text="SHA-256 of the reporter's secret.")
    channel = models.TextField()
    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, null=True, related_name="+", db_index=False
    )
    lead = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="joined", db_index=False
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", db_index=False,
        help_text="For which request another department does this first.",
    )  # fmt: skip
    reports = models.PositiveIntegerField(db_default=1)
    origin = models.TextField(db_default="live")
    flags = ArrayField(models.TextField(), default=list, db_default=[])

    unread_since = models.DateTimeField(
        null=True, help_text="Since when a message of the reporter waits for staff to look at it."
    )
    climbs_at = models.DateTimeField(
        null=True,
        help_text="When its ladder of escalation is looked at next; a trigger begins it anew.",
    )
    seq = models.PositiveIntegerField(help_text="The last entry of its record.")
    head = models.BinaryField(help_text="The hash of the last entry.")

    objects = ServiceRequests.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "number"], name="one_request_a_number"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in Status]), name="request_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(publicity__in=PUBLICITY), name="request_publicity_is_known"
            ),
            models.CheckConstraint(condition=Q(origin__in=ORIGINS), name="request_origin_is_known"),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | Q(status="closed"),
                name="only_the_closed_have_an_outcome",
            ),
            models.CheckConstraint(
                condition=(Q(lat=None) & Q(lon=None))
                | (Q(lat__range=(-90, 90)) & Q(lon__range=(-180, 180))),
                name="request_place_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None)
                | Q(closed_at__gte=F("requested_at"))
                | Q(flags__contains=["closed_before_opened"]),
                name="closed_after_requested_or_flagged",
            ),
            models.CheckConstraint(
                condition=Q(status="joined", lead__isnull=False) | ~Q(status="joined"),
                name="the_joined_have_a_lead",
            ),
        ]
        # What stands behind the time and the id is for no order: it is compared within the index,
        # so that no row is fetched only to be left out.
        indexes = [
            models.Index(
                fields=["city", "requested_at", "id", "lat", "lon"], name="request_by_time"
            ),
            models.Index(
                fields=["city", "service_code", "requested_at", "id"], name="request_by_service"
            ),
            models.Index(
                "city", CLOSED, "requested_at", "id", "status", name="request_by_standing"
            ),
            models.Index(fields=["city", "updated_at", "id"], name="request_by_update"),
            models.Index(
                fields=["city", "requested_at", "id"],
                condition=Q(publicity="everything") | Q(released_at__isnull=False),
                name="request_readable",
            ),
            # A page of a worklist is the first of a few ranges of this, whoever is asked for.
            models.Index(
                "city",
                "department",
                "status",
                DUE,
                "id",
                "assignee",
                "crew",
                "requested_at",
                "lat",
                "lon",
                condition=Q(closed_at=None),
                name="request_worklist",
            ),
            models.Index(
                "assignee",
                "status",
                DUE,
                "id",
                condition=Q(closed_at=None, assignee__isnull=False),
                name="request_of_assignee",
            ),
            models.Index(
                fields=["city", "department", "requested_at", "id", "status"],
                name="request_by_department",
            ),
            models.Index(
                fields=["city", "department", "unread_since", "id"],
                condition=Q(unread_since__isnull=False),
                name="request_unread",
            ),
            models.Index(
                fields=["city", "department", "requested_at", "id"],
                condition=Q(closed_at=None, flags__contains=[EMERGENCY]),
                name="request_grave",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(closed_at=None, paused_at=None, due_at__isnull=False),
                name="request_falling_due",
            ),
            models.Index(
                fields=["city", "climbs_at"],
                condition=Q(climbs_at__isnull=False),
                name="request_climbing",
            ),
            models.Index(
                fields=["lead"], condition=Q(lead__isnull=False), name="request_followers"
            ),
            models.Index(
                fields=["parent"], condition=Q(parent__isnull=False), name="request_children"
            ),
            models.Index(
                fields=["contact"], condition=Q(contact__isnull=False), name="request_of_contact"
            ),
            models.Index(
                fields=["city", "lat", "lon"],
                condition=Q(lat__isnull=False),
                name="request_by_place",
            ),
            models.Index(
                fields=["city", "service_code", "lat", "lon", "requested_at", "id"],
                condition=Q(
                    lat__isnull=False, hidden=False, status__in=[s.value for s in UNDECIDED]
                )
                & ~Q(publicity="nothing"),
                name="request_open_near",
            ),
            GinIndex(fields=["areas"], name="request_areas"),
        ]

    def __str__(self) -> str:
        return self.number


class Words(models.Model):
    """
    What the resident said, in a table of its own.

    A change of status then rewrites no text index, and a text can be removed by law while the
    record keeps its digest.
    """

    request = models.OneToOneField(
        ServiceRequest, models.PROTECT, primary_key=True, related_name="words"
    )
    description = models.TextField(blank=True)
    answers = models.JSONField(default=dict, help_text="Typed answers by question code.")
    media_url = models.TextField(blank=True)
    blacked = models.JSONField(
        null=True, help_text="What everyone reads instead, where words were blacked out."
    )
    vector = models.GeneratedField(
        expression=SearchVector(
            Coalesce(KT("blacked__description"), "description"), config="simple"
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="request_words")]

    def __str__(self) -> str:
        return f"words of request {self.request_id}"


class Photo(models.Model):
    """A photo, re-encoded and stripped of everything but the picture."""

    request = models.ForeignKey(ServiceRequest, models.PROTECT, related_name="photos")
    name = models.TextField(help_text="The file's name in the home; not to be guessed.")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    evidence = models.BooleanField(db_default=False, help_text="Taken by the department.")
    added_at = models.DateTimeField()
    covered = models.TextField(
        blank=True, db_default="", help_text="The file that everyone sees instead, if there is one."
    )
    blots = models.JSONField(
        default=list, db_default=[], help_text="What is blacked out on it, in percent."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="one_photo_a_name")]
        indexes = [models.Index(fields=["covered"], condition=~Q(covered=""), name="photo_covered")]

    def __str__(self) -> str:
        return self.name


class Key(models.Model):
    """An idempotency key: who sent it, what came with it, and which request it made."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    scope = models.TextField()
    key = models.TextField()
    digest = models.BinaryField(help_text="SHA-256 of what was submitted.")
    request = models.ForeignKey(ServiceRequest, models.PROTECT, related_name="+", db_index=False)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "scope", "key"], name="one_request_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
