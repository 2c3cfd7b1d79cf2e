"""Appraising how contacts were handled, and what agents say to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db import IntegrityError, transaction

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.leading import require_led
from townline.contacts.models import AppraisalReply, AppraisalRow
from townline.contacts.rules import quality
from townline.contacts.rules.quality import Handled, Mark
from townline.record.verbs import Actor, NotAllowed, require

LONGEST = 2000
"""Characters of a comment or a reply."""


class NotSampled(LookupError):
    """A contact is not among those that are looked at; the text says so."""


class AppraisedAlready(ValueError):
    """Somebody else was faster."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found of a contact."""

    week: str
    handled: Handled
    marks: Mapping[str, Mark]
    comment: str = ""


@transaction.atomic
def appraise(*, city: City, found: Found, by: Actor, at: datetime, replaces: int = 0) -> int:
    """
    Keep how a sampled contact was handled, and return the key; one that was wrong is replaced.

    :raises NotSampled: if the contact is none of those that are looked at
    :raises Incomplete: unless each question has a mark
    :raises AppraisedAlready: if there is an appraisal of it that this does not replace
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.APPRAISED)
    if found.handled not in queries.sampled(city, found.week):
        raise NotSampled(f"Contact {found.handled.contact} is not among those of {found.week}.")
    require_led(city, queries.centre_of_agent(city.id, found.handled.agent), verbs.APPRAISED, by)
    questions = queries.contact_centre(city.edition_id).quality
    quality.check(questions, found.marks)
    row = AppraisalRow(
        city_id=city.id, turn_id=found.handled.contact, agent_id=found.handled.agent,
        week=found.week, questions=msgspec.to_builtins(questions),
        marks={code: str(mark) for code, mark in found.marks.items()},
        comment=found.comment[:LONGEST], score=quality.score(questions, found.marks), at=at,
        by=by.label, replaces_id=replaces or None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        raise AppraisedAlready(f"Contact {found.handled.contact} is appraised already.") from fault
    return row.pk


@transaction.atomic
def reply(*, city: City, appraisal: int, text: str, by: Actor, at: datetime) -> None:
    """
    Keep what an agent says to an appraisal of theirs.

    :raises NoSuchAppraisal: if there is none
    :raises NotAllowed: if it is of somebody else
    """
    require(by, verbs.REPLIED)
    of = queries.appraisal(city.id, appraisal)
    me = queries.agent_of_member(city.id, by.member_id)
    if me is None or me.id != of.agent:
        raise NotAllowed(f"{by.label} may reply to their own appraisals alone")
    AppraisalReply.objects.create(
        appraisal_id=of.id, text=text[:LONGEST], at=at, by=by.label
    )  # fmt: skip
