"""Writing answers on screen: a version, its review by another, its publishing."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from django.db import connection, transaction

from townline.cities.rules.city import City
from townline.knowledge import queries, verbs
from townline.knowledge.models import AnswerVersion, VersionStep
from townline.knowledge.rules import versions as rule
from townline.knowledge.rules.answers import Article
from townline.knowledge.rules.versions import NotYet, Step
from townline.record.verbs import Actor, Verb, require
from townline.topics import actions as topics

LOCK = "SELECT pg_advisory_xact_lock(hashtext('answer:' || %(city)s || ':' || %(code)s))"
DEEDS = {
    Step.SUBMITTED: verbs.ANSWER_SUBMITTED,
    Step.SENT_BACK: verbs.ANSWER_SENT_BACK,
    Step.PUBLISHED: verbs.ANSWER_PUBLISHED,
    Step.WITHDRAWN: verbs.ANSWER_WITHDRAWN,
}
LONGEST_NOTE = 1000


@transaction.atomic
def write_answer(
    *, city: City, article: Article, files: Mapping[str, str], why: str = "", by: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """
    Keep a new version of an answer, as a draft, and return its position.

    :param files: the texts that say what the article says, by their paths in the folder
    :raises NotAllowed: if the actor may not, or it is another department's
    """
    _require(city, article, verbs.ANSWER_WRITTEN, by)
    _hold(city, article.code)
    last = AnswerVersion.objects.filter(city_id=city.id, code=article.code).order_by("-position")
    position = (last.values_list("position", flat=True).first() or 0) + 1
    AnswerVersion.objects.create(
        city_id=city.id, code=article.code, position=position, files=dict(files),
        data=msgspec.to_builtins(article), why=why[:LONGEST_NOTE], at=at, by=by.label,
    )  # fmt: skip
    return position


@transaction.atomic
def take_step(
    *, city: City, code: str, position: int, step: Step, note: str = "", by: Actor, at: datetime
) -> None:
    """
    Let a version be submitted, sent back, published or withdrawn.

    :raises NoSuchVersion: if there is none
    :raises NotYet: if that cannot follow, who reviews it wrote it, or it would not be shown
    :raises NotAllowed: if the actor may not, or it is another department's
    """
    require(by, DEEDS[step])
    _hold(city, code)
    found = queries.version(city.id, code, position)
    _require(city, found.article, DEEDS[step], by)
    rule.stage((*(each.step for each in found.steps), step))
    if step is Step.PUBLISHED:
        on = at.astimezone(city.zone).date()
        rule.check_publishing(found.article, writer=found.by, reviewer=by.label, on=on)
        if any(each.position > position for each in _published(city, code)):
            raise NotYet("A later version of it is published already.")
    VersionStep.objects.create(
        version_id=found.id, step=str(step), note=note[:LONGEST_NOTE], at=at, by=by.label
    )
    if step in (Step.PUBLISHED, Step.WITHDRAWN):
        _let_be_found(city, by, at)


def _require(city: City, article: Article, verb: Verb, by: Actor) -> None:
    """Refuse who does not work for its department; nor for the one whose answer it replaces."""
    now = queries.articles(city).get(article.code)
    for owner in {article.owner, now.owner if now else article.owner}:
        require(by, verb, department=owner)


def _published(city: City, code: str) -> list[queries.VersionShown]:
    every = queries.versions(city.id, code=code)
    return [each for each in every if Step.PUBLISHED in (taken.step for taken in each.steps)]


def _let_be_found(city: City, by: Actor, at: datetime) -> None:
    """Let answers be found by the words that they have now."""
    queries.forget_versions()
    found = [topic for each in queries.articles(city).values() for topic in each.topics()]
    topics.put_topics(edition_id=city.edition_id, kind="answer", topics=found, by=by, at=at)


def _hold(city: City, code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, {"city": str(city.id), "code": code})
