"""What a reporter can still do with their own request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.contacts import queries as contacts
from townline.contacts.queries import Reach
from townline.contacts.rules import reach
from townline.geography.rules.place import Point
from townline.portal import deed_forms
from townline.record.verbs import RESIDENT, Verb
from townline.requests import queries as requests
from townline.requests import verbs
from townline.requests.actions import own, satisfaction
from townline.requests.queries import RequestShown, Said
from townline.requests.rules import ordering
from townline.requests.rules.lifecycle import Status, possible


@dataclass(frozen=True)
class Deed:
    """Something that a reporter can do."""

    code: str
    title: str | Promise
    done: str | Promise
    """What the page says afterwards."""
    verb: Verb | None
    """What it enters; None where the record says nothing of it."""
    label: str | Promise = ""
    """What its text field asks for."""
    required: bool = True
    place: str = "work"
    """Where on the page: ``work``, ``after`` the end, or ``contact``."""


ALL = (
    Deed(
        "answer",
        gettext_lazy("Answer"),
        gettext_lazy("Your answer is with the department."),
        verbs.ANSWERED,
        gettext_lazy("Your answer"),
    ),
    Deed(
        "move",
        gettext_lazy("Choose another day"),
        gettext_lazy("The day is changed."),
        verbs.MOVED,
    ),
    Deed(
        "photos",
        gettext_lazy("Add photos"),
        gettext_lazy("Your photos are added."),
        verbs.PHOTOGRAPHED,
    ),
    Deed(
        "fixed",
        gettext_lazy("Yes, it is fixed"),
        gettext_lazy("Thank you. It is good to know."),
        verbs.CONFIRMED,
        place="after",
    ),
    Deed(
        "reopen",
        gettext_lazy("No, open it again"),
        gettext_lazy("It is open again, and the department has been told."),
        verbs.REOPENED,
        place="after",
    ),
    Deed(
        "rate",
        gettext_lazy("Say how it went"),
        gettext_lazy("Thank you. Your answer is kept; you can change it."),
        verbs.RATED,
        place="after",
    ),
    Deed(
        "cancel",
        gettext_lazy("Cancel it"),
        gettext_lazy("It is cancelled."),
        verbs.CANCELLED,
        gettext_lazy("Why, if you like to tell"),
        required=False,
    ),
    Deed(
        "told",
        gettext_lazy("Change how you are told"),
        gettext_lazy("It is changed."),
        None,
        place="contact",
    ),
    Deed(
        "forget",
        gettext_lazy("Delete my contact details"),
        gettext_lazy("Your contact details are deleted. The request itself stays."),
        verbs.FORGOTTEN,
        gettext_lazy("Delete my name and my addresses. The city can then no longer write to me."),
        place="contact",
    ),
)
BY_CODE = {deed.code: deed for deed in ALL}


@dataclass(frozen=True)
class Own:
    """A reporter's own request, with what is known of them; deeds hang on all of it."""

    city: City
    shown: RequestShown
    at: datetime
    reach: Reach | None
    """How they are told; None where they left no details."""
    said: Said
    """What they said after the end."""


def own_of(city: City, shown: RequestShown, at: datetime) -> Own:
    """Return what deeds hang on."""
    said = requests.said_of(shown.id) if shown.status == "closed" else Said()
    known = contacts.reach_of(shown.contact_id) if shown.contact_id else None
    return Own(city, shown, at, known, said)


def open_to(mine: Own) -> list[Deed]:
    """Return what the reporter can do now."""
    return [deed for deed in ALL if _is_open(deed, mine)]


def form_of(
    deed: Deed,
    mine: Own,
    data: Mapping[str, Any] | None = None,
    files: MultiValueDict[str, Any] | None = None,
) -> forms.Form:
    """Return the form of a deed; its fields are named after it, so that several fit on a page."""
    said: dict[str, Any] = {"data": data, "files": files, "prefix": deed.code}
    made: dict[str, Callable[[], forms.Form]] = {
        "fixed": lambda: deed_forms.Plain(**said),
        "photos": lambda: deed_forms.Pictures(**said),
        "move": lambda: deed_forms.Day(**said, days=_days(mine), until=_last_change(mine)),
        "reopen": lambda: deed_forms.NotFixed(**said),
        "rate": lambda: deed_forms.Rating(**said, initial={"rating": mine.said.rating}),
        "told": lambda: deed_forms.Told(**said, known=mine.reach),
        "forget": lambda: deed_forms.Sure(**said, label=str(deed.label)),
    }
    words: dict[str, Any] = {"label": str(deed.label), "required": deed.required}
    return made[deed.code]() if deed.code in made else deed_forms.Words(**said, **words)


def do(deed: Deed, mine: Own, form: forms.Form) -> None:
    """Do it, as the valid form says."""
    said = form.cleaned_data
    acts: dict[str, Callable[..., None]] = {
        "answer": lambda **who: own.answer(text=said["text"], **who),
        "move": lambda **who: own.move(to=date.fromisoformat(said["day"]), **who),
        "photos": lambda **who: own.add_photo(photos=_read(form), **who),
        "fixed": satisfaction.confirm_fixed,
        "reopen": lambda **who: own.reopen(
            reason=said["text"], reasons=tuple(said["reasons"]), photos=_read(form), **who
        ),
        "rate": lambda **who: satisfaction.rate(rating=said["rating"], text=said["text"], **who),
        "cancel": lambda **who: own.cancel(reason=said["text"], **who),
        "told": lambda **who: own.tell_by(
            medium=said["medium"], address=deed_forms.address_in(form), **who
        ),
        "forget": own.forget,
    }
    acts[deed.code](city=mine.city, number=mine.shown.number, by=RESIDENT, at=mine.at)


def _is_open(deed: Deed, mine: Own) -> bool:
    if deed.verb and not possible(Status(mine.shown.status), deed.verb):
        return False
    return OPEN[deed.code](mine) if deed.code in OPEN else True


def _may_reopen(mine: Own) -> bool:
    until = requests.reopens_until(mine.shown)
    return until is not None and mine.at <= until


def _may_move(mine: Own) -> bool:
    """Return whether the day of an order can still be changed, and there is another one."""
    until = _last_change(mine)
    late = until is None or mine.at.astimezone(mine.city.zone).date() > until
    return not late and bool(_days(mine))


def _last_change(mine: Own) -> date | None:
    offer = catalogue.offers(mine.city.edition_id).get(mine.shown.service_code)
    if offer is None or offer.dates is None or mine.shown.order_date is None:
        return None
    return ordering.last_change(offer.dates, mine.shown.order_date)


OPEN: dict[str, Callable[[Own], bool]] = {
    "photos": lambda mine: mine.shown.open,
    "move": _may_move,
    "reopen": _may_reopen,
    "fixed": lambda mine: mine.said.fixed is not True and mine.shown.outcome_kind == "done",
    "rate": lambda mine: mine.shown.outcome_kind != "cancelled",
    "told": lambda mine: mine.reach is not None,
    "forget": lambda mine: mine.reach is not None,
}
"""What a deed needs beside the lifecycle."""


def _days(mine: Own) -> tuple[date, ...]:
    city, shown = mine.city, mine.shown
    if shown.service_code not in catalogue.offers(city.edition_id):
        return ()
    has_place = shown.lat is not None and shown.lon is not None
    point = Point(shown.lat, shown.lon) if has_place else None  # type: ignore[arg-type]
    days = requests.days_free(city, shown.service_code, point, at=mine.at)
    return tuple(day for day in days if day != shown.order_date)


def _read(form: forms.Form) -> tuple[bytes, ...]:
    return tuple(upload.read() for upload in form.cleaned_data["photos"])


def told_words(known: Reach) -> str:
    """Return how a reporter is told at present, without showing the whole address."""
    if known.told_by == "none":
        return _("You get no messages about this request.")
    written = known.phone if known.told_by == "sms" else known.email
    words = {
        "email": _("We tell you by e-mail to %(address)s."),
        "sms": _("We tell you by text message to %(address)s."),
    }
    return words[known.told_by] % {"address": reach.masked(known.told_by, written)}
