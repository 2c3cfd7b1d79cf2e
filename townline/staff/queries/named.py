"""Who may be named in a note: everybody who works for a city now."""

from dataclasses import dataclass

from django.conf import settings

from townline.cities.rules.city import City
from townline.record.verbs import Actor, Role
from townline.staff.models import Member


@dataclass(frozen=True, kw_only=True)
class NamedMember:
    """A member of staff with what others call them by."""

    id: int
    username: str
    number: str
    label: str
    actor: Actor
    """Whom they act as: what they may see is asked of this."""


def named_members(city: City, *, demo: bool = False) -> tuple[NamedMember, ...]:
    """
    Return all who work for a city now, by name; in one statement.

    :param demo: with the demo's people too, who else are there in a demo alone
    """
    rows = Member.objects.filter(city=city.id, disabled_at=None).select_related("user")
    if not (demo or settings.DEMO):
        rows = rows.filter(demo=False)
    return tuple(
        NamedMember(
            id=row.pk,
            username=row.user.get_username(),
            number=row.number,
            label=row.label,
            actor=Actor(
                kind="staff",
                label=row.label,
                roles=frozenset(map(Role, row.roles)),
                departments=frozenset(row.departments),
                member_id=row.pk,
            ),
        )
        for row in rows.order_by("label", "pk")
    )
