"""What was directed of queues and agents."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
from django.db.models import Q, QuerySet

from townline.cities.rules.city import City, words_in
from townline.contacts.models import DirectiveRow
from townline.contacts.rules import directives
from townline.contacts.rules.directives import Directed, Directive, Kind


class NoSuchDirective(LookupError):
    """There is no such directive, or it was taken back."""


def directives_of(
    city_id: int, centre: str, *, queue: str = "", at: datetime | None = None, most: int = 200
) -> tuple[Directed, ...]:
    """
    Return what was directed at a centre, the last first, with what was taken back.

    :param queue: of this queue alone
    :param at: only what was not over by itself at that moment
    """
    rows = _given(city_id).filter(centre=centre)
    if queue:
        rows = rows.filter(queue=queue)
    if at is not None:
        rows = rows.filter(Q(until_at=None) | Q(until_at__gt=at))
    return tuple(_said(row) for row in rows.order_by("-id")[:most])


def standing(city_id: int, centres: Sequence[str], *, at: datetime) -> tuple[Directed, ...]:
    """Return what was directed of the queues of centres and was not over at a moment."""
    rows = _given(city_id).filter(centre__in=centres, until_at__gt=at).exclude(queue="")
    return tuple(_said(row) for row in rows.order_by("-id"))


def hours_directed(
    city_id: int, queues: Collection[str], at: datetime
) -> dict[str, tuple[Directed, ...]]:
    """
    Return the hours of queues that were directed, stand, and are not over at a moment.

    A queue for which there are none is not in it.
    """
    rows = _given(city_id).filter(
        queue__in=list(queues), kind=str(Kind.HOURS), until_at__gt=at, taken_back=None
    )  # fmt: skip
    found: dict[str, tuple[Directed, ...]] = {}
    for row in rows.order_by("-id"):
        found[row.queue] = (*found.get(row.queue, ()), _said(row))
    return found


def announced(city: City, queue: str, language: str, at: datetime) -> str:
    """Return what those hear who come to a queue, in a language that they read; empty: nothing."""
    rows = _given(city.id).filter(
        queue=queue, kind=str(Kind.ANNOUNCEMENT), until_at__gt=at, taken_back=None
    )  # fmt: skip
    found = directives.announcement([_said(row) for row in rows], at)
    return words_in(found.directive.words, language) if found else ""


def directive(city_id: int, key: int) -> tuple[str, Directed]:
    """
    Return a directive that stands or stood, with its centre.

    :raises NoSuchDirective: if there is none
    """
    row = _given(city_id).filter(pk=key).first()
    if row is None:
        raise NoSuchDirective(f"There is no directive {key}.")
    return row.centre, _said(row)


def _given(city_id: int) -> QuerySet[DirectiveRow]:
    rows = DirectiveRow.objects.filter(city_id=city_id).exclude(kind=str(Kind.TAKEN_BACK))
    return rows.select_related("agent", "taken_back")


def _said(row: DirectiveRow) -> Directed:
    back = getattr(row, "taken_back", None)
    return Directed(
        id=row.pk, at=row.at, by=row.by, directive=msgspec.convert(row.data, Directive),
        agent=row.agent.label if row.agent else "",
        taken_back_at=back.at if back else None, taken_back_by=back.by if back else "",
    )  # fmt: skip
