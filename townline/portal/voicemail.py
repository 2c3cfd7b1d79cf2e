"""Leaving a voice message: recorded in the browser, or sent as a file."""

from contextlib import suppress
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts.actions import voicemail as actions
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.recording import MESSAGE_S, MOST, VOICEMAIL, UnfitRecording
from townline.portal import call, limits
from townline.portal.consent import asked_in
from townline.record.verbs import RESIDENT


class VoicemailForm(call.NumberForm):
    """What somebody leaves, and how to reach them."""

    field_order = ("sound", "phone", "name", "queue", "language")

    sound = forms.FileField(
        label=gettext_lazy("Your message"),
        help_text=gettext_lazy("At most three minutes."),
        widget=forms.FileInput(attrs={"accept": "audio/*", "data-most-s": MESSAGE_S}),
        error_messages={
            "required": gettext_lazy("Record your message first."),
            "empty": gettext_lazy("Record your message first."),
        },
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    queue = forms.ChoiceField(label=gettext_lazy("What is it about?"))
    language = forms.ChoiceField(label=gettext_lazy("Language in which you want to talk"))

    def __init__(self, *args: Any, city: City, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["queue"].choices = call.queues_of(city)  # type: ignore[attr-defined]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, str(get_language_info(code)["name_local"]).capitalize())
            for code in city.languages
        ]
        self.initial.setdefault("language", get_language())

    def clean_sound(self) -> bytes:
        """
        Return the sound.

        :raises forms.ValidationError: if there is too much of it
        """
        file = self.cleaned_data["sound"]
        if file.size > MOST[VOICEMAIL]:
            raise forms.ValidationError(_("This is too long. Leave at most three minutes."))
        found: bytes = file.read()
        return found

    def clean_name(self) -> str:
        """Return the name without signs that cannot be kept."""
        return "".join(c for c in self.cleaned_data["name"] if c.isprintable()).strip()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Take a message; whoever was waiting waits no more."""
    city = call.city_of(request)
    own = call.own_call(request)
    form = VoicemailForm(request.POST or None, request.FILES or None, city=city)
    if own is not None:
        form.initial["queue"], form.initial["language"] = own.queue, own.language
    if request.method == "POST" and form.is_valid():
        return limits.too_many(request) or _keep(request, city, form)
    return _asked(request, city, form)


def _asked(request: HttpRequest, city: City, form: VoicemailForm) -> HttpResponse:
    own = call.own_call(request)
    context = {
        "form": form,
        "possible": bool(call.queues_of(city)),
        "waits": own is not None and own.under_way,
        "most_s": MESSAGE_S,
    }
    return render(request, "portal/voicemail.html", context)


def _keep(request: HttpRequest, city: City, form: VoicemailForm) -> HttpResponse:
    said, at = form.cleaned_data, timezone.now()
    message = actions.NewVoicemail(
        sound=said["sound"], queue=said["queue"], language=said["language"], phone=said["phone"],
        name=said["name"], asked=asked_in(form.fields["phone"]),
    )  # fmt: skip
    try:
        actions.leave_voicemail(city=city, left=message, by=RESIDENT, at=at)
    except UnfitRecording:
        form.add_error("sound", _("This is no sound that we can play. Record it here."))
        return _asked(request, city, form)
    own = call.own_call(request)
    if own is not None and own.under_way:
        with suppress(NotNow):  # somebody has just answered: then they talk
            contacts.leave_message(city=city, contact=own.contact, by=RESIDENT, at=at)
    return redirect("portal:voicemail_left")


@never_cache
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Say that the message was taken."""
    return render(request, "portal/voicemail_left.html")
