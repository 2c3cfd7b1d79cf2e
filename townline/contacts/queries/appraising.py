"""Which contacts are to be looked at, and how they were found to be handled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db.models import QuerySet

from townline.cities.rules.city import City
from townline.contacts.models import AppraisalRow, Leg
from townline.contacts.queries.centres import contact_centre
from townline.contacts.rules import quality
from townline.contacts.rules.quality import Handled, Mark, Question


class NoSuchAppraisal(LookupError):
    """There is no such appraisal, or it was replaced."""


@dataclass(frozen=True, kw_only=True)
class ReplyShown:
    """What an agent said to an appraisal."""

    text: str
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class AppraisalShown:
    """How somebody found that a contact was handled."""

    id: int
    contact: int
    agent: int
    label: str
    """How the record names the agent."""
    week: str
    questions: tuple[Question, ...]
    marks: dict[str, Mark]
    comment: str
    score: int | None
    at: datetime
    by: str
    replies: tuple[ReplyShown, ...]
    former: int | None
    """The one that it replaces."""
    replaced: bool


def sampled(city: City, week: str) -> list[Handled]:
    """
    Return the contacts that are to be looked at of a week; not what agents asked each other.

    What a centre did that the city's folder does not name is not looked at: nobody leads it.

    :raises ValueError: if there is no such week
    """
    begins, ends = quality.span_of(week, city.zone)
    legs = Leg.objects.filter(
        kind="agent", started_at__gte=begins, started_at__lt=ends, ended_at__isnull=False,
        turn__city_id=city.id, turn__about=None,
        agent__centre__in=[each.code for each in contact_centre(city.edition_id).centres],
    )  # fmt: skip
    pairs = legs.values_list("agent_id", "turn_id").distinct()
    handled = [Handled(agent, contact) for agent, contact in pairs if agent is not None]
    return quality.sample(handled, city=city.slug, week=week)


def appraisals(city_id: int, *, week: str) -> tuple[AppraisalShown, ...]:
    """Return the appraisals of a week, without those that were replaced."""
    return _shown(_rows(city_id).filter(week=week, replaced_by=None).order_by("id"))


def appraisals_of(
    city_id: int, agent: int, *, before: int = 0, most: int
) -> tuple[AppraisalShown, ...]:
    """Return an agent's appraisals, the last first, without those that were replaced."""
    rows = _rows(city_id).filter(agent_id=agent, replaced_by=None)
    if before:
        rows = rows.filter(id__lt=before)
    return _shown(rows.order_by("-id")[:most])


def appraisal(city_id: int, key: int) -> AppraisalShown:
    """
    Return one appraisal.

    :raises NoSuchAppraisal: if there is none
    """
    for found in _shown(_rows(city_id).filter(pk=key)):
        return found
    raise NoSuchAppraisal(f"There is no appraisal {key}.")


def _rows(city_id: int) -> QuerySet[AppraisalRow]:
    rows = AppraisalRow.objects.filter(city_id=city_id).select_related("agent", "replaced_by")
    return rows.prefetch_related("replies")


def _shown(rows: Sequence[AppraisalRow] | QuerySet[AppraisalRow]) -> tuple[AppraisalShown, ...]:
    return tuple(
        AppraisalShown(
            id=row.pk, contact=row.turn_id, agent=row.agent_id, label=row.agent.label,
            week=row.week, questions=msgspec.convert(row.questions, tuple[Question, ...]),
            marks={code: Mark(mark) for code, mark in row.marks.items()}, comment=row.comment,
            score=row.score, at=row.at, by=row.by, former=row.replaces_id,
            replaced=getattr(row, "replaced_by", None) is not None,
            replies=tuple(
                ReplyShown(text=each.text, at=each.at, by=each.by)
                for each in sorted(row.replies.all(), key=lambda each: each.pk)
            ),
        )
        for row in rows
    )  # fmt: skip
