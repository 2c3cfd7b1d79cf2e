"""Files by a day that comes: taken up next, about to expire."""

from datetime import date
from typing import Literal

from townline.cities.rules.city import City
from townline.council.models import CouncilFile
from townline.council.queries.files import FileShown, shown
from townline.council.rules.states import State

ENDED = (State.FINAL, State.PUBLISHED, State.IN_FORCE, State.WITHDRAWN, State.EXPIRED)
"""Nothing of these runs out any more."""


def files_due(
    city: City,
    column: Literal["next_date", "expires_date"],
    *,
    since: date,
    until: date = date.max,
    most: int,
) -> tuple[FileShown, ...]:
    """Return the public files of which a day comes soonest, from a day on up to another."""
    rows = CouncilFile.objects.readable(city.id).filter(
        **{f"{column}__gte": since, f"{column}__lte": until}
    )
    if column == "expires_date":
        rows = rows.exclude(state__in=[state.value for state in ENDED])
    return tuple(shown(row) for row in rows.order_by(column, "id")[:most])
