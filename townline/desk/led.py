"""Which centres somebody leads, or answers at: those of the departments that they work for."""

from collections.abc import Collection

from townline.cities.rules.city import City
from townline.contacts import queries
from townline.record.verbs import Actor

EVERY = None
"""All of them, and those that the city's folder names no more."""


def led(city: City, by: Actor) -> frozenset[str] | None:
    """Return the codes of the centres of somebody's departments; ``EVERY`` for who has them all."""
    if by.works_for("*"):
        return EVERY
    known = queries.contact_centre(city.edition_id).centres
    return frozenset(each.code for each in known if by.works_for(each.department))


def answered_at(city: City, by: Actor) -> frozenset[str] | None:
    """Return the same, with the centre at which they answer contacts."""
    own, me = led(city, by), queries.agent_of_member(city.id, by.member_id)
    return own if own is EVERY or me is None else own | {me.centre}


def is_in(centre: str, centres: Collection[str] | None) -> bool:
    """Return whether a centre is among those of ``led`` or ``answered_at``."""
    return centres is EVERY or centre in centres


def department_of_letters(city: City) -> str:
    """Return the department whose centre answers letters; empty where none does."""
    queue = queries.written_queue(city.edition_id, letters=True)
    known = queries.contact_centre(city.edition_id).centres if queue else ()
    return next((each.department for each in known if queue and each.code == queue.centre), "")
