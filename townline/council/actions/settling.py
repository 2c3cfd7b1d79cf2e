"""Settling what an import flagged, once a clerk has looked at it."""

from datetime import datetime

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.models import Flag
from townline.record.verbs import Actor, require


class NoSuchFlag(LookupError):
    """The city has no such flag, or it was settled before."""


def settle(*, city: City, flag_id: int, by: Actor, at: datetime) -> None:
    """
    Put a flag aside; the record that it is about stays as it is.

    :raises NoSuchFlag: if there is none to settle
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.ACTED)
    rows = Flag.objects.filter(pk=flag_id, file__city_id=city.id, settled_at=None)
    if not rows.update(settled_at=at, settled_by=by.label):
        raise NoSuchFlag(f"There is no flag {flag_id} to settle.")
