"""How it is said that something is closed, and when it opens."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

SOON = timedelta(days=6)
"""Within so long a weekday tells which day is meant."""


def named(words: str, opens_at: datetime | None, at: datetime, zone: ZoneInfo) -> str:
    """Return the name of what is closed at a moment, saying so; for a list of several."""
    if opens_at is None:
        return _("%(name)s (closed now)") % {"name": words}
    when = clock(opens_at, at, zone)
    return _("%(name)s (closed now, opens: %(when)s)") % {"name": words, "when": when}


def clock(moment: datetime, at: datetime, zone: ZoneInfo) -> str:
    """
    Return a moment to come as somebody says it, in a zone: with its weekday or date if not today.

    :param at: the moment now
    """
    local, today = moment.astimezone(zone), at.astimezone(zone).date()
    hour = time_format(local, "TIME_FORMAT")
    if local.date() == today:
        return hour
    form = "l" if local.date() - today <= SOON else "DATE_FORMAT"
    return f"{date_format(local, form)}, {hour}"
