"""Keeping what a clerk has begun to fill in, and going back in it. Nothing of it is record."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.actions.entering import act, correct
from townline.council.models import CouncilFile, DraftRow
from townline.council.queries.drafts import Said, rows_of
from townline.council.queries.files import NoSuchFile
from townline.council.rules.vocabulary import Activity
from townline.record.verbs import Actor, require

MOST_STEPS = 30
"""How far back a draft can be undone."""


@transaction.atomic
def keep_draft(
    *, city: City, identifier: str, purpose: str, said: Said, by: Actor, at: datetime
) -> None:
    """
    Keep what stands in a form; what stood there before can be had back.

    :raises NoSuchFile: if there is no such file
    :raises NotAllowed: if the actor may not enter activities
    """
    require(by, verbs.ACTED)
    plain = {name: list(values) for name, values in said.items()}
    row = (
        rows_of(city, by)
        .select_for_update(of=("self",))
        .filter(file__identifier=identifier, purpose=purpose)
    )
    draft = row.first()
    if draft is None:
        file = CouncilFile.objects.filter(city_id=city.id, identifier=identifier).first()
        if file is None:
            raise NoSuchFile(f"There is no council file {identifier}.")
        DraftRow.objects.create(
            file=file, member_id=by.member_id or 0, purpose=purpose, said=plain, updated_at=at
        )
    elif draft.said != plain:
        draft.before = [*draft.before, draft.said][-MOST_STEPS:]
        draft.said, draft.updated_at = plain, at
        draft.save(update_fields=["said", "before", "updated_at"])


@transaction.atomic
def undo_draft(*, city: City, identifier: str, purpose: str, by: Actor, at: datetime) -> None:
    """Take back the last change of a draft; the first one takes the draft away."""
    row = (
        rows_of(city, by)
        .select_for_update(of=("self",))
        .filter(file__identifier=identifier, purpose=purpose)
    )
    draft = row.first()
    if draft is None:
        return
    if draft.before:
        *draft.before, draft.said = draft.before
        draft.updated_at = at
        draft.save(update_fields=["said", "before", "updated_at"])
    else:
        draft.delete()


def _held(city: City, identifier: str, purpose: str, by: Actor) -> DraftRow | None:
    rows = rows_of(city, by).select_for_update(of=("self",))
    return rows.filter(file__identifier=identifier, purpose=purpose).first()


def throw_draft_away(*, city: City, identifier: str, purpose: str, by: Actor, at: datetime) -> None:
    """End a draft without entering it."""
    rows_of(city, by).filter(file__identifier=identifier, purpose=purpose).delete()


@transaction.atomic
def act_of_draft(
    *,
    city: City,
    identifier: str,
    activity: Activity,
    day: date,
    documents: Sequence[int] = (),
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Enter an activity as :func:`act` does, and end its draft."""
    seq = act(
        city=city,
        identifier=identifier,
        activity=activity,
        day=day,
        documents=documents,
        seen=seen,
        by=by,
        at=at,
    )
    purpose = f"enter:{activity.type}"
    throw_draft_away(city=city, identifier=identifier, purpose=purpose, by=by, at=at)
    return seq


@transaction.atomic
def correct_of_draft(
    *,
    city: City,
    identifier: str,
    entry: int,
    activity: Activity,
    day: date,
    reason: str,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Correct an activity as :func:`correct` does, and end its draft."""
    seq = correct(
        city=city,
        identifier=identifier,
        entry=entry,
        activity=activity,
        day=day,
        reason=reason,
        seen=seen,
        by=by,
        at=at,
    )
    purpose = f"correct:{entry}"
    throw_draft_away(city=city, identifier=identifier, purpose=purpose, by=by, at=at)
    return seq
