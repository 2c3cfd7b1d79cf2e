"""The sentences of activities, made from what their entries keep."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from townline.cities.rules.city import City
from townline.council.models import FileEntry
from townline.council.queries.lines import CODES, grammar
from townline.council.rules.grammar import Grammar, other
from townline.council.rules.vocabulary import OTHER, Activity, Medium


def activity_of(rules: Grammar, kept: Mapping[str, Any]) -> Activity:
    """Return the activity that an entry keeps."""
    if kept["type"] == OTHER:
        return other(kept["parameters"]["text"])
    wording = rules.wording(kept["type"], kept["template"])
    values = {name: wording.of_plain(name, value) for name, value in kept["parameters"].items()}
    return Activity(type=kept["type"], template=kept["template"], parameters=values)


def sentence_of(rules: Grammar, kept: Mapping[str, Any], medium: Medium) -> str:
    """Return the sentence of an activity that an entry keeps."""
    return rules.render(activity_of(rules, kept), medium)


def sentences_of(city: City, file_id: int) -> list[tuple[date, str]]:
    """Return day and printed sentence of every activity that ever stood in a file's record."""
    rules = grammar(city)
    rows = FileEntry.objects.filter(subject_id=file_id, verb__in=CODES).exclude(type="")
    return [
        (day, sentence_of(rules, data["activity"], Medium.PRINT))
        for day, data in rows.values_list("date", "data")
        if day is not None
    ]
