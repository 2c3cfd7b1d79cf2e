"""What the desk's other pages do during a contact: they begin with what is known of it."""

from django.http import HttpRequest
from django.utils import timezone

from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.rules.looking import WhatFor
from townline.desk.call_forms import CallForm
from townline.desk.console import hand
from townline.desk.wording import Text
from townline.record.verbs import Actor
from townline.requests.actions.handle import handle
from townline.requests.queries import NoSuchRequest
from townline.requests.rules.handled import How

SAME = {"web_call": "call"}
"""Channels of contacts that requests know by another name."""
KNOWN = {"call", "walk_in", "letter", "email"}
"""Channels that the form of a call offers anyway."""


def contact_of(request: HttpRequest, city: City, by: Actor) -> int | None:
    """Return the contact that the address names, if the actor has it in hand."""
    said = request.GET.get("contact", "")
    agent = hand.agent_of(city, by) if said else None
    if agent is None:
        return None
    held = {str(each.id) for each in queries.in_hand(city.id, agent.id)}
    return int(said) if said in held else None


def begin(request: HttpRequest, city: City, by: Actor, form: CallForm) -> None:
    """Let the form of a call begin with what is known of the contact."""
    key = contact_of(request, city, by)
    if key is None:
        return
    turn, reach = queries.turn_of(city.id, key), queries.reach_of(key)
    channel = SAME.get(turn.channel, turn.channel)
    if channel not in KNOWN:
        choices: list[tuple[str, Text]] = [(channel, hand.CHANNELS.get(channel, channel))]
        choices += list(form.fields["channel"].choices)  # type: ignore[attr-defined]
        form.fields["channel"].choices = choices  # type: ignore[attr-defined]
    person = _person(request, city, key)
    seen = [key, *(person.told_in if person else ())]
    actions.look(city=city, contacts=seen, what_for=WhatFor.FILING, by=by, at=timezone.now())
    first, _blank, last = (person.name if person else reach.name if reach else "").partition(" ")
    left = {
        "channel": channel, "first_name": first, "last_name": last,
        "phone": reach.phone if reach else "",
        "email": (reach.email if reach else "") or (person.email if person else ""),
        "language": turn.language if turn.language in city.languages else "",
    }  # fmt: skip
    form.initial = {**form.initial, **{name: text for name, text in left.items() if text}}


def _person(request: HttpRequest, city: City, key: int) -> queries.Person | None:
    """Return who was chosen of those who left the address, or the only one."""
    reach = queries.reach_of(key)
    if reach is None:
        return None
    medium, address = ("sms", reach.phone) if reach.phone else ("email", reach.email)
    keys = queries.same_address(city_id=city.id, medium=medium, address=address)
    people = queries.people_of([each for each in keys if each != key])
    said = request.GET.get("person", "")
    chosen = next((each for each in people if str(each.contacts[0]) == said), None)
    return chosen or (people[0] if len(people) == 1 else None)


def link(request: HttpRequest, city: City, by: Actor, number: str, how: How) -> None:
    """Enter that a request was filed, read or changed during the contact of the address."""
    key = contact_of(request, city, by)
    if key is None:
        return
    try:
        handle(city=city, number=number, contact=key, how=how, by=by, at=timezone.now())
    except NoSuchRequest:
        return
