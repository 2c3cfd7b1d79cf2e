"""Comments about a topic of another room: taken, decided by a person, published in batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from townline.contacts.actions.hearing import hear
from townline.contacts.actions.owing import owe, withdraw
from townline.contacts.actions.reaching import forget
from townline.contacts.models import Comment, Notice
from townline.contacts.queries.topics import NoSuchComment
from townline.contacts.rules.topics import LONGEST, POSITIONS, is_topic
from townline.record.verbs import Actor

TAKEN_BACK_WITHIN = timedelta(minutes=10)
"""For so long the letter about a refusal waits, so that it can be taken back."""


class AlreadyDecided(Exception):
    """Somebody else has decided about the comment meanwhile; nothing was written."""


@dataclass(frozen=True, kw_only=True)
class NewComment:
    """A comment as it was sent."""

    topic: str
    text: str
    position: str = ""
    """One of ``rules.topics.POSITIONS``, or nothing."""
    name: str = ""
    """Published with the comment; empty for those who do not want to be named."""
    email: str = ""
    """Where the decision is told; never published."""
    language: str = ""


@transaction.atomic
def take_comment(*, city_id: int, given: NewComment, by: Actor, at: datetime) -> int:
    """
    Keep a comment until a person has decided about it, and return its key.

    :raises ValueError: if topic, text or position are none
    """
    text = given.text.strip()
    if not is_topic(given.topic) or given.position not in ("", *POSITIONS):
        raise ValueError("a comment has a topic, and a position that is known, or none")
    if not text or len(text) > LONGEST:
        raise ValueError(f"a comment has at least one and at most {LONGEST} characters")
    contact = hear(
        city_id=city_id, channel="web", language=given.language, purpose="inquiry",
        details={"first_name": given.name.strip(), "email": given.email.strip(),
                 "told_by": "email" if given.email.strip() else "none"},
        by=by, at=at,
    )  # fmt: skip
    kept = Comment.objects.create(
        city_id=city_id, contact_id=contact, topic=given.topic, position=given.position,
        text=text, received_at=at,
    )  # fmt: skip
    return kept.pk


@transaction.atomic
def accept_comment(*, city_id: int, comment_id: int, by: Actor, at: datetime) -> None:
    """
    Say that a comment is published with the next batch.

    :raises NoSuchComment: if the city has no such comment
    :raises AlreadyDecided: if that was said before
    """
    _decide(city_id, comment_id, as_="accepted", reason="", by=by, at=at)


@transaction.atomic
def refuse_comment(*, city_id: int, comment_id: int, reason: str, by: Actor, at: datetime) -> None:
    """
    Say why a comment is not published; its writer is told, if they left an address.

    :raises NoSuchComment: if the city has no such comment
    :raises AlreadyDecided: if that was said before
    :raises ValueError: if there is no reason
    """
    if not reason.strip():
        raise ValueError("a comment is refused for a reason")
    kept = _decide(city_id, comment_id, as_="refused", reason=reason.strip(), by=by, at=at)
    owe(
        city_id=city_id, contact_id=kept.contact_id, template="comment_refused",
        data={"topic": kept.topic, "reason": kept.reason}, by=by, at=at,
        not_before=at + TAKEN_BACK_WITHIN,
    )  # fmt: skip


def undecide_comment(*, city_id: int, comment_id: int, by: Actor, at: datetime) -> None:
    """
    Take back a decision that nobody was told of yet: the comment waits again.

    :raises NoSuchComment: if the city has no such comment
    :raises AlreadyDecided: if it is in a batch, or its writer was told
    """
    with transaction.atomic():
        kept = _held(city_id, comment_id)
        if kept.decided_at is None:
            return
        if kept.batch or not _untold(kept, by=by, at=at):
            raise AlreadyDecided
        kept.decided_at, kept.decided_as, kept.decided_by, kept.reason = None, "", "", ""
        kept.save(update_fields=["decided_at", "decided_as", "decided_by", "reason"])


def _untold(kept: Comment, *, by: Actor, at: datetime) -> bool:
    """Take back the letter about a refusal; return whether nobody has been told of it."""
    owed = Notice.objects.filter(contact_id=kept.contact_id, template="comment_refused")
    keys = list(owed.filter(given_up_at=None).values_list("pk", flat=True))
    return withdraw(notice_ids=keys, by=by, at=at) == len(keys)


def _decide(
    city_id: int, comment_id: int, *, as_: str, reason: str, by: Actor, at: datetime
) -> Comment:
    kept = _held(city_id, comment_id)
    if kept.decided_at is not None:
        raise AlreadyDecided
    kept.decided_at, kept.decided_as, kept.decided_by, kept.reason = at, as_, by.label, reason
    kept.save(update_fields=["decided_at", "decided_as", "decided_by", "reason"])
    return kept


def _held(city_id: int, comment_id: int) -> Comment:
    rows = Comment.objects.select_for_update().filter(pk=comment_id, city_id=city_id)
    if found := rows.first():
        return found
    raise NoSuchComment(str(comment_id))


@transaction.atomic
def close_batch(
    *, city_id: int, batch: str, before: datetime, by: Actor, at: datetime
) -> Sequence[tuple[str, str]]:
    """
    Put what was accepted before a moment into a batch.

    :return: topic and batch of all comments that are in one and not published yet, so that a
        publication which broke off is done again
    """
    ready = Comment.objects.filter(city_id=city_id, decided_as="accepted", published_at=None)
    ready.filter(batch="", decided_at__lt=before).update(batch=batch)
    return list(
        ready.exclude(batch="").values_list("topic", "batch").distinct().order_by("topic", "batch")
    )


@transaction.atomic
def published_batch(
    *, city_id: int, topic: str, batch: str, page: str, by: Actor, at: datetime
) -> int:
    """
    Say that a batch of a topic is published now; tell those who left an address; return how many.

    :param page: the path of the page on which it is
    """
    rows = Comment.objects.select_for_update().filter(
        city_id=city_id, topic=topic, batch=batch, published_at=None
    )
    held = list(rows.order_by("pk"))
    for kept in held:
        data = {"topic": topic, "page": page}
        owe(
            city_id=city_id, contact_id=kept.contact_id, template="comment_published", data=data,
            by=by, at=at,
        )  # fmt: skip
    rows.update(published_at=at)
    return len(held)


@transaction.atomic
def sweep_comments(*, before: datetime, by: Actor, at: datetime, most: int = 500) -> int:
    """
    Forget comments that were decided before a moment, with whoever wrote them; return how many.

    What was published stands in the record of its topic.
    """
    old = Comment.objects.select_for_update(skip_locked=True).filter(decided_at__lt=before)
    old = old.exclude(decided_as="accepted", published_at=None)
    gone = list(old.order_by("decided_at").values_list("contact_id", flat=True)[:most])
    for contact_id in gone:
        forget(contact_id=contact_id, by=by, at=at)
    return len(gone)
