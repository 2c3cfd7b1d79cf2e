"""What agents said of themselves over time, as the queue heard it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from townline.contacts.models import Agent
from townline.contacts.rules.queueing import Status

STATUSES = (Path(__file__).parent.parent / "sql" / "statuses_of.sql").read_text()


@dataclass(frozen=True, kw_only=True)
class StatusSince:
    """An agent is so from a moment on, until the next one."""

    agent: int
    at: datetime
    status: Status


def statuses(
    city_id: int, agents: Sequence[int], *, since: datetime, at: datetime
) -> tuple[StatusSince, ...]:
    """
    Return what agents said of themselves within a time, and what they had said last before.

    By agent and moment; who never said anything is not among them.
    """
    said: dict[str, Any] = {"city": city_id, "agents": list(agents), "since": since, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(STATUSES, said)
        return tuple(
            StatusSince(agent=agent, at=moment, status=Status(status))
            for agent, moment, status in cursor.fetchall()
        )


def centres_of_agents(city_id: int, agents: Collection[int]) -> dict[int, str]:
    """Return at which centres agents answer, by their keys."""
    rows = Agent.objects.filter(city_id=city_id, pk__in=agents)
    return dict(rows.values_list("id", "centre"))


def labels_of(city_id: int, agents: Collection[int]) -> dict[int, str]:
    """Return how the record names agents, by their keys."""
    rows = Agent.objects.filter(city_id=city_id, pk__in=agents)
    return dict(rows.values_list("id", "label"))
