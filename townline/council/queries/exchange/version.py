"""Which version of the council's record programs are told, so that one can be told "no news"."""

from dataclasses import dataclass
from datetime import datetime

from townline.cities.rules.city import City
from townline.council.queries.statements import SQL, fetched

ASKED = (SQL / "version_of_record.sql").read_text()


@dataclass(frozen=True, kw_only=True)
class Version:
    """A version of all that programs are told of a city's council."""

    tag: str
    """Another one as soon as anything is other than it was."""
    changed_at: datetime | None
    """When something changed last, as the record says; None where there is nothing."""


def version(city: City) -> Version | None:
    """
    Return the version of the record; None while somebody is writing.

    An entry is numbered before it is seen, so that two writers may be seen in the other order. With
    no writer under way, all up to the newest is seen, and what comes later is newer.
    """
    ((entry, held, changed_at, busy),) = fetched(ASKED, {"city_id": city.id})
    if busy:
        return None
    moment = int(changed_at.timestamp() * 1_000_000) if changed_at else 0
    parts = (city.id, city.edition_id, entry or 0, held or 0, moment)
    return Version(tag="-".join(f"{part:x}" for part in parts), changed_at=changed_at)
