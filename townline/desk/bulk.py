"""The same done to several requests: looked at first, told for each, and taken back if need be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from townline.desk.access import city_of, for_staff, show
from townline.desk.bulk_forms import DEEDS, BulkDeed, BulkForm, Situation
from townline.desk.refusals import WORDS
from townline.desk.wording import Text
from townline.desk.worklist import Row, row_of
from townline.record.verbs import Actor, may
from townline.requests import queries as requests
from townline.requests import verbs
from townline.requests.actions import bundle as bundles
from townline.requests.actions import taking_back
from townline.requests.actions.bundle import Chosen
from townline.requests.actions.taking_back import NoSuchBundle, TooLate
from townline.requests.queries import Filter
from townline.requests.rules.bundles import MOST, fault_of
from townline.staff import queries as staff

FAULTS: dict[str, Text] = {
    **WORDS,
    "stale": gettext_lazy("Somebody changed it meanwhile. Open it and look."),
    "out_of_order": gettext_lazy("It no longer stands so that this can be done."),
    "not_allowed": gettext_lazy("This is for another role to do."),
    "gone": gettext_lazy("It is gone."),
    "not_open": gettext_lazy("Its work has begun, or it is not open."),
    "not_at_work": gettext_lazy("It is not open or in progress: do this on its own page."),
    "leads_others": gettext_lazy("Others have joined it: close it on its own page."),
    "assigned_already": gettext_lazy("They have it already."),
    "nobody_free": gettext_lazy("Nobody who is there has room for it."),
    "not_theirs": gettext_lazy("They do not work for its department."),
    "planned_already": gettext_lazy("It is on a list for that day already."),
    "day_is_full": gettext_lazy("That day's list is full."),
    "not_planned": gettext_lazy("It is on nobody's list any more."),
    "told_already": gettext_lazy("Its reporter has been told already."),
    "changed": gettext_lazy("It changed while you were choosing. Look at it again."),
}
"""Why something was not done, or not taken back, to a sentence for staff."""
WORKING = tuple(sorted(verbs.WORKERS | verbs.STAFF))


@dataclass(frozen=True, kw_only=True)
class Line:
    """One chosen request, and why it cannot be done to it; that is empty where it can."""

    row: Row
    seen: int
    fault: Text


@for_staff(*WORKING)
@require_POST
def bulk(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show what would be done to the chosen requests; do it once that was looked at."""
    deed = DEEDS.get(request.POST.get("deed", ""))
    chosen = _chosen(request.POST.getlist("row"))
    if deed is None or not deed.verb.roles & by.roles:
        raise Http404("there is no such deed")
    if not chosen:
        messages.error(request, _("Choose at least one request, then what to do."))
        return redirect("desk:worklist")
    at = timezone.now()
    situation, lines = _looked_up(request, by, deed, chosen, at)
    go = "go" in request.POST
    form = deed.form(situation, *([request.POST] if go else []))
    possible = [line for line in lines if not line.fault]
    if go and form.is_valid() and possible:
        key = form.cleaned_data["key"]
        _do(request, by, deed, possible, form, at)
        return redirect("desk:bundle", key)
    status = 422 if go else 200
    return show(
        request, by, "desk/bulk.html", status=status, deed=deed, form=form, lines=lines,
        possible=len(possible),
    )  # fmt: skip


def _do(
    request: HttpRequest, by: Actor, deed: BulkDeed, lines: Sequence[Line], form: BulkForm,
    at: datetime,
) -> None:  # fmt: skip
    bundles.do(
        city=city_of(request), key=form.cleaned_data["key"], deed=deed.code, said=form.said(),
        chosen=[Chosen(line.row.found.number, line.seen) for line in lines], by=by, at=at,
    )  # fmt: skip


def _chosen(rows: Sequence[str]) -> dict[str, int]:
    """Return the numbers that were chosen, with the last entry seen; what was made up is left."""
    found = {}
    for row in rows[:MOST]:
        number, _tilde, seen = row.partition("~")
        if seen.isascii() and seen.isdecimal() and len(seen) < 10:
            found[number] = int(seen)
    return found


def _looked_up(
    request: HttpRequest, by: Actor, deed: BulkDeed, chosen: dict[str, int], at: datetime
) -> tuple[Situation, list[Line]]:
    city = city_of(request)
    on = at.astimezone(city.zone).date()
    people = staff.colleagues(city, on=on)
    page = requests.find(
        city, Filter(numbers=tuple(chosen)), language=get_language() or "", at=at, by=by,
        limit=MOST,
    )  # fmt: skip
    ours = {each.number: each for each in page.rows if by.works_for(each.department)}
    found = [ours[number] for number in chosen if number in ours]
    names = {each.id: each.label for each in people}
    lines = [
        Line(row=row_of(each, at, city, names), seen=chosen[each.number],
             fault=_fault(deed, each, chosen[each.number], by))
        for each in found
    ]  # fmt: skip
    fit = [line.row.found for line in lines if not line.fault]
    return Situation(city=city, by=by, people=people, found=fit, on=on), lines


def _fault(deed: BulkDeed, found: Any, seen: int, by: Actor) -> Text:
    if not may(by, deed.verb, department=found.department):
        return FAULTS["not_allowed"]
    if found.seq != seen:
        return FAULTS["changed"]
    fault = fault_of(
        deed.code, status=found.status, reports=found.reports,
        has_one=found.assignee_id is not None,
    )  # fmt: skip
    return FAULTS[fault] if fault else ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What became of one request of a bundle."""

    number: str
    name: str
    address: str
    fault: Text
    undone: bool
    kept: Text
    """Why it could not be taken back; empty where it could, or where nobody tried."""


@for_staff(*WORKING)
@require_safe
def told(request: HttpRequest, by: Actor, bundle: str) -> HttpResponse:
    """Show what became of each request, and how long it can be taken back."""
    city, at = city_of(request), timezone.now()
    found = requests.bundle(city, bundle, by, language=get_language() or "")
    if found is None:
        raise Http404("there is no such bundle")
    left = int((found.until - at).total_seconds())
    can = found.undone_at is None and left > 0 and found.done > 0
    return show(
        request, by, "desk/bundle.html", bundle=found, deed=DEEDS[found.deed],
        lines=list(_told(found)), left=max(0, left), can=can,
        kept_back=found.deed in ("ask", "close"),
    )  # fmt: skip


def _told(found: requests.BundleShown) -> Iterator[Told]:
    for line in found.lines:
        undone = line.undone == taking_back.UNDONE
        yield Told(
            number=line.number,
            name=line.service_name,
            address=line.address,
            fault=FAULTS.get(line.fault, line.fault) if line.fault else "",
            undone=undone,
            kept=FAULTS.get(line.undone, line.undone) if line.undone and not undone else "",
        )


@for_staff(*WORKING)
@require_POST
def take_back(request: HttpRequest, by: Actor, bundle: str) -> HttpResponse:
    """Take a bundle back, as long as nobody was told."""
    try:
        taking_back.take_back(city=city_of(request), key=bundle, by=by, at=timezone.now())
    except NoSuchBundle:
        raise Http404("there is no such bundle") from None
    except TooLate:
        messages.error(
            request, _("It is too late: letters may have gone out. Correct each on its own page.")
        )
    else:
        messages.success(request, _("Taken back. The record of each request says so."))
    return redirect("desk:bundle", bundle)
