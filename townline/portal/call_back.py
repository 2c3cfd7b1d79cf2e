"""To be called back instead of waiting on in the browser: the place is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from townline.contacts import actions as contact_actions
from townline.contacts import queries as contacts
from townline.contacts.actions import NoPromise, calls
from townline.contacts.queries import NoSuchTurn, TurnShown
from townline.contacts.queries.calls import CallShown
from townline.contacts.rules.consent import Asked
from townline.contacts.rules.course import NotNow, State
from townline.contacts.rules.promises import CallWindow, WhyNot
from townline.portal import call, limits
from townline.portal.call import NumberForm
from townline.portal.consent import asked_in
from townline.record.verbs import RESIDENT

KEPT = "call_back"
"""Where the session keeps which contact is called back."""
WHY = {
    WhyNot.FULL: gettext_lazy("We have promised as many calls for today as we can keep."),
    WhyNot.CANNOT_SAY: gettext_lazy("We cannot say when somebody could call you."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Promise a call to who waits; show what was promised to who waits no more."""
    own, promised = call.own_call(request), _promised(request)
    if own is None or own.state != State.WAITING:
        return _shown(request, promised)
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return limits.too_many_steps(request) or _promise(request, own, form)
    return _asked(request, own, form)


def _promise(request: HttpRequest, own: CallShown, form: NumberForm) -> HttpResponse:
    try:
        calls.rather_call_back(
            city=call.city_of(request), contact=own.contact, phone=form.cleaned_data["phone"],
            by=RESIDENT, at=timezone.now(),
            asked=asked_in(form.fields["phone"], _("We use the number for this call alone.")),
        )  # fmt: skip
    except NoPromise:
        return _asked(request, own, form)
    except NotNow:  # somebody answers in this very moment
        return redirect("portal:call_now")
    request.session[KEPT] = request.session.pop(call.KEPT)
    return redirect("portal:call_back")


def _asked(request: HttpRequest, own: CallShown, form: NumberForm) -> HttpResponse:
    city = call.city_of(request)
    found = contacts.promise_for(city, own.contact, timezone.now(), asked=True)
    context: dict[str, Any] = {"form": form, "when": None, "why": ""}
    if isinstance(found, CallWindow):
        context["when"] = found
    else:
        context["why"] = WHY.get(found, _("We call nobody back for this."))
    return render(request, "portal/call_back.html", context)


def _shown(request: HttpRequest, promised: TurnShown | None) -> HttpResponse:
    if promised is None:
        return redirect("portal:call")
    context = {"promised": promised, "waits": _waits(promised), "form": None}
    return render(request, "portal/call_back.html", context)


@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Call them back no more."""
    promised = _promised(request)
    if promised is not None and _waits(promised):
        try:
            contact_actions.cancel_callback(
                city=call.city_of(request), contact=promised.id, by=RESIDENT, at=timezone.now(),
                asked=Asked(words=_("Do not call me"), language=get_language() or ""),
            )  # fmt: skip
        except NotNow:
            return redirect("portal:call_back")  # we are calling, or have done so
    return redirect("portal:call_back")


def _waits(promised: TurnShown) -> bool:
    return promised.state in (State.WAITING, State.OFFERED)


def _promised(request: HttpRequest) -> TurnShown | None:
    kept = request.session.get(KEPT)
    if kept is None:
        return None
    try:
        return contacts.turn_of(call.city_of(request).id, kept)
    except NoSuchTurn:
        return None
