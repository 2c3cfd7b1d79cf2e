"""Services that may fit, and answers, told while somebody types."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City, words_in
from townline.knowledge import queries as knowledge
from townline.knowledge.queries import Answer
from townline.knowledge.rules.emergencies import Emergency
from townline.portal import answers, choosing
from townline.portal.answers import Beside
from townline.portal.choosing import Choice

MOST = 6
"""As many as a phone shows above its keyboard."""
MOST_ANSWERS = 2
NONE = Beside(answers=(), first=False)


@require_safe
@cache_control(private=True, max_age=60)
def suggest(request: HttpRequest) -> JsonResponse:
    """
    Return the services and answers that the words may mean, and what a screen reader says of them.

    What fits best of the two comes first.
    """
    city: City = request.city  # type: ignore[attr-defined]
    at = timezone.now()
    findings = choosing.find(city, choosing.words_of(request), at, most=MOST)
    beside = answers.beside(request, findings, at) if findings.text else NONE
    told = [_answer(each) for each in beside.answers[:MOST_ANSWERS]]
    services = [_option(each) for each in findings.choices[: MOST - len(told)]]
    options = [*told, *services] if beside.first else [*services, *told]
    said = _said(findings, len(services), len(told))
    grave = knowledge.emergency_in(city, findings.text)
    if grave:
        first = _call(grave)
        options, said = [first, *options], f"{first['name']} {said}".strip()
    return JsonResponse({"options": options, "said": said})


def _call(grave: Emergency) -> dict[str, str]:
    return {
        "name": words_in(grave.says, get_language() or ""),
        "about": _("Call %(call)s") % {"call": grave.call},
        "url": f"tel:{grave.call}",
    }


def _option(choice: Choice) -> dict[str, str]:
    return {
        "name": choice.name,
        "about": choice.stopped or choice.description,
        "url": reverse("portal:fill", args=[choice.code]),
    }


def _answer(answer: Answer) -> dict[str, str]:
    return {
        "name": answer.question,
        "about": _("Answer"),
        "url": reverse("portal:answer", args=[answer.code]),
        "lang": "" if answer.translated else answer.language,
    }


def _said(findings: choosing.Findings, services: int, told: int) -> str:
    if not findings.text:
        return ""
    if not services and not told:
        return _("No service fits these words.")
    said = ngettext(
        "%(n)s service fits. Choose it with the arrow keys.",
        "%(n)s services fit. Choose one with the arrow keys.",
        services,
    ) % {"n": services}
    fit = ngettext("%(n)s answer fits", "%(n)s answers fit", told) % {"n": told}
    return " ".join(filter(None, (said if services else "", f"{fit}." if told else "")))
