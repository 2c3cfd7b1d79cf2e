"""Who leads a centre, or answers there: nobody else does anything with what is kept of it."""

from townline.cities.rules.city import City
from townline.contacts.queries.agents_of_staff import agent_of_member
from townline.contacts.queries.centres import department_of
from townline.record.verbs import Actor, NotAllowed, Verb, require


def leads(city: City, centre: str, by: Actor) -> bool:
    """Return whether somebody works for the department of a centre; what is nobody's does."""
    return by.kind != "staff" or by.works_for(department_of(city.edition_id, centre))


def require_led(city: City, centre: str, verb: Verb, by: Actor) -> None:
    """
    Let those through who may enter a verb, and work for the department of a centre.

    :raises NotAllowed: if they may not, or work for another department
    """
    require(by, verb)
    if not leads(city, centre, by):
        raise NotAllowed(f"{by.label} does not work for the department of the centre {centre}")


def require_there(city: City, centre: str, verb: Verb, by: Actor) -> None:
    """
    Let those through as well who answer contacts at the centre.

    :raises NotAllowed: if they may not enter the verb, or have nothing to do with the centre
    """
    me = agent_of_member(city.id, by.member_id)
    if me is not None and me.centre == centre:
        require(by, verb)
    else:
        require_led(city, centre, verb, by)
