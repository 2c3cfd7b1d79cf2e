"""Letters to those who work for the city: what was escalated to them, and the daily digest."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from townline.channels.followed import address
from townline.cities.rules.city import City
from townline.contacts.actions import Owed
from townline.requests import queries
from townline.requests.queries import Worst
from townline.requests.rules.worklists import COUNTS_TO

SETTINGS = "desk/mail/"
"""Where members say what they are sent: there is no other way out of a letter of one's work."""


def escalated(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    """
    Return what a letter about an escalated request needs; nothing that tells who reported it.

    :raises LookupError: if the request is gone
    """
    number = str(owed.data["number"])
    request = queries.for_notice(city, number, language=language, at=at)
    why = queries.why(str(owed.data["when"]), int(owed.data["days"]))
    return {
        "request": request,
        "own": False,
        "why": why[:1].upper() + why[1:],
        "place": "" if request.publicity == "nothing" else request.address,
        "due": request.due_at.astimezone(city.zone) if request.due_at else None,
        "page": address(city, f"desk/requests/{number}/", language),
        "settings": address(city, SETTINGS, language) if owed.data.get("own") else "",
        "leave": "",
    }


COUNTED: dict[str, tuple[str | Promise, str]] = {
    "late": (_("Late"), "view=overdue"),
    "due_today": (_("Due today"), "view=to_do"),
    "unassigned": (_("Nobody has it"), "view=to_do&whose=nobody"),
    "dormant": (_("No news for two weeks or more"), "view=to_do&sort=oldest"),
    "escalated": (_("Escalated since the last working morning"), "view=to_do"),
    "reopened": (_("Opened again since the last working morning"), "view=to_do&sort=changed"),
}
"""What a digest counts: its words, and the worklist that shows it."""


def digest(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    """
    Return what the daily digest of a department needs: as things stand when it goes out.

    :raises LookupError: if the city has that department no more
    """
    code = str(owed.data["department"])
    found = queries.digest(city, code, language=language, at=at)
    worklist = address(city, "desk/worklist/", language)
    return {
        "digest": found,
        "day": date_format(found.on, "DATE_FORMAT"),
        "lines": [
            {"words": words, "number": counted(found.counts[name]),
             "page": f"{worklist}?{asked}&department={code}"}
            for name, (words, asked) in COUNTED.items()
            if found.counts[name]
        ],
        "worst": [_worst(city, one, language) for one in found.worst],
        "page": worklist,
        "settings": address(city, SETTINGS, language),
        "leave": "",
    }  # fmt: skip


def _worst(city: City, one: Worst, language: str) -> dict[str, Any]:
    return {
        "number": one.number, "service_name": one.service_name, "address": one.address,
        "who": one.who, "late": one.late,
        "due": date_format(one.due_at.astimezone(city.zone), "DATETIME_FORMAT"),
        "page": address(city, f"desk/requests/{one.number}/", language),
    }  # fmt: skip


def counted(number: int) -> str:
    """Return a number as it is told: exactly, as far as somebody counts."""
    return f"{COUNTS_TO:,}+" if number > COUNTS_TO else f"{number:,}"
