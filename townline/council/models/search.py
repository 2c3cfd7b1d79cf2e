"""What is searched of the council's files: a row of words for each, and all words there are."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value

from townline.council.models.files import CouncilFile


class Searched(models.Model):
    """The words of a file, in a table of its own, so that a list of files reads none of them."""

    file = models.OneToOneField(
        CouncilFile, models.PROTECT, primary_key=True, related_name="searched"
    )
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    restricted = models.BooleanField(db_default=False)
    changed = models.DateField(null=True)
    """The file's last change, by which lists are sorted."""
    keys = ArrayField(models.TextField(), default=list)
    """What it is filtered and counted by, e.g. ``body:plum``; see ``rules.searching``."""
    vector = SearchVectorField()
    """Its lexemes: A title, B names, C sentences, D documents."""
    text = models.TextField(blank=True, db_default="")
    """What passages are shown of: sentences, newest first, then the beginnings of its documents."""

    class Meta:
        indexes = [
            GinIndex(fields=["vector", "keys"], name="file_said"),
            GinIndex(
                Func(F("vector"), Value('{a}'), function="ts_filter"), name="file_said_in_title"
            ),
            models.Index(
                F("city"), F("changed").desc(nulls_last=True), F("file").desc(),
                condition=Q(restricted=False), name="file_said_by_change",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"words of file {self.file_id}"


class Word(models.Model):
    """A word that some file of the city says which is not restricted, to set slips right by."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "text"], name="council_word_once")]
        indexes = [GinIndex(OpClass("text", name="gin_trgm_ops"), name="council_word_by_trigram")]

    def __str__(self) -> str:
        return self.text
