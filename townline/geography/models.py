"""Tables of where things are: layers of areas, and the places that have names."""

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q

from townline.geography.fields import PointField


class AreaLayer(models.Model):
    """A layer of areas, kept once however many editions of the folder hold it."""

    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    kind = models.TextField()
    words = models.JSONField()
    boundary = models.BooleanField(default=False)
    neighbours = models.BooleanField(default=False)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    source = models.TextField(blank=True)
    licence = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "digest"], name="layer_once_a_city"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="layer_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(kind__contains=":"), name="layer_kind_has_no_colon"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.since or ''}..{self.until or ''}"


class EditionLayer(models.Model):
    """That an edition of the folder holds a layer, and in which place."""

    edition = models.ForeignKey("cities.Edition", on_delete=models.PROTECT, related_name="+")
    layer = models.ForeignKey(AreaLayer, on_delete=models.PROTECT, related_name="editions")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "layer"], name="edition_layer_once"),
            models.UniqueConstraint(fields=["edition", "position"], name="edition_layer_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.layer_id}"


class Area(models.Model):
    """One polygon of a layer."""

    layer = models.ForeignKey(AreaLayer, on_delete=models.PROTECT, related_name="areas")
    code = models.TextField()
    name = models.TextField()
    wkb = models.BinaryField()
    properties = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["layer", "code"], name="area_code_once_a_layer"),
            models.CheckConstraint(condition=~Q(code=""), name="area_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Gazetteer(models.Model):
    """The named places of a city, kept once however many editions of the folder hold them."""

    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "digest"], name="gazetteer_once_a_city"),
        ]

    def __str__(self) -> str:
        return self.digest[:12]


class EditionGazetteer(models.Model):
    """Which gazetteer an edition of the folder holds."""

    edition = models.OneToOneField(
        "cities.Edition", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    gazetteer = models.ForeignKey(Gazetteer, on_delete=models.PROTECT, related_name="editions")

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.gazetteer_id}"


class Address(models.Model):
    """An address whose point is known."""

    gazetteer = models.ForeignKey(
        Gazetteer, on_delete=models.PROTECT, related_name="addresses", db_index=False
    )
    number = models.PositiveIntegerField()
    number_suffix = models.TextField(blank=True)
    direction = models.TextField(blank=True)
    street = models.TextField()
    suffix = models.TextField(blank=True)
    zipcode = models.TextField(blank=True)
    key = models.TextField(help_text="The street's name as a search compares it.")
    point = PointField()

    class Meta:
        indexes = [
            models.Index(fields=["gazetteer", "key", "number"], name="address_by_street"),
            GistIndex(fields=["point"], name="address_by_point"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.direction} {self.street} {self.suffix}"


class Crossing(models.Model):
    """Two streets that meet, and where."""

    gazetteer = models.ForeignKey(
        Gazetteer, on_delete=models.PROTECT, related_name="crossings", db_index=False
    )
    street_a = models.TextField()
    street_b = models.TextField()
    key_a = models.TextField(help_text="The first of the two streets' keys, in their order.")
    key_b = models.TextField()
    zipcode = models.TextField(blank=True)
    point = PointField()

    class Meta:
        indexes = [
            models.Index(fields=["gazetteer", "key_a", "key_b"], name="crossing_by_streets"),
            models.Index(fields=["gazetteer", "key_b"], name="crossing_by_other_street"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(key_a__lte=F("key_b")), name="crossing_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.street_a} AT {self.street_b}"


class Landmark(models.Model):
    """Something that people name instead of an address."""

    gazetteer = models.ForeignKey(
        Gazetteer, on_delete=models.PROTECT, related_name="landmarks", db_index=False
    )
    name = models.TextField()
    key = models.TextField()
    address = models.TextField(blank=True)
    point = PointField()

    class Meta:
        indexes = [models.Index(fields=["gazetteer", "key"], name="landmark_by_name")]

    def __str__(self) -> str:
        return self.name
