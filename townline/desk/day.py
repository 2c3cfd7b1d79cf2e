"""The day of a crew or a person: where to go, in which order, and how each stop ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from townline.cities.rules.city import City
from townline.desk.access import city_of, for_staff, show
from townline.desk.day_forms import BETWEEN, ME, Asked, FinishForm, asked_for
from townline.desk.refusals import WORDS
from townline.desk.worklist import Row, row_of
from townline.record.verbs import Actor, NotAllowed
from townline.requests import queries as requests
from townline.requests import verbs
from townline.requests.actions import days, visits
from townline.requests.actions.change import NoSuchRequest, Stale
from townline.requests.queries import DayOf, RequestShown
from townline.requests.rules.lifecycle import OutOfOrder
from townline.requests.rules.submission import Unfit
from townline.staff import queries as staff

WORKERS = tuple(sorted(verbs.WORKERS))


@dataclass(frozen=True, kw_only=True)
class StopShown:
    """One stop of a day, with the form that ends it."""

    row: Row
    place: int
    form: FinishForm | None
    """None where it has ended."""
    refused: str
    """Why what was sent for it was not taken; empty where nothing was refused."""


@dataclass(frozen=True, kw_only=True)
class Other:
    """Somebody else's day on the same date."""

    who: str
    name: str
    stops: int
    left: int


@for_staff(*WORKERS)
@require_safe
def day(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show where somebody goes on a day, in which order."""
    asked, people = _asked(request, by, request.GET)
    return _page(request, by, asked, people)


def _page(
    request: HttpRequest, by: Actor, asked: Asked, people: Mapping[int, str], *, status: int = 200,
    sent: FinishForm | None = None, refused: str = "",
) -> HttpResponse:  # fmt: skip
    city, at = city_of(request), timezone.now()
    found = requests.day(
        city, asked.whose, asked.on, by, language=get_language() or "", at=at
    )  # fmt: skip
    stops = list(_stops(found, city, at, people, sent, refused))
    return show(
        request, by, "desk/day.html", status=status, asked=asked, stops=stops,
        left=sum(stop.form is not None for stop in stops),
        others=list(_others(requests.days_of(city, asked.on, by), people, asked)),
        before=asked.on - timedelta(days=1), after=asked.on + timedelta(days=1),
        here=_address(asked), member=by.member_id,
    )  # fmt: skip


def _stops(
    found: tuple[RequestShown, ...], city: City, at: datetime, people: Mapping[int, str],
    sent: FinishForm | None, refused: str,
) -> Iterator[StopShown]:  # fmt: skip
    for place, each in enumerate(found, 1):
        mine = sent is not None and sent.data.get("number") == each.number
        form = sent if mine else FinishForm(found=each)
        yield StopShown(
            row=row_of(each, at, city, people), place=place, form=form if each.open else None,
            refused=refused if mine else "",
        )  # fmt: skip


def _others(known: tuple[DayOf, ...], people: Mapping[int, str], asked: Asked) -> Iterator[Other]:
    for each in known:
        who = str(each.member) if each.member else f"{each.department}{BETWEEN}{each.crew}"
        name = people.get(each.member or 0, "") if each.member else each.crew
        same = each.member == asked.whose.member and each.crew == asked.whose.crew
        if name and not same:
            yield Other(who=who, name=name, stops=each.stops, left=each.left)


def _asked(
    request: HttpRequest, by: Actor, said: Mapping[str, Any]
) -> tuple[Asked, dict[int, str]]:
    city = city_of(request)
    today = timezone.now().astimezone(city.zone).date()
    people = staff.colleagues(city, on=today)
    asked = asked_for(
        said.get("who", ME), said.get("on", ""), by=by, people=people, today=today
    )  # fmt: skip
    if asked is None:
        raise NotAllowed(f"{by.label} may not see that day")
    return asked, {each.id: each.label for each in people}


def _address(asked: Asked) -> str:
    on = {} if asked.today else {"on": asked.on.isoformat()}
    who = {} if asked.who == ME else {"who": asked.who}
    query = urlencode({**who, **on})
    return f"{reverse('desk:day')}?{query}" if query else reverse("desk:day")


@for_staff(*WORKERS)
@require_POST
def arrange(request: HttpRequest, by: Actor) -> HttpResponse:
    """Put the stops in the order of a short way, move one, or take one off."""
    asked, _people = _asked(request, by, request.POST)
    what, number = request.POST.get("do", ""), request.POST.get("number", "")
    day_: dict[str, Any] = {
        "city": city_of(request),
        "on": asked.on,
        "by": by,
        "at": timezone.now(),
    }
    try:
        if what == "way":
            days.order_by_way(**day_, whose=asked.whose)
            messages.success(request, _("In the order of a short way."))
        elif what in ("up", "down"):
            days.move(**day_, whose=asked.whose, number=number, up=what == "up")
        elif what == "off":
            days.unplan(**day_, number=number)
            messages.success(request, _("Taken off this day. The request stays as it is."))
        else:
            raise Http404("there is nothing of that name to do")
    except Unfit as refusal:
        messages.error(request, str(WORDS.get(refusal.code, refusal.says)))
    return redirect(_address(asked))


@for_staff(*WORKERS)
@require_POST
def finish(request: HttpRequest, by: Actor) -> HttpResponse:
    """
    End a stop.

    A script asks for JSON: it may send again what it kept while there was no signal.
    """
    asked, people = _asked(request, by, request.POST)
    at = timezone.now()
    found = requests.by_staff(
        city_of(request), request.POST.get("number", ""), by, language=get_language() or "", at=at
    )  # fmt: skip
    form = FinishForm(request.POST, request.FILES, found=found)
    state, says = _finish(request, by, form, at)
    if "application/json" in request.headers.get("Accept", ""):
        status = {"done": 200, "stale": 409}.get(state, 422)
        return JsonResponse({"state": state, "says": says}, status=status)
    if state == "done":
        messages.success(request, says)
        return redirect(_address(asked))
    status = 409 if state == "stale" else 422
    return _page(request, by, asked, people, status=status, sent=form, refused=says)


def _finish(request: HttpRequest, by: Actor, form: FinishForm, at: datetime) -> tuple[str, str]:
    """Return what became of a closing: ``done``, ``stale`` or ``refused``, and words for it."""
    if not form.is_valid():
        texts = [str(text) for texts in form.errors.values() for text in texts]
        return "refused", " ".join(texts)
    said = form.cleaned_data
    try:
        visits.finish(
            city=city_of(request), key=said["key"], number=said["number"], outcome=said["outcome"],
            remark=said["remark"], evidence=said["evidence"], reference=said["reference"],
            seen=said["seen"], by=by, at=at,
        )  # fmt: skip
    except (Stale, OutOfOrder):
        return "stale", _(
            "Somebody changed it meanwhile. Open it, and close it there if it still holds."
        )
    except Unfit as refusal:
        return "refused", str(WORDS.get(refusal.code, refusal.says))
    except NoSuchRequest:
        return "refused", _("There is no such request.")
    return "done", _("Closed. All who reported it are told.")


@for_staff(*WORKERS)
@require_safe
def token(request: HttpRequest, by: Actor) -> HttpResponse:
    """Return what a page needs to send what it kept: proof of its session, and whose that is."""
    return JsonResponse({"token": get_token(request), "member": by.member_id})


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Return the script that keeps the day's page for when there is no signal."""
    response = render(request, "desk/sw.js", content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
