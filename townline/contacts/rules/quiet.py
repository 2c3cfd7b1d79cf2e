"""Quiet hours: when a message would wake people, and when it may go out instead."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def quiet_until(at: datetime, hours: tuple[time, time] | None, zone: ZoneInfo) -> datetime | None:
    """
    Return when the quiet that holds at a moment ends; None where there is none then.

    :param hours: from and until, by the city's clock; a span like 21:00 to 8:00 goes over midnight,
        and one that ends when it begins is no quiet at all
    """
    if hours is None or hours[0] == hours[1]:
        return None
    begins, ends = hours
    local = at.astimezone(zone)
    now = local.time().replace(tzinfo=None)
    over_midnight = begins > ends
    quiet = (now >= begins or now < ends) if over_midnight else begins <= now < ends
    if not quiet:
        return None
    day = local.date() + timedelta(days=1) if over_midnight and now >= begins else local.date()
    # In the gap of a change of clocks this is a moment that follows it: later, never earlier.
    return max(at, datetime.combine(day, ends, tzinfo=zone))
