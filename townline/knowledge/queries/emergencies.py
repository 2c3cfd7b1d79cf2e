"""Whether words tell of an emergency, by what a city's folder says of them."""

import msgspec

from townline.cities.freshness import Fresh
from townline.cities.rules.city import City
from townline.knowledge.models import EmergenciesRow
from townline.knowledge.rules import emergencies
from townline.knowledge.rules.emergencies import Emergencies, Emergency

_known: Fresh[int, Emergencies] = Fresh(float("inf"))
"""By edition, which never changes."""


def emergency_in(city: City, text: str) -> Emergency | None:
    """Return the emergency that a text tells of, in any language of the city; None for none."""
    return emergencies.emergency_in(text, _of(city.edition_id))


def _of(edition_id: int) -> Emergencies:
    known = _known.read(edition_id)
    if known is None:
        row = EmergenciesRow.objects.filter(edition=edition_id).first()
        found = msgspec.convert(row.data, Emergencies) if row else Emergencies()
        known = _known.keep(edition_id, found)
    return known
