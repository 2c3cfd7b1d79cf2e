"""Tables of the cities: what was applied, when, by whom, and the very files."""

from django.db import models
from django.db.models import Q

from townline.cities.rules.editions import Way


class City(models.Model):
    """A city of this installation. All that can change about it is in its editions."""

    slug = models.SlugField(max_length=60, unique=True)
    demo = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "cities"

    def __str__(self) -> str:
        return self.slug


class Edition(models.Model):
    """One applied version of a city's folder; never altered afterwards."""

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    settings = models.JSONField()
    digest = models.CharField(max_length=64)
    applied_at = models.DateTimeField()
    applied_by = models.CharField(max_length=200)
    way = models.CharField(max_length=10, db_default=Way.FOLDER.value)
    reason = models.CharField(max_length=500, blank=True, db_default="")
    base = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    """The edition that it changed."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "number"], name="edition_number_once_a_city"),
            models.CheckConstraint(
                condition=Q(way__in=[way.value for way in Way]), name="edition_has_a_known_way"
            ),
            models.CheckConstraint(
                condition=~Q(way=Way.SCREEN.value) | (~Q(reason="") & Q(base__isnull=False)),
                name="edition_of_a_screen_says_why",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.city_id}/{self.number}"


class Content(models.Model):
    """The bytes of files, kept once however many editions hold them."""

    digest = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.digest


class EditionFile(models.Model):
    """A file of the folder as it was applied."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    path = models.CharField(max_length=300)
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "path"], name="edition_path_once"),
        ]

    def __str__(self) -> str:
        return self.path
