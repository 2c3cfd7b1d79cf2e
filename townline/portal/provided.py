"""Signing in with an account that the resident has elsewhere: away to its provider, and back."""

import time
from dataclasses import asdict

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from townline.contacts import actions as contacts
from townline.portal import limits, providers
from townline.portal.providers import Provider, Question
from townline.portal.signing_in import ask_page, city_of, open_visit
from townline.record.verbs import RESIDENT

AWAY = "my_provider"
"""What the session holds while the resident is with the provider."""
AWAY_S = 900


@never_cache
@require_GET
def away(request: HttpRequest, provider: str) -> HttpResponse:
    """Lead to the provider, with a question that only its answer fits."""
    asked = _provider(provider)
    if refused := limits.too_many(request):
        return refused
    language = get_language() or ""
    try:
        there, question = providers.begin(asked, back=_back(request, asked), language=language)
    except providers.NoAnswer:
        return _fault(request, asked, 503)
    request.session[AWAY] = {**asdict(question), "language": language, "at": time.time()}
    return HttpResponseRedirect(there)


@never_cache
@require_GET
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """Take the provider's answer, and open what was asked for with the address that it proves."""
    asked, kept = _provider(provider), request.session.pop(AWAY, None)
    if refused := limits.too_many(request):
        return refused
    if kept is None or kept["code"] != asked.code or time.time() - kept["at"] > AWAY_S:
        return _fault(request, asked, 422)
    question = Question(**{name: kept[name] for name in Question.__dataclass_fields__})
    with translation.override(kept["language"]):
        return _answered(request, asked, question)


def _answered(request: HttpRequest, asked: Provider, question: Question) -> HttpResponse:
    try:
        email = providers.finish(asked, question, request.GET.dict(), back=_back(request, asked))
    except providers.NoAnswer:
        return _fault(request, asked, 503)
    except providers.NotProved:
        return _fault(request, asked, 422)
    except providers.NotVerified:
        why = _("%(name)s has not checked your e-mail address. Ask us for a code instead.")
        return ask_page(request, fault=why % {"name": asked.name}, status=422)
    city = city_of(request)
    key = contacts.open_proved(
        city_id=city.id, medium="email", address=email,
        language=get_language() or city.languages[0], by=RESIDENT, at=timezone.now(),
    )  # fmt: skip
    return open_visit(request, key)


def _fault(request: HttpRequest, asked: Provider, status: int) -> HttpResponse:
    why = {
        503: _("%(name)s does not answer now. Try again later, or ask us for a code."),
        422: _("You are not signed in with %(name)s. Try again, or ask us for a code."),
    }
    return ask_page(request, fault=why[status] % {"name": asked.name}, status=status)


def _back(request: HttpRequest, asked: Provider) -> str:
    """Return our address that the provider knows; one for all languages of the pages."""
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("portal:provided", args=[asked.code])
    return request.build_absolute_uri(path)


def _provider(code: str) -> Provider:
    found = providers.named(code)
    if found is None:
        raise Http404("no such provider")
    return found
