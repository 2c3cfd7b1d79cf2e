"""A call from the browser: what it is about, waiting for its turn, talking, hanging up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.cities.rules.city import City, words_in
from townline.contacts import actions as contact_actions
from townline.contacts import queries as contacts
from townline.contacts.actions import Caller, calls, recordings
from townline.contacts.queries import Opening
from townline.contacts.queries import calls as asked
from townline.contacts.queries.calls import CallShown
from townline.contacts.rules import calls as rules
from townline.contacts.rules.calls import RESIDENT as ME
from townline.contacts.rules.calls import BadSignal, NotOnCall
from townline.contacts.rules.consent import Asked
from townline.contacts.rules.course import State
from townline.contacts.rules.ice import ice_servers
from townline.contacts.rules.queueing import Medium
from townline.contacts.rules.reach import phone_number
from townline.contacts.rules.saying import CannotSay, Side
from townline.knowledge import queries as knowledge
from townline.live import topics
from townline.portal import chat_speech, limits
from townline.portal.consent import asked_in
from townline.record.verbs import RESIDENT
from townline.ui.openings import named

KEPT = "web_call"
"""Where the session keeps which call is its own; nothing about it is in an address."""


class CallForm(forms.Form):
    """What somebody says before they call."""

    use_required_attribute = False

    queue = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is about.")},
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language in which you want to talk"))
    record = forms.BooleanField(
        label=gettext_lazy("The city may record this call"),
        required=False,
        help_text=gettext_lazy(
            "Recordings help us to do better. If you do not tick this, nothing is recorded."
        ),
    )

    def __init__(
        self, *args: Any, city: City, openings: Mapping[str, Opening], at: datetime, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.openings = openings
        self.fields["queue"].choices = [  # type: ignore[attr-defined]
            (
                code,
                words
                if openings[code].open
                else named(words, openings[code].opens_at, at, city.zone),
            )
            for code, words in queues_of(city)
        ]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, str(get_language_info(code)["name_local"]).capitalize())
            for code in city.languages
        ]
        self.initial.setdefault("language", get_language())
        answered = next((code for code, each in openings.items() if each.open), None)
        self.initial.setdefault("queue", answered)

    def clean_queue(self) -> str:
        """
        Return the queue.

        :raises forms.ValidationError: if nobody answers there now
        """
        chosen = str(self.cleaned_data["queue"])
        if not self.openings[chosen].open:
            raise forms.ValidationError(
                _("Nobody answers there now. Leave a voice message, or call later.")
            )
        return chosen


class NumberForm(forms.Form):
    """Where we call."""

    use_required_attribute = False

    phone = forms.CharField(
        label=gettext_lazy("Phone number where we can call you back"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"required": gettext_lazy("Write a phone number, so that we can call you.")},
    )

    def clean_phone(self) -> str:
        """
        Return the number in international form.

        :raises forms.ValidationError: if it is none
        """
        found = phone_number(self.cleaned_data["phone"])
        if not found:
            raise forms.ValidationError(
                _("Write a phone number with its area code, like 213 555 0101.")
            )
        return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask what the call is about, and let it wait in the queue of that."""
    city, at = city_of(request), timezone.now()
    openings = openings_of(city, at)
    form = CallForm(request.POST or None, city=city, openings=openings, at=at)
    if request.method == "POST" and form.is_valid():
        return limits.too_many(request) or _begin(request, city, form.cleaned_data)
    own = own_call(request)
    context = {
        "form": form,
        "possible": bool(openings),
        "hours": hours_of(openings),
        "some_closed": any(not each.open for each in openings.values()),
        "under_way": own is not None and own.under_way,
    }
    return render(request, "portal/call.html", context)


def queues_of(city: City) -> list[tuple[str, str]]:
    """Return the queues that somebody may call from the browser: codes and words."""
    language = get_language() or ""
    return [
        (line.code, words_in(line.words, language))
        for centre in contacts.contact_centre(city.edition_id).centres
        for line in centre.queues
        if line.medium is Medium.VOICE
    ]


def openings_of(city: City, at: datetime) -> dict[str, Opening]:
    """Return when the queues that somebody may call are open, in the order of the folder."""
    return contacts.openings_of(city, [code for code, _words in queues_of(city)], at)


def hours_of(openings: Mapping[str, Opening]) -> Opening | None:
    """Return when somebody answers next, if nobody does now; None where somebody does."""
    if not openings or any(each.open for each in openings.values()):
        return None
    return min(openings.values(), key=lambda each: (each.opens_at is None, each.opens_at or 0))


def _begin(request: HttpRequest, city: City, said: dict[str, Any]) -> HttpResponse:
    own = own_call(request)
    if own is None or not own.under_way:
        queue = contacts.contact_centre(city.edition_id).queues[said["queue"]]
        last = None if own is None else own.contact
        came = Caller(channel=calls.CHANNEL, language=said["language"], last=last)
        request.session[KEPT] = calls.begin_call(
            city=city, came=came, queue=queue, may_record=said["record"], by=RESIDENT,
            at=timezone.now(), asked=asked_in(CallForm.base_fields["record"]),
        )  # fmt: skip
    return redirect("portal:call_now")


@never_cache
@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """Show the call: whose turn it is, and how to hang up."""
    city, call = city_of(request), own_call(request)
    if call is None:
        return redirect("portal:call")
    at = timezone.now()
    if call.under_way:
        calls.see(city=city, contact=call.contact, by=RESIDENT, at=at)
    lines = dict(queues_of(city))
    context = {
        "call": call,
        "ice": ice_servers(settings.RELAY, who=f"call-{call.contact}", at=at),
        "me": ME,
        "topic": topics.contact(call.contact),
        "about": lines.get(call.queue, ""),
        "calls_back": contacts.calls_back(city, call.queue),
        "announced": contacts.announced(city, call.queue, get_language() or "", at),
    } | expected(city, call)
    return render(request, "portal/call_now.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest) -> JsonResponse:
    """Say how the call stands and what the other side told us; take what we tell it."""
    call = own_call(request)
    if call is None:
        return _refused("There is no call of yours.", 404)
    try:
        return _take(request, call) if request.method == "POST" else _tell(request, call)
    except RequestDataTooBig:
        return _refused(
            f"One message has at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes.", 413
        )
    except BadSignal as fault:
        return _refused(str(fault), 400)
    except NotOnCall as fault:
        return _refused(str(fault), 409)


def _take(request: HttpRequest, call: CallShown) -> JsonResponse:
    last = calls.tell_side(
        city=city_of(request), contact=call.contact, sender=ME, by=RESIDENT, at=timezone.now(),
        signals=rules.read_signals(request.body, sides=frozenset(call.sides)),
    )  # fmt: skip
    return JsonResponse({"last": last})


def _tell(request: HttpRequest, call: CallShown) -> JsonResponse:
    city = city_of(request)
    if call.under_way:
        calls.see(city=city, contact=call.contact, by=RESIDENT, at=timezone.now())
    said = contacts.said(
        city.id, call.contact, after=rules.read_position(request.GET.get("said", ""))
    )
    waits = expected(city, call)
    waits["csrf"] = get_token(request)  # it may have become another one in another tab
    if "after" not in request.GET:
        return JsonResponse(asked.as_document(call, (), said) | waits)
    after = rules.read_position(request.GET["after"])
    told = asked.signals_for(city.id, call.contact, side=ME, after=after)
    return JsonResponse(asked.as_document(call, told, said) | waits)


def expected(city: City, call: CallShown) -> dict[str, Any]:
    """Return how long a call that waits may wait, and whether anybody is there to answer it."""
    queue = contacts.contact_centre(city.edition_id).queues.get(call.queue)
    if call.state != State.WAITING or queue is None:
        return {"wait": None, "staffed": True}
    at = timezone.now()
    guess = contacts.wait_of(city.id, call.contact, at)
    places = contacts.places_of(city.id, queue, call.language, at)
    return {"wait": guess.minutes if guess else None, "staffed": places > 0}


@require_POST
def write(request: HttpRequest) -> HttpResponse:
    """Write something beside the call; the same words under the same name are kept once."""
    call = own_call(request)
    if call is None or not call.under_way:
        return _refused("There is no call of yours under way.", 409)
    refusal = limits.too_many_steps(request)
    if refusal:
        return refusal
    city, text, at = city_of(request), request.POST.get("text", ""), timezone.now()
    try:
        contact_actions.say(
            city=city, contact=call.contact, side=Side.RESIDENT, by=RESIDENT,
            text=text, name=request.POST.get("name", "")[:40], at=at,
        )  # fmt: skip
    except CannotSay as fault:
        return _refused(str(fault), 400)
    _watch(city, call.contact, text, at)
    return redirect("portal:call_now")


def _watch(city: City, contact: int, text: str, at: datetime) -> None:
    """Say once which number helps where words tell of an emergency, and mark the call as one."""
    grave = knowledge.emergency_in(city, text)
    if grave is None:
        return
    if not chat_speech.warned(contacts.said(city.id, contact)):
        chat_speech.warn(city, contact, grave, at)
    contact_actions.mark_grave(city=city, contact=contact, by=RESIDENT, at=at)


def _refused(why: str, status: int) -> JsonResponse:
    return JsonResponse({"error": why}, status=status)


@require_POST
def hang_up(request: HttpRequest) -> HttpResponse:
    """End the call for both sides."""
    call = own_call(request)
    if call is not None:
        calls.hang_up(city=city_of(request), contact=call.contact, by=RESIDENT, at=timezone.now())
    return redirect("portal:call_now")


@require_POST
def unrecorded(request: HttpRequest) -> HttpResponse:
    """Take back that the call may be recorded."""
    call = own_call(request)
    if call is not None and call.under_way:
        recordings.refuse_recording(
            city=city_of(request), contact=call.contact, by=RESIDENT, at=timezone.now(),
            asked=Asked(words=_("Do not record my call"), language=get_language() or ""),
        )  # fmt: skip
    return redirect("portal:call_now")


@require_POST
def away(request: HttpRequest) -> HttpResponse:
    """Hear that the page was closed, or is loaded anew."""
    call = own_call(request)
    if call is not None:
        calls.go_away(city=city_of(request), contact=call.contact, by=RESIDENT, at=timezone.now())
    return HttpResponse(status=204)


def own_call(request: HttpRequest) -> CallShown | None:
    """Return the call of this browser, if it has begun one in this city."""
    kept = request.session.get(KEPT)
    if kept is None:
        return None
    try:
        return asked.call_of(city_of(request).id, kept)
    except NotOnCall:
        return None


def city_of(request: HttpRequest) -> City:
    """Return the city that the page is for."""
    city: City = request.city  # type: ignore[attr-defined]
    return city
