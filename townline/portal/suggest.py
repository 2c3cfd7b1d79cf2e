"""Services that may fit, told while somebody types."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.portal import choosing
from townline.portal.choosing import Choice

MOST = 6
"""As many as a phone shows above its keyboard."""


@require_safe
@cache_control(private=True, max_age=60)
def suggest(request: HttpRequest) -> JsonResponse:
    """Return the services that the words may mean, and what a screen reader says of them."""
    city: City = request.city  # type: ignore[attr-defined]
    findings = choosing.find(city, choosing.words_of(request), timezone.now(), most=MOST)
    return JsonResponse(
        {"options": [_option(each) for each in findings.choices], "said": _said(findings)}
    )


def _option(choice: Choice) -> dict[str, str]:
    return {
        "name": choice.name,
        "about": choice.stopped or choice.description,
        "url": reverse("portal:fill", args=[choice.code]),
    }


def _said(findings: choosing.Findings) -> str:
    count = len(findings.choices)
    if not findings.text:
        return ""
    if not count:
        return _("No service fits these words.")
    return ngettext(
        "%(n)s service fits. Choose it with the arrow keys.",
        "%(n)s services fit. Choose one with the arrow keys.",
        count,
    ) % {"n": count}
