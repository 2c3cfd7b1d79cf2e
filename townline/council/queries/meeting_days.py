"""The regular meetings of the Council as the record has them, for the clocks of files."""

from townline.cities.rules.city import City
from townline.council.models import MeetingRow
from townline.council.queries.describing import council_settings
from townline.council.rules.calendar import MeetingDay
from townline.council.rules.meetings import Status
from townline.council.rules.notice import Kind

SURE = (Status.CONFIRMED, Status.OPEN, Status.HELD, Status.CANCELLED, Status.NO_QUORUM)
"""What a meeting must be to go before the calendar: one that is only planned does not."""


def meeting_days(city: City) -> frozenset[MeetingDay]:
    """Return the days of the Council's regular meetings, and what became of each."""
    rows = MeetingRow.objects.filter(
        city_id=city.id,
        kind=Kind.REGULAR.value,
        body__code=council_settings(city).council,
        status__in=[each.value for each in SURE],
    )
    return frozenset(rows.values_list("day", "status"))
