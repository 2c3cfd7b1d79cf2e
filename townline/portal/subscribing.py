"""A letter a day about an area: asked for, confirmed by whoever reads the address, and left."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City, words_in
from townline.portal import areas, limits, narrowing
from townline.record.verbs import RESIDENT
from townline.requests import queries as requests
from townline.requests.actions import subscribing
from townline.requests.queries import NoSuchSubscription, Subscribed
from townline.staff import actions as staff

AN_HOUR = 1 / 60
"""How many letters a minute may ask one address to confirm: one an hour."""


class SubscribeForm(forms.Form):
    """Where the letters go, and what they are about."""

    use_required_attribute = False

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)

    def __init__(self, data: Any, *, city: City) -> None:
        super().__init__(data)
        choices = [("", _("All services")), *narrowing.services(city)]
        self.fields["service"].choices = choices  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Take an address to which a letter a day about the area shall go."""
    city: City = request.city  # type: ignore[attr-defined]
    area = areas.area_or_404(city, kind, code)
    form = SubscribeForm(request.POST if request.method == "POST" else None, city=city)
    if form.is_valid():
        if refused := limits.too_many(request):
            return refused
        email = form.cleaned_data["email"]
        if _may_be_asked(city, email):
            subscribing.subscribe(
                city=city, email=email, area=area.key, service_code=form.cleaned_data["service"],
                language=get_language() or "", by=RESIDENT, at=timezone.now(),
            )  # fmt: skip
        return redirect(reverse("portal:subscribe", args=[kind, code]) + "?asked=1")
    context = {"area": area, "form": form, "asked": "asked" in request.GET}
    return render(request, "portal/subscribe.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, link: str) -> HttpResponse:
    """Show a subscription to whoever has its link; begin or end it."""
    city: City = request.city  # type: ignore[attr-defined]
    found = _found(city, link)
    if request.method == "POST":
        act = subscribing.leave if request.POST.get("do") == "leave" else subscribing.confirm
        act(city=city, link=link, by=RESIDENT, at=timezone.now())
        return redirect("portal:subscription", link)
    return _page(request, city, link, found)


@csrf_exempt  # mail programs end subscriptions with one click (RFC 8058); they know no token
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, link: str) -> HttpResponse:
    """End a subscription at once where a program asks for it; show it to people."""
    city: City = request.city  # type: ignore[attr-defined]
    found = _found(city, link)
    if request.method == "POST":
        subscribing.leave(city=city, link=link, by=RESIDENT, at=timezone.now())
        return redirect("portal:subscription", link)
    return _page(request, city, link, found)


def _may_be_asked(city: City, email: str) -> bool:
    """Return whether an address may be asked once more; nobody is told that it may not."""
    said = f"{city.id} {email.lower()}"
    digest = salted_hmac("portal.subscribing", said, algorithm="sha256").hexdigest()
    wait = staff.admit(
        key=f"subscribe:{digest}", per_minute=AN_HOUR, burst=1, by=RESIDENT, at=timezone.now()
    )
    return wait is None


def _found(city: City, link: str) -> Subscribed:
    try:
        return requests.subscription_of(city, link)
    except NoSuchSubscription as fault:
        raise Http404("no such subscription") from fault


def _page(request: HttpRequest, city: City, link: str, found: Subscribed) -> HttpResponse:
    offer = catalogue.offers(city.edition_id).get(found.service_code)
    context = {
        "found": found,
        "link": link,
        "area": areas.area_of(city, found.area),
        "service": words_in(offer.words, get_language() or "") if offer else found.service_code,
    }
    response = render(request, "portal/subscription.html", context)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
