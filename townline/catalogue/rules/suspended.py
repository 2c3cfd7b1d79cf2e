"""Whether a service is suspended: for which areas, and from when until when."""

from collections.abc import Collection, Iterable
from datetime import date

from townline.catalogue.rules.offers import Suspension


def holds(suspension: Suspension, service_code: str, areas: Collection[str], on: date) -> bool:
    """
    Return whether the suspension stops a request for the service in any of the areas that day.

    Both its dates count as suspended. One that names areas does not hold for a place in none of
    them, nor for a request without a place.
    """
    if suspension.service_code != service_code:
        return False
    if suspension.since is not None and on < suspension.since:
        return False
    if suspension.until is not None and on > suspension.until:
        return False
    return not suspension.areas or not set(suspension.areas).isdisjoint(areas)


def holding(
    suspensions: Iterable[Suspension], service_code: str, areas: Collection[str], on: date
) -> Suspension | None:
    """Return the first suspension that stops the request, if one does."""
    return next((s for s in suspensions if holds(s, service_code, areas, on)), None)
