"""What may be done to answers: put those of an edition, count what was asked and what helped."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from django.db import connection, transaction

from townline.cities.rules.city import City
from townline.knowledge import queries
from townline.knowledge.models import AnswerRow, UnfoundWords, VersionStep
from townline.knowledge.rules import asking
from townline.knowledge.rules.answers import Article
from townline.knowledge.rules.versions import Step
from townline.record.verbs import Actor
from townline.topics import actions as topics

_SQL = Path(__file__).parent.parent / "sql"
_COUNT_UNFOUND = (_SQL / "count_unfound.sql").read_text()
_COUNT_ASKED = (_SQL / "count_asked.sql").read_text()
_COUNT_VERDICT = (_SQL / "count_verdict.sql").read_text()
KEPT = timedelta(days=asking.KEPT_DAYS)


class NoSuchReason(ValueError):
    """An answer cannot have failed for that; the text names it."""


@transaction.atomic
def put_answers(*, edition_id: int, answers: Sequence[Article], by: Actor, at: datetime) -> None:
    """Keep the answers of a new edition, and let them be found by the words of residents."""
    AnswerRow.objects.bulk_create(
        AnswerRow(edition_id=edition_id, code=each.code, data=msgspec.to_builtins(each))
        for each in answers
    )
    kept = AnswerRow.objects.filter(edition_id=edition_id)
    city_id = kept.values_list("edition__city_id", flat=True).first()
    written = _still_written(city_id, answers, by, at) if city_id else {}
    standing = {each.code: each for each in answers} | written
    found = [topic for each in standing.values() for topic in each.topics()]
    topics.put_topics(edition_id=edition_id, kind="answer", topics=found, by=by, at=at)


def _still_written(
    city_id: int, answers: Sequence[Article], by: Actor, at: datetime
) -> dict[str, Article]:
    """Return what stands above new answers, without what says the same: that is withdrawn."""
    found = dict(queries.above(city_id))
    for each in answers:
        same = queries.published_version(city_id, each.code) if each.code in found else None
        if same and same.article == each:
            VersionStep.objects.create(
                version_id=same.id, step=str(Step.WITHDRAWN), at=at, by=by.label,
                note="The city's folder says the same.",
            )  # fmt: skip
            del found[each.code]
    queries.forget_versions()
    return found


@transaction.atomic
def count_unfound(*, city: City, text: str, language: str, by: Actor, at: datetime) -> None:
    """Count words that found no answer, without what may tell who asked."""
    said = asking.masked(text)
    if said:
        values: dict[str, Any] = {
            "city": city.id,
            "day": _day(city, at),
            "language": language,
            "words": said,
        }
        with connection.cursor() as cursor:
            cursor.execute(_COUNT_UNFOUND, values)


@transaction.atomic
def count_asked(*, city: City, code: str, by: Actor, at: datetime) -> None:
    """Count that somebody opened an answer, or was given it; nothing of who is kept."""
    values: dict[str, Any] = {"city": city.id, "day": _day(city, at), "code": code}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ASKED, values)


@transaction.atomic
def count_verdict(
    *, city: City, code: str, language: str, helped: bool, reason: str = "", by: Actor, at: datetime
) -> None:
    """
    Count that an answer helped somebody, or that it did not, and perhaps why.

    :raises NoSuchReason: if the reason is none of ``asking.REASONS``, or it did help
    """
    if reason and (helped or reason not in asking.REASONS):
        raise NoSuchReason(f"An answer cannot have failed for {reason!r}.")
    values: dict[str, Any] = {
        "city": city.id,
        "day": _day(city, at),
        "code": code,
        "language": language,
        "helped": helped,
        "reason": reason,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_VERDICT, values)


@transaction.atomic
def sweep_unfound(*, city: City, by: Actor, at: datetime) -> int:
    """Forget the words that found nothing and are older than is kept; return how many rows."""
    rows = UnfoundWords.objects.filter(city_id=city.id, day__lt=_day(city, at - KEPT))
    return rows.delete()[0]


def _day(city: City, at: datetime) -> date:
    return at.astimezone(city.zone).date()
