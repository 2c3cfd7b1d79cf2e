"""Which members of staff answer contacts, and as what."""

from townline.contacts.models import Agent
from townline.contacts.queries.turns import AgentShown, agent_shown


def agent_of_member(city_id: int, member_id: int | None) -> AgentShown | None:
    """Return as whom a member of staff answers contacts; None where they do not."""
    if member_id is None:
        return None
    row = Agent.objects.filter(city_id=city_id, member_id=member_id).first()
    return agent_shown(row) if row else None


def agents_of_staff(city_id: int) -> tuple[AgentShown, ...]:
    """Return all members of staff who answer contacts, by name; without simulated agents."""
    rows = Agent.objects.filter(city_id=city_id, member__isnull=False)
    return tuple(agent_shown(row) for row in rows.order_by("label", "id"))
