"""Members of staff who answer contacts, for the command line and the demo."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from townline.cities.rules.city import City
from townline.contacts import actions, queries, verbs
from townline.contacts.queries import AgentShown
from townline.contacts.rules.answering import Abilities
from townline.contacts.rules.queueing import Medium
from townline.record.verbs import Actor
from townline.staff import queries as staff
from townline.staff.queries import NamedMember

DEMO_TEXTS = 3
"""How many written contacts the demo's agents have at once."""


def answers(member: NamedMember) -> bool:
    """Return whether somebody has a role that answers contacts."""
    return bool(member.actor.roles & verbs.ANSWERING)


def as_document(city: City, agent: AgentShown) -> dict[str, Any]:
    """Return an agent as one JSON object, with their user name."""
    names = {each.id: each.username for each in staff.named_members(city, demo=True)}
    return {
        "username": names.get(agent.member_id or 0, ""), "label": agent.label,
        "centre": agent.centre, "queues": agent.queues, "languages": agent.languages,
        "skills": agent.skills, "reserved": agent.reserved, "texts": agent.text_most,
        "status": agent.status, "since": agent.since.isoformat(),
    }  # fmt: skip


def put(city: City, username: str, said: dict[str, Any], *, by: Actor, at: datetime) -> AgentShown:
    """
    Let a member of staff answer contacts; what is not said stays, or is all that there is.

    :param said: any of the fields of ``Abilities``; None or empty says nothing
    :raises LookupError: if nobody of that name works for the city
    :raises UnfitAgent: if the city has no such centre, queue, language or skill
    :raises NotNow: if they have contacts in hand at another centre
    """
    member = next((m for m in staff.named_members(city, demo=True) if m.username == username), None)
    if member is None:
        raise LookupError(f"nobody named {username!r} works for {city.slug} now")
    if not answers(member):
        raise LookupError(f"{username} is neither an agent nor a supervisor: give them the role")
    known = queries.agent_of_member(city.id, member.id)
    first = _now(known) if known else everything(city, str(said.get("centre") or ""))
    given = {name: value for name, value in said.items() if value not in (None, (), "")}
    actions.put_agent(
        city=city, member_id=member.id, label=member.label, said=replace(first, **given), by=by,
        at=at,
    )  # fmt: skip
    found = queries.agent_of_member(city.id, member.id)
    assert found is not None
    return found


def everything(city: City, code: str = "") -> Abilities:
    """Return what an agent of a centre can be who answers all of it; of the first by default."""
    known = queries.contact_centre(city.edition_id)
    centre = next((each for each in known.centres if code in ("", each.code)), None)
    if centre is None:
        return Abilities(centre=code, languages=city.languages[:1])
    needed = {skill for queue in centre.queues for skill in queue.needs}
    written = any(queue.medium is Medium.TEXT for queue in centre.queues)
    return Abilities(
        centre=centre.code, queues=tuple(queue.code for queue in centre.queues),
        languages=city.languages[:1], skills=tuple(sorted(needed)),
        text_most=DEMO_TEXTS if written else 1,
    )  # fmt: skip


def demo_agents(city: City, *, by: Actor, at: datetime) -> None:
    """Let the demo's people who may answer contacts do so, as far as they do not yet."""
    if not queries.contact_centre(city.edition_id).centres:
        return
    said = replace(everything(city), languages=city.languages)
    for member in staff.named_members(city):
        if not member.username.startswith("demo-") or not answers(member):
            continue
        if queries.agent_of_member(city.id, member.id) is None:
            actions.put_agent(
                city=city, member_id=member.id, label=member.label, said=said, by=by, at=at
            )


def _now(agent: AgentShown) -> Abilities:
    return Abilities(
        centre=agent.centre, queues=agent.queues, languages=agent.languages, skills=agent.skills,
        reserved=agent.reserved, text_most=agent.text_most,
    )  # fmt: skip
