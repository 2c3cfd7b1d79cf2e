"""How common an area is among all requests, as the database last counted."""

from collections.abc import Collection
from dataclasses import dataclass
from math import sqrt

from townline.cities.freshness import Fresh
from townline.requests.queries.statements import SQL, fetched

FRESH_S = 600.0
"""How long a process trusts what it read of the counts, in seconds."""
COUNTED = (SQL / "areas_counted.sql").read_text()
EVEN = 8.0
"""
Where both ways to a page of 50 cost the same, as measured: from the newest down, 50 / share rows
are passed; by the index, rows * share are fetched, each of which takes some six times as long, as
they lie all over the table.
"""


@dataclass(frozen=True)
class _Counts:
    rows: float
    shares: dict[str, float]


_fresh: Fresh[str, _Counts] = Fresh(FRESH_S)


def are_common(areas: Collection[str]) -> bool:
    """Return whether a page of requests in these areas is soon met from the newest down."""
    counts = _fresh.read("areas") or _fresh.keep("areas", _counted())
    share = sum(counts.shares.get(area, 0.0) for area in areas)
    return share > sqrt(EVEN / max(counts.rows, EVEN))


def _counted() -> _Counts:
    found = fetched(COUNTED, {})
    rows = found[0][0] if found else 0.0
    return _Counts(rows, {area: share for _rows, area, share in found})
