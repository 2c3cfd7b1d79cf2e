"""Which centres somebody leads: those of the departments that they work for."""

from townline.cities.rules.city import City
from townline.contacts import queries
from townline.desk.access import LEADING
from townline.record.verbs import Actor


def centres_led(city: City, by: Actor) -> frozenset[str]:
    """Return the codes of the centres that somebody leads; none for those who lead nothing."""
    if not by.roles & LEADING:
        return frozenset()
    known = queries.contact_centre(city.edition_id).centres
    return frozenset(each.code for each in known if by.works_for(each.department))
