"""Calls to reporters over a carrier: the telephone of the member's own, and the call itself."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.rules.reach import masked
from townline.desk import casefile
from townline.desk.access import city_of, for_staff, may_reach, show
from townline.record.verbs import Actor

WHY_NOT = {
    "no_number": gettext_lazy("The reporter left no telephone number."),
    "no_phone": gettext_lazy("Say first at which telephone you take calls."),
    "no_line": gettext_lazy("The city has no carrier of calls."),
    "busy": gettext_lazy("You have a call already. End it first."),
}


class TelephoneForm(forms.Form):
    """At which telephone somebody takes calls."""

    use_required_attribute = False
    number = forms.CharField(
        label=gettext_lazy("Your telephone number"), required=False, max_length=40,
        help_text=gettext_lazy(
            "Nobody else sees it. Leave it empty to be offered no calls from telephones."
        ),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip


def can_call(city: City) -> bool:
    """Return whether a carrier is set that can call somebody for the city."""
    return bool(settings.VOICE["url"] and queries.voice_of(city.edition_id).numbers)


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, by: Actor) -> HttpResponse:
    """Say at which telephone one takes calls of a carrier."""
    city = city_of(request)
    agent = queries.agent_of_member(city.id, by.member_id)
    form = TelephoneForm(request.POST or None)
    posted = request.method == "POST"
    if agent and posted and form.is_valid() and _kept(city, agent.id, form, by):
        messages.success(request, _("Saved."))
        return redirect("desk:telephone")
    number = queries.phone_of_agent(agent.id) if agent else ""
    shown = {"agent": agent, "form": form, "ends": masked("sms", number) if number else ""}
    return show(request, by, "desk/telephone.html", status=422 if posted else 200, **shown)


def _kept(city: City, agent: int, form: TelephoneForm, by: Actor) -> bool:
    said: dict[str, Any] = {"agent": agent, "number": form.cleaned_data["number"]}
    try:
        actions.say_phone(city=city, by=by, at=timezone.now(), **said)
    except actions.NoNumber:
        example = _("Write a number with its area code, such as (213) 555-0101.")
        form.add_error("number", example)
        return False
    return True


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def call_reporter(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
    """Let the carrier call the reporter: first the member's own telephone rings."""
    case = casefile.case_of(city_of(request), by, number)
    if request.method == "POST":
        why_not = _called(case.city, by, number, case.found.contact_id, may_reach(by, case.found))
        if why_not:
            messages.error(request, why_not)
        else:
            messages.success(request, _("Your telephone rings. Then the reporter is called."))
        if why_not == WHY_NOT["no_phone"]:
            return redirect("desk:telephone")
    return redirect("desk:request", number)


def _called(city: City, by: Actor, number: str, whom: int | None, reaches: bool) -> str:
    """Call, and return why that cannot be; empty where it is done."""
    agent = queries.agent_of_member(city.id, by.member_id)
    if not reaches or agent is None:
        return _("Only those who answer contacts, and may know who reported it, can call.")
    if not can_call(city):
        return str(WHY_NOT["no_line"])
    said: dict[str, Any] = {"agent": agent.id, "whom": whom or 0, "about": number}
    try:
        actions.call_out(city=city, by=by, at=timezone.now(), **said)
    except actions.CannotCall as refusal:
        return str(WHY_NOT[refusal.code])
    return ""
