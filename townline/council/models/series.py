"""The series that numbers of new files are drawn from, without gaps."""

from django.db import models
from django.db.models import Q


class Series(models.Model):
    """
    The last number given out of a series: of a year, or of the supplements of a file.

    Its row is locked while the file is made, so that a number is only gone with the file that has
    it. Files that came by import move it on.
    """

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField(db_default=0)
    """The file whose supplements these are; 0 for the files of the year."""
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "year", "serial"], name="series_once"),
            models.CheckConstraint(condition=Q(year__gte=1800), name="series_of_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.serial}: {self.last}"
