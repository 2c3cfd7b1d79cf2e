"""What follows a file, at the clerk's desk: statements on it, reports owed, ordinances."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townline.cities.rules.city import City
from townline.clerk.access import city_of, for_clerks, show
from townline.clerk.consequence_forms import (
    ConsequenceForm,
    InstructionForm,
    OrdinanceForm,
    SatisfyForm,
    StatementForm,
    filled,
)
from townline.clerk.introducing import FORMS, missing
from townline.clerk.refusals import told
from townline.council import actions, queries
from townline.council.queries import FileShown
from townline.record.verbs import Actor

Do = Callable[[dict[str, Any]], None]
"""Enters what a form says."""


@for_clerks
@require_http_methods(FORMS)
def statement(request: HttpRequest, by: Actor, identifier: str) -> HttpResponse:
    """Enter a community impact statement, with the line that says that it came."""
    city = city_of(request)
    papers = queries.documents(city, identifier, behind=True)
    form = StatementForm(queries.bodies(city).values(), papers, request.POST or None)

    def do(told: dict[str, Any]) -> None:
        actions.state_position(city=city, identifier=identifier, by=by, at=timezone.now(), **told)

    heading = _("Enter a community impact statement")
    return _page(request, by, identifier, form, do, heading, _("The statement is entered."))


@for_clerks
@require_http_methods(FORMS)
def instruction(request: HttpRequest, by: Actor, identifier: str) -> HttpResponse:
    """Enter what a body is to report back."""
    city = city_of(request)
    form = InstructionForm(queries.bodies(city).values(), request.POST or None)

    def do(told: dict[str, Any]) -> None:
        actions.instruct(city=city, identifier=identifier, by=by, at=timezone.now(), **told)

    heading = _("Enter what is to be reported back")
    return _page(request, by, identifier, form, do, heading, _("The instruction is entered."))


@for_clerks
@require_http_methods(FORMS)
def satisfy(request: HttpRequest, by: Actor, identifier: str, entry: int) -> HttpResponse:
    """Say which paper reports back what was asked for."""
    city = city_of(request)
    form = SatisfyForm(queries.documents(city, identifier, behind=True), request.POST or None)

    def do(told: dict[str, Any]) -> None:
        actions.satisfy(
            city=city, identifier=identifier, entry=entry, by=by, at=timezone.now(), **told
        )

    heading = _("Say what reports back")
    return _page(request, by, identifier, form, do, heading, _("The report has come."))


@for_clerks
@require_http_methods(FORMS)
def ordinance(request: HttpRequest, by: Actor, identifier: str) -> HttpResponse:
    """Enter what is known of an ordinance; one of the same title is replaced."""
    city = city_of(request)
    form = OrdinanceForm(request.POST or None)
    if request.method != "POST":
        form.initial = _known_of(city, identifier, request.GET.get("entry", ""))

    def do(told: dict[str, Any]) -> None:
        actions.ordain(
            city=city, identifier=identifier, ordinance=form.said(), by=by, at=timezone.now()
        )

    heading = _("Enter an ordinance")
    return _page(request, by, identifier, form, do, heading, _("The ordinance is entered."))


def _known_of(city: City, identifier: str, entry: str) -> dict[str, Any]:
    """Return what is known of an ordinance; of a new one, the readings that the record holds."""
    today = timezone.now().astimezone(city.zone).date()
    try:
        found = queries.file(city, identifier, behind=True)
    except queries.NoSuchFile:  # which the page says
        return {}
    if entry.isdigit():
        known = queries.follows(city, found, on=date.max).ordinances
        return next((filled(each) for each in known if str(each.seq) == entry), {})
    clock = queries.clock_of(city, found, today)
    return {
        "first_reading": clock.first_reading.value, "second_reading": clock.second_reading.value,
    }  # fmt: skip


@for_clerks
@require_safe
def owed(request: HttpRequest, by: Actor) -> HttpResponse:
    """List the reports that have not come, the longest overdue first."""
    city = city_of(request)
    return show(
        request,
        by,
        "clerk/owed.html",
        **owed_page(city, request.GET.get("body", ""), behind=True),
    )


def owed_page(city: City, body: str, *, behind: bool) -> dict[str, Any]:
    """Return what a page of reports that are owed shows, of one body where it is named."""
    today = timezone.now().astimezone(city.zone).date()
    found = queries.owed(city, on=today, behind=behind)
    bodies = sorted({(each.body, each.body_name) for each in found}, key=lambda pair: pair[1])
    return {
        "owed": [each for each in found if not body or each.body == body],
        "bodies": bodies,
        "body": body,
    }


def _page(
    request: HttpRequest,
    by: Actor,
    identifier: str,
    form: ConsequenceForm,
    do: Do,
    heading: str,
    done: str,
) -> HttpResponse:
    """Show a form about a file, or do what it says."""
    try:
        found: FileShown = queries.file(city_of(request), identifier, behind=True)
        if request.method == "POST" and form.is_valid():
            do(form.cleaned_data)
            messages.success(request, done)
            return redirect("clerk:case", identifier)
    except queries.NoSuchFile:
        return missing(request, by, identifier)
    except actions.Refused as refusal:
        form.refuse(refusal)
    except actions.NoSuchInstruction as refusal:
        form.add_error(None, told(refusal))
    return show(request, by, "clerk/consequence.html", form=form, file=found, heading=heading)
