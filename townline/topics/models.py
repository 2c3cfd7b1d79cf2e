"""The table of what residents can find by their own words."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q


class Topic(models.Model):
    """A service of an edition, or an answer of a city, in one language."""

    edition = models.ForeignKey("cities.Edition", models.PROTECT, related_name="+", null=True)
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", null=True)
    kind = models.TextField()
    code = models.TextField()
    language = models.TextField()
    phrases = models.JSONField(help_text="What a question is compared with; see ``ranking``.")
    terms = models.TextField(help_text="Name and synonyms as ``spelt``, for their trigrams.")
    lexemes = SearchVectorField(help_text="All its words, weighed by where they are from.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(edition=None) ^ Q(city=None), name="topic_is_of_an_edition_or_a_city"
            ),
            models.UniqueConstraint(
                fields=["edition", "city", "kind", "code", "language"],
                nulls_distinct=False,
                name="topic_once_a_language",
            ),
        ]
        indexes = [
            GinIndex(fields=["lexemes"], name="topic_by_lexeme"),
            GinIndex(OpClass("terms", name="gin_trgm_ops"), name="topic_by_trigram"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} in {self.language}"
