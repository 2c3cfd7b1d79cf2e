"""What a city is asked for most of late, for pages that lead to it by one step."""

from datetime import datetime

from townline.cities.freshness import Fresh
from townline.cities.rules.city import City
from townline.requests.queries.statements import SQL, fetched

ASKED = (SQL / "most_asked.sql").read_text()
DAYS = 90
EACH = 50
"""How many requests of a day are looked at, so that a great city costs no more than a small one."""
FRESH_S = 600.0
"""How long a process trusts what it read, in seconds."""
FEW = 20
"""With fewer requests, chance decides what comes first."""

_fresh: Fresh[int, tuple[str, ...]] = Fresh(FRESH_S)


def most_asked(city: City, *, at: datetime) -> tuple[str, ...]:
    """Return the services asked for in the last 90 days, the most asked first; none if too few."""
    known = _fresh.read(city.id)
    if known is None:
        asked = {"city": city.id, "at": at, "days": DAYS, "each": EACH}
        rows = fetched(ASKED, asked)
        enough = sum(count for _code, count in rows) >= FEW
        known = _fresh.keep(city.id, tuple(code for code, _count in rows) if enough else ())
    return known
