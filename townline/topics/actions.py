"""What may be done to topics: put those of an edition or a city in the place of the former."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from townline.record.verbs import Actor
from townline.topics.models import Topic as Row
from townline.topics.rules import words
from townline.topics.rules.ranking import NAME, SYNONYM, TEXT
from townline.topics.rules.topics import Topic

PUT = (Path(__file__).parent / "sql" / "put.sql").read_text()
STEMMERS = {"en": "english", "es": "spanish", "hy": "armenian"}
"""PostgreSQL's text search configuration by language; all others do without."""


@transaction.atomic
def put_topics(
    *,
    topics: Iterable[Topic],
    kind: str,
    by: Actor,
    at: datetime,
    edition_id: int | None = None,
    city_id: int | None = None,
) -> None:
    """Keep the topics of a kind of an edition or a city, and forget the former ones."""
    former: dict[str, Any] = {"edition_id": edition_id, "city_id": city_id, "kind": kind}
    Row.objects.filter(**former).delete()
    rows = [_row(topic) for topic in topics]
    with connection.cursor() as cursor:
        cursor.execute(PUT, {"edition": edition_id, "city": city_id, "topics": json.dumps(rows)})


@transaction.atomic
def forget_topics(*, before_edition_id: int, city_id: int, by: Actor, at: datetime) -> None:
    """Forget the topics of a city's editions before one: no page asks for them any more."""
    Row.objects.filter(edition__city_id=city_id, edition_id__lt=before_edition_id).delete()


def _row(topic: Topic) -> dict[str, Any]:
    return {
        "kind": topic.kind,
        "code": topic.code,
        "language": topic.language,
        "stemmer": STEMMERS.get(topic.language.split("-")[0], "simple"),
        "phrases": topic.phrases,
        "terms": words.spelt(f"{topic.part(NAME)} {topic.part(SYNONYM)}".strip()),
        "name": topic.part(NAME),
        "synonyms": topic.part(SYNONYM),
        "text": topic.part(TEXT),
    }
