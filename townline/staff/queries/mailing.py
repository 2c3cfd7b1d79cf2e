"""Who works for a city, and where the desk writes to them."""

from dataclasses import dataclass

from django.conf import settings

from townline.cities.rules.city import City
from townline.staff.models import Mailing, Member


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A member who may be told of something by the desk."""

    id: int
    label: str
    departments: frozenset[str]
    roles: frozenset[str]
    email: str
    """Where they want to be written to; empty where nowhere."""
    escalations: bool
    """Whether what is escalated to them comes by e-mail too."""
    digests: tuple[str, ...]
    """The departments whose daily digest they want."""


def reached(city: City) -> tuple[Reached, ...]:
    """Return all who work for a city now, by name; in one statement."""
    rows = Member.objects.filter(city=city.id, disabled_at=None).select_related("mailing")
    return tuple(
        _reached(row) for row in rows.order_by("label", "pk") if settings.DEMO or not row.demo
    )


def mailing(member_id: int) -> Reached | None:
    """Return how one member is written to; None where there is no such member any more."""
    row = Member.objects.filter(pk=member_id, disabled_at=None).select_related("mailing").first()
    return _reached(row) if row else None


def _reached(row: Member) -> Reached:
    kept: Mailing | None = getattr(row, "mailing", None)
    return Reached(
        id=row.pk,
        label=row.label,
        departments=frozenset(row.departments),
        roles=frozenset(row.roles),
        email=kept.email if kept else "",
        escalations=kept.escalations if kept else True,
        digests=tuple(kept.digests) if kept else (),
    )
