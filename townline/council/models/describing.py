"""What each edition of a city's folder says of its council, and every wording there ever was."""

from django.db import models


class Description(models.Model):
    """The council's part of an edition: action types and settings."""

    edition = models.OneToOneField("cities.Edition", models.PROTECT, related_name="+")
    settings = models.JSONField()
    types = models.JSONField()
    """The action types in the order of the folder."""

    def __str__(self) -> str:
        return f"edition {self.edition_id}"


class Wording(models.Model):
    """
    A version of a type's template, kept for ever.

    The record names type and version; a line of 2022 is read in its wording of 2022 long after the
    folder has dropped it.
    """

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    code = models.TextField()
    version = models.TextField()
    text = models.TextField()
    type = models.JSONField()
    """The whole type as it stood when this version first came."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "code", "version"], name="wording_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
