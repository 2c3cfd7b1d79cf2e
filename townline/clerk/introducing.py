"""Making files, and changing what they say of themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.clerk.access import city_of, for_clerks, show
from townline.clerk.detail_forms import DetailsForm, NewFileForm, ReasonForm
from townline.clerk.refusals import told
from townline.council import actions, queries
from townline.council.rules.details import BadDetails
from townline.council.rules.numbers import NotANumber
from townline.record.verbs import Actor

FORMS = ["GET", "HEAD", "POST"]


@for_clerks
@require_http_methods(FORMS)
def introduce(request: HttpRequest, by: Actor) -> HttpResponse:
    """Make a file; its number is the next of its series."""
    form = NewFileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number = actions.introduce(
                city=city_of(request),
                details=form.said(),
                supplement_to=form.cleaned_data["supplement_to"],
                restricted=form.cleaned_data["restricted"],
                by=by,
                at=timezone.now(),
            )
        except BadDetails as refusal:
            form.refuse(refusal)
        except queries.NoSuchFile as refusal:
            form.add_error("supplement_to", told(refusal))
        else:
            messages.success(request, _("Council file %(number)s was made.") % {"number": number})
            return redirect("clerk:case", number)
    elif request.method != "POST":
        form.initial = {"supplement_to": request.GET.get("supplement_to", "")}
    return show(request, by, "clerk/introduce.html", form=form)


@for_clerks
@require_http_methods(FORMS)
def details(request: HttpRequest, by: Actor, identifier: str) -> HttpResponse:
    """Change what a file says of itself."""
    city = city_of(request)
    try:
        found = queries.file(city, identifier, behind=True)
    except queries.NoSuchFile:
        return missing(request, by, identifier)
    form = DetailsForm(request.POST or None, kept=found.details, seen=found.seq)
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe(
                city=city,
                identifier=identifier,
                details=form.said(),
                seen=form.cleaned_data["seen"],
                by=by,
                at=timezone.now(),
            )
        except BadDetails as refusal:
            form.refuse(refusal)
        except actions.Stale:
            form.add_error(
                None, _("Somebody changed the file meanwhile. Look at it and try again.")
            )
        else:
            messages.success(request, _("The file says this of itself now."))
            return redirect("clerk:case", identifier)
    return show(request, by, "clerk/details.html", form=form, file=found)


@for_clerks
@require_http_methods(FORMS)
def restrict(request: HttpRequest, by: Actor, identifier: str) -> HttpResponse:
    """Take a file out of everything that others than the clerk can read."""
    city = city_of(request)
    form = ReasonForm(request.POST or None)
    try:
        found = queries.file(city, identifier, behind=True)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            actions.restrict(
                city=city, identifier=identifier, reason=reason, by=by, at=timezone.now()
            )
            messages.success(request, _("Nobody but the clerk can find the file now."))
            return redirect("clerk:case", identifier)
    except queries.NoSuchFile:
        return missing(request, by, identifier)
    return show(request, by, "clerk/restrict.html", form=form, file=found)


@for_clerks
@require_POST
def open_up(request: HttpRequest, by: Actor, identifier: str) -> HttpResponse:
    """Let everyone read a file that was restricted."""
    try:
        actions.open_up(city=city_of(request), identifier=identifier, by=by, at=timezone.now())
    except queries.NoSuchFile:
        return missing(request, by, identifier)
    messages.success(request, _("Everyone can read the file now."))
    return redirect("clerk:case", identifier)


@for_clerks
@require_safe
def seek(request: HttpRequest, by: Actor) -> HttpResponse:
    """Lead to the file of a number, however it was typed; else to the search."""
    typed = request.GET.get("number", "").strip()
    try:
        number = queries.read_number(city_of(request), typed)
        queries.file(city_of(request), number, behind=True)
    except NotANumber as refusal:
        messages.error(request, told(refusal))
    except queries.NoSuchFile as refusal:
        messages.error(request, told(refusal))
    else:
        return redirect("clerk:case", number)
    return redirect("clerk:desk")


def missing(request: HttpRequest, by: Actor, identifier: str) -> HttpResponse:
    """Return the page that says that there is no such file."""
    return show(request, by, "clerk/no_file.html", status=404, identifier=identifier)
