"""The papers that the clerk's division makes of an activity, as PDF."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from townline.clerk.access import city_of, for_clerks, show
from townline.clerk.introducing import missing
from townline.clerk.refusals import told
from townline.council import queries
from townline.council.queries import ActivityShown, FileShown
from townline.council.rules.papers import Sheet
from townline.record.verbs import Actor

NAMES: Mapping[str, Any] = {
    "action-letter": gettext_lazy("Council action letter"),
    "transmittal": gettext_lazy("Transmittal to the Mayor"),
    "concurrence": gettext_lazy("Concurrence"), "veto": gettext_lazy("Veto"),
    "returned-unsigned": gettext_lazy("Returned without a signature"),
    "referral": gettext_lazy("Referral memo"), "certified-copy": gettext_lazy("Certified copy"),
}  # fmt: skip


@for_clerks
@require_safe
def papers(request: HttpRequest, by: Actor, identifier: str, entry: int) -> HttpResponse:
    """List the papers that can be made of an activity."""
    try:
        found, line, made = _made(request, by, identifier, entry)
    except queries.NoSuchFile:
        return missing(request, by, identifier)
    named = [(name, NAMES[name.partition(":")[0]], sheet.title) for name, sheet in made.items()]
    return show(request, by, "clerk/made_papers.html", file=found, line=line, named=named)


@for_clerks
@require_safe
def paper(request: HttpRequest, by: Actor, identifier: str, entry: int, name: str) -> HttpResponse:
    """Return a paper of an activity."""
    try:
        _found, _line, made = _made(request, by, identifier, entry)
    except queries.NoSuchFile:
        return missing(request, by, identifier)
    if name not in made:
        raise Http404("no such paper")
    try:
        content = queries.paper(city_of(request), name, made[name], at=timezone.now()).content
    except queries.NoSuchPaper as fault:
        messages.error(request, told(fault))
        return redirect("clerk:papers_of", identifier, entry)
    file_name = f"{identifier}_{name}.pdf".replace(":", "-").replace(" ", "_").replace('"', "")
    headers = {"Content-Disposition": f'inline; filename="{file_name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _made(
    request: HttpRequest, by: Actor, identifier: str, entry: int
) -> tuple[FileShown, ActivityShown, dict[str, Sheet]]:
    city = city_of(request)
    found = queries.file(city, identifier, behind=True)
    lines = queries.standing_activities(queries.history(city, identifier, behind=True))
    today = timezone.now().astimezone(city.zone).date()
    try:
        made = queries.sheets_of(city, found, lines, entry, on=today, by=by.label)
    except queries.NoSuchPaper as fault:
        raise Http404(str(fault)) from fault
    return found, next(line for line in lines if line.seq == entry), made
