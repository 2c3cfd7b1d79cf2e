"""What the city answers to what residents ask: all answers, one, and a search over them."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from townline.cities.rules.city import City, words_in
from townline.knowledge import actions
from townline.knowledge import queries as knowledge
from townline.knowledge.queries import Answer, NoSuchAnswer
from townline.knowledge.rules import asking
from townline.knowledge.rules.asked import WINDOW_DAYS
from townline.portal import answer_text, choosing, limits
from townline.portal.choosing import Findings
from townline.record.verbs import RESIDENT
from townline.staff import queries as staff

MOST_ASKED = 8
MOST_AT_HOME = 4
BESIDE = 3
"""How many answers stand beside the services that words find."""
LEAST = 0.55
"""How well an answer must fit to stand beside services, which most people are after."""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The answers of one department."""

    name: str
    answers: tuple[Answer, ...]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what is asked most, all answers by department, and those that words find."""
    city, at = _city(request), timezone.now()
    text, language, today = choosing.words_of(request), get_language() or "", today_of(city, at)
    found = knowledge.search(city, text, language, today) if text else ()
    if text and not found:
        count_unfound(request, text, at)
    every = knowledge.answers(city, language, today)
    context = {
        "text": text,
        "reading": found[0].reading if found else "",
        "found": [each.answer for each in found],
        "most_asked": every[:MOST_ASKED],
        "counted_days": WINDOW_DAYS if knowledge.asked(city, today).counted else 0,
        "shelves": _shelves(city, every, today),
    }
    return render(request, "portal/answers.html", context)


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show one answer, with where it is from and what it leads to."""
    city, at = _city(request), timezone.now()
    answer = _shown(city, code, at)
    today = today_of(city, at)
    _count(request, answer, at)
    context = {
        "answer": answer,
        "body": mark_safe(answer_text.html_of(city, answer, today)),  # noqa: S308 made by us
        "owner": _department(city, answer.owner, today),
        "departments": [_department(city, each, today) for each in answer.departments],
        "services": choosing.named(city, answer.services, at),
        "reasons": answer_text.reasons(),
        "said": request.GET.get("said", ""),
        "tongue": answer_text.tongue(answer.language),
    }
    return render(request, "portal/answer.html", context)


def _count(request: HttpRequest, answer: Answer, at: datetime) -> None:
    """Count that somebody opened an answer: a person, as far as can be told, and once."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if request.method != "GET" or ahead or "said" in request.GET:
        return
    if not limits.opens_too_often(request):
        actions.count_asked(city=_city(request), code=answer.code, by=RESIDENT, at=at)


@require_safe
@cache_control(public=True, max_age=60)
def one_for_programs(request: HttpRequest, code: str) -> JsonResponse:
    """Return one answer with its sources."""
    city, at = _city(request), timezone.now()
    answer = _shown(city, code, at)
    body = answer_text.html_of(city, answer, today_of(city, at))
    return JsonResponse({"city": city.slug, **answer_text.document(answer), "html": body})


@require_safe
@cache_control(public=True, max_age=60)
def search(request: HttpRequest) -> JsonResponse:
    """Return the answers that words may mean; of these nothing is counted."""
    city, text = _city(request), choosing.words_of(request)
    today = today_of(city, timezone.now())
    found = knowledge.search(city, text, get_language() or "", today) if text else ()
    told = [
        {
            "code": each.answer.code,
            "question": each.answer.question,
            "score": each.score,
            "url": reverse("portal:answer", args=[each.answer.code]),
            "language": each.answer.language,
        }
        for each in found
    ]
    return JsonResponse({"city": city.slug, "text": text, "answers": told})


@csrf_exempt
@require_POST
def verdict(request: HttpRequest, code: str) -> HttpResponse:
    """
    Count whether an answer helped; nothing of whoever says so is kept, so no cookie is needed.

    What says neither yes nor no is refused, and counts as neither.

    :raises PermissionDenied: if another site's page sends it
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise PermissionDenied
    refusal = limits.too_many_verdicts(request)
    if refusal:
        return refusal
    city, at, said = _city(request), timezone.now(), request.POST.get("helped")
    answer = _shown(city, code, at)
    if said not in ("yes", "no"):
        why = gettext("Choose one of these: %(choices)s.") % {"choices": "yes, no"}
        return HttpResponseBadRequest(why, content_type="text/plain; charset=utf-8")
    helped, reason = said == "yes", request.POST.get("reason", "")
    actions.count_verdict(
        city=city,
        code=answer.code,
        language=answer.language,
        helped=helped,
        reason=reason if not helped and reason in asking.REASONS else "",
        by=RESIDENT,
        at=at,
    )
    query = urlencode({"said": "yes" if helped else "no"})
    return HttpResponseRedirect(f"{reverse('portal:answer', args=[code])}?{query}#did-this")


def most_asked(request: HttpRequest, at: datetime) -> tuple[Answer, ...]:
    """Return what is asked most, for the first page."""
    city = _city(request)
    return knowledge.answers(city, get_language() or "", today_of(city, at))[:MOST_AT_HOME]


@dataclass(frozen=True, kw_only=True)
class Beside:
    """The few answers that stand beside the services which words find."""

    answers: tuple[Answer, ...]
    first: bool
    """Whether one fits better than any service, so that they stand before them."""


def beside(request: HttpRequest, findings: Findings, at: datetime) -> Beside:
    """Return the answers that the words mean for which services were looked for."""
    city, language = _city(request), get_language() or ""
    found = knowledge.search(city, findings.text, language, today_of(city, at), most=BESIDE)
    fit = [each for each in found if each.score >= LEAST]
    first = bool(fit) and fit[0].score > findings.score
    return Beside(answers=tuple(each.answer for each in fit), first=first)


def count_unfound(request: HttpRequest, text: str, at: datetime) -> None:
    """
    Count words that found nothing, unless one connection asks too often.

    Words of an emergency are not counted: nobody has to write an answer to them.
    """
    if knowledge.emergency_in(_city(request), text):
        return
    if request.method == "GET" and not limits.asks_too_often(request):
        language = get_language() or ""
        actions.count_unfound(city=_city(request), text=text, language=language, by=RESIDENT, at=at)


def _shelves(city: City, answers: tuple[Answer, ...], today: date) -> list[Shelf]:
    owned: dict[str, list[Answer]] = {}
    for each in sorted(answers, key=lambda answer: answer.question):
        owned.setdefault(each.owner, []).append(each)
    named = [
        Shelf(name=_department(city, owner, today), answers=tuple(own))
        for owner, own in owned.items()
    ]
    return sorted(named, key=lambda shelf: shelf.name)


def _department(city: City, code: str, today: date) -> str:
    found = staff.departments(city.edition_id).get(code)
    return words_in(found.words_on(today), get_language() or "") if found else code


def _shown(city: City, code: str, at: datetime) -> Answer:
    try:
        return knowledge.answer(city, code, get_language() or "", today_of(city, at))
    except NoSuchAnswer as fault:
        raise Http404(str(fault)) from fault


def today_of(city: City, at: datetime) -> date:
    """Return the day of a moment by the city's clock."""
    return at.astimezone(city.zone).date()


def _city(request: HttpRequest) -> City:
    city: City = request.city  # type: ignore[attr-defined]
    return city
