"""How long something may take, in the words that residents read; a promise is another matter."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from townline.cities.rules.city import City
from townline.requests import queries as requests
from townline.requests.queries import RequestShown
from townline.requests.rules import expecting
from townline.requests.rules.expecting import Expected, Standing, Window


@dataclass(frozen=True)
class Told:
    """What may be expected, and what that is known from."""

    sentence: str
    basis: str
    long: bool = False
    """It takes longer than almost all others did."""


def of_request(city: City, shown: RequestShown, at: datetime) -> Told | None:
    """
    Return what may be expected of a request, in one statement; None where that is no question.

    An order has its day, one that joined another waits for that one, and one that is held has not
    begun.
    """
    if not shown.open or shown.order_date or shown.status in ("held", "joined"):
        return None
    known = requests.expected(city, shown.service_code, shown.areas)
    if known is None:
        return Told(_("Too few requests like this were finished to say how long it takes."), "")
    window = expecting.window(known, since=shown.requested_at, at=at, zone=city.zone)
    return Told(_sentence(known, window), basis(known, city), window.standing is Standing.LONG)


def of_service(known: Expected | None, city: City) -> Told | None:
    """Return what may be expected of a request that is yet to be made."""
    if known is None:
        return None
    words = {"half": days(known.half), "most": days(known.high)}
    said = _("Half of the requests like this are finished within %(half)s, most within %(most)s.")
    return Told(said % words, basis(known, city))


def _sentence(known: Expected, window: Window) -> str:
    if window.standing is Standing.LONG:
        return _(
            "This is taking longer than nine in ten requests like it: most are finished "
            "within %(most)s."
        ) % {"most": days(known.high)}
    words = {
        "first": date_format(window.first, "DATE_FORMAT"),
        "half": date_format(window.half, "DATE_FORMAT"),
        "last": date_format(window.last, "DATE_FORMAT"),
    }
    if window.first == window.last:
        return _("Most requests like this are finished by %(last)s.") % words
    return (
        _(
            "Most requests like this are finished between %(first)s and %(last)s, half of "
            "them by %(half)s."
        )
        % words
    )


def basis(known: Expected, city: City) -> str:
    """Return what it is known from, and that it is no promise."""
    words = {
        "n": known.count,
        "first": date_format(known.since.astimezone(city.zone), "DATE_FORMAT"),
        "last": date_format(known.until.astimezone(city.zone), "DATE_FORMAT"),
    }
    if known.area:
        said = _(
            "An estimate from %(n)s requests in this part of the city, finished between %(first)s "
            "and %(last)s. It is not a promise."
        )
    else:
        said = _(
            "An estimate from %(n)s requests in the whole city, finished between %(first)s and "
            "%(last)s. It is not a promise."
        )
    return said % words


def days(amount: float) -> str:
    """Return a number of days in words, a begun one counted whole."""
    whole = max(1, ceil(amount))
    return ngettext("%(n)s day", "%(n)s days", whole) % {"n": whole}
