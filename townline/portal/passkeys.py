"""Signing in with a phone or computer: its passkeys are added, used and removed here."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts import queries as known
from townline.contacts.queries import SignedIn
from townline.portal import limits, webauthn
from townline.portal.signing_in import ask_page, city_of, open_visit, signed_in
from townline.record.verbs import RESIDENT


class DeviceForm(forms.Form):
    """What a device is called by its owner; the answer is put in by the script."""

    name = forms.CharField(
        label=gettext_lazy("Name of this device"), max_length=40, required=False,
        help_text=gettext_lazy("For you alone, to know it again. Example: my phone."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    answer = forms.CharField(required=False, widget=forms.HiddenInput)


@never_cache
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Give the challenge to sign in with."""
    return _refused(request) or JsonResponse(webauthn.ask_who(request))


@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Take the proof, and open what was asked for with the passkey's address."""
    if refused := limits.too_many(request):
        return refused
    key = _proved(request, city_of(request))
    if key is None:
        why = _("This passkey does not work here. Ask for a code; then you can add a new passkey.")
        return ask_page(request, fault=why, status=422)
    return open_visit(request, key)


def _proved(request: HttpRequest, city: City) -> int | None:
    """Return the key of the sign-in that a proof opens; None where it opens nothing."""
    answer = webauthn.read_who(request.POST.get("answer", ""))
    held = known.passkey_of_device(city.id, answer.credential_id) if answer else None
    if answer is None or held is None or answer.owner not in (None, held.owner):
        request.session.pop(webauthn.STATE, None)
        return None
    count = webauthn.check_who(request, answer, held.public_key)
    if count is None:
        return None
    return contacts.open_by_passkey(
        passkey_id=held.id, sign_count=count, language=_language(city), by=RESIDENT,
        at=timezone.now(),
    )  # fmt: skip


@never_cache
@require_POST
def ask_new(request: HttpRequest) -> HttpResponse:
    """Give the challenge to make a passkey with, to whoever has signed in."""
    mine = signed_in(request, city_of(request))
    if mine is None:
        return JsonResponse({"says": _("Sign in first.")}, status=403)
    if refused := _refused(request):
        return refused
    held = [passkey.public_key for passkey in known.passkeys_of(owner(mine))]
    options = webauthn.ask_new(request, owner=owner(mine), label=mine.masked, known=held)
    return JsonResponse(options)


@never_cache
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Keep the passkey that the device has made."""
    city = city_of(request)
    mine = signed_in(request, city)
    if mine is None:
        return redirect("portal:my")
    if refused := limits.too_many(request):
        return refused
    form = DeviceForm(request.POST)
    made = webauthn.check_new(request, request.POST.get("answer", ""))
    if not form.is_valid() or made is None:
        return _back("failed")
    return _back(_add(city, mine, made, form.cleaned_data["name"].strip()))


def _add(city: City, mine: SignedIn, made: webauthn.Proof, name: str) -> str:
    try:
        contacts.add_passkey(
            city_id=city.id, medium=mine.medium, address=mine.address, language=_language(city),
            made=contacts.NewPasskey(made.credential_id, made.public_key, made.sign_count, name),
            by=RESIDENT, at=timezone.now(),
        )  # fmt: skip
    except contacts.TooManyPasskeys:
        return "many"
    except contacts.KnownAlready:
        return "known"
    return "added"


@never_cache
@require_POST
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Let a device sign in no more, as its owner asks."""
    mine = signed_in(request, city_of(request))
    if mine is None:
        return redirect("portal:my")
    if not contacts.remove_passkey(
        owner=owner(mine), passkey_id=key, by=RESIDENT, at=timezone.now()
    ):
        raise Http404("no such passkey")
    return _back("removed")


def part_of_page(request: HttpRequest, mine: SignedIn) -> dict[str, Any]:
    """Return what the page of one's own requests says about passkeys."""
    return {
        "passkeys": known.passkeys_of(owner(mine)),
        "passkeys_possible": webauthn.possible(request),
        "device_form": DeviceForm(),
        "passkey_said": WORDS.get(request.GET.get("passkey", "")),
    }


def owner(mine: SignedIn) -> bytes:
    """Return what the passkeys of somebody who signed in are known by."""
    return known.owner_of(city_id=mine.city_id, medium=mine.medium, address=mine.address)


WORDS = {
    "added": ("good", gettext_lazy("The passkey is added. Next time, sign in with this device.")),
    "removed": ("good", gettext_lazy("The passkey is removed. It opens nothing here any more.")),
    "known": ("good", gettext_lazy("This device has a passkey here already.")),
    "many": ("bad", gettext_lazy("You have ten passkeys. Remove one before you add another.")),
    "failed": ("bad", gettext_lazy("No passkey was added. Try again, or go on with codes.")),
}
"""Tone and words of what has just happened."""


def _back(said: str) -> HttpResponse:
    response = redirect("portal:my")
    response["Location"] += f"?passkey={said}"
    return response


def _refused(request: HttpRequest) -> HttpResponse | None:
    return limits.too_many_steps(request)


def _language(city: City) -> str:
    return get_language() or city.languages[0]
