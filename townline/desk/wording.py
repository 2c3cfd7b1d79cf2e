"""How the desk says things: statuses, outcomes, channels, and dates that come nearer or passed."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from townline.record.verbs import Reader
from townline.requests.queries import Near, RequestShown

Text = str | Promise

STATUSES: dict[str, tuple[Text, str]] = {
    "received": (_("Received"), "new"),
    "held": (_("Held for a look"), "waiting"),
    "open": (_("Open"), "new"),
    "in_progress": (_("In progress"), "moving"),
    "waiting": (_("Waiting for the reporter"), "waiting"),
    "paused": (_("Paused"), "waiting"),
    "joined": (_("Joined"), "moving"),
    "closed": (_("Closed"), "ended"),
}
"""Status to its words and its tone (see the tag ``status``)."""

OUTCOMES: dict[str, tuple[Text, str]] = {
    "done": (_("Done"), "done"),
    "nothing_found": (_("Nothing found"), "ended"),
    "not_done": (_("Not done"), "ended"),
    "not_ours": (_("Not the city's"), "ended"),
    "duplicate": (_("Known already"), "ended"),
    "cancelled": (_("Cancelled"), "ended"),
}
"""Kind of an outcome to its words and tone."""

CHANNELS: dict[str, Text] = {
    "call": _("A call"),
    "walk_in": _("A visit in person"),
    "letter": _("A letter"),
    "email": _("An e-mail"),
}
"""What an agent takes requests from."""

VIEWS: dict[str, Text] = {
    "to_do": _("To do"),
    "overdue": _("Overdue"),
    "waiting": _("Waiting"),
    "held": _("Held"),
    "joined": _("Joined"),
    "closed": _("Closed"),
    "all": _("All"),
}

READERS: dict[Reader, Text] = {
    Reader.EVERYONE: "",
    Reader.REPORTER: _("Seen by the reporter and staff"),
    Reader.STAFF: _("Seen by staff only"),
}

ORIGINS: dict[str, Text] = {
    "demo": _("Demo"),
    "imported": _("From imported data"),
    "synthetic": _("Synthetic"),
}
"""Where a request comes from, other than from somebody who sent it here."""

SUSPICIONS: dict[str, Text] = {
    "trap": _("a field was filled in that people do not see"),
    "too_quick": _("it was sent within seconds"),
    "links": _("its text advertises with links"),
}


@dataclass(frozen=True)
class Due:
    """When something is to be done, in words; ``late`` and ``soon`` say how it is marked."""

    words: str
    late: bool = False
    soon: bool = False


def status_of(found: RequestShown) -> tuple[Text, str]:
    """Return the words and the tone of a request's status; of a closed one, its outcome's."""
    if found.status == "closed" and found.outcome_kind:
        return OUTCOMES[found.outcome_kind]
    return STATUSES[found.status]


def due_of(found: RequestShown, at: datetime, zone: ZoneInfo) -> Due:
    """Return when a request is due, as its department should read it now."""
    if found.closed_at:
        closed = date_format(found.closed_at.astimezone(zone), "DATE_FORMAT")
        return Due(gettext("Closed on %(day)s") % {"day": closed})
    if found.status == "joined":
        return Due(gettext("Closes with the one it joined"))
    if found.due_at is None:
        return Due(gettext("No promised date"))
    if found.paused_at:
        return Due(gettext("The clock stands still"))
    if found.overdue:
        return Due(_overdue(found.due_at, at), late=True)
    due_at = found.due_at.astimezone(zone)
    days = (due_at.date() - at.astimezone(zone).date()).days
    return Due(_coming(due_at, days), soon=days < 1)


def _overdue(due_at: datetime, at: datetime) -> str:
    hours = int((at - due_at).total_seconds() // 3600)
    if hours < 1:
        return gettext("Overdue for less than an hour")
    if hours < 48:
        return ngettext("Overdue for %(n)s hour", "Overdue for %(n)s hours", hours) % {"n": hours}
    days = hours // 24
    return ngettext("Overdue for %(n)s day", "Overdue for %(n)s days", days) % {"n": days}


def _coming(due_at: datetime, days: int) -> str:
    """Return a moment to come, by the day as long as it is near."""
    parts = {
        "time": date_format(due_at, "TIME_FORMAT"),
        "weekday": date_format(due_at, "l"),
        "day": date_format(due_at, "DATE_FORMAT"),
    }
    if days == 0:
        return gettext("Due today at %(time)s") % parts
    if days == 1:
        return gettext("Due tomorrow at %(time)s") % parts
    if days < 7:
        return gettext("Due on %(weekday)s, %(day)s") % parts
    return gettext("Due on %(day)s") % parts


def near_label(near: Near, zone: ZoneInfo) -> SafeString:
    """Return a request near by as a choice: its number, and below it where and since when."""
    told = gettext("%(n)s m away, reported on %(day)s") % {
        "n": round(near.metres),
        "day": date_format(near.requested_at.astimezone(zone), "DATE_FORMAT"),
    }
    return choice_label(near.number, f"{near.address}, {told}" if near.address else told)


def away(metres: float) -> str:
    """Return a distance as people say it: not finer than anybody measures it."""
    if metres < 5:
        return gettext("at the same place")
    rounded = round(metres) if metres < 20 else round(metres / 5) * 5
    return gettext("%(n)s m away") % {"n": rounded}


def choice_label(words: str, about: str) -> SafeString:
    """Return what a choice says, with what is to be known about it below."""
    return format_html('{}<span class="usa-radio__label-description">{}</span>', words, about)


def language_name(code: str) -> str:
    """Return what a language calls itself."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def day_words(day: date) -> str:
    """Return a day with its weekday."""
    return f"{date_format(day, 'l')}, {date_format(day, 'DATE_FORMAT')}"
