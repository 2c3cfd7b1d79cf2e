"""What the worker does for those who follow the council: their letters, and what they wrote."""

import logging
from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts import queries as written
from townline.contacts.rules.topics import batch_at, closed_at
from townline.council import actions, queries
from townline.council.actions import BadDocument
from townline.council.queries import NoSuchFile
from townline.council.rules import public_comments
from townline.council.rules.contents import Given
from townline.council.rules.public_comments import Voice
from townline.record.verbs import SYSTEM

MORNING_H = 7
"""The hour of the city's day from which on its clerk is reminded."""
log = logging.getLogger(__name__)


def tell(city: City, *, at: datetime) -> int:
    """Owe the daily letters about the council's files; return how many."""

    def is_news(topic: str, since: datetime, until: datetime) -> bool:
        return queries.is_news(city, topic, since, until)

    return contacts.tell_subscribers(city=city, is_news=is_news, by=SYSTEM, at=at)


def remind(city: City, *, at: datetime) -> int:
    """
    Owe the clerk's office a letter about reports that are due soon or overdue; return of how many.

    Only where the folder names its address, and once it is seven in the city. Each report is told
    of once for each of the two; what is told and the letter about it are kept together.
    """
    email = queries.council_settings(city).reports.email
    if not email or at.astimezone(city.zone).hour < MORNING_H:
        return 0
    with transaction.atomic():
        found = actions.remind(city=city, by=SYSTEM, at=at)
        if found:
            told = [[each.identifier, each.entry, each.stage] for each in found]
            contacts.owe_staff(
                city_id=city.id, email=email, language=city.languages[0],
                template="reports_owed", data={"reports": told}, by=SYSTEM, at=at,
            )  # fmt: skip
    return len(found)


def publish(city: City, *, at: datetime) -> int:
    """
    Put what was accepted by the last noon or five o'clock with the papers of its files.

    What broke off half way is done again with the very same comments: first they are put into the
    batch, then it is filed under its name, of which a file has only one, then they are done.

    :return: how many comments were published
    """
    batch = batch_at(at, city.zone)
    before = closed_at(batch, city.zone)
    closed = contacts.close_batch(city_id=city.id, batch=batch, before=before, by=SYSTEM, at=at)
    return sum(_publish(city, topic, name, at=at) for topic, name in closed)


def _publish(city: City, topic: str, batch: str, *, at: datetime) -> int:
    identifier = topic.removeprefix("council-file:")
    voices = [
        Voice(
            text=each.text, position=each.position, name=each.name,
            received=each.received_at.astimezone(city.zone).date(),
        )
        for each in written.in_batch(city.id, topic, batch)
    ]  # fmt: skip
    try:
        _file(city, identifier, batch, voices, at=at)
    except NoSuchFile:
        log.warning("comments on %s wait: everyone may not know of that file", identifier)
        return 0
    return contacts.published_batch(
        city_id=city.id, topic=topic, batch=batch, page=f"council/files/{identifier}/",
        by=SYSTEM, at=at,
    )  # fmt: skip


def _file(city: City, identifier: str, batch: str, voices: list[Voice], *, at: datetime) -> None:
    title = queries.file(city, identifier).title
    text = public_comments.write(identifier, title, batch, voices)
    name = public_comments.name(identifier, batch)
    if any(each.name == name for each in queries.documents(city, identifier)):
        return
    paper = Given(
        kind="public_comments", title=public_comments.title(batch), name=name,
        document_date=at.astimezone(city.zone).date(), content=text.encode(),
    )  # fmt: skip
    try:
        actions.file_document(city=city, identifier=identifier, paper=paper, by=SYSTEM, at=at)
    except BadDocument as fault:
        if fault.part != "name":
            raise
